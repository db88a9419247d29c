//! What verified requests ask for.

use jiff::Timestamp;

use crate::{
    command_request::{Caller, CommandRequest, Confirmation, RequestId, UnmatchedReason},
    ticket::Ticket,
    verify::Request,
};

/// One delivery of alerts.
#[derive(Debug, Default)]
pub struct Alerts {
    pub asks: Vec<CommandRequest>,
    /// Those that are left alone.
    pub unmatched: Vec<Unmatched>,
    /// How many asked for more than is done for one delivery.
    pub left_out: usize,
}

/// An alert that is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    pub name: String,
    /// Tells it from others, and is the same when it is sent again.
    pub key: String,
    pub reason: UnmatchedReason,
}

/// What a pressed button stands for, whose value came back at `at`: a ticket, or a plain command.
pub(super) fn pressed(id: RequestId, caller: Caller, value: String, at: Timestamp) -> CommandRequest {
    let text = match Ticket::read(&value) {
        Ok(ticket) => ticket.command,
        // It looks like a ticket, so it is refused as one.
        Err(_) if value.contains('|') => String::new(),
        // A command, as on the buttons of a status, or "never mind".
        Err(_) => return CommandRequest::new(id, caller, value, at),
    };
    CommandRequest { confirmation: Confirmation::Ticket(value), ..CommandRequest::new(id, caller, text, at) }
}

/// The id of what a person asks with `request`.
pub(super) fn id_of(request: &Request) -> RequestId {
    RequestId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()])
}

/// The command that the machine of `source` sends with `request`, as of `at`.
pub(super) fn from_machine(source: &str, request: &Request, text: String, at: Timestamp) -> CommandRequest {
    let id =
        RequestId::of(&[source.as_bytes(), &request.body, &request.arrived.as_nanosecond().to_be_bytes()]);
    CommandRequest::new(id, Caller::machine(source), text, at)
}
