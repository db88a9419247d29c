//! What verified requests ask for.

use jiff::Timestamp;

use crate::{
    ask::{Ask, AskId, Caller, Confirmation, UnmatchedReason},
    ticket::Ticket,
    verify::Request,
};

/// One delivery of alerts.
#[derive(Debug, Default)]
pub struct Alerts {
    pub asks: Vec<Ask>,
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
pub(super) fn pressed(id: AskId, caller: Caller, value: String, at: Timestamp) -> Ask {
    let text = match Ticket::read(&value) {
        Ok(ticket) => ticket.command,
        // It looks like a ticket, so it is refused as one.
        Err(_) if value.contains('|') => String::new(),
        // A command, as on the buttons of a status, or "never mind".
        Err(_) => return Ask::new(id, caller, value, at),
    };
    Ask {
        confirmation: Confirmation::Ticket(value),
        ..Ask::new(id, caller, text, at)
    }
}

/// The id of what a person asks with `request`.
pub(super) fn id_of(request: &Request) -> AskId {
    AskId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()])
}

/// The command that the machine of `source` sends with `request`, as of `at`.
pub(super) fn from_machine(source: &str, request: &Request, text: String, at: Timestamp) -> Ask {
    let id = AskId::of(&[
        source.as_bytes(),
        &request.body,
        &request.arrived.as_nanosecond().to_be_bytes(),
    ]);
    Ask::new(id, Caller::machine(source), text, at)
}
