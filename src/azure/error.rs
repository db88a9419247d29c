//! What can go wrong with Azure, told apart finely enough for one helpful sentence each.
//!
//! Azure ML's own `error.code` is often a bare `UserError`, even for a 404, so the HTTP status,
//! the inner codes and known phrases of the message decide. The message itself never leaves this
//! file: it carries client and object ids.

use std::{collections::VecDeque, time::Duration};

use azure_core::{
    error::ErrorKind,
    http::{
        StatusCode,
        headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS},
        policies::get_retry_after,
    },
    time::OffsetDateTime,
};
use serde::Deserialize;

use super::loose::Loose;

/// Long enough for any code that Azure has; keeps a strange answer from filling a reply.
const LONGEST_CODE: usize = 64;

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
    /// Not done. Asking sooner than told restarts the wait.
    #[error("Azure asks us to wait")]
    Throttled { retry_after: Option<Duration> },
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
    #[error("Azure answered {status}")]
    Server { status: u16 },
    /// There was no connection, so surely nothing was done.
    #[error("Azure could not be reached")]
    Unreachable,
    /// It was sent, and no whole answer came: a timeout, a reset, a torn body.
    #[error("Azure did not answer")]
    Unanswered,
    /// Something answered, but not Resource Manager: a proxy's page, or a link that leads away.
    #[error("the answer is not Resource Manager's")]
    Garbage,
    #[error("Azure refused: {code}")]
    Other { code: String },
}

impl AzureError {
    /// An error of our own making, before or instead of an answer.
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            status: None,
            correlation: None,
        }
    }

    /// Reads an answer that is not a success.
    pub(super) fn from_answer(status: StatusCode, headers: &Headers, body: &[u8]) -> Self {
        let status = u16::from(status);
        let said = Said::read(body);
        let kind = match (&said, correlation(headers)) {
            // Proxies answer in Azure's place too, with the same statuses.
            (None, None) if (300..500).contains(&status) && !matches!(status, 401 | 408 | 429) => {
                Kind::Garbage
            }
            _ => said.unwrap_or_default().kind(Some(status), retry_after(headers)),
        };
        Self {
            kind,
            status: Some(status),
            correlation: correlation(headers),
        }
    }

    /// Reads the `error` of an operation that failed after it had been accepted.
    pub(super) fn from_operation(error: &serde_json::Value, headers: &Headers) -> Self {
        Self {
            kind: Said::of(error).kind(None, None),
            status: None,
            correlation: correlation(headers),
        }
    }

    /// Reads what the pipeline gives up with when there is no answer to read.
    pub(super) fn from_pipeline(error: &azure_core::Error) -> Self {
        if let Some(known) = Self::within(error) {
            return known;
        }
        Self::new(match error.kind() {
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

/// An error as ARM words it: `{"error": {"code", "message", "details", "additionalInfo"}}`.
#[derive(Debug, Default)]
struct Said {
    /// The most telling first: what `additionalInfo` and `details` hold, then the outer one.
    codes: Vec<String>,
    /// All messages, in lower case.
    text: String,
    message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    code: Loose<String>,
    message: Loose<String>,
    details: Loose<Vec<Loose<Wire>>>,
    additional_info: Loose<Vec<Loose<Info>>>,
    /// Deeper reasons, inside `additionalInfo`.
    inner_error: Loose<Box<Wire>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Info {
    r#type: Loose<String>,
    info: Loose<InfoValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct InfoValue {
    value: Loose<Wire>,
}

impl Said {
    /// `None` when the body is not an error of ARM's.
    fn read(body: &[u8]) -> Option<Self> {
        let body: serde_json::Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        error.is_object().then(|| Self::of(error))
    }

    fn of(error: &serde_json::Value) -> Self {
        let wire = Wire::deserialize(error).unwrap_or_default();
        let mut said = Self {
            message: wire.message.0.clone().unwrap_or_default(),
            ..Self::default()
        };
        let mut rest = VecDeque::from([wire]);
        while let Some(wire) = rest.pop_front() {
            said.codes.extend(wire.code.0);
            said.text += &wire.message.0.unwrap_or_default().to_lowercase();
            said.text.push('\n');
            rest.extend(wire.inner_error.0.map(|inner| *inner));
            rest.extend(wire.details.all());
            let infos = wire.additional_info.all().into_iter();
            rest.extend(
                infos
                    .filter(|info| info.r#type.0.as_deref() == Some("InnerError"))
                    .filter_map(|info| info.info.0?.value.0),
            );
        }
        said.codes.reverse();
        said
    }

    fn kind(&self, status: Option<u16>, retry_after: Option<Duration>) -> Kind {
        match status {
            Some(401) => return Kind::TokenRejected,
            Some(429) => return Kind::Throttled { retry_after },
            Some(503) if retry_after.is_some() => return Kind::Throttled { retry_after },
            _ => {}
        }
        let told = self.codes.iter().find_map(|code| self.by_code(code));
        told.or_else(|| self.by_words())
            .unwrap_or_else(|| self.by_status(status))
    }

    fn by_code(&self, code: &str) -> Option<Kind> {
        Some(match code {
            "AuthorizationFailed" | "LinkedAuthorizationFailed" => self.forbidden(),
            "ScopeLocked" => Kind::Locked,
            "ResourceGroupNotFound" => Kind::ResourceGroupNotFound,
            "SubscriptionNotFound" | "InvalidSubscriptionId" => Kind::SubscriptionNotFound,
            "ParentResourceNotFound" | "WorkspaceNotFound" => Kind::WorkspaceNotFound,
            // ARM's own 404 names the resource it looked for.
            "ResourceNotFound" if self.text.contains("/computes/") => Kind::NotFound,
            "ResourceNotFound" => Kind::WorkspaceNotFound,
            "StartComputeInstanceOnlyAllowedInStoppedState" => Kind::NotStopped,
            "QuotaExceeded" => Kind::Quota,
            "AllocationFailed"
            | "ZonalAllocationFailed"
            | "OverconstrainedAllocationRequest"
            | "OverconstrainedZonalAllocationRequest"
            | "SkuNotAvailable" => Kind::NoCapacity,
            "TooManyRequests" | "SubscriptionRequestsThrottled" => Kind::Throttled { retry_after: None },
            _ if code.starts_with("RequestDisallowedByPolicy") || code.contains("PolicyToken") => {
                Kind::DeniedByPolicy
            }
            _ => return None,
        })
    }

    /// Phrases of Azure ML's, seen where the code says nothing.
    fn by_words(&self) -> Option<Kind> {
        const PHRASES: &[(&str, Kind)] = &[
            ("disk is full", Kind::DiskFull),
            ("vcpu quota", Kind::Quota),
            ("unusable node", Kind::Unusable),
            ("timed out for operation start", Kind::TimedOutStarting),
            ("in 'stopped' state", Kind::NotStopped),
            ("enough capacity", Kind::NoCapacity),
        ];
        let (_, kind) = PHRASES.iter().find(|(words, _)| self.text.contains(words))?;
        Some(kind.clone())
    }

    fn by_status(&self, status: Option<u16>) -> Kind {
        match status {
            Some(403) => self.forbidden(),
            Some(404) => Kind::NotFound,
            Some(409) => Kind::Conflict,
            Some(status @ (408 | 500..)) => Kind::Server { status },
            _ => Kind::Other { code: self.code() },
        }
    }

    /// "… does not have authorization to perform action 'A' over scope 'S' …"
    fn forbidden(&self) -> Kind {
        let quoted_after = |words: &str| {
            let (_, rest) = self.message.split_once(words)?;
            Some(rest.split_once('\'')?.0.to_owned())
        };
        Kind::Forbidden {
            action: quoted_after("perform action '"),
            scope: quoted_after("over scope '"),
        }
    }

    /// The most telling code, as far as it looks like one.
    fn code(&self) -> String {
        let plain = |code: &&String| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
            (1..=LONGEST_CODE).contains(&code.len()) && code.chars().all(fits)
        };
        let code = self.codes.iter().find(plain).cloned();
        code.unwrap_or_else(|| "Unknown".to_owned())
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
