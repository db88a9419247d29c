//! What is said before an outcome, or instead of one.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    localizer::{Args, Voice},
    message::{Audience, Reply},
};
use crate::{ask::AskId, command::Command, target::Target};
/// Why the first answer cannot be the whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// Azure has not shown us the instances yet.
    Looking,
    /// Sent, and not answered.
    Asking,
    /// Other commands are before it.
    Queued,
    /// Azure makes us wait this long.
    Throttled(Duration),
}

/// The first answer when there is nothing better to say yet.
pub fn acknowledgement(voice: &Voice, command: Option<&Command>, how: Acknowledged) -> Reply {
    let Some(command) = command else {
        return Reply::to_caller([voice.line("busy-here", Args::new())]);
    };
    let everything = [Target::all()];
    let what = match command.selection() {
        Some(selection) if !selection.targets.is_empty() => selection.targets.as_slice(),
        _ => &everything,
    };
    let what: Vec<String> = what
        .iter()
        .map(|target| format!("`{}`", target.spoken(voice.locale)))
        .collect();
    let args = Args::new()
        .text("command", voice.command(command))
        .text("verb", command.verb().name())
        .piece("what", voice.list(&what, 5));
    let line = match how {
        Acknowledged::Looking => voice.line("looking", args),
        Acknowledged::Asking => voice.line("asking", args),
        Acknowledged::Queued => voice.line("queued", args),
        Acknowledged::Throttled(wait) => {
            let wait = SignedDuration::try_from(wait).unwrap_or_default();
            voice.line("throttled", args.piece("wait", voice.duration(wait)))
        }
    };
    let mut reply = Reply::to_caller([line]);
    // A question is its caller's alone, and so is what comes before it.
    if command.verb().is_power() && !command.dry_run() && !command.may_need_a_yes() {
        reply.audience = Audience::Channel;
    }
    reply
}

/// The end came before Azure showed us the instances.
pub fn out_of_time(voice: &Voice, command: Option<&Command>, id: AskId) -> Reply {
    let args = Args::new()
        .text(
            "command",
            command.map(|command| voice.command(command)).unwrap_or_default(),
        )
        .piece("id", voice.say("id", Args::new().text("id", id.to_string())));
    let sets = |command: &Command| command.verb().changes_the_world() && !command.verb().is_power();
    let message = if command.is_some_and(sets) {
        "out-of-time-setting"
    } else {
        "out-of-time"
    };
    Reply::to_caller([voice.line(message, args)])
}

/// Something of our own broke. Never silence.
pub fn internal(voice: &Voice, id: AskId) -> Reply {
    let id = voice.say("id", Args::new().text("id", id.to_string()));
    Reply::to_caller([voice.line("internal", Args::new().piece("id", id))])
}
/// Why a command was not even begun: so many are in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// Of the same caller.
    Caller(usize),
    /// Of everybody.
    All(usize),
}

pub fn overloaded(voice: &Voice, overload: Overload) -> Reply {
    let (message, commands) = match overload {
        Overload::Caller(commands) => ("overloaded-caller", commands),
        Overload::All(commands) => ("overloaded", commands),
    };
    Reply::to_caller([voice.line(message, Args::new().number("n", commands))])
}
