//! Owners of instances by the names that people type for them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Policy, denial::OwnerError};
use crate::{command, command_request::Caller, locale::bare, target::Instance};

impl Policy {
    /// The configured name of the person with this id in Entra.
    pub fn name_of<'a>(&'a self, entra: &'a str) -> Option<&'a str> {
        self.callers_of(entra).find_map(|caller| self.people[caller].name.as_deref())
    }

    /// The caller's name: as configured, else as the platform says.
    pub fn called<'a>(&'a self, caller: &'a Caller) -> Option<&'a str> {
        let known = self.person(caller).and_then(|person| person.name.as_deref());
        known.or(caller.name.as_deref())
    }

    /// The instance with the configured name of its owner, which is the one that people know.
    pub fn known_by_name(&self, instance: Instance) -> Instance {
        let name = instance.owner.as_deref().and_then(|owner| self.name_of(owner)).map(str::to_owned);
        Instance { owner_name: name.or(instance.owner_name), ..instance }
    }

    /// The ids of all callers that have this id in Entra.
    pub fn callers_of<'a>(&'a self, entra: &'a str) -> impl Iterator<Item = &'a String> {
        let is_theirs = move |id: &String| id.eq_ignore_ascii_case(entra);
        let people = self.people.iter();
        people.filter(move |(_, person)| person.entra.as_ref().is_some_and(is_theirs)).map(|(id, _)| id)
    }

    /// The id in Entra of the owner that `caller` calls `typed`: `me`, an id, a mention such as `<@U0456>`, or a name or
    /// a part of it, with or without case, accents and `@`. `in_sight` are the owners of instances by id, with their names
    /// in Azure.
    ///
    /// # Errors
    ///
    /// If no person in the configuration or among the owners `in_sight` fits, or several do.
    pub fn owner(
        &self,
        caller: &Caller,
        typed: &str,
        in_sight: &BTreeMap<&str, Option<&str>>,
    ) -> Result<String, OwnerError> {
        let nobody = || {
            let names = in_sight.iter().map(|(id, name)| self.name_of(id).or(*name).unwrap_or(id).to_owned());
            OwnerError::Nobody(names.collect::<BTreeSet<_>>().into_iter().collect())
        };
        if typed == "me" {
            return self.entra(caller).map(str::to_owned).ok_or_else(nobody);
        }
        if let Some(user) = typed.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>')) {
            let (source, user) = (format!("{}:", caller.source), format!("/{user}"));
            let mut people = self.people.iter();
            let meant = people.find(|(id, _)| id.starts_with(&source) && id.ends_with(&user));
            return meant.and_then(|(_, person)| person.entra.clone()).ok_or_else(nobody);
        }
        if typed.len() == 36 && typed.split('-').count() == 5 {
            return Ok(typed.to_owned()); // an id, of somebody who need not be in sight
        }
        let mut fitting = self.fitting(typed, in_sight);
        match fitting.len() {
            0 => Err(nobody()),
            1 => Ok(fitting.pop_first().unwrap_or_default()),
            _ => Err(OwnerError::Several(fitting.iter().map(|id| self.unmistakable(id, in_sight)).collect())),
        }
    }

    /// The people whose names fit `typed` best, by their ids in lower case.
    fn fitting(&self, typed: &str, in_sight: &BTreeMap<&str, Option<&str>>) -> BTreeSet<String> {
        let known = self.people.values();
        let known = known.filter_map(|person| Some((person.entra.as_deref()?, person.name.as_deref()?)));
        let seen = in_sight.iter().filter_map(|(id, name)| Some((*id, (*name)?)));
        let fit = |(id, name): (&str, &str)| Some((fit(typed, name)?, id.to_ascii_lowercase()));
        let all: Vec<_> = known.chain(seen).filter_map(fit).collect();
        let best = all.iter().map(|(fit, _)| *fit).min();
        all.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, id)| id).collect()
    }

    /// The name of the person with this id, if it is theirs alone and can be typed; else the id.
    fn unmistakable(&self, id: &str, in_sight: &BTreeMap<&str, Option<&str>>) -> String {
        let seen = in_sight.iter().find(|(seen, _)| seen.eq_ignore_ascii_case(id));
        let name = self.name_of(id).or(seen.and_then(|(_, name)| *name));
        let can_be_typed = |name: &&str| command::owner(name).as_deref() == Some(*name);
        let alone = |name: &&str| self.fitting(name, in_sight).len() == 1;
        name.filter(can_be_typed).filter(alone).unwrap_or(id).to_owned()
    }
}

/// How well `typed` fits a name: the less, the better. `None`: not at all.
fn fit(typed: &str, name: &str) -> Option<usize> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(bare);
        words.filter(|word| !word.is_empty()).collect()
    };
    let (typed, name) = (words(typed), words(name));
    let each = |fits: fn(&String, &String) -> bool| {
        typed.iter().all(|part| name.iter().any(|word| fits(word, part)))
    };
    let fits = [
        typed.concat() == name.concat(),
        each(|word, part| word == part),
        each(|word, part| word.starts_with(part)),
        name.join(" ").contains(&typed.join(" ")),
    ];
    fits.iter().position(|fits| *fits && !typed.is_empty())
}
