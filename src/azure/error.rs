//! What can go wrong with Azure, told apart finely enough for one helpful sentence each.

use std::{fmt, time::Duration};

use azure_core::{
    error::ErrorKind,
    http::{
        headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS},
        policies::get_retry_after,
    },
    time::OffsetDateTime,
};

use super::aadsts;

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
    ScopeNotFound(MissingScope),
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
pub enum MissingScope {
    /// Also one that the settings do not name.
    Workspace,
    ResourceGroup,
    Subscription,
}

impl fmt::Display for MissingScope {
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
    pub(super) fn of_scope(self, place: MissingScope) -> Self {
        match self.kind {
            Kind::NotFound => Self {
                kind: Kind::ScopeNotFound(place),
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
    use super::*;

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
