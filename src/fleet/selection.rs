//! What a command selects, and why it may select nothing.

use crate::{
    azure::{AzureError, Compute, Seen},
    policy::Denial,
    target::{Alias, ComputeId},
};

/// A workspace that could not be read.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// `None` if the caller may not know its name.
    pub alias: Option<Alias>,
    /// Why not.
    pub error: AzureError,
}

/// The instances that a command selects.
#[derive(Debug, Default)]
pub struct Selected {
    /// The instances that fit and that the caller may see, in the order of their ids.
    pub found: Vec<Seen<Compute>>,
    /// The workspaces that could not be read. One failure does not hide the others.
    pub unread: Vec<Unreadable>,
    /// Names in a machine's command that do not exist, if others do: nobody can correct the command.
    pub missing: Vec<String>,
}

/// Why a command selects nothing.
#[derive(Debug)]
pub enum SelectError {
    /// The caller may not use the verb, or not on any of these.
    Refused(Denial),
    /// The caller sees no instances with these names. For a single name, `meant` are the most similar ones.
    NotSeen {
        /// As they were typed.
        names: Vec<String>,
        /// Equally similar. Empty if none is similar, or if there are several names.
        meant: Vec<ComputeId>,
    },
    /// Several workspaces have an instance of this name.
    Ambiguous {
        /// As it was typed.
        name: String,
        /// Each of the instances, to choose from.
        places: Vec<ComputeId>,
    },
    /// A glob, `all` or `mine` that matches nothing.
    NothingFits,
    /// A workspace could not be read.
    Failed(Box<Unreadable>),
}
