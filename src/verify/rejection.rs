//! Why a request was refused.

use http::StatusCode;

/// Why a request was not verified. For the log only: the sender gets a bare status. Holds no byte of a secret, token,
/// signature or body.
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
    /// Whether it might have been verified with another secret.
    pub fn is_of_a_secret(self) -> bool {
        matches!(
            self,
            Self::WrongSignature | Self::NoSecret | Self::WrongToken | Self::BrokenSeal
        )
    }

    /// The status that the sender gets, with an empty body: 403 if the sender is known, 503 if this may pass, otherwise
    /// 401.
    pub fn status(self) -> StatusCode {
        match self {
            Self::WrongApp | Self::ForAPerson | Self::NoRole => StatusCode::FORBIDDEN,
            Self::NoKeys => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
}
