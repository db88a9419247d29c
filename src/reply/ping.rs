//! The version that answers.

use super::{
    localizer::{Args, Voice},
    message::Reply,
};
/// That we are here, and which version and commit we are (build.rs).
pub fn ping(voice: &Voice) -> Reply {
    Reply::to_caller([voice.line("pong", Args::new().text("version", env!("LAMPLIGHTER_VERSION")))])
}
