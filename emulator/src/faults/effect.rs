//! The effects that a fault can have.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::call::Call;

/// The effect of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// `UserError`, which says nothing in particular.
    #[serde(rename = "400")]
    BadRequest,
    /// AWS has no 401; it reports an expired session token.
    #[serde(rename = "401")]
    Unauthorized,
    /// The role is missing: the message names this request's action and scope.
    #[serde(rename = "403")]
    Forbidden,
    /// As if the resource did not exist.
    #[serde(rename = "404")]
    NotFound,
    /// As if another operation were in progress on the instance.
    #[serde(rename = "409")]
    Conflict,
    /// With `Retry-After`. AWS has no 429; it answers 400.
    #[serde(rename = "429")]
    Throttled,
    /// An error of the service itself; nothing was carried out.
    #[serde(rename = "500")]
    ServerError,
    /// An error of a gateway before the service; nothing was carried out.
    #[serde(rename = "502")]
    BadGateway,
    /// With `Retry-After`.
    #[serde(rename = "503")]
    Unavailable,
    /// Carried out at once, answered after `delay_ms`: a caller that gives up cannot know the outcome.
    Slow,
    /// Carried out after `delay_ms`, and then answered at once.
    Late,
    /// The connection ends without an answer; nothing was carried out.
    Reset,
    /// The connection ends without an answer, after the request was carried out.
    ResetAfter,
    /// The answer ends before its announced length.
    Truncated,
    /// 200 with an HTML page, as from a proxy; nothing was carried out.
    Garbage,
    /// Accepted; fails at its end.
    FailsLate,
    /// `state` and `lastOperation` are null in answers, as just after an instance's creation.
    Nulls,
    /// 400: an instance with a full disk cannot be stopped.
    DiskFull,
    /// 400: no quota for the size.
    Quota,
    /// The operation is accepted, but reading its status gives 403.
    NoStatus,
    /// 200 to a new setting, which is not stored.
    Ignored,
    /// The address of the status or the next page is on another host.
    ForeignStatus,
    /// `If-None-Match` is ignored, so that a `PUT` overwrites what exists.
    Unconditional,
    /// 403: a policy forbids what is to be written.
    Policy,
    /// 409: a lock protects the resource.
    Locked,
    /// Accepted; fails at its end, since Azure has no machine of this size.
    NoCapacity,
    /// A create is accepted; the instance fails in its setup.
    SetupFails,
}

impl Effect {
    /// Whether the effect is possible for a call.
    pub(crate) fn applies_to(self, call: Call) -> bool {
        let is_entra = matches!(call, Call::Token | Call::Keys | Call::OpenId);
        let is_aws = matches!(call, Call::Sts | Call::AwsSecret | Call::AwsParameter);
        let is_chat = matches!(call, Call::Inbox | Call::Activity | Call::Conversation);
        let is_arm = !(is_entra || is_aws || is_chat || matches!(call, Call::VaultSecret | Call::Metadata));
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
            Self::Unconditional | Self::SetupFails => call == Call::Create,
            Self::NoCapacity => matches!(call, Call::Create | Call::Start),
            Self::Policy => matches!(call, Call::Create | Call::Update | Call::UpdateWorkspace | Call::Tag),
            Self::Locked => {
                let is_setting = matches!(call, Call::Idle | Call::Schedules);
                call.is_long_running() || is_setting || Self::Policy.applies_to(call)
            }
            _ => true,
        }
    }

    /// The status of the answer; `None` for effects that let the call through.
    pub(crate) fn status(self) -> Option<StatusCode> {
        Some(match self {
            Self::BadRequest | Self::DiskFull | Self::Quota => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Policy => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict | Self::Locked => StatusCode::CONFLICT,
            Self::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::BadGateway => StatusCode::BAD_GATEWAY,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => return None,
        })
    }
}
