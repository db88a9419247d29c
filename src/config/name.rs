//! What sources and channels may be called.

use crate::source::PLATFORMS;

/// What callers at the terminal are called.
pub(super) const TERMINAL: &str = "cli";

pub(super) fn is_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}

/// A `kind` as it could be written.
pub(super) fn example_kind() -> String {
    format!("kind = \"{}\"", PLATFORMS[0].kind)
}
