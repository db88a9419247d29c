//! What became of an `idle`.

use jiff::SignedDuration;

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::Text,
    message::Reply,
};
use crate::{
    ask::AskId,
    azure::Compute,
    command::{Command, IDLE, IdleClause},
    lifecycle::{IdleOutcome, SettingError},
    target::ComputeId,
};

/// What became of it. An instance that `acts` under a managed identity gets a hint.
pub fn idle(
    voice: &Voice,
    id: &ComputeId,
    acts: bool,
    outcome: &Result<IdleOutcome, SettingError>,
    ask: AskId,
) -> Reply {
    let args = || Args::new().text("instance", voice.name(id));
    let line = match outcome {
        Ok(IdleOutcome::Done { now, before }) => {
            let was = match before {
                Some(before) => voice.say("idle-was", span(voice, *before, Args::new())),
                None => voice.word("idle-was-never"),
            };
            voice.line("idle-done", span(voice, *now, args()).piece("was", was))
        }
        Ok(IdleOutcome::Already(now)) => voice.line("idle-already", span(voice, *now, args())),
        Ok(IdleOutcome::Otherwise(Some(now))) => voice.line("idle-otherwise", span(voice, *now, args())),
        Ok(IdleOutcome::Otherwise(None)) => voice.line("idle-otherwise-none", args()),
        Err(SettingError::Gone) => voice.line("setting-gone", args()),
        Err(SettingError::Failed(error)) => {
            return Reply::to_caller([azure_error::failure(voice, error, ask)]);
        }
    };
    let set = matches!(outcome, Ok(IdleOutcome::Done { .. } | IdleOutcome::Already(_)));
    let identity = (acts && set).then(|| voice.line("idle-identity", Args::new()));
    Reply::to_caller([line].into_iter().chain(identity))
}

/// Azure cannot turn it off; what there is instead.
pub fn idle_off(voice: &Voice, seen: &Compute) -> Reply {
    let args = Args::new().text("instance", voice.name(&seen.id));
    let line: Text = match seen.idle_shutdown {
        None => voice.line("idle-off-already", args),
        Some(idle) => {
            let longest = Command::Idle {
                selection: voice.only(&seen.id),
                idle: IdleClause::After(*IDLE.end()),
            };
            let args = span(voice, idle, args)
                .piece("longest", voice.duration(*IDLE.end()))
                .text("command", voice.command(&longest));
            voice.line("idle-off", args)
        }
    };
    Reply::to_caller([line])
}

fn span(voice: &Voice, idle: SignedDuration, args: Args) -> Args {
    args.piece("idle", voice.duration(idle))
}
