//! The error bodies of ARM, and the kind of error that each means.
//!
//! Azure ML's own `error.code` is often a bare `UserError`, even for a 404, so the inner codes,
//! known phrases of the message and the HTTP status decide, in this order. The message itself
//! never leaves this file: it carries client and object ids.

use std::collections::VecDeque;

use azure_core::http::{StatusCode, headers::Headers};
use serde_json::Value;

use super::error::{AzureError, AzureErrorKind, MissingScope, correlation, retry_after};
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
    /// The kind, if we know it.
    pub fn kind(&self) -> Option<AzureErrorKind> {
        ArmErrorBody::by(std::slice::from_ref(self)).known()
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
        let from_arm = said.is_some() || correlation.is_some();
        let kind = match (status, retry_after(headers)) {
            (401, _) => AzureErrorKind::TokenRejected,
            (429, wait) => AzureErrorKind::throttled(wait),
            (503, wait @ Some(_)) => AzureErrorKind::throttled(wait),
            // A proxy may answer in Azure's place with the same status.
            (..500, _) if !from_arm => AzureErrorKind::Garbage,
            _ => said.unwrap_or_default().kind(Some(status)),
        };
        Self { kind, status: Some(status), correlation }
    }

    /// Reads the `error` of an operation that failed after it had been accepted.
    pub(super) fn from_operation(error: &Value, headers: &Headers) -> Self {
        Self { kind: ArmErrorBody::of(error).kind(None), status: None, correlation: correlation(headers) }
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

    /// From the errors of an instance.
    pub(super) fn by(faults: &[InstanceError]) -> Self {
        let messages: Vec<&str> = faults.iter().filter_map(|fault| fault.message.as_deref()).collect();
        let message = messages.join("\n");
        Self {
            codes: faults.iter().map(|fault| fault.code.clone()).collect(),
            text: message.to_lowercase(),
            message,
        }
    }

    pub(super) fn kind(&self, status: Option<u16>) -> AzureErrorKind {
        self.known().unwrap_or_else(|| self.by_status(status))
    }

    /// The kind by the codes and phrases that we know.
    pub(super) fn known(&self) -> Option<AzureErrorKind> {
        let known = self.codes.iter().find_map(|code| self.by_code(code));
        known.or_else(|| self.by_words())
    }

    fn by_code(&self, code: &str) -> Option<AzureErrorKind> {
        Some(match code {
            "AuthorizationFailed" | "LinkedAuthorizationFailed" => self.forbidden(),
            "ScopeLocked" => AzureErrorKind::Locked,
            "ResourceGroupNotFound" => AzureErrorKind::ScopeNotFound(MissingScope::ResourceGroup),
            "SubscriptionNotFound" | "InvalidSubscriptionId" => {
                AzureErrorKind::ScopeNotFound(MissingScope::Subscription)
            }
            "ParentResourceNotFound" => AzureErrorKind::ScopeNotFound(MissingScope::Workspace),
            // ARM's own 404 names the resource it looked for.
            "ResourceNotFound" if self.text.contains("/computes/") => AzureErrorKind::NotFound,
            "ResourceNotFound" => AzureErrorKind::ScopeNotFound(MissingScope::Workspace),
            "StartComputeInstanceOnlyAllowedInStoppedState" => AzureErrorKind::NotStopped,
            "QuotaExceeded" => AzureErrorKind::Quota,
            "AllocationFailed"
            | "ZonalAllocationFailed"
            | "OverconstrainedAllocationRequest"
            | "OverconstrainedZonalAllocationRequest"
            | "SkuNotAvailable" => AzureErrorKind::NoCapacity,
            "TooManyRequests" | "SubscriptionRequestsThrottled" => AzureErrorKind::throttled(None),
            _ if code.starts_with("RequestDisallowedByPolicy") || code.contains("PolicyToken") => {
                AzureErrorKind::DeniedByPolicy
            }
            _ => return None,
        })
    }

    /// By phrases of Azure ML and other services, seen with codes that have no meaning.
    fn by_words(&self) -> Option<AzureErrorKind> {
        const PHRASES: &[(&str, AzureErrorKind)] = &[
            ("disk is full", AzureErrorKind::DiskFull),
            ("vcpu quota", AzureErrorKind::Quota),
            ("core quota", AzureErrorKind::Quota),
            ("quota limit", AzureErrorKind::Quota),
            ("unusable node", AzureErrorKind::Unusable),
            ("timed out for operation", AzureErrorKind::TimedOut),
            ("in 'stopped' state", AzureErrorKind::NotStopped),
            ("enough capacity", AzureErrorKind::NoCapacity),
            // ARM's, as Azure PowerShell quotes it, has both.
            ("maximum number of tags", AzureErrorKind::TooManyTags),
            ("too many tags", AzureErrorKind::TooManyTags),
        ];
        let (_, kind) = PHRASES.iter().find(|(words, _)| self.text.contains(words))?;
        Some(kind.clone())
    }

    /// By the status if the code agrees or has no meaning: a 403 may come from a firewall, a 409 from a disabled
    /// subscription.
    fn by_status(&self, status: Option<u16>) -> AzureErrorKind {
        const OF_RIGHTS: &[&str] = &["Authoriz", "Forbidden", "AccessDenied", "Permission"];
        const OF_OPERATIONS: &[&str] = &["Conflict", "InProgress", "Concurrent", "NotAllowed", "State"];
        let code = self.code();
        let says = |words: &[&str]| {
            let is_vague = ["Unknown", "UserError", "BadRequest", "BadArgument"].contains(&code.as_str());
            is_vague || words.iter().any(|word| code.contains(word))
        };
        match status {
            Some(403) if says(OF_RIGHTS) => self.forbidden(),
            Some(404) => AzureErrorKind::NotFound,
            Some(409) if says(OF_OPERATIONS) => AzureErrorKind::Conflict,
            Some(408 | 500..) => AzureErrorKind::Server,
            _ => AzureErrorKind::Other { code },
        }
    }

    /// "… does not have authorization to perform action 'A' over scope 'S' …", or "… has permission to perform
    /// action 'A' on scope 'S'; however, it does not have permission to perform action 'B' on the linked scope(s) …"
    fn forbidden(&self) -> AzureErrorKind {
        let message = self.message.split_once("however").map_or(&*self.message, |(_, lacks)| lacks);
        let quoted_after = |words: &str| {
            let (_, rest) = message.split_once(words)?;
            Some(rest.split_once('\'')?.0.to_owned())
        };
        AzureErrorKind::Forbidden {
            action: quoted_after("perform action '"),
            scope: quoted_after("over scope '").or_else(|| quoted_after("linked scope(s) '")),
        }
    }

    /// The most specific code that looks like a code.
    fn code(&self) -> String {
        let plain = |code: &&String| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
            (1..=LONGEST_CODE).contains(&code.len()) && code.chars().all(fits)
        };
        let code = self.codes.iter().find(plain).cloned();
        code.unwrap_or_else(|| "Unknown".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> Headers {
        let mut headers = Headers::new();
        for (name, value) in pairs {
            headers.insert(*name, *value);
        }
        headers
    }

    /// An answer of ARM's with this error.
    fn answer(status: u16, error: Value) -> AzureError {
        let body = json!({ "error": error }).to_string();
        AzureError::from_answer(status.into(), &headers(&[("x-ms-request-id", "r-1")]), body.as_bytes())
    }

    fn coded(status: u16, code: &str, message: &str) -> AzureErrorKind {
        answer(status, json!({ "code": code, "message": message })).kind
    }

    /// As Azure ML sends it: the outer code has no meaning.
    fn inner(status: u16, code: &str, message: &str) -> AzureErrorKind {
        let info = json!([
            { "type": "ComponentName", "info": { "value": "managementfrontend" } },
            { "type": "Correlation", "info": { "value": { "operation": "0", "request": "1" } } },
            { "type": "InnerError", "info": { "value": { "code": code, "innerError": null } } },
        ]);
        let error = json!({
            "code": "UserError", "message": message, "target": null, "details": [], "additionalInfo": info,
        });
        answer(status, error).kind
    }

    const FORBIDDEN: &str = "The client 'app' with object id '0-1' does not have authorization to perform \
        action 'Microsoft.MachineLearningServices/workspaces/computes/stop/action' over scope \
        '/subscriptions/1/resourceGroups/ml-rg' or the scope is invalid. If access was recently granted, \
        please refresh your credentials.";

    const LINKED: &str = "The client 'c' with object id 'o' has permission to perform action \
        'Microsoft.MachineLearningServices/workspaces/computes/start/action' on scope '/subscriptions/1/x'; however, it \
        does not have permission to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on the \
        linked scope(s) '/subscriptions/2/x' or the linked scope(s) are invalid.";

    fn forbidden() -> AzureErrorKind {
        AzureErrorKind::Forbidden {
            action: Some("Microsoft.MachineLearningServices/workspaces/computes/stop/action".into()),
            scope: Some("/subscriptions/1/resourceGroups/ml-rg".into()),
        }
    }

    fn other(code: &str) -> AzureErrorKind {
        AzureErrorKind::Other { code: code.into() }
    }

    /// Recorded from Azure, or documented.
    #[test]
    fn each_error_of_azure_has_its_kind() {
        let quota = "The specified subscription has a total vCPU quota of 0 and cannot accomodate for at \
            least 1 requested managed compute node which maps to 6 vCPUs.";
        let missing = |what: &str| format!("The Resource '{what}' under resource group 'rg' was not found.");
        let workspace = "Microsoft.MachineLearningServices/workspaces/ws";
        let compute = format!("{workspace}/computes/ci");
        let cases = [
            (inner(404, "NotFoundError", "ci not found in workspace ws"), AzureErrorKind::NotFound),
            (coded(404, "UserError", "ci not found"), AzureErrorKind::NotFound),
            (coded(404, "ResourceNotFound", &missing(&compute)), AzureErrorKind::NotFound),
            (
                coded(404, "ResourceNotFound", &missing(workspace)),
                AzureErrorKind::ScopeNotFound(MissingScope::Workspace),
            ),
            (
                coded(404, "ParentResourceNotFound", ""),
                AzureErrorKind::ScopeNotFound(MissingScope::Workspace),
            ),
            (
                coded(404, "ResourceGroupNotFound", ""),
                AzureErrorKind::ScopeNotFound(MissingScope::ResourceGroup),
            ),
            (
                coded(404, "SubscriptionNotFound", ""),
                AzureErrorKind::ScopeNotFound(MissingScope::Subscription),
            ),
            (
                coded(400, "InvalidSubscriptionId", ""),
                AzureErrorKind::ScopeNotFound(MissingScope::Subscription),
            ),
            (coded(403, "AuthorizationFailed", FORBIDDEN), forbidden()),
            (coded(403, "Forbidden", "No."), AzureErrorKind::Forbidden { action: None, scope: None }),
            (coded(403, "RequestDisallowedByPolicy", ""), AzureErrorKind::DeniedByPolicy),
            (coded(403, "RequestDisallowedByPolicyAssignment", ""), AzureErrorKind::DeniedByPolicy),
            (coded(409, "ScopeLocked", ""), AzureErrorKind::Locked),
            (coded(401, "ExpiredAuthenticationToken", ""), AzureErrorKind::TokenRejected),
            (coded(401, "InvalidAuthenticationTokenTenant", ""), AzureErrorKind::TokenRejected),
            (coded(400, "StartComputeInstanceOnlyAllowedInStoppedState", ""), AzureErrorKind::NotStopped),
            (coded(403, "RequestDisallowedByPrivateLink", ""), other("RequestDisallowedByPrivateLink")),
            (coded(403, "DisallowedOperation", ""), other("DisallowedOperation")),
            (coded(403, "DisabledSubscription", ""), other("DisabledSubscription")),
            (coded(403, "UserError", ""), AzureErrorKind::Forbidden { action: None, scope: None }),
            (
                coded(403, "LinkedAuthorizationFailed", LINKED),
                AzureErrorKind::Forbidden {
                    action: Some("Microsoft.Network/virtualNetworks/subnets/join/action".into()),
                    scope: Some("/subscriptions/2/x".into()),
                },
            ),
            (coded(409, "ReadOnlyDisabledSubscription", ""), other("ReadOnlyDisabledSubscription")),
            (coded(409, "MissingSubscriptionRegistration", ""), other("MissingSubscriptionRegistration")),
            (coded(409, "UserError", ""), AzureErrorKind::Conflict),
            (coded(409, "AnotherOperationInProgress", ""), AzureErrorKind::Conflict),
            (coded(409, "Conflict", ""), AzureErrorKind::Conflict),
            (inner(409, "ConflictError", "Another operation is in progress"), AzureErrorKind::Conflict),
            (
                coded(400, "UserError", "StopCompute is not allowed when ComputeInstance disk is full."),
                AzureErrorKind::DiskFull,
            ),
            (
                coded(
                    400,
                    "UserError",
                    "ComputeListNodes with computeType ComputeInstance is not supported.",
                ),
                other("UserError"),
            ),
            (inner(400, "BadArgument", "No."), other("BadArgument")),
            (coded(400, "BadRequest", quota), AzureErrorKind::Quota),
            (inner(400, "QuotaExceeded", "No."), AzureErrorKind::Quota),
            (
                coded(400, "UserError", "The specified account has reached VM Series core quota."),
                AzureErrorKind::Quota,
            ),
            (
                coded(400, "BadRequest", "Operation results in exceeding quota limits of X"),
                AzureErrorKind::Quota,
            ),
            (coded(409, "AllocationFailed", ""), AzureErrorKind::NoCapacity),
            (coded(409, "SkuNotAvailable", ""), AzureErrorKind::NoCapacity),
            (
                coded(
                    400,
                    "InvalidTags",
                    "Too many tags specified. Requested tag count - '51'. Maximum number of tags allowed - '50'.",
                ),
                AzureErrorKind::TooManyTags,
            ),
            (inner(400, "BadRequest", "The request is invalid: Too many tags."), AzureErrorKind::TooManyTags),
            (coded(400, "InvalidTags", "The tag 'a' is too long."), other("InvalidTags")),
            (coded(500, "ServiceError", "InternalServerError"), AzureErrorKind::Server),
            (coded(504, "GatewayTimeout", ""), AzureErrorKind::Server),
            (coded(503, "ServiceUnavailable", ""), AzureErrorKind::Server),
            (coded(408, "RequestTimeout", ""), AzureErrorKind::Server),
            (coded(429, "TooManyRequests", ""), AzureErrorKind::throttled(None)),
        ];
        for (number, (kind, expected)) in cases.into_iter().enumerate() {
            assert_eq!(kind, expected, "case {number}");
        }
    }

    /// An operation that fails after its acceptance has an error without a status.
    #[test]
    fn a_late_failure_is_recognised_by_its_phrases() {
        let stopped = "Start Azure ML Compute Instance is only allowed when the instance ci is in 'stopped' \
            state";
        let unusable = "The specified Azure ML Compute Instance ci encountered an unusable node. Please try \
            to restart the compute instance to recover.";
        let slow = "The specified Azure ML Compute Instance ci was timed out for operation Start";
        for (code, message, expected) in [
            ("StartComputeInstanceOnlyAllowedInStoppedState", "", AzureErrorKind::NotStopped),
            ("BadRequest", stopped, AzureErrorKind::NotStopped),
            ("UserError", unusable, AzureErrorKind::Unusable),
            ("UserError", slow, AzureErrorKind::TimedOut),
            ("ZonalAllocationFailed", "", AzureErrorKind::NoCapacity),
            ("Surprise", "", other("Surprise")),
            ("", "", other("Unknown")),
        ] {
            let error = json!({ "code": code, "message": message });
            let error = AzureError::from_operation(&error, &Headers::new());
            assert_eq!((error.kind, error.status), (expected, None), "{code} {message}");
        }
    }

    #[test]
    fn the_wait_is_as_long_as_azure_says() {
        let wait = |status: u16, name: &'static str, value: &'static str| {
            AzureError::from_answer(status.into(), &headers(&[(name, value)]), b"{}").kind
        };
        let throttled =
            |milliseconds| AzureErrorKind::Throttled { retry_after: Duration::from_millis(milliseconds) };
        assert_eq!(wait(429, "retry-after", "300"), throttled(300_000));
        assert_eq!(wait(503, "retry-after", "7"), throttled(7_000));
        assert_eq!(wait(429, "x-ms-retry-after-ms", "2500"), throttled(2_500));
        for nonsense in ["-5", "soon", "99999999999999999999"] {
            let kind = wait(429, "retry-after", nonsense);
            assert_eq!(kind, AzureErrorKind::throttled(None), "{nonsense}");
        }
        assert_eq!(wait(429, "retry-after", "Fri, 01 Jan 2021 00:00:00 GMT"), throttled(1_000));
    }

    #[test]
    fn the_answer_of_a_proxy_is_not_taken_for_azures() {
        for status in [200, 204, 302, 400, 403, 404, 407, 409] {
            for body in ["", "<html>Blocked</html>", "{}", "[]", r#"{"error":"blocked"}"#] {
                let error = AzureError::from_answer(status.into(), &Headers::new(), body.as_bytes());
                assert_eq!(error.kind, AzureErrorKind::Garbage, "{status} {body}");
            }
        }
        let arm = headers(&[("x-ms-correlation-request-id", "c-1")]);
        assert_eq!(AzureError::from_answer(404.into(), &arm, b"").kind, AzureErrorKind::NotFound);
    }

    #[test]
    fn errors_and_debug_output_show_no_secret() {
        let error = answer(403, json!({ "code": "AuthorizationFailed", "message": FORBIDDEN }));
        assert!(!format!("{error:?} {error}").contains("0-1"), "{error:?}");
        assert_eq!(error.correlation.as_deref(), Some("r-1"));
        let long = "x".repeat(2000);
        for code in ["https://a/?sig=s", "a b", &long] {
            assert_eq!(coded(400, code, "secret"), other("Unknown"));
        }
        let strange = headers(&[("x-ms-request-id", "https://a/?sig=s")]);
        assert_eq!(AzureError::from_answer(500.into(), &strange, b"").correlation, None);
    }
}
