//! `help`, `whoami` and `ping`: about Lamplighter itself.

use super::super::{
    execution::Execution,
    result::{CommandResult, Repetition, Verdict},
};
use crate::{command::Command, reply};

pub(in super::super) fn run(execution: &Execution<'_>, command: &Command) -> CommandResult {
    let (voice, caller) = (execution.voice(), &execution.request.caller);
    let policy = &execution.engine.policy;
    let rights = || policy.rights(caller);
    let reply = match command {
        Command::Whoami => reply::whoami(voice, caller, policy.entra(caller), &rights()),
        Command::Ping => reply::ping(voice),
        Command::Help { topic } => reply::help(voice, &rights().0, *topic),
        _ => reply::help(voice, &rights().0, Some(command.verb())),
    };
    CommandResult {
        repetition: Repetition::Answer,
        ..CommandResult::finally(Verdict::Done, reply)
    }
}
