//! AWS's errors.

use http::StatusCode;
use serde_json::json;

use super::{
    account::{AWS_ROLE, SESSION},
    signature::SignatureError,
};
use crate::{
    answer::{Answer, text},
    call::Call,
    faults::{Effect, Fault},
    request::EmulatedRequest,
};

pub(crate) const JSON: &str = "application/x-amz-json-1.1";

pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The service's name in signatures and actions.
pub(crate) fn service(call: Call) -> &'static str {
    match call {
        Call::Sts => "sts",
        Call::AwsSecret => "secretsmanager",
        _ => "ssm",
    }
}

/// An error of AWS.
#[derive(Debug)]
pub(crate) struct AwsProblem {
    pub status: StatusCode,
    pub code: String,
    /// Some errors have nothing but a code.
    pub message: Option<String>,
}

impl AwsProblem {
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: Some(message.into()) }
    }

    /// STS answers in XML, the others in JSON. Secrets Manager spells its own errors' `Message` with a capital;
    /// errors about the signature have `message` everywhere. Clients must accept both.
    pub fn into_answer(self, call: Call, request_id: &str) -> Answer {
        let message = self.message;
        if call == Call::Sts {
            let fault = if self.status.is_server_error() { "Receiver" } else { "Sender" };
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
        let own = call == Call::AwsSecret && !SIGNATURE_CODES.contains(&self.code.as_str());
        let mut body = json!({ "__type": self.code });
        if let Some(message) = message {
            body[if own { "Message" } else { "message" }] = json!(message);
        }
        text(self.status, JSON, body.to_string())
    }
}

/// The codes of errors about a signature, in JSON.
const SIGNATURE_CODES: [&str; 4] = [
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "UnrecognizedClientException",
];

/// The error for a missing or wrong signature, in the words of the service.
pub(crate) fn signature_problem(call: Call, wrong: SignatureError) -> AwsProblem {
    let (xml_code, json_code, message) = match wrong {
        SignatureError::Missing => (
            "MissingAuthenticationToken",
            SIGNATURE_CODES[2],
            "Request is missing Authentication Token".to_owned(),
        ),
        SignatureError::Incomplete(message) => ("IncompleteSignature", SIGNATURE_CODES[0], message),
        SignatureError::UnknownKey => (
            "InvalidClientTokenId",
            SIGNATURE_CODES[3],
            "The security token included in the request is invalid.".to_owned(),
        ),
        SignatureError::Mismatch(message) => ("SignatureDoesNotMatch", SIGNATURE_CODES[1], message),
    };
    match call {
        Call::Sts => AwsProblem::new(StatusCode::FORBIDDEN, xml_code, message),
        _ => AwsProblem::new(StatusCode::BAD_REQUEST, json_code, message),
    }
}

/// The error that a fault demands. In JSON, AWS answers 400 to everything that is the caller's mistake; no
/// service answers 401 or 429.
pub(crate) fn by_fault(effect: Effect, request: &EmulatedRequest) -> Option<AwsProblem> {
    let (call, status) = (request.route.call, effect.status()?);
    let is_sts = call == Call::Sts;
    let either = |xml: &'static str, json: &'static str| if is_sts { xml } else { json };
    let blamed = if is_sts { StatusCode::FORBIDDEN } else { StatusCode::BAD_REQUEST };
    let mut problem = match effect {
        Effect::Unauthorized => AwsProblem::new(
            blamed,
            either("ExpiredToken", "ExpiredTokenException"),
            "The security token included in the request is expired",
        ),
        Effect::Forbidden => access_denied(request, blamed),
        Effect::NotFound if !is_sts => missing(call),
        Effect::Throttled => AwsProblem::new(
            StatusCode::BAD_REQUEST,
            either("Throttling", "ThrottlingException"),
            "Rate exceeded",
        ),
        Effect::ServerError => AwsProblem::new(
            status,
            match call {
                Call::Sts => "InternalFailure",
                Call::AwsSecret => "InternalServiceError",
                _ => "InternalServerError",
            },
            "An internal error occurred.",
        ),
        Effect::BadGateway | Effect::Unavailable => AwsProblem::new(
            status,
            either("ServiceUnavailable", "ServiceUnavailableException"),
            "The service is unavailable. Please try again later.",
        ),
        _ => AwsProblem::new(
            StatusCode::BAD_REQUEST,
            either("ValidationError", "ValidationException"),
            "The request is invalid.",
        ),
    };
    let Fault { code, message, .. } = request.fault.as_ref()?;
    if let Some(code) = code {
        problem.code.clone_from(code);
    }
    if message.is_some() {
        problem.message.clone_from(message);
    }
    Some(problem)
}

pub(crate) fn access_denied(request: &EmulatedRequest, status: StatusCode) -> AwsProblem {
    let (action, resource) = match request.route.call {
        Call::Sts => ("GetWebIdentityToken", AWS_ROLE.to_owned()),
        Call::AwsSecret => ("GetSecretValue", request.secret().unwrap_or_default()),
        _ => ("GetParameter", request.secret().unwrap_or_default()),
    };
    let service = service(request.route.call);
    let message = format!(
        "User: {SESSION} is not authorized to perform: {service}:{action} on resource: {resource} \
         because no identity-based policy allows the {service}:{action} action"
    );
    let code = if service == "sts" { "AccessDenied" } else { "AccessDeniedException" };
    AwsProblem::new(status, code, message)
}

/// The error for a secret or parameter that does not exist. Systems Manager's has no message.
pub(crate) fn missing(call: Call) -> AwsProblem {
    match call {
        Call::AwsSecret => AwsProblem::new(
            StatusCode::BAD_REQUEST,
            "ResourceNotFoundException",
            "Secrets Manager can't find the specified secret.",
        ),
        _ => AwsProblem { status: StatusCode::BAD_REQUEST, code: "ParameterNotFound".into(), message: None },
    }
}

/// Escapes text for XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
