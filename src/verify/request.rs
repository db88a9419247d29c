//! A request as a host heard it, before anything of it is checked.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;

/// A request as it came, whichever host heard it. The body is the raw bytes: signatures cover
/// those, and a body that was parsed and written again no longer fits its signature.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// Percent-encoded as it came, without the query.
    pub path: String,
    pub query: Option<String>,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub origin: Origin,
    /// When the front received it; the first answer is due so long after this.
    pub arrived: Timestamp,
    /// How long whatever is in front of us waits for an answer, at most.
    pub patience: Duration,
}

/// How long a request is held open, where nothing in front of us gives up sooner: proxies and
/// clients commonly do after a minute.
pub const PATIENCE: Duration = Duration::from_secs(56);

/// How a request came to us. Set by the host from its own knowledge, never from a path or a
/// header: anybody may POST to `/events`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Over HTTP, from anywhere.
    Public,
    /// The platform itself invoked us: AWS Lambda with a bare event, the Functions host with an
    /// envelope.
    Platform,
}

/// Why a host could not take a request as it was sent. Nothing of it was read, and the sender is not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    #[error("the body is too large")]
    TooLarge,
    #[error("the body did not come in time")]
    TooSlow,
    #[error("the sender broke off")]
    BrokenOff,
    #[error("too many bodies are being received")]
    NoMemory,
    #[error("too many connections are open")]
    NoConnection,
    #[error("whatever is in front of us sent it in a form that we do not know")]
    UnknownForm,
}

impl NotRead {
    /// What the sender gets.
    pub fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenOff | Self::UnknownForm => StatusCode::BAD_REQUEST,
            Self::NoMemory | Self::NoConnection => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether a sender that is a program takes the status for final, so that what it wanted is never done.
    pub fn is_final(self) -> bool {
        match self {
            Self::TooLarge | Self::TooSlow | Self::UnknownForm => true,
            Self::BrokenOff | Self::NoMemory | Self::NoConnection => false,
        }
    }
}
