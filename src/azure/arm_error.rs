//! The error bodies of ARM, and the kind of error that each means.
//!
//! Azure ML's own `error.code` is often a bare `UserError`, even for a 404, so the inner codes,
//! known phrases of the message and the HTTP status decide, in this order (`error_codes`). The message itself
//! never leaves this file: it carries client and object ids.

use std::collections::VecDeque;

use azure_core::http::{StatusCode, headers::Headers};
use serde_json::Value;

use super::{
    error::{AzureError, AzureErrorKind, MissingScope, correlation, retry_after},
    error_codes::{FORBIDDEN, by_code, by_phrase, by_status, is_hollow},
};
use crate::lenient_json;

/// Longer than any code of Azure's; keeps a strange answer from filling a reply.
const LONGEST_CODE: usize = 64;

/// An error body of ARM: `{"error": {"code", "message", "details", "additionalInfo"}}`.
#[derive(Debug, Default)]
pub(super) struct ArmErrorBody {
    /// The most specific first: those in `additionalInfo` and `details`, then the outer one.
    codes: Vec<String>,
    /// All messages, in lower case.
    text: String,
    message: String,
}

/// An entry of an instance's errors, with Azure's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceError {
    /// Azure's word, such as `OutOfCapacity`.
    pub code: String,
    /// Azure's sentence, for the instance's details only. `None` if it is missing.
    pub message: Option<String>,
}

impl InstanceError {
    /// The kind, if it is one that an instance has. What else Azure reports here, such as why a set-up failed, stays in
    /// its own words.
    pub fn kind(&self) -> Option<AzureErrorKind> {
        let known = ArmErrorBody::of_instance(self).known();
        known.filter(|kind| {
            matches!(
                kind,
                AzureErrorKind::DiskFull
                    | AzureErrorKind::Unusable
                    | AzureErrorKind::Quota
                    | AzureErrorKind::NoCapacity
                    | AzureErrorKind::TimedOut
            )
        })
    }

    /// Reads ARM's `ErrorResponse`, with or without its `error` envelope.
    pub(super) fn read(response: &Value) -> Option<Self> {
        let error = response.get("error").filter(|error| error.is_object());
        let error = error.unwrap_or(response);
        let (code, message) = (lenient_json::get(error, "/code"), lenient_json::get(error, "/message"));
        (code.is_some() || message.is_some())
            .then(|| Self { code: code.unwrap_or_else(|| "Unknown".to_owned()), message })
    }
}

impl AzureError {
    /// Reads an answer that is not a success.
    pub(super) fn from_answer(status: StatusCode, headers: &Headers, body: &[u8]) -> Self {
        let status = u16::from(status);
        let correlation = correlation(headers);
        let said = ArmErrorBody::read(body);
        let from_arm = said.is_some() || correlation.is_some() || status == 401;
        let said = said.unwrap_or_default();
        let kind = match (status, retry_after(headers)) {
            (429, wait) => AzureErrorKind::throttled(wait),
            (503, wait @ Some(_)) => said.known().unwrap_or_else(|| AzureErrorKind::throttled(wait)),
            // A proxy may answer in Azure's place with the same status.
            (..500, _) if !from_arm => AzureErrorKind::Garbage,
            _ => said.kind(Some(status)),
        };
        Self { kind, code: said.code(), status: Some(status), correlation }
    }

    /// Reads the `error` of an operation that failed after it had been accepted.
    pub(super) fn from_operation(error: &Value, headers: &Headers) -> Self {
        let said = ArmErrorBody::of(error);
        Self { kind: said.kind(None), code: said.code(), status: None, correlation: correlation(headers) }
    }
}

impl ArmErrorBody {
    /// `None` if the body is not an ARM error.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        error.is_object().then(|| Self::of(error))
    }

    pub(super) fn of(error: &Value) -> Self {
        let text = |error: &Value, pointer| lenient_json::get::<String>(error, pointer);
        let mut said = Self { message: text(error, "/message").unwrap_or_default(), ..Self::default() };
        let mut rest = VecDeque::from([error]);
        while let Some(error) = rest.pop_front() {
            said.codes.extend(text(error, "/code"));
            said.text += &text(error, "/message").unwrap_or_default().to_lowercase();
            said.text.push('\n');
            rest.extend(error.get("innerError"));
            rest.extend(lenient_json::elements(&error["details"]));
            let infos = lenient_json::elements(&error["additionalInfo"]);
            let inner = infos.filter(|info| info["type"] == "InnerError");
            rest.extend(inner.map(|info| &info["info"]["value"]));
        }
        said.codes.reverse();
        said
    }

    fn of_instance(error: &InstanceError) -> Self {
        let message = error.message.clone().unwrap_or_default();
        Self { codes: vec![error.code.clone()], text: message.to_lowercase(), message }
    }

    /// Azure's own code or phrase first. The HTTP status decides only where the code tells nothing.
    pub(super) fn kind(&self, status: Option<u16>) -> AzureErrorKind {
        self.known().unwrap_or_else(|| match (by_status(status, &self.text), self.code()) {
            // Whatever the code is: after a 500 it is open what was done, and a 401 asks for another token.
            (Some(kind @ (AzureErrorKind::Server | AzureErrorKind::TokenRejected(_))), _) => kind,
            (Some(kind), code) if code.as_deref().is_none_or(is_hollow) => self.completed(kind),
            _ => AzureErrorKind::Other,
        })
    }

    /// The kind by the codes and phrases that we know.
    pub(super) fn known(&self) -> Option<AzureErrorKind> {
        let known = self.codes.iter().find_map(|code| self.by_code(code));
        let known = known.or_else(|| by_phrase(&self.text))?;
        Some(self.completed(known))
    }

    fn by_code(&self, code: &str) -> Option<AzureErrorKind> {
        match code {
            // ARM's own 404 names the resource it looked for.
            "ResourceNotFound" if self.text.contains("/computes/") => Some(AzureErrorKind::NotFound),
            "ResourceNotFound" => Some(AzureErrorKind::ScopeNotFound(MissingScope::Workspace)),
            // Of another tenant, it names no action.
            "LinkedAuthorizationFailed" => self.refused_action().map(|_| FORBIDDEN),
            _ => by_code(code),
        }
    }

    /// Adds what the message names to a kind.
    fn completed(&self, kind: AzureErrorKind) -> AzureErrorKind {
        match kind {
            AzureErrorKind::Forbidden { .. } => AzureErrorKind::Forbidden {
                action: self.refused_action(),
                scope: ["over scope '", "linked scope(s) '", "scope '"]
                    .iter()
                    .find_map(|words| quoted_after(self.refusal(), words)),
            },
            AzureErrorKind::DenyAssignment { .. } => {
                AzureErrorKind::DenyAssignment { action: quoted_after(&self.message, PERFORM) }
            }
            AzureErrorKind::NotRegistered { .. } => {
                let namespace = quoted_after(&self.message, "use namespace '");
                let is_name = |name: &String| {
                    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
                };
                AzureErrorKind::NotRegistered { namespace: namespace.filter(is_name) }
            }
            kind => kind,
        }
    }

    /// "… does not have authorization to perform action 'A' over scope 'S' …"
    fn refused_action(&self) -> Option<String> {
        quoted_after(self.refusal(), PERFORM)
    }

    /// The part of the message that says what is refused: "… has permission to perform action 'A' on scope 'S';
    /// however, it does not have permission to perform action 'B' on the linked scope(s) …"
    fn refusal(&self) -> &str {
        self.message.split_once("however").map_or(&*self.message, |(_, refusal)| refusal)
    }

    /// The most specific code that tells something, else the most specific one. Only what looks like a code.
    fn code(&self) -> Option<String> {
        let plain = |code: &&String| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
            (1..=LONGEST_CODE).contains(&code.len()) && code.chars().all(fits)
        };
        let codes = || self.codes.iter().filter(plain);
        codes().find(|code| !is_hollow(code)).or_else(|| codes().next()).cloned()
    }
}

const PERFORM: &str = "perform action '";

fn quoted_after(message: &str, words: &str) -> Option<String> {
    let (_, rest) = message.split_once(words)?;
    Some(rest.split_once('\'')?.0.to_owned())
}

#[cfg(test)]
mod tests;
