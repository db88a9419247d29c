//! What a command selects, and why it may select nothing.

use std::collections::BTreeSet;

use crate::{
    azure::{AzureError, Compute, Seen, vm_size},
    command::Selection,
    policy::{Denial, OwnerError},
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
    /// Instances that fit but for `--gpu` and `--size`, since Azure does not say their size or it is of an unknown family.
    pub unknown_size: Vec<ComputeId>,
}

impl SelectError {
    /// [`Self::NothingFits`], whatever the sizes.
    pub const NOTHING_FITS: Self = Self::NothingFits { sizes: BTreeSet::new(), unknown_size: Vec::new() };
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
        /// What a single name may stand for instead: a part of names, or an owner.
        wider: Vec<Selection>,
    },
    /// Several workspaces have an instance of this name, or the caller has several and asked for the one.
    Ambiguous {
        /// As it was typed. `None`: "my instance".
        name: Option<String>,
        /// Each of the instances, to choose from.
        places: Vec<ComputeId>,
    },
    /// `--owner` names nobody, or several people.
    Owner(OwnerError),
    /// No instance has this name, but a workspace.
    IsWorkspace(Alias),
    /// A glob, `all`, `mine` or an option that matches nothing.
    NothingFits {
        /// The sizes of what fits but for `--gpu` and `--size`.
        sizes: BTreeSet<String>,
        /// As [`Selected::unknown_size`].
        unknown_size: Vec<ComputeId>,
    },
    /// A workspace could not be read.
    Failed(Box<Unreadable>),
}

/// Leaves what `--gpu` and `--size` mean.
pub(super) fn of_size(selection: &Selection, mut selected: Selected) -> Result<Selected, SelectError> {
    if !selection.gpu && selection.size.is_none() {
        return Ok(selected);
    }
    let mut sizes = BTreeSet::new();
    for compute in std::mem::take(&mut selected.found) {
        match is_of_size(selection, &compute) {
            Some(true) => selected.found.push(compute),
            Some(false) => sizes.extend(compute.vm_size.clone()),
            None => selected.unknown_size.push(compute.id.clone()),
        }
    }
    if selected.found.is_empty() && selected.unread.is_empty() {
        return Err(SelectError::NothingFits { sizes, unknown_size: selected.unknown_size });
    }
    Ok(selected)
}

/// `None` if that is not known.
fn is_of_size(selection: &Selection, compute: &Compute) -> Option<bool> {
    let size = compute.vm_size.as_deref()?;
    let is_named = selection.size.as_ref().is_none_or(|part| vm_size::includes(size, part));
    if is_named && selection.gpu { vm_size::has_gpu(size) } else { Some(is_named) }
}
