//! The reasons why a command is not carried out.

use std::slice;

use serde::Serialize;

use super::{
    progress::Progress,
    result::{CommandResult, UnreadWorkspace, Verdict},
};
use crate::{
    command::{Command, ParseError},
    command_request::CommandRequest,
    fleet::SelectError,
    policy::{Denial, OwnerError},
    reply::{self, Reply},
    ticket::TicketError,
};

pub enum Refusal {
    Misread(ParseError),
    Ticket(TicketError),
    Denied(Denial),
    NotSelected(SelectError, Box<Command>),
    /// Somebody has to answer this question first.
    Unconfirmed(Reply),
    /// The command is for later, which is not possible.
    NotLater(NotLater),
    KeepTooLong,
    /// The end of the keep has passed.
    KeepOver,
    /// Azure does not understand these fields.
    Crontab(String),
    /// The schedule has no next time, such as 31 February.
    NeverDue(String),
    /// The zone has no name that Azure knows. `None`: the caller's own.
    Zone(Option<String>),
}

/// Why a command cannot be carried out later, or what is pending cannot be shown. Replies know the reason by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NotLater {
    /// No timer of the configuration carries out what is due.
    Timer,
    /// `[tickets]` has no key to seal it with.
    Key,
    /// A terminal's user name proves nothing when the time comes.
    Terminal,
    /// A timer has its own time.
    Machine,
    /// `due` is the command of a timer's configuration alone.
    Due,
    /// The time has passed.
    Past,
    /// Later than [`LONGEST_WAIT`](crate::command::LONGEST_WAIT) from now.
    Far,
    /// Longer than the value of a tag.
    Long,
    /// `--max` over several workspaces, each of which would count by itself.
    Max,
}

impl Refusal {
    pub(super) fn into_result(self, request: &CommandRequest, progress: &Progress) -> CommandResult {
        let (caller, localizer) = (&request.caller, &progress.localizer);
        let (verdict, reply) = match self {
            Self::Misread(error) => (Verdict::Misread, reply::parse_error(localizer, &error)),
            Self::Ticket(error) => (Verdict::Refused, reply::ticket_error(localizer, error, &request.text)),
            Self::Denied(denial) => (Verdict::Refused, reply::refused(localizer, &denial, caller)),
            Self::NotSelected(error, command) => {
                let reply = reply::select_error(localizer, &error, caller, &command);
                let (verdict, unread) = match &error {
                    SelectError::Failed(unread) => {
                        tracing::warn!(id = %request.id, error = %unread.error, "Azure could not be read");
                        (Verdict::Failed, slice::from_ref(&**unread))
                    }
                    SelectError::NothingFits { .. } | SelectError::Owner(OwnerError::Nobody(_)) => {
                        (Verdict::Misread, &[][..])
                    }
                    _ => (Verdict::Refused, &[][..]),
                };
                let unread = UnreadWorkspace::all(unread, &[]);
                return CommandResult { unread, ..CommandResult::finally(verdict, reply) };
            }
            Self::Unconfirmed(question) => (Verdict::Unconfirmed, question),
            Self::NotLater(why) => (Verdict::Refused, reply::not_later(localizer, why)),
            Self::KeepTooLong => (Verdict::Refused, reply::keep_too_long(localizer)),
            Self::KeepOver => (Verdict::Refused, reply::keep_over(localizer)),
            Self::Crontab(cron) => (Verdict::Misread, reply::no_crontab(localizer, &cron)),
            Self::NeverDue(cron) => (Verdict::Misread, reply::never_due(localizer, &cron)),
            Self::Zone(zone) => (Verdict::Misread, reply::no_zone(localizer, zone.as_deref())),
        };
        CommandResult::finally(verdict, reply)
    }
}
