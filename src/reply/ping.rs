//! The answer to `ping`.

use super::prelude::{Localizer, Reply, line};

/// The version and the commit, of `build.rs`.
pub fn ping(l10n: &Localizer) -> Reply {
    line!(l10n, "pong", version = env!("LAMPLIGHTER_VERSION")).into()
}
