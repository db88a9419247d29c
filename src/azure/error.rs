//! What can go wrong with Azure, told apart finely enough for one helpful sentence each.

use std::time::Duration;

use azure_core::{
    error::ErrorKind,
    http::{
        StatusCode,
        headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS},
        policies::get_retry_after,
    },
    time::OffsetDateTime,
};

use super::said::Said;

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
    /// Also a workspace that the settings do not name.
    #[error("there is no such workspace")]
    WorkspaceNotFound,
    #[error("there is no such resource group")]
    ResourceGroupNotFound,
    #[error("there is no such subscription")]
    SubscriptionNotFound,
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
    /// Not done. Asking sooner than told makes the wait longer.
    #[error("Azure asks us to wait")]
    Throttled {
        /// Azure's word for how long, which has no upper bound.
        retry_after: Option<Duration>,
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
    #[error("the instance did not start in Azure's time")]
    TimedOutStarting,
    /// 408 or 5xx.
    #[error("Azure answered {status}")]
    Server { status: u16 },
    /// There was no connection, so surely nothing was done.
    #[error("Azure could not be reached")]
    Unreachable,
    /// It was sent, and no whole answer came: a timeout, a reset, a torn body.
    #[error("Azure did not answer")]
    Unanswered,
    /// Something answered, but not Resource Manager, or not as it should: a proxy's page, or a
    /// list whose next page is on another host, where our token does not go.
    #[error("the answer is not Resource Manager's")]
    Garbage,
    #[error("Azure refused: {code}")]
    Other { code: String },
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
            (429, retry_after) | (503, retry_after @ Some(_)) => Kind::Throttled { retry_after },
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

    /// Whether a command that ended so may have taken effect all the same.
    pub fn may_have_been_done(&self) -> bool {
        matches!(self.kind, Kind::Unanswered | Kind::Server { .. } | Kind::Garbage)
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
