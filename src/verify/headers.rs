//! Reading what a sender shows in headers, before anything is verified.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

use super::rejection::Rejection;

/// How far the time of signing may be from our clock, either way. Slack and Standard Webhooks recommend it, and the
/// other platforms specify none.
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// The value of a header that must be there exactly once: with two, the signer's is unknown.
pub(super) fn the_only<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, Rejection> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(Rejection::Missing(name))?;
    if values.next().is_some() {
        return Err(Rejection::Doubled(name));
    }
    value.to_str().map_err(|_| Rejection::Malformed(name))
}

/// The credentials that an `Authorization` header shows under `scheme`, in any case (RFC 9110, 11.1).
pub(super) fn shown_under<'a>(header: &'a str, scheme: &str) -> Option<&'a str> {
    let (known, shown) = header.split_once([' ', '\t'])?;
    known.eq_ignore_ascii_case(scheme).then(|| shown.trim())
}

/// Parses Unix seconds of digits alone: `+1`, `-1` and ` 1` would parse as numbers, but no platform sends them.
pub(super) fn unix_seconds(text: &str) -> Option<Timestamp> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let seconds = text.parse().ok().filter(|_| digits)?;
    Timestamp::from_second(seconds).ok()
}

/// Refuses a time of signing that is further than [`WINDOW`] from `now`, either way.
pub(super) fn check_age(signed_at: Timestamp, now: Timestamp) -> Result<(), Rejection> {
    let age = now.duration_since(signed_at);
    if age > WINDOW {
        Err(Rejection::Old(age.as_secs()))
    } else if -age > WINDOW {
        Err(Rejection::Ahead(-age.as_secs()))
    } else {
        Ok(())
    }
}
