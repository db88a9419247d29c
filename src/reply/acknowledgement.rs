//! Replies before an outcome is known, or in place of an outcome.

use std::time::Duration;

use jiff::SignedDuration;

use super::prelude::{Localizer, Phrase, Reply, line};
use crate::{command::Command, target::Target};

/// Most targets that an acknowledgement names.
const TARGETS: usize = 5;

/// Why the first answer cannot be the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Azure has not listed the instances yet.
    Looking,
    /// The request was sent, and Azure has not answered.
    Asking,
    /// The call waits for calls of other commands.
    Queued,
    /// Azure has asked us to wait this long.
    Throttled(Duration),
}

/// The first answer, if the outcome is not known in time.
pub fn acknowledgement(l10n: &Localizer, command: Option<&Command>, delay: Delay) -> Reply {
    let Some(command) = command else { return line!(l10n, "busy-here").into() };
    let all = [Target::all()];
    let targets = match command.selection() {
        Some(selection) if !selection.targets.is_empty() => selection.targets.as_slice(),
        _ => &all,
    };
    let targets = targets.iter().map(|target| Phrase::code(target.spoken(l10n.locale)));
    let (message, wait) = match delay {
        Delay::Looking => ("looking", None),
        Delay::Asking => ("asking", None),
        Delay::Queued => ("queued", None),
        Delay::Throttled(wait) => ("throttled", SignedDuration::try_from(wait).ok()),
    };
    let (verb, what) = (command.verb().name(), l10n.list_most(targets, TARGETS));
    let line = line!(l10n, message, command, verb, what, wait);
    // Only the caller sees this if a confirmation may follow, which only the caller sees.
    let public = command.verb().is_power() && !command.dry_run() && !command.may_need_a_yes();
    Reply::to_channel_if(public, [line])
}

/// The host ended before the outcome was known.
pub fn out_of_time(l10n: &Localizer, command: Option<&Command>) -> Reply {
    let sets = |command: &Command| command.verb().changes_the_world() && !command.verb().is_power();
    let message = if command.is_some_and(sets) { "out-of-time-setting" } else { "out-of-time" };
    line!(l10n, message, command, id = l10n.request).into()
}

/// Something in Lamplighter failed.
pub fn internal_error(l10n: &Localizer) -> Reply {
    line!(l10n, "internal", id = l10n.request).into()
}

/// The limit of commands in progress that a command exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// For each caller.
    Caller(usize),
    /// For all callers together.
    All(usize),
}

/// The request was not carried out because of too many others.
pub fn overloaded(l10n: &Localizer, overload: Overload) -> Reply {
    let (message, commands) = match overload {
        Overload::Caller(commands) => ("overloaded-caller", commands),
        Overload::All(commands) => ("overloaded", commands),
    };
    line!(l10n, message, n = commands).into()
}
