//! One grant: to whom, for what, on what.

use std::fmt;

use crate::{
    ask::Caller,
    command::{VERBS, Verb},
    target::{Instance, Pattern},
};

/// What a word in a grant's `may` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    Do(Verb),
    /// To end running work; never alone, always with a verb.
    Force,
}

/// A `[[grants]]` table, read.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Caller ids, or channels (`slack:T1/#C1`). Their case counts.
    pub to: Vec<Pattern>,
    pub may: Vec<Ability>,
    pub on: Vec<Reach>,
}

/// A word in a grant's `on`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Instances whose owner is the caller.
    Mine,
    Named {
        workspace: Pattern,
        name: Pattern,
    },
}

/// The abilities that a word in `may` gives: a verb, `force`, or a role.
pub fn abilities(word: &str) -> Option<Vec<Ability>> {
    use Verb::{Announce, Audit, Cost, Delete, Idle, Keep, List, Restart, Schedule, Start, Status, Stop};
    const READER: &[Verb] = &[Status, List, Audit, Cost];
    const OPERATOR: &[Verb] = &[Start, Stop, Restart, Announce, Keep];
    const OWNER: &[Verb] = &[Delete, Idle, Schedule];
    let verbs = |verbs: &[&[Verb]]| verbs.concat().into_iter().map(Ability::Do).collect::<Vec<_>>();
    match word {
        "reader" => Some(verbs(&[READER])),
        "operator" => Some(verbs(&[READER, OPERATOR])),
        "owner" => Some([verbs(&[READER, OPERATOR, OWNER]), vec![Ability::Force]].concat()),
        "force" => Some(vec![Ability::Force]),
        _ => VERBS
            .iter()
            .find(|row| row.verb.needs_grant() && row.verb.name() == word)
            .map(|row| vec![Ability::Do(row.verb)]),
    }
}

impl Grant {
    pub(super) fn is_to(&self, caller: &Caller) -> bool {
        self.named(caller).next().is_some()
    }

    /// What in `to` names the caller, and how.
    pub(super) fn named<'a>(
        &'a self,
        caller: &'a Caller,
    ) -> impl Iterator<Item = (&'a Pattern, How)> + Clone {
        let to = self.to.iter();
        to.filter_map(|pattern| Some((pattern, names(pattern, caller)?)))
    }

    /// Whether the grant gives `ability` to `caller`. A channel never gives `delete`: whoever is
    /// let into it could.
    pub(super) fn allows(&self, caller: &Caller, ability: Ability) -> bool {
        let through_a_channel = ability != Ability::Do(Verb::Delete);
        self.may.contains(&ability)
            && self
                .named(caller)
                .any(|(_, how)| how == How::InPerson || through_a_channel)
    }

    pub(super) fn reaches(&self, instance: &Instance, entra: Option<&str>) -> bool {
        self.on.iter().any(|reach| reach.covers(instance, entra))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    InPerson,
    ByChannel,
}

fn names(pattern: &Pattern, caller: &Caller) -> Option<How> {
    if pattern.as_str().contains("/#") {
        let channel = caller.channel.as_deref()?;
        pattern.matches(channel).then_some(How::ByChannel)
    } else {
        pattern.matches(&caller.id).then_some(How::InPerson)
    }
}

impl Reach {
    /// Reads `mine`, `*`, or `workspace/instance` with globs.
    pub fn parse(text: &str) -> Option<Self> {
        let fits =
            |part: &str| !part.is_empty() && !part.contains('/') && !part.contains(char::is_whitespace);
        let named = |workspace: &str, name: &str| {
            (fits(workspace) && fits(name)).then(|| Self::Named {
                workspace: Pattern::new(workspace),
                name: Pattern::new(name),
            })
        };
        match text {
            "mine" => Some(Self::Mine),
            "*" => named("*", "*"),
            _ => text
                .split_once('/')
                .and_then(|(workspace, name)| named(workspace, name)),
        }
    }

    pub(super) fn covers(&self, instance: &Instance, entra: Option<&str>) -> bool {
        match self {
            Self::Mine => is_owner(instance, entra),
            Self::Named { workspace, name } => {
                workspace.matches(instance.id.workspace.as_str()) && name.matches(&instance.id.name)
            }
        }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("mine"),
            Self::Named { workspace, name } => write!(f, "{workspace}/{name}"),
        }
    }
}

/// Two unknowns are not the same person.
pub(super) fn is_owner(instance: &Instance, entra: Option<&str>) -> bool {
    matches!((&instance.owner, entra), (Some(owner), Some(entra)) if owner.eq_ignore_ascii_case(entra))
}
