//! AWS, as far as Lamplighter needs it: a token of STS that says which role the caller has, and the
//! secrets of Secrets Manager and Systems Manager. All three are called by `POST /`; who is meant
//! is told by a header or by the body.
//!
//! There is one caller, whose requests are checked to the last byte: see `sign`.

pub(crate) mod account;
mod problem;
mod signature;
mod stores;
pub(crate) mod sts;

use jiff::Timestamp;

pub use self::account::{AWS_ACCESS_KEY_ID, AWS_ACCOUNT, AWS_ISSUER, AWS_ROLE, AWS_SECRET_ACCESS_KEY};
use self::problem::{Problem, by_fault, not_proven, service};
use super::{
    answer::{Answer, with},
    call::Call,
    faults::Effect,
    ids::guid,
    request::Visit,
    secrets::Secrets,
};

/// Answers one of the calls that AWS takes.
pub(crate) fn answer(
    visit: &Visit,
    effect: Option<Effect>,
    secrets: &Secrets,
    now: Timestamp,
    number: u64,
) -> Answer {
    let call = visit.route.call;
    let request_id = guid(0xa5, number);
    let outcome = match effect.and_then(|effect| by_fault(effect, visit)) {
        Some(problem) => Err(problem),
        None => attend(visit, secrets, now, number),
    };
    let answer = outcome.unwrap_or_else(|problem| problem.into_answer(call, &request_id));
    with(answer, "x-amzn-requestid", &request_id)
}

fn attend(visit: &Visit, secrets: &Secrets, now: Timestamp, number: u64) -> Result<Answer, Problem> {
    let call = visit.route.call;
    let key = signature::Key {
        id: AWS_ACCESS_KEY_ID,
        secret: AWS_SECRET_ACCESS_KEY,
    };
    let request = signature::Request {
        method: visit.method.as_str(),
        path: &visit.path,
        query: &visit.query,
        headers: &visit.headers,
        body: &visit.body,
    };
    let region =
        signature::check(&request, &key, service(call), now).map_err(|wrong| not_proven(call, wrong))?;
    match call {
        Call::Sts => sts::answer(visit, &region, now, number),
        Call::AwsSecret => stores::secret(visit, &region, secrets),
        _ => stores::parameter(visit, &region, secrets),
    }
}

#[cfg(test)]
pub(crate) mod tests;
