//! Why a request was refused.

use http::StatusCode;

/// Why a request was not verified. For the log only: the sender gets a bare status. Holds no byte of a secret, token,
/// signature or body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("the {0} header is missing")]
    Missing(&'static str),
    #[error("the {0} header occurs more than once")]
    Doubled(&'static str),
    #[error("the {0} header is malformed")]
    Malformed(&'static str),
    #[error("the body has no valid timestamp")]
    Undated,
    #[error("the timestamp is {0} s old")]
    Old(i64),
    #[error("the timestamp is {0} s ahead of our clock")]
    Ahead(i64),
    #[error("the request did not come from the hosting platform")]
    NotThePlatform,
    #[error("no signature fits")]
    WrongSignature,
    #[error("the secret of the source was removed")]
    NoSecret,
    #[error("the request shows no token")]
    NoToken,
    #[error("the request shows more than one token")]
    ManyTokens,
    #[error("the token is wrong")]
    WrongToken,
    #[error("the click has no seal")]
    NoSeal,
    #[error("the seal of the click does not fit")]
    BrokenSeal,
    #[error("the token is too long")]
    LongToken,
    #[error("the token is malformed")]
    BrokenToken,
    #[error("the token is not signed with RS256")]
    WrongAlgorithm,
    #[error("the token names an unknown key")]
    UnknownKey,
    #[error("the token's {0} is missing or malformed")]
    NoClaim(&'static str),
    #[error("the token's {0} is not accepted")]
    WrongClaim(&'static str),
    #[error("the token expired {0} s ago")]
    Expired(i64),
    #[error("the token belongs to another app")]
    WrongApp,
    #[error("the token acts for a person")]
    ForAPerson,
    #[error("the token lacks the app role")]
    NoRole,
    #[error("the keys that tokens are checked with cannot be fetched")]
    NoKeys,
}

impl Rejection {
    /// Whether it might have been verified with another secret.
    pub fn is_of_a_secret(self) -> bool {
        matches!(self, Self::WrongSignature | Self::NoSecret | Self::WrongToken | Self::BrokenSeal)
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
