//! The reasons why a command is not carried out.

use std::slice;

use super::{
    execution::Execution,
    result::{CommandResult, UnreadWorkspace, Verdict},
};
use crate::{
    command::{Command, Cron, ParseError},
    fleet::SelectError,
    policy,
    reply::{self, Reply},
    target::ComputeId,
    ticket::TicketError,
};

pub enum Refusal {
    Misread(ParseError),
    Ticket(TicketError),
    Denied(policy::Denial),
    NotSelected(SelectError),
    /// Somebody has to answer this question first.
    Unconfirmed(Reply),
    KeepTooLong,
    /// The end of the keep has passed.
    KeepOver(ComputeId),
    /// Azure does not understand these fields.
    Crontab(Cron),
    /// The schedule has no next time, such as 31 February.
    NeverDue(Cron),
    /// The zone has no name that Azure knows. `None`: the caller's own.
    Zone(Option<String>),
}

impl Refusal {
    /// Tells `execution`'s caller.
    pub(super) fn into_result(self, execution: &Execution<'_>) -> CommandResult {
        let (request, localizer) = (execution.request, &execution.progress.localizer);
        let caller = &request.caller;
        let (verdict, reply) = match self {
            Self::Misread(misread) => (Verdict::Misread, reply::parse_error(localizer, &misread)),
            Self::Ticket(void) => (Verdict::Refused, reply::ticket_error(localizer, void, &request.text)),
            Self::Denied(refusal) => (Verdict::Refused, reply::refused(localizer, &refusal, caller)),
            Self::NotSelected(miss) => return not_selected(execution, &miss),
            Self::Unconfirmed(question) => (Verdict::Unconfirmed, question),
            Self::KeepTooLong => (Verdict::Refused, reply::keep_too_long(localizer)),
            Self::KeepOver(id) => (Verdict::Refused, reply::keep_over(localizer, &id)),
            Self::Crontab(cron) => (Verdict::Misread, reply::no_crontab(localizer, &cron)),
            Self::NeverDue(cron) => (Verdict::Misread, reply::never_due(localizer, &cron)),
            Self::Zone(zone) => (Verdict::Misread, reply::no_zone(localizer, zone.as_deref())),
        };
        CommandResult::finally(verdict, reply)
    }
}

fn not_selected(execution: &Execution<'_>, miss: &SelectError) -> CommandResult {
    let (request, localizer) = (execution.request, &execution.progress.localizer);
    let command = execution.progress.command().unwrap_or(Command::Ping);
    let reply = reply::select_error(localizer, miss, &request.caller, &command);
    match miss {
        SelectError::Failed(unread) => {
            tracing::warn!(id = %request.id, error = %unread.error, "Azure could not be read");
            CommandResult {
                unread: UnreadWorkspace::all(slice::from_ref(unread), &[]),
                ..CommandResult::finally(Verdict::Failed, reply)
            }
        }
        SelectError::NothingFits => CommandResult::finally(Verdict::Misread, reply),
        _ => CommandResult::finally(Verdict::Refused, reply),
    }
}
