//! The addresses at which a client follows an operation, and their answers.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    operation::{Failure, FinalOutcome, Operation, PlannedOutcome, Verb},
    problem::{ArmProblem, not_authorized},
    world::World,
};
use crate::{
    answer::{Answer, empty, json, with},
    call::Call,
    faults::Effect,
    ids::LOCATION,
    options::{OperationHeaders, Pace},
    request::EmulatedRequest,
};

/// Adds the addresses at which to follow an accepted operation.
///
/// The specification promises `Location` and `Retry-After`, except `Location` after a create; every public
/// recording has `Azure-AsyncOperation` only.
pub(crate) fn addresses(mut answer: Answer, id: &str, world: &World, request: &EmulatedRequest) -> Answer {
    let (status, location) = match (world.options.headers, world.options.pace) {
        (OperationHeaders::ByPace, Pace::ByHand) | (OperationHeaders::AsyncOperation, _) => (true, false),
        (OperationHeaders::ByPace, _) if request.route.call == Call::Create => (true, false),
        (OperationHeaders::ByPace, Pace::Real) | (OperationHeaders::Both, _) => (true, true),
        (OperationHeaders::Location, _) => (false, true),
        (OperationHeaders::Neither, _) => (false, false),
    };
    if status {
        let address = address("computeOperationsStatus", id, request);
        answer = with(answer, "azure-asyncoperation", &address);
    }
    if location {
        let address = address("computeOperationsResults", id, request);
        answer = with(with(answer, "location", &address), "retry-after", "1");
    }
    answer
}

/// An address like the service's: it repeats the caller's api-version and, since 2024, has four signed
/// parameters that make it more than four kilobytes long.
fn address(kind: &str, id: &str, request: &EmulatedRequest) -> String {
    let base = request.base_url();
    let subscription = &request.route.target.subscription;
    let version = request.parameter("api-version").unwrap_or_default();
    let certificate = "TWFkZSB1cCBieSB0aGUgZW11bGF0b3I".repeat(128);
    format!(
        "{base}/subscriptions/{subscription}/providers/Microsoft.MachineLearningServices/locations/\
         {LOCATION}/{kind}/{id}?api-version={version}&service=new&t=638683200000000000\
         &c={certificate}&s=bm8gc2lnbmF0dXJl&h=bm8gaGFzaA"
    )
}

/// Answers at either address.
pub(crate) fn answer(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let id = &request.route.operation_id;
    let subscription = &request.route.target.subscription;
    let found = world.operation(id);
    let found = found.filter(|(it, _)| it.target.subscription.eq_ignore_ascii_case(subscription));
    let Some((operation, outcome)) = found else {
        let message = format!("Operation {id} not found");
        return Err(ArmProblem::service(StatusCode::NOT_FOUND, "UserError", "NotFoundError", message));
    };
    if operation.unreadable || request.has_fault(Effect::NoStatus) {
        return Err(not_authorized(request));
    }
    let (operation, outcome) = (operation.clone(), outcome.cloned());
    if request.path.to_ascii_lowercase().contains("/computeoperationsresults/") {
        return result(&operation, outcome, world, request);
    }
    Ok(json(StatusCode::OK, &status(outcome)))
}

/// The body at the address of `Azure-AsyncOperation`.
fn status(outcome: Option<FinalOutcome>) -> Value {
    match outcome {
        None => json!({ "status": "InProgress" }),
        Some(FinalOutcome::Succeeded) => json!({ "status": "Succeeded", "percentComplete": 100.0 }),
        Some(FinalOutcome::Canceled) => json!({ "status": "Canceled" }),
        Some(FinalOutcome::Failed(failure)) => json!({
            "status": "Failed",
            "error": { "code": failure.code, "message": failure.message },
        }),
    }
}

/// The answer at the address of `Location`: 202 until the operation has finished, then the answer that the call
/// itself would have given.
fn result(
    operation: &Operation,
    outcome: Option<FinalOutcome>,
    world: &mut World,
    request: &EmulatedRequest,
) -> Result<Answer, ArmProblem> {
    match outcome {
        None => Ok(addresses(empty(StatusCode::ACCEPTED), &operation.id, world, request)),
        Some(FinalOutcome::Succeeded) if operation.verb == Verb::Create => {
            Ok(json(StatusCode::OK, &world.compute(&operation.target)?.resource()))
        }
        Some(FinalOutcome::Succeeded) => Ok(empty(StatusCode::OK)),
        Some(FinalOutcome::Canceled) => Err(ArmProblem::user("The operation was canceled.")),
        Some(FinalOutcome::Failed(failure)) => {
            Err(ArmProblem::service(StatusCode::BAD_REQUEST, &failure.code, "UserError", failure.message))
        }
    }
}

/// The outcome that the request's fault gives the operation.
pub(crate) fn planned(request: &EmulatedRequest, verb: Verb) -> Option<PlannedOutcome> {
    let (fault, instance) = (request.fault.as_ref()?, &request.route.target.compute);
    let plausible = match fault.fault {
        Effect::FailsLate => verb.timed_out(instance),
        Effect::NoCapacity => Failure::no_capacity(),
        Effect::SetupFails => Failure::in_setup(instance),
        _ => return None,
    };
    let failure = Failure {
        code: fault.code.clone().unwrap_or(plausible.code),
        message: fault.message.clone().unwrap_or(plausible.message),
    };
    Some(match fault.fault {
        Effect::SetupFails => PlannedOutcome::FailsInSetup(failure),
        _ => PlannedOutcome::Fails(failure),
    })
}
