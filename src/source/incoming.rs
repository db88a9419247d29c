//! Commands and alerts in verified requests.

use jiff::Timestamp;

use crate::{
    command_request::{AlertKind, Caller, CommandRequest, Confirmation, RequestId, UnmatchedReason},
    ticket::Ticket,
    verify::Request,
};

/// One delivery of alerts.
#[derive(Debug, Default)]
pub struct Alerts {
    /// The commands that follow from its alerts. Several alerts can share one.
    pub asks: Vec<CommandRequest>,
    /// The alerts that no command follows from, for the notified channels.
    pub unmatched: Vec<Unmatched>,
    /// The number of alerts beyond the limit for one delivery.
    pub left_out: usize,
    /// The number of alerts that the sender left out of its message. At least one, if it cannot be read.
    pub truncated: usize,
}

/// An alert that no command is carried out for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// As people named it in the alerting tool.
    pub name: String,
    /// Identifies the alert, also when it is sent again.
    pub key: String,
    pub kind: AlertKind,
    /// Why no command follows from it.
    pub reason: UnmatchedReason,
}

/// The command of a pressed button, whose value is a ticket or a plain command, as of `at`.
pub(super) fn pressed(id: RequestId, caller: Caller, value: String, at: Timestamp) -> CommandRequest {
    let text = match Ticket::read(&value) {
        Some(ticket) => ticket.command,
        // A broken ticket, which is refused as one.
        None if value.contains('|') => String::new(),
        // A plain command, as on the buttons of a status, or "never mind".
        None => return CommandRequest::new(id, caller, value, at),
    };
    CommandRequest { confirmation: Confirmation::Ticket(value), ..CommandRequest::new(id, caller, text, at) }
}

/// How grants write the callers of platforms with channels.
pub(super) const MEMBER_FORM: &str =
    "is not a caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any";

/// The parts of `<team>/<user>` or `<team>/#<channel>`, and whether it is a channel. `None` if one is missing.
pub(super) fn member_parts(member: &str) -> Option<([&str; 2], bool)> {
    let (team, member) = member.split_once('/')?;
    let (id, is_channel) = member.strip_prefix('#').map_or((member, false), |channel| (channel, true));
    (!team.is_empty() && !id.is_empty()).then_some(([team, id], is_channel))
}

/// The id of a person's `request`.
pub(super) fn id_of(request: &Request) -> RequestId {
    RequestId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()])
}

/// The command that the machine of `source` sends with `request`, as of `at`.
pub(super) fn from_machine(source: &str, request: &Request, text: String, at: Timestamp) -> CommandRequest {
    let id =
        RequestId::of(&[source.as_bytes(), &request.body, &request.arrived.as_nanosecond().to_be_bytes()]);
    CommandRequest::new(id, Caller::machine(source), text, at)
}
