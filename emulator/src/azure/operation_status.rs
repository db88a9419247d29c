//! How a client follows what it asked for: the addresses it is given, and what they answer.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    operation::{Ending, Failure, Fate, Operation, Verb},
    problem::{Problem, not_authorized},
    world::World,
};
use crate::{
    answer::{Answer, empty, json, with},
    faults::Effect,
    ids::LOCATION,
    options::{OperationHeaders, Pace},
    request::Visit,
};

/// Adds the headers that tell where to ask how an accepted operation is getting on.
///
/// The specification promises `Location` and `Retry-After`; every public recording has
/// `Azure-AsyncOperation` alone. A good client takes what it gets.
pub(crate) fn addresses(mut answer: Answer, id: &str, world: &World, visit: &Visit) -> Answer {
    let (status, location) = match (world.options.headers, world.options.pace) {
        (OperationHeaders::ByPace, Pace::ByHand) | (OperationHeaders::AsyncOperation, _) => (true, false),
        (OperationHeaders::ByPace, Pace::Real) | (OperationHeaders::Both, _) => (true, true),
        (OperationHeaders::Location, _) => (false, true),
        (OperationHeaders::Neither, _) => (false, false),
    };
    if status {
        let address = address("computeOperationsStatus", id, visit);
        answer = with(answer, "azure-asyncoperation", &address);
    }
    if location {
        let address = address("computeOperationsResults", id, visit);
        answer = with(with(answer, "location", &address), "retry-after", "1");
    }
    answer
}

/// An address like the service's: it echoes the caller's api-version and, since 2024, carries four
/// signed parts that make it over four kilobytes long.
fn address(kind: &str, id: &str, visit: &Visit) -> String {
    let base = visit.base_url();
    let subscription = &visit.route.place.subscription;
    let version = visit.parameter("api-version").unwrap_or_default();
    let certificate = "TWFkZSB1cCBieSB0aGUgZW11bGF0b3I".repeat(128);
    format!(
        "{base}/subscriptions/{subscription}/providers/Microsoft.MachineLearningServices/locations/\
         {LOCATION}/{kind}/{id}?api-version={version}&service=new&t=638683200000000000\
         &c={certificate}&s=bm8gc2lnbmF0dXJl&h=bm8gaGFzaA"
    )
}

/// Answers at either address.
pub(crate) fn answer(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let id = &visit.route.operation_id;
    let Some((operation, ending)) = world.operation(id) else {
        let message = format!("Operation {id} not found");
        return Err(Problem::service(
            StatusCode::NOT_FOUND,
            "UserError",
            "NotFoundError",
            message,
        ));
    };
    if operation.unreadable || visit.befallen_by(Effect::NoStatus) {
        return Err(not_authorized(visit));
    }
    let (operation, ending) = (operation.clone(), ending.cloned());
    if visit
        .path
        .to_ascii_lowercase()
        .contains("/computeoperationsresults/")
    {
        return result(&operation, ending, world, visit);
    }
    Ok(json(StatusCode::OK, &status(ending)))
}

/// What `Azure-AsyncOperation` tells.
fn status(ending: Option<Ending>) -> Value {
    match ending {
        None => json!({ "status": "InProgress" }),
        Some(Ending::Succeeded) => json!({ "status": "Succeeded", "percentComplete": 100.0 }),
        Some(Ending::Canceled) => json!({ "status": "Canceled" }),
        Some(Ending::Failed(failure)) => json!({
            "status": "Failed",
            "error": { "code": failure.code, "message": failure.message },
        }),
    }
}

/// What `Location` tells, by status code: 202 until it is over, and then as the call itself would
/// have been answered, had it waited.
fn result(
    operation: &Operation,
    ending: Option<Ending>,
    world: &mut World,
    visit: &Visit,
) -> Result<Answer, Problem> {
    match ending {
        None => Ok(addresses(
            empty(StatusCode::ACCEPTED),
            &operation.id,
            world,
            visit,
        )),
        Some(Ending::Succeeded) if operation.verb == Verb::Create => {
            Ok(json(StatusCode::OK, &world.compute(&operation.place)?.resource()))
        }
        Some(Ending::Succeeded) => Ok(empty(StatusCode::OK)),
        Some(Ending::Canceled) => Err(Problem::user("The operation was canceled.")),
        Some(Ending::Failed(failure)) => Err(Problem::service(
            StatusCode::BAD_REQUEST,
            &failure.code,
            "UserError",
            failure.message,
        )),
    }
}

/// What a fault makes of the operation asked for.
pub(crate) fn fate(visit: &Visit, verb: Verb) -> Option<Fate> {
    let fault = visit
        .fault
        .as_ref()
        .filter(|fault| fault.fault == Effect::FailsLate)?;
    let plausible = verb.timed_out(&visit.route.place.compute);
    Some(Fate::Fails(Failure {
        code: fault.code.clone().unwrap_or(plausible.code),
        message: fault.message.clone().unwrap_or(plausible.message),
    }))
}
