//! A request as a host received it, before it is verified.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;

/// A request, the same for all hosts. The body is the raw bytes, which signatures cover: a body that was parsed and
/// serialized again would no longer match its signature.
#[derive(Clone, Debug)]
pub struct Request {
    /// `POST` for everything that a source takes; other methods are refused.
    pub method: Method,
    /// Still percent-encoded, without the query.
    pub path: String,
    /// Behind the `?`, still percent-encoded. `None` without one.
    pub query: Option<String>,
    /// All headers, also repeated ones, as the gateway passed them on.
    pub headers: HeaderMap,
    /// As it was sent, once the transfer encoding is removed.
    pub body: Bytes,
    /// Whether the host itself vouches for the request.
    pub origin: Origin,
    /// When the gateway in front of us received it, or else the host. The first answer is due so long after this.
    pub arrived: Timestamp,
    /// How long the proxy or client in front of us waits for an answer, at most.
    pub patience: Duration,
}

/// How long a request is held open, unless the host says less: proxies and clients commonly give up after a minute.
pub const PATIENCE: Duration = Duration::from_secs(56);

/// How a request arrived. Set by the host from its own knowledge, never from a path or a header, because anybody can
/// POST to `/events`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Over HTTP, from anybody.
    Public,
    /// From the hosting platform itself: an event of AWS Lambda, or an envelope of the Functions host.
    Platform,
}

/// Why a host could not receive a request. Nothing in it was read, and the sender is not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// Longer than any request to this path has to be.
    #[error("the body is too large")]
    TooLarge,
    /// The host stopped waiting for the rest of it.
    #[error("the body did not arrive in time")]
    TooSlow,
    /// The connection ended, or its encoding was broken.
    #[error("the sender stopped before the end of the body")]
    BrokenOff,
    /// Unverified bodies may only take so much memory at a time.
    #[error("too many bodies are being received")]
    NoMemory,
    /// The host holds as many connections as it may. The sender can try again.
    #[error("too many connections are open")]
    NoConnection,
    /// For example a body that should be base64 and is not.
    #[error("the gateway sent it in an unknown form")]
    UnknownForm,
}

impl NotRead {
    /// The status that the sender gets.
    pub fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenOff | Self::UnknownForm => StatusCode::BAD_REQUEST,
            Self::NoMemory | Self::NoConnection => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether a program as sender takes the status as final, so that its request is never carried out.
    pub fn is_final(self) -> bool {
        matches!(self, Self::TooLarge | Self::TooSlow | Self::UnknownForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_learns_whether_to_send_again() {
        for (why, status, is_final) in [
            (NotRead::TooLarge, 413, true),
            (NotRead::TooSlow, 408, true),
            (NotRead::UnknownForm, 400, true),
            (NotRead::BrokenOff, 400, false),
            (NotRead::NoMemory, 503, false),
            (NotRead::NoConnection, 503, false),
        ] {
            assert_eq!((why.status().as_u16(), why.is_final()), (status, is_final), "{why:?}");
        }
    }
}
