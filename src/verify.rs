//! Who is at the door. Nothing of a request is read before its signature is: a [`Verified`]
//! value can be made only below this module, and everything behind it takes nothing else.
//!
//! Outside of this module it cannot be forged:
//!
//! ```compile_fail,E0423
//! use lamplighter::verify::Verified;
//! let forged = Verified("not checked by anybody");
//! ```
//!
//! nor can what a source hears be made from a request that was not verified:
//!
//! ```compile_fail,E0308
//! use lamplighter::{source::Source, verify::Request};
//! fn shortcut(source: &Source, request: Request, now: jiff::Timestamp) {
//!     let _ = source.read(request, now);
//! }
//! ```

mod bearer;
mod jwt;
mod recipe;
pub mod seal;
pub mod webhook;

use std::{fmt, ops::Deref, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretSlice, SecretString};

pub use bearer::{ALERTMANAGER, Bearer, MATTERMOST};
pub use jwt::{ACTION_GROUPS, KeySet, ROLE, SecureWebhook, Token};
pub use recipe::{Algorithm, DISCORD, Encoding, GRAFANA, Part, Recipe, SLACK, Stamp, TEAMS};

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

/// Something that a signature vouches for.
#[derive(Debug)]
pub struct Verified<T>(T);

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// An event that the platform itself brought: its own access control stands for a signature.
pub fn by_platform(request: Request) -> Result<Verified<Request>, Rejection> {
    match request.origin {
        Origin::Platform => Ok(Verified(request)),
        Origin::Public => Err(Rejection::NotThePlatform),
    }
}

/// What requests are checked against: a shared secret and, while it is being rotated, the one
/// before it; or the keys of several senders. Never empty.
pub struct Secrets(Vec<SecretSlice<u8>>);

impl Secrets {
    /// Refuses an empty secret: with one, anybody can sign.
    pub fn new(current: SecretString, previous: Option<SecretString>) -> Result<Self, EmptySecret> {
        let blank = |secret: &SecretString| secret.expose_secret().trim().is_empty();
        if blank(&current) || previous.as_ref().is_some_and(blank) {
            return Err(EmptySecret);
        }
        let texts = [Some(current), previous].into_iter().flatten();
        Self::several(texts.map(|secret| secret.expose_secret().as_bytes().to_vec().into()))
    }

    /// Secrets that are not text. Refuses none at all, and an empty one.
    pub fn several(keys: impl IntoIterator<Item = SecretSlice<u8>>) -> Result<Self, EmptySecret> {
        let keys: Vec<_> = keys.into_iter().collect();
        if keys.is_empty() || keys.iter().any(|key| key.expose_secret().is_empty()) {
            Err(EmptySecret)
        } else {
            Ok(Self(keys))
        }
    }

    /// The current secret, for signing; and for sealing tickets.
    pub fn current(&self) -> &[u8] {
        self.0[0].expose_secret()
    }

    /// What to check against, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets([redacted])")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret is empty")]
pub struct EmptySecret;

/// Why a stranger was turned away. For the log alone: the stranger gets a bare status. Holds no
/// byte of secret, token, signature or body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("the {0} header is missing")]
    Missing(&'static str),
    #[error("the {0} header stands there more than once")]
    Doubled(&'static str),
    #[error("the {0} header is malformed")]
    Malformed(&'static str),
    #[error("the body does not say when it was sent")]
    Undated,
    #[error("the timestamp is {0} s old")]
    Old(i64),
    #[error("the timestamp is {0} s ahead of our clock")]
    Ahead(i64),
    #[error("a request, where only the platform itself is heard")]
    NotThePlatform,
    #[error("no signature fits")]
    WrongSignature,
    #[error("the secret to check it with was taken away")]
    NoSecret,
    #[error("no token is shown")]
    NoToken,
    #[error("more than one token is shown")]
    ManyTokens,
    #[error("the token is not ours")]
    WrongToken,
    #[error("a click without our seal")]
    NoSeal,
    #[error("a click whose seal does not fit")]
    BrokenSeal,
    #[error("the token is too long")]
    LongToken,
    #[error("the token cannot be read")]
    BrokenToken,
    #[error("the token is not signed as RS256 has it")]
    WrongAlgorithm,
    #[error("the token names no key that we know")]
    UnknownKey,
    #[error("the token's {0} is missing or malformed")]
    NoClaim(&'static str),
    #[error("the token's {0} is not one that we take")]
    WrongClaim(&'static str),
    #[error("the token expired {0} s ago")]
    Expired(i64),
    #[error("the token was given to another app")]
    WrongApp,
    #[error("the token was given to an app on behalf of a person")]
    ForAPerson,
    #[error("the token lacks the app role")]
    NoRole,
    #[error("the keys that tokens are checked with cannot be fetched")]
    NoKeys,
}

impl Rejection {
    /// Whether another secret could have made it fit.
    pub fn is_of_a_secret(self) -> bool {
        matches!(
            self,
            Self::WrongSignature | Self::NoSecret | Self::WrongToken | Self::BrokenSeal
        )
    }

    /// What the stranger gets, with an empty body: 403 where it is known who that is, 503 where
    /// this may pass.
    pub fn status(self) -> StatusCode {
        match self {
            Self::WrongApp | Self::ForAPerson | Self::NoRole => StatusCode::FORBIDDEN,
            Self::NoKeys => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
}
