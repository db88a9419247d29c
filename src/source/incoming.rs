//! What verified requests turn out to be.

use jiff::Timestamp;

use super::http_answer::Answer;
use crate::{
    ask::{Ask, AskId, Caller, Confirmation, Mode, ReplyTo, UnmatchedReason},
    reply::Expected,
    ticket::Ticket,
    verify::Request,
};

/// What a verified request turned out to be.
#[derive(Debug)]
pub enum Heard {
    Ask(Ask),
    /// Verb and TARGETs that somebody is still typing, and would like to be offered an end to.
    Unfinished(Ask),
    /// A button that worked for a while, and does no longer.
    TooLate(Ask),
    /// Somebody whom the platform cannot tell from others, speaking this language.
    Nameless {
        locale: Option<String>,
    },
    /// What alerts ask, by the source's rules.
    Alerts(Alerts),
    /// Not what a machine's source takes: mostly a sender that was set up otherwise.
    NotUnderstood(Expected),
    /// Nothing to do, and this is the polite answer.
    Nothing(Answer),
}

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

/// What a button stands for that came back with `value`, pressed at `at`: the text, when it was
/// pressed, and the ticket if it is one.
pub(super) fn pressed(value: String, at: Timestamp) -> (String, Timestamp, Confirmation) {
    match Ticket::read(&value) {
        Ok(ticket) => (ticket.command.clone(), at, Confirmation::Ticket(value)),
        // Marked as a ticket, and none: to be refused as one.
        Err(_) if value.contains('|') => (String::new(), at, Confirmation::Ticket(value)),
        // A command, as on the buttons of a status, or "never mind".
        Err(_) => (value, at, Confirmation::None),
    }
}

/// What the machine of `source` asks with `request`, as of `at`.
pub(super) fn machine_ask(source: &str, request: &Request, text: String, at: Timestamp) -> Ask {
    Ask {
        id: AskId::of(&[
            source.as_bytes(),
            &request.body,
            &request.arrived.as_nanosecond().to_be_bytes(),
        ]),
        caller: Caller::machine(source),
        text,
        at,
        confirmation: Confirmation::None,
        locale: None,
        reply_to: ReplyTo::Machine,
        mode: Mode::Act,
        cause: None,
        alerts: Vec::new(),
    }
}
