//! Refusals by AWS.

use http::StatusCode;
use serde_json::json;

use super::{
    account::{AWS_ROLE, SESSION},
    signature::Wrong,
};
use crate::{
    answer::{Answer, text},
    call::Call,
    faults::{Effect, Fault},
    request::Visit,
};

pub(crate) const JSON: &str = "application/x-amz-json-1.1";

pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The service, as a signature's scope and a right's name call it.
pub(crate) fn service(call: Call) -> &'static str {
    match call {
        Call::Sts => "sts",
        Call::AwsSecret => "secretsmanager",
        _ => "ssm",
    }
}

/// A refusal by AWS.
#[derive(Debug)]
pub(crate) struct Problem {
    pub status: StatusCode,
    pub code: String,
    /// Some refusals have nothing but a code.
    pub message: Option<String>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: Some(message.into()),
        }
    }

    /// STS speaks XML, the others JSON. Secrets Manager spells `Message` with a capital where it
    /// refuses itself, and the door before all three does not; clients must take either.
    pub fn into_answer(self, call: Call, request_id: &str) -> Answer {
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
                NAMESPACE,
                escaped(&self.code),
                escaped(&message.unwrap_or_default()),
            );
            return text(self.status, "text/xml", body);
        }
        let own = call == Call::AwsSecret && !AT_THE_DOOR.contains(&self.code.as_str());
        let mut body = json!({ "__type": self.code });
        if let Some(message) = message {
            body[if own { "Message" } else { "message" }] = json!(message);
        }
        text(self.status, JSON, body.to_string())
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
pub(crate) fn not_proven(call: Call, wrong: Wrong) -> Problem {
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
pub(crate) fn by_fault(effect: Effect, visit: &Visit) -> Option<Problem> {
    let (call, status) = (visit.route.call, effect.status()?);
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
        Effect::NotFound if !is_sts => missing(call),
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

pub(crate) fn not_allowed(visit: &Visit, status: StatusCode) -> Problem {
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

/// There is no such secret or parameter. Systems Manager says so without a message.
pub(crate) fn missing(call: Call) -> Problem {
    match call {
        Call::AwsSecret => Problem::new(
            StatusCode::BAD_REQUEST,
            "ResourceNotFoundException",
            "Secrets Manager can't find the specified secret.",
        ),
        _ => Problem {
            status: StatusCode::BAD_REQUEST,
            code: "ParameterNotFound".into(),
            message: None,
        },
    }
}

/// Text as it may stand in XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
