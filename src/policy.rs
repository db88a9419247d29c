//! Who may do what. No grant, no action; and what a caller may not see does not exist for them.
//!
//! Two questions: [`Policy::scope`], before any call, says how far a caller's grants reach;
//! [`Policy::permit`], with an instance at hand, makes the [`Permit`] that acting on it takes.
//! Nothing else makes one:
//!
//! ```compile_fail,E0451
//! use lamplighter::{command::Verb, policy::Permit, target::Instance};
//! fn forge(instance: Instance) -> Permit {
//!     Permit { instance, verb: Verb::Stop, force: false, may_force: false }
//! }
//! ```
//!
//! A worked example. Grants: `slack:T1/*` may `reader` on `research/*`; `slack:T1/UADA` may
//! `operator` on `mine`. Bob, a member of T1, lists research and is told he may not stop. Ada
//! stops her own instance there. Cy, of T2, is told that he has no grants; asking for `myci`
//! costs no call to Azure.

mod explain;
mod grant;

use std::collections::BTreeMap;

use crate::{
    ask::{Caller, CallerKind},
    command::Verb,
    target::{Alias, Instance, Target, Which},
};

pub use explain::{Explained, Reached};
pub use grant::{Ability, Grant, Reach, abilities};

/// The grants and the people, as configured.
#[derive(Debug, Default)]
pub struct Policy {
    pub grants: Vec<Grant>,
    /// By caller id.
    pub people: BTreeMap<String, Person>,
}

/// What the config knows of a caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Entra object id: makes `mine` work.
    pub entra: Option<String>,
    pub locale: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
}

/// The right to do one verb to one instance, once. Made by [`Policy::permit`] alone.
#[derive(Debug)]
pub struct Permit {
    instance: Instance,
    verb: Verb,
    force: bool,
    may_force: bool,
}

impl Permit {
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    pub fn verb(&self) -> Verb {
        self.verb
    }

    /// Whether running work may be ended.
    pub fn force(&self) -> bool {
        self.force
    }

    /// Whether the caller could have asked for it: decides which hint a reply gives.
    pub fn may_force(&self) -> bool {
        self.may_force
    }
}

/// Why a known caller was refused. Words for it are in [`crate::reply`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No grant names this caller at all.
    NoGrants,
    /// Some grant does, but not for this verb. `may` is what is allowed instead.
    NotThisVerb {
        verb: Verb,
        may: Vec<Verb>,
        on: Vec<String>,
    },
    /// A machine asks to delete: a delete is confirmed, and a machine confirms nothing.
    NotByMachine,
    /// The verb is allowed, ending running work is not.
    NotByForce { verb: Verb },
    /// The caller sees what was selected, but may do this to none of it.
    NothingOfThese { verb: Verb },
    /// The grants say `mine`, but who the caller is in Entra is not configured.
    NobodyKnown,
}

/// How far one caller's grants reach for one verb.
#[derive(Debug)]
pub struct Scope<'a> {
    reaches: Vec<&'a Reach>,
    entra: Option<&'a str>,
}

impl Policy {
    pub fn person(&self, caller: &Caller) -> Option<&Person> {
        self.people.get(&caller.id)
    }

    /// Who the caller is in Entra: as the platform vouches, else as configured.
    pub fn entra<'a>(&'a self, caller: &'a Caller) -> Option<&'a str> {
        let configured = || self.person(caller)?.entra.as_deref();
        caller.entra.as_deref().or_else(configured)
    }

    fn grants_of<'a>(&'a self, caller: &'a Caller) -> impl Iterator<Item = &'a Grant> {
        self.grants.iter().filter(|grant| grant.is_to(caller))
    }

    /// Whether any grant gives `verb` to anybody: what our own identity needs in Azure.
    pub fn anybody_may(&self, verb: Verb) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.may.contains(&Ability::Do(verb)))
    }

    /// Whether any grant gives `verb` to a timer, a script or an alert: those go by a name alone.
    pub fn machine_may(&self, verb: Verb) -> bool {
        let to_machine = |grant: &&Grant| grant.to.iter().any(|to| !to.as_str().contains(':'));
        let mut grants = self.grants.iter().filter(to_machine);
        grants.any(|grant| grant.may.contains(&Ability::Do(verb)))
    }

    /// How far `caller` may `verb`, before anything is read from Azure.
    pub fn scope<'a>(&'a self, caller: &'a Caller, verb: Verb) -> Result<Scope<'a>, Refusal> {
        if caller.kind == CallerKind::Machine && verb == Verb::Delete {
            return Err(Refusal::NotByMachine);
        }
        let grants = self
            .grants_of(caller)
            .filter(|grant| grant.allows(caller, Ability::Do(verb)));
        let scope = self.scope_of(caller, grants);
        if scope.reaches.is_empty() {
            return Err(self.refusal(caller, verb, |_| true));
        }
        if scope.entra.is_none() && scope.reaches.iter().all(|reach| **reach == Reach::Mine) {
            return Err(Refusal::NobodyKnown);
        }
        Ok(scope)
    }

    /// What `caller` may see: whatever any of the grants reaches, for whichever verb.
    pub fn sight<'a>(&'a self, caller: &'a Caller) -> Scope<'a> {
        self.scope_of(caller, self.grants_of(caller))
    }

    fn scope_of<'a>(&'a self, caller: &'a Caller, grants: impl Iterator<Item = &'a Grant>) -> Scope<'a> {
        Scope {
            reaches: grants.flat_map(|grant| &grant.on).collect(),
            entra: self.entra(caller),
        }
    }

    /// The permit for `caller` to `verb` this `instance`, or why not.
    pub fn permit(
        &self,
        caller: &Caller,
        verb: Verb,
        force: bool,
        instance: &Instance,
    ) -> Result<Permit, Refusal> {
        if caller.kind == CallerKind::Machine && verb == Verb::Delete {
            return Err(Refusal::NotByMachine);
        }
        let entra = self.entra(caller);
        let allowed = |ability| {
            self.grants_of(caller)
                .any(|grant| grant.allows(caller, ability) && grant.reaches(instance, entra))
        };
        if !allowed(Ability::Do(verb)) {
            return Err(self.refusal(caller, verb, |grant| grant.reaches(instance, entra)));
        }
        let may_force = allowed(Ability::Force);
        if force && !may_force {
            return Err(Refusal::NotByForce { verb });
        }
        Ok(Permit {
            instance: instance.clone(),
            verb,
            force,
            may_force,
        })
    }

    /// What `caller` may do anywhere, in the order of the verb table, and on what.
    pub fn rights(&self, caller: &Caller) -> (Vec<Verb>, Vec<String>) {
        self.rights_where(caller, |_| true)
    }

    fn rights_where(&self, caller: &Caller, wanted: impl Fn(&Grant) -> bool) -> (Vec<Verb>, Vec<String>) {
        let grants: Vec<_> = self.grants_of(caller).filter(|grant| wanted(grant)).collect();
        let may = crate::command::VERBS
            .iter()
            .map(|row| row.verb)
            .filter(|verb| verb.needs_grant() && grants.iter().any(|g| g.allows(caller, Ability::Do(*verb))))
            .collect();
        let mut on: Vec<String> = grants.iter().flat_map(|g| &g.on).map(Reach::to_string).collect();
        on.sort_unstable();
        on.dedup();
        (may, on)
    }

    fn refusal(&self, caller: &Caller, verb: Verb, wanted: impl Fn(&Grant) -> bool) -> Refusal {
        match self.rights_where(caller, wanted) {
            (may, _) if may.is_empty() => Refusal::NoGrants,
            (may, on) => Refusal::NotThisVerb { verb, may, on },
        }
    }
}

impl Scope<'_> {
    /// Whether anything in the workspace could be within reach, so that reading it has a point.
    pub fn touches(&self, workspace: &Alias) -> bool {
        self.reaches.iter().any(|reach| match reach {
            Reach::Mine => self.entra.is_some(),
            Reach::Named {
                workspace: pattern, ..
            } => pattern.matches(workspace.as_str()),
        })
    }

    /// Whether the caller may know that the workspace exists.
    pub fn knows(&self, workspace: &Alias) -> bool {
        self.reaches.iter().any(|reach| match reach {
            Reach::Mine => false,
            Reach::Named {
                workspace: pattern, ..
            } => pattern.matches(workspace.as_str()),
        })
    }

    /// Whether an instance of this name could be, whoever owns it.
    pub fn touches_name(&self, workspace: &Alias, name: &str) -> bool {
        self.reaches.iter().any(|reach| match reach {
            Reach::Mine => self.entra.is_some(),
            Reach::Named {
                workspace: ws,
                name: pattern,
            } => ws.matches(workspace.as_str()) && pattern.matches(name),
        })
    }

    /// Whether this instance is.
    pub fn covers(&self, instance: &Instance) -> bool {
        self.reaches
            .iter()
            .any(|reach| reach.covers(instance, self.entra))
    }

    /// Whether this instance is the caller's own.
    pub fn owns(&self, instance: &Instance) -> bool {
        grant::is_owner(instance, self.entra)
    }

    /// The caller in Entra, if known: for `--owner me`.
    pub fn entra(&self) -> Option<&str> {
        self.entra
    }
}

/// Whether `target` means this instance, given whose it is.
pub fn selected(target: &Target, instance: &Instance, scope: &Scope<'_>) -> bool {
    target.in_workspace(&instance.id.workspace)
        && target.fits_name(&instance.id.name)
        && (target.which != Which::Mine || scope.owns(instance))
}

#[cfg(test)]
mod tests;
