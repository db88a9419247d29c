//! The reasons why a command is not carried out.

use serde::Serialize;

use super::{
    progress::Progress,
    result::{CommandResult, Verdict},
};
use crate::{
    azure::AzureError,
    command::{Command, ParseError},
    command_request::CommandRequest,
    fleet::{SelectError, Unreadable},
    policy::{Denial, OwnerError},
    reply::{self, NotMade, Reply},
    target::Alias,
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
    /// No instance can be made so.
    NotMade(NotMade),
    /// Something in the command cannot be set.
    Unfit(Verdict, Reply),
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
    /// A workspace cannot be read, which `command` needs.
    pub(super) fn unread(workspace: &Alias, error: AzureError, command: &Command) -> Self {
        let unread = Unreadable { alias: Some(workspace.clone()), error };
        Self::NotSelected(SelectError::Failed(Box::new(unread)), Box::new(command.clone()))
    }

    pub(super) fn into_result(self, request: &CommandRequest, progress: &Progress) -> CommandResult {
        let (caller, localizer) = (&request.caller, &progress.localizer);
        // A question that is over is replaced by what to type.
        let is_over = matches!(self, Self::Ticket(TicketError::Expired));
        let mut unread = Vec::new();
        let (verdict, reply) = match self {
            Self::Misread(error) => (Verdict::Misread, reply::parse_error(localizer, &error)),
            Self::Ticket(error) => (Verdict::Refused, reply::ticket_error(localizer, error, &request.text)),
            Self::Denied(denial) => (Verdict::Refused, reply::refused(localizer, &denial, caller)),
            Self::NotSelected(error, command) => {
                let verdict = match &error {
                    SelectError::Failed(failed) => {
                        tracing::warn!(id = %request.id, error = %failed.error, "Azure could not be read");
                        unread.push(Unreadable::clone(failed));
                        Verdict::Failed
                    }
                    SelectError::NothingFits { .. } | SelectError::Owner(OwnerError::Nobody(_)) => {
                        Verdict::Misread
                    }
                    _ => Verdict::Refused,
                };
                (verdict, reply::select_error(localizer, &error, caller, &command))
            }
            Self::Unconfirmed(question) => (Verdict::Unconfirmed, question),
            Self::NotLater(why) => (Verdict::Refused, reply::not_later(localizer, why)),
            Self::NotMade(why) => (Verdict::Refused, reply::not_made(localizer, &why)),
            Self::Unfit(verdict, why) => (verdict, why),
        };
        let refuses = matches!(verdict, Verdict::Refused | Verdict::Failed) && !is_over;
        CommandResult { unread, ..CommandResult::finally(verdict, Reply { refuses, ..reply }) }
    }
}
