//! What can go wrong with Azure, told apart finely enough for one helpful sentence each.

use std::{fmt, time::Duration};

use azure_core::{
    error::ErrorKind,
    http::{
        StatusCode,
        headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS},
        policies::get_retry_after,
    },
    time::OffsetDateTime,
};

use super::{aadsts, said::Said};

/// The wait where Azure names none; [`super::Waiting::patiently`] lengthens it.
const UNTOLD_WAIT: Duration = Duration::from_secs(5);

/// A call that did not go well. Shows no URL, token, tenant or client id, nor any text of Azure's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct AzureError {
    pub kind: Kind,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// What Azure's support asks for: `x-ms-correlation-request-id`, else `x-ms-request-id`.
    pub correlation: Option<String>,
}

/// The display is for the log; people are told in `reply`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Kind {
    #[error("there is no such instance")]
    NotFound,
    /// Where the instance should be does not exist, or our identity may not know that it does.
    #[error("there is no such {0}")]
    PlaceNotFound(Place),
    /// Our identity lacks a right. `None` where Azure did not name it in the known form.
    #[error("not authorized to perform {}", action.as_deref().unwrap_or("this"))]
    Forbidden {
        action: Option<String>,
        scope: Option<String>,
    },
    /// Entra knows the caller and says no: a wrong or expired secret, a missing federation.
    #[error("Entra ID refused a token ({})", aadsts.as_deref().unwrap_or("no code"))]
    TokenRefused {
        /// `AADSTS7000215` and the like: what to search for.
        aadsts: Option<String>,
    },
    /// No token could even be asked for, or the answer was useless.
    #[error("no credential: {what}")]
    CredentialUnavailable {
        /// What to put right; never a value.
        what: &'static str,
    },
    /// Who gives us tokens, or the proof for them, has a fault of its own: nothing was asked of Azure yet.
    #[error("the token service does not answer, or is out of order")]
    TokenServiceDown,
    /// Resource Manager does not take the token: another tenant's, revoked, or expired.
    #[error("Resource Manager rejected the token")]
    TokenRejected,
    /// Another operation on the instance is going on.
    #[error("in conflict with another operation")]
    Conflict,
    /// A resource lock on the workspace or above.
    #[error("a resource lock forbids it")]
    Locked,
    #[error("an Azure policy forbids it")]
    DeniedByPolicy,
    /// Not sent: what was last seen of the instance was too old by the time it could be.
    #[error("Azure answers too slowly to know what the instance is doing")]
    LookTooOld,
    /// Not done. Asking sooner than told makes the wait longer.
    #[error("Azure asks us to wait {} s", retry_after.as_secs())]
    Throttled {
        /// Never zero. Azure's word, which has no upper bound; 5 s where it gives none.
        retry_after: Duration,
    },
    #[error("over the quota of the subscription")]
    Quota,
    #[error("Azure has no machine of this size free")]
    NoCapacity,
    /// An instance with a full disk cannot be stopped.
    #[error("the disk of the instance is full")]
    DiskFull,
    /// Only a stopped instance can be started.
    #[error("the instance is not stopped")]
    NotStopped,
    #[error("the instance is unusable")]
    Unusable,
    /// A resource holds at most 50 tags, ours and everybody else's.
    #[error("the workspace has no room for more tags")]
    TooManyTags,
    /// Azure itself gave up on an operation.
    #[error("the operation took longer than Azure allows")]
    TimedOut,
    /// A 408 or 5xx; see [`AzureError::status`].
    #[error("Azure has a fault of its own")]
    Server,
    /// There was no connection, so surely nothing was done.
    #[error("Azure could not be reached")]
    Unreachable,
    /// It was sent, and no whole answer came: a timeout, a reset, a torn body.
    #[error("Azure did not answer")]
    Unanswered,
    /// Something answered, but not Resource Manager: a proxy's page, say.
    #[error("the answer is not Resource Manager's")]
    Garbage,
    /// A limit of ours: in bytes, or in time.
    #[error("the list is longer than we read")]
    ListTooLong,
    #[error("a list of Azure's leads back to a page that was read")]
    ListLoops,
    /// An answer leads on to another host, where our token does not go.
    #[error("the answer leads to another host")]
    ForeignHost,
    #[error("Azure refused: {code}")]
    Other { code: String },
}

/// What holds an instance, from the inside out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Also one that the settings do not name.
    Workspace,
    ResourceGroup,
    Subscription,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Workspace => "workspace",
            Self::ResourceGroup => "resource group",
            Self::Subscription => "subscription",
        })
    }
}

impl AzureError {
    /// An error that is no answer of Azure's.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            status: None,
            correlation: None,
        }
    }

    /// Reads an answer that is no success of Azure's.
    pub(super) fn from_answer(status: StatusCode, headers: &Headers, body: &[u8]) -> Self {
        let status = u16::from(status);
        let correlation = correlation(headers);
        let said = Said::read(body);
        let from_arm = said.is_some() || correlation.is_some();
        let kind = match (status, retry_after(headers)) {
            (401, _) => Kind::TokenRejected,
            (429, told) => Kind::throttled(told),
            (503, Some(told)) => Kind::throttled(Some(told)),
            // Proxies answer in Azure's place, with the same statuses.
            (..500, _) if !from_arm => Kind::Garbage,
            _ => said.unwrap_or_default().kind(Some(status)),
        };
        Self {
            kind,
            status: Some(status),
            correlation,
        }
    }

    /// Reads the `error` of an operation that failed after it had been accepted.
    pub(super) fn from_operation(error: &serde_json::Value, headers: &Headers) -> Self {
        Self {
            kind: Said::of(error).kind(None),
            status: None,
            correlation: correlation(headers),
        }
    }

    /// Reads what the pipeline gives up with when there is no answer to read.
    pub(super) fn from_pipeline(error: &azure_core::Error) -> Self {
        if let Some(known) = Self::within(error) {
            return known;
        }
        Self::of(match error.kind() {
            ErrorKind::Io => Kind::Unanswered,
            _ => Kind::Unreachable,
        })
    }

    /// The error of ours that a policy or the credential threw through the pipeline.
    pub(super) fn within(error: &azure_core::Error) -> Option<Self> {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(known) = error.downcast_ref::<Self>() {
                return Some(known.clone());
            }
            cause = error.source();
        }
        None
    }

    /// The same where a place was looked for, and no instance.
    pub(super) fn of_place(self, place: Place) -> Self {
        match self.kind {
            Kind::NotFound => Self {
                kind: Kind::PlaceNotFound(place),
                ..self
            },
            _ => self,
        }
    }

    /// What to do about a refusal of Entra's, for whoever runs Lamplighter.
    pub fn advice(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::TokenRefused { aadsts: Some(code) } => Some(aadsts::advice(code)),
            _ => None,
        }
    }

    /// Whether a command that ended so may have taken effect all the same.
    pub fn may_have_been_done(&self) -> bool {
        matches!(self.kind, Kind::Unanswered | Kind::Server | Kind::Garbage)
    }
}

impl Kind {
    /// Whether trying again later may well go better, with nothing changed by anybody.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Throttled { .. }
                | Self::Unreachable
                | Self::Unanswered
                | Self::Server
                | Self::TokenServiceDown
                | Self::LookTooOld
        )
    }

    pub(super) fn throttled(told: Option<Duration>) -> Self {
        let retry_after = told.unwrap_or(UNTOLD_WAIT).max(Duration::from_secs(1));
        Self::Throttled { retry_after }
    }
}

/// How long the answer asks us to wait, if it does.
pub(super) fn retry_after(headers: &Headers) -> Option<Duration> {
    let names = [X_MS_RETRY_AFTER_MS, RETRY_AFTER_MS, RETRY_AFTER];
    get_retry_after(headers, OffsetDateTime::now_utc, &names)?
        .try_into()
        .ok()
}

pub(super) fn correlation(headers: &Headers) -> Option<String> {
    let is_id =
        |id: &&str| (1..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    ["x-ms-correlation-request-id", "x-ms-request-id"]
        .into_iter()
        .find_map(|name| headers.get_optional_str(&HeaderName::from_static(name)))
        .filter(is_id)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
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
        AzureError::from_answer(
            status.into(),
            &headers(&[("x-ms-request-id", "r-1")]),
            body.as_bytes(),
        )
    }

    fn coded(status: u16, code: &str, message: &str) -> Kind {
        answer(status, json!({ "code": code, "message": message })).kind
    }

    /// As Azure ML says it: the outer code means nothing.
    fn inner(status: u16, code: &str, message: &str) -> Kind {
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

    fn forbidden() -> Kind {
        Kind::Forbidden {
            action: Some("Microsoft.MachineLearningServices/workspaces/computes/stop/action".into()),
            scope: Some("/subscriptions/1/resourceGroups/ml-rg".into()),
        }
    }

    fn other(code: &str) -> Kind {
        Kind::Other { code: code.into() }
    }

    /// What was seen of Azure, or is said of it in its documents.
    #[test]
    fn each_error_of_azure_is_told_from_the_others() {
        let quota = "The specified subscription has a total vCPU quota of 0 and cannot accomodate for at \
            least 1 requested managed compute node which maps to 6 vCPUs.";
        let missing = |what: &str| format!("The Resource '{what}' under resource group 'rg' was not found.");
        let workspace = "Microsoft.MachineLearningServices/workspaces/ws";
        let compute = format!("{workspace}/computes/ci");
        let cases = [
            (
                inner(404, "NotFoundError", "ci not found in workspace ws"),
                Kind::NotFound,
            ),
            (coded(404, "UserError", "ci not found"), Kind::NotFound),
            (coded(404, "ResourceNotFound", &missing(&compute)), Kind::NotFound),
            (
                coded(404, "ResourceNotFound", &missing(workspace)),
                Kind::PlaceNotFound(Place::Workspace),
            ),
            (
                coded(404, "ParentResourceNotFound", ""),
                Kind::PlaceNotFound(Place::Workspace),
            ),
            (
                coded(404, "ResourceGroupNotFound", ""),
                Kind::PlaceNotFound(Place::ResourceGroup),
            ),
            (
                coded(404, "SubscriptionNotFound", ""),
                Kind::PlaceNotFound(Place::Subscription),
            ),
            (
                coded(400, "InvalidSubscriptionId", ""),
                Kind::PlaceNotFound(Place::Subscription),
            ),
            (coded(403, "AuthorizationFailed", FORBIDDEN), forbidden()),
            (
                coded(403, "Forbidden", "No."),
                Kind::Forbidden {
                    action: None,
                    scope: None,
                },
            ),
            (coded(403, "RequestDisallowedByPolicy", ""), Kind::DeniedByPolicy),
            (
                coded(403, "RequestDisallowedByPolicyAssignment", ""),
                Kind::DeniedByPolicy,
            ),
            (coded(409, "ScopeLocked", ""), Kind::Locked),
            (coded(401, "ExpiredAuthenticationToken", ""), Kind::TokenRejected),
            (
                coded(401, "InvalidAuthenticationTokenTenant", ""),
                Kind::TokenRejected,
            ),
            (
                coded(400, "StartComputeInstanceOnlyAllowedInStoppedState", ""),
                Kind::NotStopped,
            ),
            (
                coded(403, "RequestDisallowedByPrivateLink", ""),
                other("RequestDisallowedByPrivateLink"),
            ),
            (
                coded(403, "DisallowedOperation", ""),
                other("DisallowedOperation"),
            ),
            (
                coded(403, "DisabledSubscription", ""),
                other("DisabledSubscription"),
            ),
            (
                coded(403, "UserError", ""),
                Kind::Forbidden {
                    action: None,
                    scope: None,
                },
            ),
            (
                coded(403, "LinkedAuthorizationFailed", LINKED),
                Kind::Forbidden {
                    action: Some("Microsoft.Network/virtualNetworks/subnets/join/action".into()),
                    scope: Some("/subscriptions/2/x".into()),
                },
            ),
            (
                coded(409, "ReadOnlyDisabledSubscription", ""),
                other("ReadOnlyDisabledSubscription"),
            ),
            (
                coded(409, "MissingSubscriptionRegistration", ""),
                other("MissingSubscriptionRegistration"),
            ),
            (coded(409, "UserError", ""), Kind::Conflict),
            (coded(409, "AnotherOperationInProgress", ""), Kind::Conflict),
            (coded(409, "Conflict", ""), Kind::Conflict),
            (
                inner(409, "ConflictError", "Another operation is in progress"),
                Kind::Conflict,
            ),
            (
                coded(
                    400,
                    "UserError",
                    "StopCompute is not allowed when ComputeInstance disk is full.",
                ),
                Kind::DiskFull,
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
            (coded(400, "BadRequest", quota), Kind::Quota),
            (inner(400, "QuotaExceeded", "No."), Kind::Quota),
            (
                coded(
                    400,
                    "UserError",
                    "The specified account has reached VM Series core quota.",
                ),
                Kind::Quota,
            ),
            (
                coded(
                    400,
                    "BadRequest",
                    "Operation results in exceeding quota limits of X",
                ),
                Kind::Quota,
            ),
            (coded(409, "AllocationFailed", ""), Kind::NoCapacity),
            (coded(409, "SkuNotAvailable", ""), Kind::NoCapacity),
            (
                coded(
                    400,
                    "InvalidTags",
                    "The resource has 51 tags; the maximum number of tags is 50.",
                ),
                Kind::TooManyTags,
            ),
            (
                inner(400, "BadRequest", "The request is invalid: Too many tags."),
                Kind::TooManyTags,
            ),
            (
                coded(400, "InvalidTags", "The tag 'a' is too long."),
                other("InvalidTags"),
            ),
            (coded(500, "ServiceError", "InternalServerError"), Kind::Server),
            (coded(504, "GatewayTimeout", ""), Kind::Server),
            (coded(503, "ServiceUnavailable", ""), Kind::Server),
            (coded(408, "RequestTimeout", ""), Kind::Server),
            (coded(429, "TooManyRequests", ""), Kind::throttled(None)),
        ];
        for (number, (kind, expected)) in cases.into_iter().enumerate() {
            assert_eq!(kind, expected, "case {number}");
        }
    }

    /// An operation that fails after it was accepted says so without a status.
    #[test]
    fn a_late_failure_is_told_by_its_words() {
        let stopped = "Start Azure ML Compute Instance is only allowed when the instance ci is in 'stopped' \
            state";
        let unusable = "The specified Azure ML Compute Instance ci encountered an unusable node. Please try \
            to restart the compute instance to recover.";
        let slow = "The specified Azure ML Compute Instance ci was timed out for operation Start";
        for (code, message, expected) in [
            (
                "StartComputeInstanceOnlyAllowedInStoppedState",
                "",
                Kind::NotStopped,
            ),
            ("BadRequest", stopped, Kind::NotStopped),
            ("UserError", unusable, Kind::Unusable),
            ("UserError", slow, Kind::TimedOut),
            ("ZonalAllocationFailed", "", Kind::NoCapacity),
            ("Surprise", "", other("Surprise")),
            ("", "", other("Unknown")),
        ] {
            let error = json!({ "code": code, "message": message });
            let error = AzureError::from_operation(&error, &Headers::new());
            assert_eq!((error.kind, error.status), (expected, None), "{code} {message}");
        }
    }

    #[test]
    fn the_wait_is_azures() {
        let wait = |status: u16, name: &'static str, value: &'static str| {
            AzureError::from_answer(status.into(), &headers(&[(name, value)]), b"{}").kind
        };
        let throttled = |milliseconds| Kind::Throttled {
            retry_after: Duration::from_millis(milliseconds),
        };
        assert_eq!(wait(429, "retry-after", "300"), throttled(300_000));
        assert_eq!(wait(503, "retry-after", "7"), throttled(7_000));
        assert_eq!(wait(429, "x-ms-retry-after-ms", "2500"), throttled(2_500));
        for nonsense in ["-5", "soon", "99999999999999999999"] {
            let kind = wait(429, "retry-after", nonsense);
            assert_eq!(kind, Kind::throttled(None), "{nonsense}");
        }
        assert_eq!(
            wait(429, "retry-after", "Fri, 01 Jan 2021 00:00:00 GMT"),
            throttled(1_000)
        );
    }

    #[test]
    fn what_a_proxy_says_is_not_azures_word() {
        for status in [200, 204, 302, 400, 403, 404, 407, 409] {
            for body in ["", "<html>Blocked</html>", "{}", "[]", r#"{"error":"blocked"}"#] {
                let error = AzureError::from_answer(status.into(), &Headers::new(), body.as_bytes());
                assert_eq!(error.kind, Kind::Garbage, "{status} {body}");
            }
        }
        let arm = headers(&[("x-ms-correlation-request-id", "c-1")]);
        assert_eq!(
            AzureError::from_answer(404.into(), &arm, b"").kind,
            Kind::NotFound
        );
    }

    #[test]
    fn nothing_secret_is_shown() {
        let error = answer(
            403,
            json!({ "code": "AuthorizationFailed", "message": FORBIDDEN }),
        );
        assert!(!format!("{error:?} {error}").contains("0-1"), "{error:?}");
        assert_eq!(error.correlation.as_deref(), Some("r-1"));
        let long = "x".repeat(2000);
        for code in ["https://a/?sig=s", "a b", &long] {
            assert_eq!(coded(400, code, "secret"), other("Unknown"));
        }
        let strange = headers(&[("x-ms-request-id", "https://a/?sig=s")]);
        assert_eq!(
            AzureError::from_answer(500.into(), &strange, b"").correlation,
            None
        );
    }

    #[test]
    fn only_silence_and_nonsense_leave_it_open_whether_it_was_done() {
        for (kind, open) in [
            (Kind::Unanswered, true),
            (Kind::Garbage, true),
            (Kind::Server, true),
            (Kind::Unreachable, false),
            (Kind::throttled(None), false),
            (Kind::Conflict, false),
            (Kind::TokenRefused { aadsts: None }, false),
        ] {
            assert_eq!(
                AzureError::of(kind.clone()).may_have_been_done(),
                open,
                "{kind:?}"
            );
        }
    }
}
