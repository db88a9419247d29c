//! That Lamplighter is there, and which version and commit it is (see `build.rs`).

use super::{
    localizer::{Localizer, line},
    message::Reply,
};

pub fn ping(l10n: &Localizer) -> Reply {
    line!(l10n, "pong", version = env!("LAMPLIGHTER_VERSION")).into()
}
