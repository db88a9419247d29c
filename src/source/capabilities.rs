//! What a platform can do, as data.

use std::time::Duration;

use crate::{
    command_request::CallerKind,
    reply::{LateChannel, Surface},
};

/// What is known about all sources of a platform before any request.
#[derive(Clone, Copy, Debug)]
pub struct Capabilities {
    /// Whether people in a chat send requests, or a program.
    pub caller: CallerKind,
    /// Whether requests come over HTTP, to the source's own route.
    pub has_route: bool,
    /// How long after its arrival a request's first answer is due, with a margin for the way back.
    pub first_answer: Duration,
    /// How long after a request its last answer can still be delivered, with a margin.
    pub last_answer: Duration,
    /// Whether late answers reach the caller. Otherwise they go to the source's channels.
    pub answers_late: bool,
    /// Whether an acknowledgement is a placeholder, which the next answer replaces.
    pub defers: bool,
    /// Whether each answer replaces the one before, for all who see it.
    pub edits: bool,
    /// Whether confirmations are typed because there are no buttons.
    pub confirms_by_typing: bool,
    /// The longest value of a button, in characters, if that is shorter than a ticket can be.
    pub button_limit: Option<usize>,
    /// The most lines of a list, if its messages hold fewer than those of other platforms.
    pub rows: Option<usize>,
    /// Whether buttons need a key from `[tickets]`, because the platform shares no secret with Lamplighter, or only one
    /// that travels with each request.
    pub needs_ticket_key: bool,
    /// Whether the platform vouches for its users' object ids in Entra.
    pub knows_entra_ids: bool,
    /// Whether the headers alone prove who sends a request.
    pub proves_by_head: bool,
}

impl Capabilities {
    /// A chat that takes late answers and has buttons.
    pub const CHAT: Self = Self {
        caller: CallerKind::Person,
        has_route: true,
        first_answer: Duration::from_secs(2),
        last_answer: Duration::from_secs(14 * 60),
        answers_late: true,
        defers: false,
        edits: false,
        confirms_by_typing: false,
        button_limit: None,
        rows: None,
        needs_ticket_key: false,
        knows_entra_ids: false,
        proves_by_head: false,
    };

    /// A program. Late answers go to the source's channels.
    pub const MACHINE: Self = Self {
        caller: CallerKind::Machine,
        // Some close the connection after five seconds.
        first_answer: Duration::from_secs(4),
        // Long enough for the largest fleet to settle.
        last_answer: Duration::from_secs(45 * 60),
        answers_late: false,
        confirms_by_typing: true,
        ..Self::CHAT
    };

    /// What replies can promise and offer, if the source notifies these channels.
    pub fn surface(&self, channels: Vec<String>) -> Surface {
        let late = if self.answers_late {
            LateChannel::Here
        } else if channels.is_empty() {
            LateChannel::Nowhere
        } else {
            LateChannel::There(channels)
        };
        Surface {
            typed: self.confirms_by_typing,
            button: self.button_limit,
            edits: self.edits,
            rows: self.rows,
            late,
            ..Surface::default()
        }
    }
}
