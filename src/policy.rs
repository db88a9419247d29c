//! Who may do what. Without a grant nothing is allowed, and what a caller may not see is treated as if it did not
//! exist.
//!
//! [`Policy::scope`] says how far a caller's grants reach, before any call to Azure. [`Policy::permit`] makes the
//! [`Permit`] that acting on an instance takes. Nothing else can make one:
//!
//! ```compile_fail,E0451
//! use lamplighter::{command::Verb, policy::Permit, target::Instance};
//! fn forge(instance: Instance) -> Permit {
//!     Permit { instance, action: Verb::Stop, force: false, may_force: false }
//! }
//! ```
//!
//! and the type of the action belongs to the permit, so that a permit to look is none to write a setting:
//!
//! ```compile_fail,E0308
//! use lamplighter::{command::Verb, policy::Permit};
//! fn misuse<Setting>(to_look: Permit<Verb>) -> Permit<Setting> {
//!     to_look
//! }
//! ```
//!
//! An example: `slack:T1/*` has `reader` on `research/*`, and `slack:T1/UADA` has `operator` on `mine`. Bob, a member
//! of T1, can list research but not stop anything. Ada can stop her own instance there. Cy, of T2, has no grants, so
//! his question about `myci` costs no call to Azure.

mod denial;
mod grant;
mod owners;
mod rights;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    command::Verb,
    command_request::{Caller, CallerKind},
    target::Instance,
};

pub use denial::{Denial, OwnerError};
pub(crate) use grant::{Ability, Grant, GrantTarget, abilities};
pub use grant::{GrantExplanation, Grantee};
pub(crate) use rights::Right;
pub(crate) use scope::{Scope, selected};

/// The grants and the people, as configured.
#[derive(Debug, Default)]
pub struct Policy {
    /// In the order of the configuration, which makes no difference.
    pub(crate) grants: Vec<Grant>,
    /// By caller id.
    pub(crate) people: BTreeMap<String, Person>,
}

/// What the configuration says about a caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Person {
    /// Entra object id, which `mine` needs.
    pub entra: Option<String>,
    /// What replies call them.
    pub name: Option<String>,
    /// An IETF tag, for platforms that do not report the caller's language.
    pub locale: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
}

/// The right to apply one action to one instance, once. Only [`Policy::permit`] makes it. The type of the action keeps
/// a permit from being used for another one.
#[derive(Debug)]
pub struct Permit<A = Verb> {
    instance: Instance,
    action: A,
    force: bool,
    may_force: bool,
}

impl<A: Copy> Permit<A> {
    /// The one instance that it is for, as it was when it was permitted.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// What may be done to it.
    pub fn action(&self) -> A {
        self.action
    }

    /// Whether running work may be ended.
    pub fn force(&self) -> bool {
        self.force
    }

    /// Whether the caller could have asked for `force`, so that a reply may suggest it.
    pub fn may_force(&self) -> bool {
        self.may_force
    }
}

impl Policy {
    pub(crate) fn person(&self, caller: &Caller) -> Option<&Person> {
        self.people.get(&caller.id)
    }

    /// The caller's Entra id: as the platform vouches, else as configured.
    pub fn entra<'a>(&'a self, caller: &'a Caller) -> Option<&'a str> {
        let configured = || self.person(caller)?.entra.as_deref();
        caller.entra.as_deref().or_else(configured)
    }

    fn grants_of<'a>(&'a self, caller: &'a Caller) -> impl Iterator<Item = &'a Grant> {
        self.grants.iter().filter(|grant| grant.names(caller).is_some())
    }

    /// Whether any grant gives `verb`, so that our identity needs the right to it in Azure.
    pub fn anybody_may(&self, verb: Verb) -> bool {
        self.grants.iter().any(|grant| grant.may.contains(&Ability::Do(verb)))
    }

    /// Whether any grant is to anybody in the chat `source`.
    pub fn reaches_into(&self, source: &str) -> bool {
        self.grants.iter().flat_map(|grant| &grant.to).any(|to| to.is_in(source))
    }

    /// Whether any grant gives `verb` to a machine, whose id is a source's name alone.
    pub fn machine_may(&self, verb: Verb) -> bool {
        let to_machine = |grant: &&Grant| grant.to.iter().any(Grantee::is_machine);
        let mut grants = self.grants.iter().filter(to_machine);
        grants.any(|grant| grant.may.contains(&Ability::Do(verb)))
    }

    /// How far `caller` may `verb`, before anything is read from Azure.
    ///
    /// # Errors
    ///
    /// The refusal, if the caller may not `verb` anywhere.
    pub fn scope<'a>(&'a self, caller: &'a Caller, verb: Verb) -> Result<Scope<'a>, Denial> {
        if caller.kind == CallerKind::Machine && verb.needs_a_yes() {
            return Err(Denial::NotByMachine { verb });
        }
        let scope = self.scope_for(caller, Ability::Do(verb));
        if scope.reaches.is_empty() {
            return Err(self.refusal(caller, verb));
        }
        if scope.entra.is_none() && scope.reaches.iter().all(|reach| **reach == GrantTarget::Mine) {
            return Err(Denial::NobodyKnown);
        }
        Ok(scope)
    }

    /// What `caller` may see: everything that any grant reaches, for any verb.
    pub fn sight<'a>(&'a self, caller: &'a Caller) -> Scope<'a> {
        self.scope_of(caller, self.grants_of(caller))
    }

    fn scope_for<'a>(&'a self, caller: &'a Caller, ability: Ability) -> Scope<'a> {
        self.scope_of(caller, self.grants_of(caller).filter(|grant| grant.allows(caller, ability)))
    }

    fn scope_of<'a>(&'a self, caller: &'a Caller, grants: impl Iterator<Item = &'a Grant>) -> Scope<'a> {
        Scope { reaches: grants.flat_map(|grant| &grant.on).collect(), entra: self.entra(caller) }
    }

    /// The permit for `caller` to apply `action` to this `instance`, or the refusal.
    pub fn permit<A: Copy + Into<Verb>>(
        &self,
        caller: &Caller,
        action: A,
        force: bool,
        instance: &Instance,
    ) -> Result<Permit<A>, Denial> {
        let verb = action.into();
        let scope = self.scope(caller, verb)?;
        if !scope.covers(instance) {
            return Err(scope.refusal(verb, Some(instance)));
        }
        let forcing = self.scope_for(caller, Ability::Force);
        let may_force = forcing.covers(instance);
        if force && !may_force {
            let only: Vec<_> = forcing.reaches.into_iter().cloned().collect();
            return Err(match self.only_by_channel(caller, Ability::Force) {
                Some(denial) if only.is_empty() => denial,
                _ => Denial::NotByForce { verb, only, instance: Box::new(instance.clone()) },
            });
        }
        Ok(Permit { instance: instance.clone(), action, force, may_force })
    }

    /// Explains all grants for this caller and verb, in their order.
    pub fn explain<'a>(&'a self, caller: &'a Caller, verb: Verb) -> Vec<GrantExplanation<'a>> {
        let explain = |grant: &'a Grant| GrantExplanation {
            grant,
            names: grant.names(caller),
            gives: grant.allows(caller, Ability::Do(verb)),
            forces: grant.allows(caller, Ability::Force),
            entra: self.entra(caller),
        };
        self.grants.iter().map(explain).collect()
    }

    /// What `caller` may do, with all that grants to wider places give in each place. Without any grant: empty.
    pub(crate) fn rights(&self, caller: &Caller) -> Vec<Right> {
        rights::of(caller, &self.grants_of(caller).collect::<Vec<_>>())
    }

    /// The lists by which grants name `caller`.
    pub(crate) fn lists_of(&self, caller: &Caller) -> BTreeSet<String> {
        let words = self.grants_of(caller).filter_map(|grant| grant.to_person(caller));
        words.filter(|to| matches!(to, Grantee::List { .. })).map(Grantee::to_string).collect()
    }

    /// Whether some rights of `caller` are those of the channel, and hold nowhere else.
    pub(crate) fn depends_on_channel(&self, caller: &Caller) -> bool {
        self.grants_of(caller).any(|grant| grant.to_person(caller).is_none())
    }

    /// Why no grant gives `verb` to `caller`.
    fn refusal(&self, caller: &Caller, verb: Verb) -> Denial {
        self.only_by_channel(caller, Ability::Do(verb)).unwrap_or_else(|| match self.rights(caller) {
            rights if rights.is_empty() => Denial::NoGrants,
            rights => Denial::NotThisVerb { verb, rights },
        })
    }

    /// The refusal if grants to channels of the caller's source give `ability`, but not to the caller here.
    fn only_by_channel(&self, caller: &Caller, ability: Ability) -> Option<Denial> {
        let mut grants = self.grants.iter().filter(|grant| grant.may.contains(&ability));
        if let Ability::Do(verb) = ability
            && verb.needs_a_yes()
        {
            let here = grants.any(|grant| grant.to_channel(caller).is_some());
            return here.then_some(Denial::NotByChannel { verb });
        }
        let elsewhere = grants.any(|grant| grant.to_channel_of(&caller.source));
        elsewhere.then_some(Denial::OtherChannel { ability })
    }
}

#[cfg(test)]
mod tests;
