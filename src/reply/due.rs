//! What a timer tells about pending commands.

use super::{
    azure_error,
    later::{shown, to_asker},
    localizer::{Localizer, line},
    message::Reply,
};
use crate::{fleet::Unreadable, lifecycle::PendingCommand, target::Alias};

/// Why a pending command does nothing.
#[derive(Clone, Copy, Debug)]
pub enum Undone<'a> {
    /// Its seal does not fit, or it is none at all.
    Unsealed {
        /// Where the tag is.
        workspace: &'a Alias,
        /// The name of the tag.
        tag: &'a str,
    },
    /// No timer came within the hour.
    Stale {
        /// The command.
        pending: &'a PendingCommand,
    },
    /// Its source is not configured any more.
    NoSource {
        /// The command.
        pending: &'a PendingCommand,
    },
}

/// The answer to the timer: how many pending commands are due or do nothing.
pub fn due(l10n: &Localizer, n: usize, unread: &[Unreadable]) -> Reply {
    let head = if n == 0 { "due-none" } else { "due" };
    let mut lines = vec![line!(l10n, head, n)];
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_channel(lines)
}

/// A pending command that does nothing, and why.
pub fn undone(l10n: &Localizer, undone: Undone<'_>) -> Reply {
    let lines = match undone {
        Undone::Unsealed { workspace, tag } => {
            vec![line!(l10n, "due-unsealed", workspace = workspace.as_str(), tag)]
        }
        Undone::Stale { pending } => {
            let (command, at) = (&shown(l10n, pending), l10n.at(pending.entry.due));
            vec![to_asker(&pending.entry.caller, line!(l10n, "due-stale", command, at))]
        }
        Undone::NoSource { pending } => {
            let (command, at) = (&shown(l10n, pending), l10n.at(pending.entry.due));
            let source = &pending.entry.caller.source;
            vec![to_asker(&pending.entry.caller, line!(l10n, "due-no-source", command, at, source))]
        }
    };
    Reply::to_channel(lines)
}
