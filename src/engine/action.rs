//! A power command and the instances that it goes on with.

use jiff::Timestamp;

use crate::{
    azure::{Compute, Seen},
    command::{Command, Power, Selection},
    policy::Permit,
};

/// The arguments of a power command.
pub(super) struct Action<'a> {
    pub command: &'a Command,
    pub verb: Power,
    pub selection: &'a Selection,
    pub max: Option<usize>,
    pub dry_run: bool,
    pub force: bool,
}

/// An instance that the caller may act on, as it was seen.
pub(super) type Permitted<A = Power> = (Permit<A>, Seen<Compute>);

/// The instances that a command may go on with.
pub(super) struct Cleared {
    pub to_do: Vec<Permitted>,
    /// Instances that the question did not name, since there was nothing to do to them.
    pub left: Vec<Permitted>,
    /// The time of the request; for a confirmed command, the time of its question.
    pub asked: Timestamp,
}

impl Cleared {
    pub fn all(to_do: Vec<Permitted>, asked: Timestamp) -> Self {
        Self { to_do, left: Vec::new(), asked }
    }
}
