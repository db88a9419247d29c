//! What a timer tells about pending commands.

use super::{
    azure_error,
    later::{shown, to_asker},
    prelude::{Localizer, Reply, line},
};
use crate::{fleet::Unreadable, lifecycle::PendingCommand, target::Alias};

/// The answer to the timer: how many pending commands are due or do nothing.
pub fn due(l10n: &Localizer, n: usize, unread: &[Unreadable]) -> Reply {
    let head = if n == 0 { "due-none" } else { "due" };
    let mut lines = vec![line!(l10n, head, n)];
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_channel(lines)
}

/// A tag that looks like a pending command and whose seal does not fit.
pub fn unsealed(l10n: &Localizer, workspace: &Alias, tag: &str) -> Reply {
    Reply::to_channel([line!(l10n, "due-unsealed", workspace = workspace.as_str(), tag)])
}

/// A pending command that does nothing, for the person who asked: `due-stale` after its hour, `due-no-source` without its
/// source.
pub fn undone(l10n: &Localizer, message: &str, pending: &PendingCommand) -> Reply {
    let (command, at) = (&shown(l10n, pending), l10n.at(pending.entry.due));
    let source = &pending.entry.caller.source;
    Reply::to_channel([to_asker(&pending.entry.caller, line!(l10n, message, command, at, source))])
}
