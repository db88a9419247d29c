//! One grant: to whom, for what, on what; and why it permits a request or not, for people who write grants.

use std::fmt;

use crate::{
    command::{VERBS, Verb},
    command_request::Caller,
    target::{Instance, Pattern},
};

/// What a word in a grant's `may` gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// To use this verb on the grant's instances.
    Do(Verb),
    /// To end running work. Useless without a verb.
    Force,
}

/// A `[[grants]]` table.
#[derive(Clone, Debug)]
pub struct Grant {
    /// A caller that fits any of these has it.
    pub to: Vec<Grantee>,
    /// What it gives; roles are already resolved.
    pub may: Vec<Ability>,
    /// The instances that it is for; one that fits any of these.
    pub on: Vec<GrantTarget>,
}

/// A word in a grant's `to`.
#[derive(Clone, Debug)]
pub enum Grantee {
    /// A caller's id, or a channel (`slack:T1/#C1`). Case-sensitive.
    Matching(Pattern),
    /// `@ml-team`: the people of a list.
    List {
        /// Without the `@`.
        name: String,
        /// The ids of callers.
        members: Vec<String>,
    },
}

/// A word in a grant's `on`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantTarget {
    /// The caller's own instances.
    Mine,
    /// Instances by workspace and name, either with globs.
    Named {
        /// By alias.
        workspace: Pattern,
        /// By the instance's name, in any case.
        name: Pattern,
    },
}

/// The abilities that a word in `may` gives: a verb, `force`, or a role.
pub fn abilities(word: &str) -> Option<Vec<Ability>> {
    use Verb::{
        Announce, Audit, Check, Cost, Delete, Idle, Keep, List, Outdated, Restart, Schedule, Start, Status,
        Stop,
    };
    const READER: &[Verb] = &[Status, List, Audit, Outdated, Cost];
    const OPERATOR: &[Verb] = &[Start, Stop, Restart, Announce, Keep];
    const OWNER: &[Verb] = &[Delete, Idle, Schedule, Check];
    let verbs = match word {
        "reader" => READER.to_vec(),
        "operator" => [READER, OPERATOR].concat(),
        "owner" => [READER, OPERATOR, OWNER].concat(),
        "force" => Vec::new(),
        _ => {
            let row = VERBS.iter().find(|row| row.verb.needs_grant() && row.verb.name() == word)?;
            vec![row.verb]
        }
    };
    let force = matches!(word, "owner" | "force").then_some(Ability::Force);
    Some(verbs.into_iter().map(Ability::Do).chain(force).collect())
}

impl Grant {
    /// The word of `to` that names the caller, or the channel that the caller writes in.
    pub(super) fn names(&self, caller: &Caller) -> Option<&Grantee> {
        self.to_person(caller).or_else(|| self.to_channel(caller))
    }

    /// The word of `to` that names the caller's id.
    pub(super) fn to_person(&self, caller: &Caller) -> Option<&Grantee> {
        self.to.iter().find(|to| match to {
            Grantee::Matching(pattern) => !to.is_channel() && pattern.matches(&caller.id),
            Grantee::List { members, .. } => members.contains(&caller.id),
        })
    }

    /// The word of `to` that names the channel that the caller writes in.
    pub(super) fn to_channel(&self, caller: &Caller) -> Option<&Grantee> {
        let channel = caller.channel.as_deref()?;
        let matches = |to: &&Grantee| matches!(to, Grantee::Matching(pattern) if pattern.matches(channel));
        self.to.iter().find(|to| to.is_channel() && matches(to))
    }

    /// Whether the grant is to a channel of `source`.
    pub(super) fn to_channel_of(&self, source: &str) -> bool {
        self.to.iter().any(|to| to.is_channel() && to.is_in(source))
    }

    /// Whether the grant gives `ability` to `caller`. A channel never gives what needs a yes.
    pub(super) fn allows(&self, caller: &Caller, ability: Ability) -> bool {
        let needs_a_yes = matches!(ability, Ability::Do(verb) if verb.needs_a_yes());
        let to_channel = || !needs_a_yes && self.to_channel(caller).is_some();
        self.may.contains(&ability) && (self.to_person(caller).is_some() || to_channel())
    }
}

impl Grantee {
    /// Whether anybody in the chat `source` fits.
    pub(super) fn is_in(&self, source: &str) -> bool {
        let is_in =
            |id: &str| id.split_once(':').is_some_and(|(chat, _)| Pattern::exact_case(chat).matches(source));
        match self {
            Self::Matching(pattern) => is_in(pattern.as_str()),
            Self::List { members, .. } => members.iter().any(|member| is_in(member)),
        }
    }

    fn is_channel(&self) -> bool {
        matches!(self, Self::Matching(pattern) if pattern.as_str().contains("/#"))
    }

    /// Whether this is a machine: the name of a source alone.
    pub(super) fn is_machine(&self) -> bool {
        matches!(self, Self::Matching(pattern) if !pattern.as_str().contains(':'))
    }
}

/// As in the configuration.
impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Matching(pattern) => pattern.fmt(f),
            Self::List { name, .. } => write!(f, "@{name}"),
        }
    }
}

impl GrantTarget {
    /// Parses `mine`, `*`, or `workspace/instance` with globs.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |part: &str| !part.is_empty() && !part.contains(|c: char| c == '/' || c.is_whitespace());
        let (workspace, name) = match text {
            "mine" => return Some(Self::Mine),
            "*" => ("*", "*"),
            _ => text.split_once('/').filter(|(workspace, name)| fits(workspace) && fits(name))?,
        };
        Some(Self::Named { workspace: Pattern::new(workspace), name: Pattern::new(name) })
    }

    /// Whether this covers all instances of all workspaces.
    pub fn is_all(&self) -> bool {
        matches!(self, Self::Named { workspace, name } if workspace.as_str() == "*" && name.as_str() == "*")
    }

    pub(super) fn covers(&self, instance: &Instance, entra: Option<&str>) -> bool {
        match self {
            Self::Mine => is_owner(instance, entra),
            Self::Named { workspace, name } => {
                workspace.matches(instance.id.workspace.as_str()) && name.matches(&instance.id.name)
            }
        }
    }

    /// Whether this covers every instance that `other` covers.
    pub(super) fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mine, other) => *other == Self::Mine,
            (wide, Self::Mine) => wide.is_all(),
            // A glob that matches the text of another glob matches all that the other does.
            (Self::Named { workspace, name }, Self::Named { workspace: theirs, name: names }) => {
                workspace.matches(theirs.as_str()) && name.matches(names.as_str())
            }
        }
    }
}

impl fmt::Display for GrantTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("mine"),
            Self::Named { workspace, name } => write!(f, "{workspace}/{name}"),
        }
    }
}

/// Whether the caller owns the instance. An unknown owner is not an unknown caller.
pub(super) fn is_owner(instance: &Instance, entra: Option<&str>) -> bool {
    matches!((&instance.owner, entra), (Some(owner), Some(entra)) if owner.eq_ignore_ascii_case(entra))
}

/// What one grant means for a caller and a verb.
#[derive(Debug)]
pub struct GrantExplanation<'a> {
    /// The grant as configured.
    pub grant: &'a Grant,
    /// The word of its `to` that names the caller; `None` if none does.
    pub names: Option<&'a Grantee>,
    /// Whether it gives the verb to the caller. A channel never gives what needs a yes.
    pub gives: bool,
    /// Whether it gives `force` to the caller.
    pub forces: bool,
    pub(super) entra: Option<&'a str>,
}

impl GrantExplanation<'_> {
    /// Whether it reaches `instance`; `None` if that depends on the owner, and the owner was not `read`.
    pub fn reaches(&self, instance: &Instance, read: bool) -> Option<bool> {
        let reached = self.grant.on.iter().any(|reach| reach.covers(instance, self.entra));
        let may_be_theirs = !read && self.entra.is_some() && self.grant.on.contains(&GrantTarget::Mine);
        (reached || !may_be_theirs).then_some(reached)
    }
}
