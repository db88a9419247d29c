//! The AWS services that Lamplighter calls: STS, for a token that states the caller's role, Secrets Manager and
//! Systems Manager. All are called by `POST /`; a header or the body tells which.
//!
//! There is one caller, and its requests' signatures are checked: see `signature`.

pub(crate) mod account;
mod problem;
mod signature;
mod stores;
pub(crate) mod sts;

use jiff::Timestamp;

pub use self::account::{AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY};
use self::problem::{AwsProblem, by_fault, service, signature_problem};
use super::{
    answer::{Answer, with},
    call::Call,
    faults::Effect,
    ids::guid,
    request::EmulatedRequest,
    secrets::Secrets,
};

pub(crate) fn answer(
    request: &EmulatedRequest,
    effect: Option<Effect>,
    secrets: &Secrets,
    now: Timestamp,
    number: u64,
) -> Answer {
    let call = request.route.call;
    let request_id = guid(0xa5, number);
    let outcome = match effect.and_then(|effect| by_fault(effect, request)) {
        Some(problem) => Err(problem),
        None => carry_out(request, secrets, now, number),
    };
    let answer = outcome.unwrap_or_else(|problem| problem.into_answer(call, &request_id));
    with(answer, "x-amzn-requestid", &request_id)
}

fn carry_out(
    request: &EmulatedRequest,
    secrets: &Secrets,
    now: Timestamp,
    number: u64,
) -> Result<Answer, AwsProblem> {
    let call = request.route.call;
    let key = signature::Key { id: AWS_ACCESS_KEY_ID, secret: AWS_SECRET_ACCESS_KEY };
    let signed = signature::SignedRequest {
        method: request.method.as_str(),
        path: &request.path,
        query: &request.query,
        headers: &request.headers,
        body: &request.body,
    };
    let region = signature::check(&signed, &key, service(call), now)
        .map_err(|wrong| signature_problem(call, wrong))?;
    match call {
        Call::Sts => sts::answer(request, &region, now, number),
        Call::AwsSecret => stores::secret(request, &region, secrets),
        _ => stores::parameter(request, &region, secrets),
    }
}

#[cfg(test)]
pub(crate) mod tests;
