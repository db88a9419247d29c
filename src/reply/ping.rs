//! That Lamplighter is there, and which version and commit it is (see `build.rs`).

use super::{
    localizer::{Voice, line},
    message::Reply,
};

pub fn ping(l10n: &Voice) -> Reply {
    line!(l10n, "pong", version = env!("LAMPLIGHTER_VERSION")).into()
}
