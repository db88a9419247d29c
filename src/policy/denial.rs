//! Why a known caller is refused.

use super::{
    grant::{Ability, GrantTarget},
    rights::Right,
};
use crate::{command::Verb, target::Instance};

/// Why a known caller was refused. [`crate::reply`] has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// No grant names this caller.
    NoGrants,
    /// Grants name the caller, but none gives this verb.
    NotThisVerb {
        /// The verb of the command.
        verb: Verb,
        /// What the grants give instead.
        rights: Vec<Right>,
    },
    /// The caller may do this elsewhere, but not to the instances of the command.
    NotHere {
        /// The verb of the command.
        verb: Verb,
        /// Where the caller may use it.
        only: Vec<GrantTarget>,
        /// The instance that is refused. `None`: none of those selected is allowed.
        instance: Option<Box<Instance>>,
    },
    /// The verb is allowed, but not ending running work on this instance.
    NotByForce {
        /// The verb of the command.
        verb: Verb,
        /// Where the caller may end running work. Empty: nowhere.
        only: Vec<GrantTarget>,
        /// The instance that is refused.
        instance: Box<Instance>,
    },
    /// Only grants to channels give this, and none is to the channel that the caller writes in.
    OtherChannel {
        /// The verb of the command, or `force`.
        ability: Ability,
    },
    /// Only a grant to this channel would give the verb, which has to be granted to the caller.
    NotByChannel {
        /// The verb of the command.
        verb: Verb,
    },
    /// A machine asks for what a person has to confirm.
    NotByMachine {
        /// The verb of the command.
        verb: Verb,
    },
    /// The grants say `mine`, but the caller's Entra id is not configured.
    NobodyKnown,
}

/// Why a name stands for no owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnerError {
    /// It fits several people. What to type for each: a name, or an id where no name is theirs alone.
    Several(Vec<String>),
    /// It fits nobody. The owners in sight, by name or else by id.
    Nobody(Vec<String>),
}
