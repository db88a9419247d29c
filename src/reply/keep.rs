//! What became of a `keep`.

use super::{
    azure_error,
    localizer::{Args, Voice},
    message::Reply,
};
use crate::{
    ask::AskId,
    command::LONGEST_KEEP,
    lifecycle::{Keep, KeepOutcome, Kept, SettingError},
    target::ComputeId,
};

pub fn kept(voice: &Voice, id: &ComputeId, outcome: &Result<KeepOutcome, SettingError>, ask: AskId) -> Reply {
    let args = || Args::new().text("instance", voice.name(id));
    let with = |keep: &Keep| voice.keep(args(), keep);
    let line = match outcome {
        Ok(KeepOutcome::Done { now, before }) => match (now, before) {
            (Kept::Until(keep), _) => voice.line("keep-done", with(keep)),
            (_, Kept::Until(keep)) => voice.line("keep-ended", with(keep)),
            _ => voice.line("keep-off", args()),
        },
        Ok(KeepOutcome::Already(now)) => match now {
            Kept::Until(keep) => voice.line("keep-already", with(keep)),
            _ => voice.line("keep-off-already", args()),
        },
        Ok(KeepOutcome::Longer(now)) => voice.line("keep-longer", with(now)),
        Ok(KeepOutcome::Otherwise(now)) => match now {
            Kept::Until(keep) => voice.line("keep-otherwise", with(keep)),
            _ => voice.line("keep-off-otherwise", args()),
        },
        Err(SettingError::Gone) => voice.line("setting-gone", args()),
        Err(SettingError::Failed(error)) => {
            return Reply::to_caller([azure_error::failure(voice, error, ask)]);
        }
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
