//! What may go wrong.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::call::Call;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    #[serde(rename = "400")]
    BadRequest,
    /// AWS, which has no 401, says that the session token is too old.
    #[serde(rename = "401")]
    Unauthorized,
    /// No role for it: the message names the action and the scope of this very call.
    #[serde(rename = "403")]
    Forbidden,
    #[serde(rename = "404")]
    NotFound,
    #[serde(rename = "409")]
    Conflict,
    /// With `Retry-After`; AWS, which has no 429, says so with 400.
    #[serde(rename = "429")]
    Throttled,
    #[serde(rename = "500")]
    ServerError,
    #[serde(rename = "502")]
    BadGateway,
    /// With `Retry-After`.
    #[serde(rename = "503")]
    Unavailable,
    /// Done at once, answered after `delay_ms`: a caller that gives up cannot know.
    Slow,
    /// Comes to Azure only after `delay_ms`: done then, and answered at once.
    Late,
    /// The connection ends without an answer; nothing was done.
    Reset,
    /// The connection ends without an answer; it was done all the same.
    ResetAfter,
    /// The answer breaks off before the length it promised.
    Truncated,
    /// 200 with a page of HTML, as from a proxy in between; nothing was done.
    Garbage,
    /// Accepted, and failed when its time comes.
    FailsLate,
    /// Instances read back with `state` and `lastOperation` null, as just after their creation.
    Nulls,
    /// 400: an instance with a full disk cannot be stopped.
    DiskFull,
    /// 400: no quota for the size.
    Quota,
    /// The operation is accepted, but its status may not be read: 403.
    NoStatus,
    /// 200 to a new setting, and nothing comes of it.
    Ignored,
    /// The addresses to go on with, of the status or the next page, are on another host.
    ForeignStatus,
}

impl Effect {
    /// Whether it can befall such a call at all.
    pub(crate) fn befalls(self, call: Call) -> bool {
        let is_entra = matches!(call, Call::Token | Call::Keys | Call::OpenId);
        let is_aws = matches!(call, Call::Sts | Call::AwsSecret | Call::AwsParameter);
        let is_arm =
            !(is_entra || is_aws || matches!(call, Call::VaultSecret | Call::Inbox | Call::Metadata));
        match self {
            Self::FailsLate => call.is_long_running(),
            Self::DiskFull => call == Call::Stop,
            Self::Quota => matches!(call, Call::Create | Call::Start),
            Self::Nulls => matches!(call, Call::Get | Call::List),
            Self::Ignored => matches!(call, Call::Idle | Call::Schedules),
            Self::NoStatus => call.is_long_running() || call == Call::Operation,
            Self::ForeignStatus => {
                call.is_long_running() || matches!(call, Call::List | Call::Jobs | Call::Workspaces)
            }
            Self::Conflict => is_arm,
            _ => true,
        }
    }

    /// The status that a fault answers with; none for those that let the call through.
    pub(crate) fn status(self) -> Option<StatusCode> {
        Some(match self {
            Self::BadRequest | Self::DiskFull | Self::Quota => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::BadGateway => StatusCode::BAD_GATEWAY,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => return None,
        })
    }
}
