//! Errors of Azure, one variant for each that gets its own advice in a reply.

use std::time::Duration;

use azure_core::{
    error::ErrorKind,
    http::{
        headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS},
        policies::get_retry_after,
    },
    time::OffsetDateTime,
};

use super::aadsts;

/// The wait if Azure names none; [`super::ThrottleWait::retry_throttled`] lengthens it.
pub(super) const DEFAULT_WAIT: Duration = Duration::from_secs(5);

/// What a call to Azure returns.
pub type Result<T, E = AzureError> = std::result::Result<T, E>;

/// A failed call. Contains no URL, token, tenant or client id, and none of Azure's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}{}", code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default())]
pub struct AzureError {
    /// What went wrong, as far as replies give different advice for it.
    pub kind: AzureErrorKind,
    /// Azure's own code, as it spells it, if it sent one.
    pub code: Option<String>,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The id that Azure's support asks for: `x-ms-correlation-request-id`, else `x-ms-request-id`.
    pub correlation: Option<String>,
}

/// `Display` is for the log; `reply` has the texts for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AzureErrorKind {
    #[error("there is no such instance")]
    NotFound,
    /// The workspace, resource group or subscription does not exist, or our identity may not see it.
    #[error("there is no such {0}")]
    ScopeNotFound(MissingScope),
    /// Our identity lacks a right. `None` if Azure did not name it in the known form.
    #[error("not authorized to perform {}", action.as_deref().unwrap_or("this"))]
    Forbidden { action: Option<String>, scope: Option<String> },
    /// Entra refuses: a wrong or expired secret, a missing federation.
    #[error("Entra ID refused a token ({})", aadsts.as_deref().unwrap_or("no code"))]
    TokenRefused {
        /// The code to search for, such as `AADSTS7000215`.
        aadsts: Option<String>,
    },
    /// No token could be requested, or the answer had none.
    #[error("no credential: {what}")]
    CredentialUnavailable {
        /// What to fix; never a value.
        what: &'static str,
    },
    /// The token service, or AWS as the issuer of our proof, is failing. Azure was not called.
    #[error("the token service does not answer, or is out of order")]
    TokenServiceDown,
    #[error("Resource Manager rejected the token{0}")]
    TokenRejected(TokenFault),
    /// Another operation on the instance is in progress.
    #[error("in conflict with another operation")]
    Conflict,
    /// A resource lock on the workspace or above.
    #[error("a resource lock forbids it")]
    Locked,
    #[error("an Azure policy forbids it")]
    DeniedByPolicy,
    /// No role helps against it. `None` if Azure did not name the action in the known form.
    #[error("a deny assignment forbids it")]
    DenyAssignment { action: Option<String> },
    /// Only calls from a private network are let in.
    #[error("public network access is off")]
    PrivateNetwork,
    /// Unpaid, expired or switched off: nothing can be changed.
    #[error("the subscription is disabled")]
    SubscriptionDisabled,
    /// For example one that an organisation has for sign-ins alone.
    #[error("the type of the subscription does not allow it")]
    SubscriptionType,
    /// A resource provider; `None` if Azure did not name it in the known form.
    #[error("the subscription is not registered for {}", namespace.as_deref().unwrap_or("a resource provider"))]
    NotRegistered { namespace: Option<String> },
    #[error("Azure does not know the call in this api-version")]
    ApiVersion,
    /// Not sent: the last read of the instance was too old when the command could leave.
    #[error("Azure answers too slowly to know what the instance is doing")]
    ReadTooOld,
    /// Not done. A call before `retry_after` makes the wait longer.
    #[error("Azure asks us to wait {} s", retry_after.as_secs())]
    Throttled {
        /// At least 1 s, without an upper bound; 5 s if Azure gives none.
        retry_after: Duration,
    },
    /// Names of instances are unique in a region.
    #[error("the name is taken")]
    NameTaken,
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
    /// A resource has at most 50 tags, ours included.
    #[error("the workspace has no room for more tags")]
    TooManyTags,
    /// Azure gave up on an operation.
    #[error("the operation took longer than Azure allows")]
    TimedOut,
    /// A 408 or 5xx; see [`AzureError::status`].
    #[error("Azure has a fault of its own")]
    Server,
    /// There was no connection, so nothing was done.
    #[error("Azure could not be reached")]
    Unreachable,
    /// The request was sent, but no complete answer came: a timeout, a reset, a truncated body.
    #[error("Azure did not answer")]
    Unanswered,
    /// The answer is not from Resource Manager, for example a proxy's page.
    #[error("the answer is not Resource Manager's")]
    Garbage,
    /// Over our limit on bytes or time.
    #[error("the list is longer than we read")]
    ListTooLong,
    #[error("a list of Azure's leads back to a page that was read")]
    ListLoops,
    /// An answer links to another host, and our token may not go there.
    #[error("the answer leads to another host")]
    ForeignHost,
    /// By a code that we have no advice for.
    #[error("Azure refused")]
    Other,
}

/// Why Resource Manager rejects a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    #[error(" of another tenant")]
    Tenant,
    /// For another cloud or service.
    #[error(" for another audience")]
    Audience,
    /// Expired, revoked or broken; or the code is unknown.
    #[error("")]
    Unknown,
}

/// The scope that was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MissingScope {
    /// Also for an alias that the settings do not name.
    #[error("workspace")]
    Workspace,
    #[error("resource group")]
    ResourceGroup,
    #[error("subscription")]
    Subscription,
}

impl AzureError {
    /// An error without an answer from Azure.
    pub fn of(kind: AzureErrorKind) -> Self {
        Self { kind, code: None, status: None, correlation: None }
    }

    /// From the error of the transport when there is no answer.
    pub(super) fn from_transport(error: &azure_core::Error) -> Self {
        Self::of(match error.kind() {
            ErrorKind::Io => AzureErrorKind::Unanswered,
            _ => AzureErrorKind::Unreachable,
        })
    }

    /// Our own error, if one of our policies or our credential raised it in the pipeline.
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

    /// `NotFound` as `ScopeNotFound`, for a call about `scope` and not an instance.
    pub(super) fn of_scope(self, place: MissingScope) -> Self {
        match self.kind {
            AzureErrorKind::NotFound => Self { kind: AzureErrorKind::ScopeNotFound(place), ..self },
            _ => self,
        }
    }

    /// Advice to the operator about what only the configuration can mend.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match &self.kind {
            AzureErrorKind::TokenRefused { aadsts: Some(code) } => aadsts::advice(code),
            AzureErrorKind::TokenRejected(TokenFault::Tenant) => {
                "Compare AZURE_TENANT_ID with the tenant of the subscription: `az account show --query tenantId \
                 --subscription ID`."
            }
            AzureErrorKind::TokenRejected(TokenFault::Audience) => {
                "The subscription is in another cloud than azure.cloud says: check both."
            }
            AzureErrorKind::TokenRejected(TokenFault::Unknown) => {
                "Check AZURE_TENANT_ID, azure.cloud and the clock here."
            }
            AzureErrorKind::ScopeNotFound(_) => {
                "Compare the three values of the workspace with Azure ML studio, and azure.cloud with its cloud."
            }
            _ => return None,
        })
    }

    /// The error, and the advice on it.
    pub(crate) fn advised(&self) -> String {
        self.advice().map_or_else(|| self.to_string(), |advice| format!("{self}. {advice}"))
    }

    /// Whether the command may have taken effect despite this error.
    pub fn may_have_been_done(&self) -> bool {
        matches!(self.kind, AzureErrorKind::Unanswered | AzureErrorKind::Server | AzureErrorKind::Garbage)
    }
}

impl AzureErrorKind {
    /// Whether a retry may succeed without anyone changing anything.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Throttled { .. }
                | Self::Unreachable
                | Self::Unanswered
                | Self::Server
                | Self::TokenServiceDown
                | Self::ReadTooOld
        )
    }

    pub(super) fn throttled(wait: Option<Duration>) -> Self {
        let retry_after = wait.unwrap_or(DEFAULT_WAIT).max(Duration::from_secs(1));
        Self::Throttled { retry_after }
    }
}

/// The wait that the answer asks for, in any of the headers for it.
pub(super) fn retry_after(headers: &Headers) -> Option<Duration> {
    let names = [X_MS_RETRY_AFTER_MS, RETRY_AFTER_MS, RETRY_AFTER];
    get_retry_after(headers, OffsetDateTime::now_utc, &names)?.try_into().ok()
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
    use super::*;

    #[test]
    fn only_a_missing_or_foreign_answer_leaves_the_effect_open() {
        for (kind, open) in [
            (AzureErrorKind::Unanswered, true),
            (AzureErrorKind::Garbage, true),
            (AzureErrorKind::Server, true),
            (AzureErrorKind::Unreachable, false),
            (AzureErrorKind::throttled(None), false),
            (AzureErrorKind::Conflict, false),
            (AzureErrorKind::TokenRefused { aadsts: None }, false),
        ] {
            assert_eq!(AzureError::of(kind.clone()).may_have_been_done(), open, "{kind:?}");
        }
    }
}
