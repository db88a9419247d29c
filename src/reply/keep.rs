//! What became of a `keep`.

use super::{
    failure,
    message::Reply,
    voice::{Args, Voice},
};
use crate::{
    ask::AskId,
    command::LONGEST_KEEP,
    lifecycle::{Keep, KeepOutcome, Kept},
    target::ComputeId,
};

pub fn kept(voice: &Voice, id: &ComputeId, outcome: &KeepOutcome, ask: AskId) -> Reply {
    let args = || Args::new().text("instance", voice.name(id));
    let with = |keep: &Keep| voice.keep(args(), keep);
    let line = match outcome {
        KeepOutcome::Done {
            now: Kept::Until(keep),
            ..
        } => voice.line("keep-done", with(keep)),
        KeepOutcome::Done {
            before: Kept::Until(keep),
            ..
        } => voice.line("keep-ended", with(keep)),
        KeepOutcome::Done { .. } => voice.line("keep-off", args()),
        KeepOutcome::Already {
            now: Kept::Until(keep),
        } => voice.line("keep-already", with(keep)),
        KeepOutcome::Already { .. } => voice.line("keep-off-already", args()),
        KeepOutcome::Longer {
            now: Kept::Until(keep),
        } => voice.line("keep-longer", with(keep)),
        KeepOutcome::Otherwise {
            now: Kept::Until(keep),
        } => voice.line("keep-otherwise", with(keep)),
        KeepOutcome::Otherwise { .. } | KeepOutcome::Longer { .. } => {
            voice.line("keep-off-otherwise", args())
        }
        KeepOutcome::Failed(error) => return Reply::to_caller([failure::failure(voice, error, ask)]),
    };
    Reply::to_caller([line])
}

/// Longer than anybody may keep.
pub fn keep_too_long(voice: &Voice) -> Reply {
    let days = LONGEST_KEEP.as_hours().unsigned_abs() as usize / 24;
    Reply::to_caller([voice.line("keep-too-long", Args::new().number("days", days))])
}

/// Over before it begins.
pub fn keep_over(voice: &Voice, id: &ComputeId) -> Reply {
    Reply::to_caller([voice.line("keep-over", Args::new().text("instance", voice.name(id)))])
}
