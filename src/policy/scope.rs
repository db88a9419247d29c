//! How far a caller's grants reach, before anything is read from Azure.

use super::{
    denial::Denial,
    grant::{GrantTarget, is_owner},
};
use crate::{
    command::Verb,
    target::{Alias, Instance, Pattern, Target, Which},
};

/// What the grants of one caller reach, for one verb or for any.
#[derive(Debug)]
pub struct Scope<'a> {
    pub(super) reaches: Vec<&'a GrantTarget>,
    /// The caller's id in Entra, if known.
    pub entra: Option<&'a str>,
}

impl Scope<'_> {
    /// Whether an instance in the workspace may be within reach, so that reading the workspace makes sense.
    pub fn touches(&self, workspace: &Alias) -> bool {
        self.any(self.entra.is_some(), |pattern, _| pattern.matches(workspace.as_str()))
    }

    /// Whether the caller may know that the workspace exists.
    pub fn knows(&self, workspace: &Alias) -> bool {
        self.any(false, |pattern, _| pattern.matches(workspace.as_str()))
    }

    /// Whether an instance of this name may be within reach, depending on its owner.
    pub fn touches_name(&self, workspace: &Alias, name: &str) -> bool {
        self.any(self.entra.is_some(), |workspaces, names| {
            workspaces.matches(workspace.as_str()) && names.matches(name)
        })
    }

    /// Whether this instance is within reach.
    pub fn covers(&self, instance: &Instance) -> bool {
        self.reaches.iter().any(|reach| reach.covers(instance, self.entra))
    }

    /// Whether everything that `target` can select in the workspace is within reach, by names alone.
    pub fn covers_all(&self, workspace: &Alias, target: &Target) -> bool {
        let wanted = match &target.which {
            Which::Named(name) => name.as_str(),
            // A glob that matches the text of another glob matches all that the other does.
            Which::Matching(pattern) => pattern.as_str(),
            Which::All | Which::Mine => "*",
        };
        self.any(false, |pattern, names| pattern.matches(workspace.as_str()) && names.matches(wanted))
    }

    /// Why the caller may not `verb` this instance, or any of those selected, although the caller may in this scope.
    pub fn refusal(&self, verb: Verb, instance: Option<&Instance>) -> Denial {
        if self.entra.is_none() && self.reaches.contains(&&GrantTarget::Mine) {
            return Denial::NobodyKnown;
        }
        let only = self.reaches.iter().copied().cloned().collect();
        Denial::NotHere { verb, only, instance: instance.cloned().map(Box::new) }
    }

    /// Whether `mine` is in reach and `mine` holds, or any patterns of workspace and name are for which `named` holds.
    fn any(&self, mine: bool, named: impl Fn(&Pattern, &Pattern) -> bool) -> bool {
        self.reaches.iter().any(|reach| match reach {
            GrantTarget::Mine => mine,
            GrantTarget::Named { workspace, name } => named(workspace, name),
        })
    }
}

/// Whether `target` selects this instance for the caller of `scope`.
pub fn selected(target: &Target, instance: &Instance, scope: &Scope<'_>) -> bool {
    target.in_workspace(&instance.id.workspace)
        && target.fits_name(&instance.id.name)
        && (target.which != Which::Mine || is_owner(instance, scope.entra))
}
