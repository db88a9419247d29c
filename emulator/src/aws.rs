//! AWS, as far as Lamplighter needs it: a token of STS that says which role the caller has, and the
//! secrets of Secrets Manager and Systems Manager. All three are called by `POST /`; who is meant
//! is told by a header or by the body.
//!
//! There is one caller, whose requests are checked to the last byte: see `sign`.

mod sign;
mod stores;
pub(super) mod sts;

use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use self::sign::Wrong;
use super::{
    answer::{Answer, guid, text, with},
    fault::{Effect, Fault},
    refusal,
    route::Call,
    secrets::Secrets,
    visit::Visit,
};

/// The one access key that exists.
pub const AWS_ACCESS_KEY_ID: &str = "AKIAEMULATED00000000";
/// The secret that goes with it. A session token may be anything.
pub const AWS_SECRET_ACCESS_KEY: &str = "emulated-secret-access-key";
/// The account it belongs to.
pub const AWS_ACCOUNT: &str = "123456789012";
/// The role that the caller has: the subject of the tokens that STS gives.
pub const AWS_ROLE: &str = "arn:aws:iam::123456789012:role/lamplighter";
/// Who issues those tokens.
pub const AWS_ISSUER: &str = "https://emulated.tokens.sts.global.api.aws";

/// The session of the role, as refusals name the caller.
const SESSION: &str = "arn:aws:sts::123456789012:assumed-role/lamplighter/lamplighter";

/// Which of the services a request means, if any.
pub(super) fn call(method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Option<Call> {
    if method != Method::POST || path != "/" {
        return None;
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(target) = header("x-amz-target") {
        let (service, _) = target.split_once('.')?;
        return match service {
            "secretsmanager" => Some(Call::AwsSecret),
            "AmazonSSM" => Some(Call::AwsParameter),
            _ => None,
        };
    }
    let is_form =
        header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let mut form = url::form_urlencoded::parse(body);
    (is_form && form.any(|(name, _)| name == "Action")).then_some(Call::Sts)
}

/// Answers one of the calls that AWS takes.
pub(super) fn answer(
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
    let key = sign::Key {
        id: AWS_ACCESS_KEY_ID,
        secret: AWS_SECRET_ACCESS_KEY,
    };
    let request = sign::Request {
        method: visit.method.as_str(),
        path: &visit.path,
        query: &visit.query,
        headers: &visit.headers,
        body: &visit.body,
    };
    let region = sign::check(&request, &key, service(call), now).map_err(|wrong| not_proven(call, wrong))?;
    match call {
        Call::Sts => sts::answer(visit, &region, now, number),
        Call::AwsSecret => stores::secret(visit, &region, secrets),
        _ => stores::parameter(visit, &region, secrets),
    }
}

/// The service, as a signature's scope and a right's name call it.
fn service(call: Call) -> &'static str {
    match call {
        Call::Sts => "sts",
        Call::AwsSecret => "secretsmanager",
        _ => "ssm",
    }
}

/// A refusal by AWS.
#[derive(Debug)]
struct Problem {
    status: StatusCode,
    code: String,
    /// Some refusals have nothing but a code.
    message: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: Some(message.into()),
        }
    }

    /// STS speaks XML, the others JSON. Secrets Manager spells `Message` with a capital where it
    /// refuses itself, and the door before all three does not; clients must take either.
    fn into_answer(self, call: Call, request_id: &str) -> Answer {
        let message = self.message;
        if call == Call::Sts {
            let fault = if self.status.is_server_error() {
                "Receiver"
            } else {
                "Sender"
            };
            let body = format!(
                "<ErrorResponse xmlns=\"{}\">\n  <Error>\n    <Type>{fault}</Type>\n    \
                 <Code>{}</Code>\n    <Message>{}</Message>\n  </Error>\n  \
                 <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n",
                sts::NAMESPACE,
                sts::escaped(&self.code),
                sts::escaped(&message.unwrap_or_default()),
            );
            return text(self.status, "text/xml", body);
        }
        let own = call == Call::AwsSecret && !AT_THE_DOOR.contains(&self.code.as_str());
        let mut body = json!({ "__type": self.code });
        if let Some(message) = message {
            body[if own { "Message" } else { "message" }] = json!(message);
        }
        text(self.status, stores::JSON, body.to_string())
    }
}

/// The codes of refusals for want of a proper signature, where JSON is spoken.
const AT_THE_DOOR: [&str; 4] = [
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "UnrecognizedClientException",
];

/// The refusal of a request whose signature is missing or wrong, in the words of the service.
fn not_proven(call: Call, wrong: Wrong) -> Problem {
    let (in_xml, in_json, message) = match wrong {
        Wrong::Missing => (
            "MissingAuthenticationToken",
            AT_THE_DOOR[2],
            "Request is missing Authentication Token".to_owned(),
        ),
        Wrong::Incomplete(message) => ("IncompleteSignature", AT_THE_DOOR[0], message),
        Wrong::Stranger => (
            "InvalidClientTokenId",
            AT_THE_DOOR[3],
            "The security token included in the request is invalid.".to_owned(),
        ),
        Wrong::Mismatch(message) => ("SignatureDoesNotMatch", AT_THE_DOOR[1], message),
    };
    match call {
        Call::Sts => Problem::new(StatusCode::FORBIDDEN, in_xml, message),
        _ => Problem::new(StatusCode::BAD_REQUEST, in_json, message),
    }
}

/// The refusal that a fault asks for. AWS has its own numbers: where JSON is spoken, all that the
/// caller is to blame for is 400, and nowhere is there a 401 or a 429.
fn by_fault(effect: Effect, visit: &Visit) -> Option<Problem> {
    let (call, status) = (visit.route.call, refusal::status(effect)?);
    let is_sts = call == Call::Sts;
    let either = |xml: &'static str, json: &'static str| if is_sts { xml } else { json };
    let blamed = if is_sts {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::BAD_REQUEST
    };
    let mut problem = match effect {
        Effect::Unauthorized => Problem::new(
            blamed,
            either("ExpiredToken", "ExpiredTokenException"),
            "The security token included in the request is expired",
        ),
        Effect::Forbidden => not_allowed(visit, blamed),
        Effect::NotFound if !is_sts => stores::missing(call),
        Effect::Throttled => Problem::new(
            StatusCode::BAD_REQUEST,
            either("Throttling", "ThrottlingException"),
            "Rate exceeded",
        ),
        Effect::ServerError => Problem::new(
            status,
            match call {
                Call::Sts => "InternalFailure",
                Call::AwsSecret => "InternalServiceError",
                _ => "InternalServerError",
            },
            "An internal error occurred.",
        ),
        Effect::BadGateway | Effect::Unavailable => Problem::new(
            status,
            either("ServiceUnavailable", "ServiceUnavailableException"),
            "The service is unavailable. Please try again later.",
        ),
        _ => Problem::new(
            StatusCode::BAD_REQUEST,
            either("ValidationError", "ValidationException"),
            "The request is invalid.",
        ),
    };
    let Fault { code, message, .. } = visit.fault.as_ref()?;
    if let Some(code) = code {
        problem.code.clone_from(code);
    }
    if message.is_some() {
        problem.message.clone_from(message);
    }
    Some(problem)
}

fn not_allowed(visit: &Visit, status: StatusCode) -> Problem {
    let (action, resource) = match visit.route.call {
        Call::Sts => ("GetWebIdentityToken", AWS_ROLE.to_owned()),
        Call::AwsSecret => ("GetSecretValue", visit.secret().unwrap_or_default()),
        _ => ("GetParameter", visit.secret().unwrap_or_default()),
    };
    let service = service(visit.route.call);
    let message = format!(
        "User: {SESSION} is not authorized to perform: {service}:{action} on resource: {resource} \
         because no identity-based policy allows the {service}:{action} action"
    );
    let code = if service == "sts" {
        "AccessDenied"
    } else {
        "AccessDeniedException"
    };
    Problem::new(status, code, message)
}

#[cfg(test)]
pub(super) mod tests;
