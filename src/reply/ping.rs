//! The answer to `ping`.

use super::{
    localizer::{Localizer, line},
    message::Reply,
};

/// The version and the commit, of `build.rs`.
pub fn ping(l10n: &Localizer) -> Reply {
    line!(l10n, "pong", version = env!("LAMPLIGHTER_VERSION")).into()
}
