//! Why a request is permitted or not, grant by grant: for whoever writes the grants.

use super::{
    Policy,
    grant::{Ability, Grant, How, Reach},
};
use crate::{
    ask::Caller,
    command::Verb,
    target::{Instance, Pattern},
};

/// What one grant has to do with a caller and a verb.
#[derive(Debug)]
pub struct Explained<'a> {
    pub grant: &'a Grant,
    /// What in its `to` names the caller. `None`: nothing does.
    pub names: Option<&'a Pattern>,
    /// Whether it gives the verb to them. A channel never gives `delete`.
    pub gives: bool,
    /// Whether it gives them `force`.
    pub forces: bool,
    entra: Option<&'a str>,
}

/// Whether a grant reaches an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached<'a> {
    By(&'a Reach),
    No,
    /// It gives what is the caller's own, and whose this is was not read.
    Unknown,
}

impl Policy {
    /// All grants, in their order.
    pub fn explain<'a>(&'a self, caller: &'a Caller, verb: Verb) -> Vec<Explained<'a>> {
        let explain = |grant: &'a Grant| {
            let mut named = grant.named(caller);
            Explained {
                grant,
                // A person's own id says more than the channel that they are in.
                names: named
                    .clone()
                    .find(|(_, how)| *how == How::InPerson)
                    .or_else(|| named.next())
                    .map(|(pattern, _)| pattern),
                gives: grant.allows(caller, Ability::Do(verb)),
                forces: grant.allows(caller, Ability::Force),
                entra: self.entra(caller),
            }
        };
        self.grants.iter().map(explain).collect()
    }
}

impl<'a> Explained<'a> {
    /// Whether it reaches `instance`. `read` tells whether its owner was read, and is not merely
    /// left out.
    pub fn reaches(&self, instance: &Instance, read: bool) -> Reached<'a> {
        let mut unknown = false;
        for reach in &self.grant.on {
            if reach.covers(instance, self.entra) {
                return Reached::By(reach);
            }
            unknown |= *reach == Reach::Mine && !read && self.entra.is_some();
        }
        if unknown { Reached::Unknown } else { Reached::No }
    }
}
