//! Why a request was refused.

use http::StatusCode;

/// Why a request was not verified. For the log only: the sender gets a bare status. Holds no byte of a secret, token,
/// signature or body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The name of a header without which nothing can be verified.
    #[error("the {0} header is missing")]
    Missing(&'static str),
    /// The name of a header with several values: a gateway might read another one than we do.
    #[error("the {0} header occurs more than once")]
    Doubled(&'static str),
    /// The name of a header whose value has another form than the platform's documentation says.
    #[error("the {0} header is malformed")]
    Malformed(&'static str),
    /// For platforms that write the time of signing into the body.
    #[error("the body has no valid timestamp")]
    Undated,
    /// The age in seconds. Old requests are refused because they may be replays.
    #[error("the timestamp is {0} s old")]
    Old(i64),
    /// The difference in seconds, of a signature or a token: the sender's clock or ours is wrong.
    #[error("the timestamp is {0} s ahead of our clock")]
    Ahead(i64),
    /// It came over public HTTP, and its source takes only events of the host.
    #[error("the request did not come from the hosting platform")]
    NotThePlatform,
    /// The secret is wrong, or the body was changed on its way.
    #[error("no signature fits")]
    WrongSignature,
    /// The source is [closed](crate::source::Source::closed) until it has a secret again.
    #[error("the secret of the source was removed")]
    NoSecret,
    /// Neither the header nor the body has the token that the source expects.
    #[error("the request shows no token")]
    NoToken,
    /// The form has the field twice, and it is not clear which one counts.
    #[error("the request shows more than one token")]
    ManyTokens,
    /// It differs from all tokens of the source.
    #[error("the token is wrong")]
    WrongToken,
    /// The body of a click lacks what our buttons carry, so the click is not on one of them.
    #[error("the click has no seal")]
    NoSeal,
    /// The button was not made with a secret of this source, or was changed.
    #[error("the seal of the click does not fit")]
    BrokenSeal,
    /// No token of Entra is that long, so it is not parsed.
    #[error("the token is too long")]
    LongToken,
    /// It is not a JWT: three parts in base64url, the first two in JSON.
    #[error("the token is malformed")]
    BrokenToken,
    /// The sender has no choice of the algorithm: `none` is refused like any other.
    #[error("the token is not signed with RS256")]
    WrongAlgorithm,
    /// The directory does not publish a key of this id, or the token names no id.
    #[error("the token names an unknown key")]
    UnknownKey,
    /// The name of the claim, such as `exp`.
    #[error("the token's {0} is missing or malformed")]
    NoClaim(&'static str),
    /// The name of the claim, such as `aud` or `iss`.
    #[error("the token's {0} is not accepted")]
    WrongClaim(&'static str),
    /// The time since its `exp`, in seconds.
    #[error("the token expired {0} s ago")]
    Expired(i64),
    /// The token is valid in the directory, but was issued to an app that sends no alerts.
    #[error("the token belongs to another app")]
    WrongApp,
    /// A person signed in for it. The app of action groups uses its own identity.
    #[error("the token acts for a person")]
    ForAPerson,
    /// The app is right, but was not assigned the role that lets it send alerts.
    #[error("the token lacks the app role")]
    NoRole,
    /// The key that signed the token is for other channels of the Bot Connector, such as web chats.
    #[error("the token's key is not endorsed for the activity's channel")]
    NotEndorsed,
    /// The token was issued for the bot, but what came with it is from somewhere else.
    #[error("the activity's channel is not accepted")]
    WrongChannel,
    /// It names no tenant, several, or one that the source does not list.
    #[error("the activity's tenant is not on the list")]
    WrongTenant,
    /// Answers would go there with our own token.
    #[error("the activity's serviceUrl is not at a host that answers may go to")]
    ForeignHost,
    /// The token alone is valid.
    #[error("the body is not an activity in JSON")]
    NoActivity,
    /// The directory does not answer. The sender may try again.
    #[error("the keys that tokens are checked with cannot be fetched")]
    NoKeys,
}

impl Rejection {
    /// Whether it might have been verified with another secret.
    pub fn is_of_a_secret(self) -> bool {
        matches!(self, Self::WrongSignature | Self::NoSecret | Self::WrongToken | Self::BrokenSeal)
    }

    /// The status that the sender gets, with an empty body: 403 or 400 if the sender is known, 503 if this may pass,
    /// otherwise 401.
    pub fn status(self) -> StatusCode {
        match self {
            Self::WrongApp
            | Self::ForAPerson
            | Self::NoRole
            | Self::NotEndorsed
            | Self::WrongChannel
            | Self::WrongTenant
            | Self::ForeignHost => StatusCode::FORBIDDEN,
            Self::NoActivity => StatusCode::BAD_REQUEST,
            Self::NoKeys => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_learns_from_the_status_what_may_help() {
        for (rejection, status, of_a_secret) in [
            (Rejection::WrongSignature, 401, true),
            (Rejection::NoSecret, 401, true),
            (Rejection::WrongToken, 401, true),
            (Rejection::BrokenSeal, 401, true),
            (Rejection::BrokenToken, 401, false),
            (Rejection::WrongApp, 403, false),
            (Rejection::ForAPerson, 403, false),
            (Rejection::NoRole, 403, false),
            (Rejection::NoKeys, 503, false),
        ] {
            let found = (rejection.status().as_u16(), rejection.is_of_a_secret());
            assert_eq!(found, (status, of_a_secret), "{rejection:?}");
        }
    }
}
