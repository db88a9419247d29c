//! What a text means.

use jiff::{SignedDuration, civil::Time};

use super::{
    clause::KeepClause,
    flags::states_instead_of,
    timetable::{IdleClause, ScheduleClause},
    verbs::Verb,
};
use crate::{
    locale::Locale,
    target::{Alias, Pattern, Target, Which},
};

/// More instances than this, and a person in a chat is asked first.
pub const BULK: usize = 5;

/// A text that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub verb: Verb,
    /// Empty for verbs that take none.
    pub targets: Vec<Target>,
    pub except: Vec<Target>,
    /// Only instances in this state, as Azure spells it but for its capitals.
    pub state: Option<String>,
    /// Only instances of this owner: an Entra object id, or `me`.
    pub owner: Option<String>,
    /// At most so many are acted on.
    pub max: Option<usize>,
    pub dry_run: bool,
    pub force: bool,
    /// What `help` is asked about, or what `announce` announces.
    pub topic: Option<Verb>,
    /// How long from now what is announced will happen.
    pub lead: Option<SignedDuration>,
    pub keep: Option<KeepClause>,
    pub idle: Option<IdleClause>,
    /// `None` shows what there is.
    pub schedule: Option<ScheduleClause>,
    /// Findings of what runs for longer than this.
    pub longer_than: Option<SignedDuration>,
    /// Also what was saved since.
    pub since: Option<Since>,
}

/// A moment in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// So long before it is asked.
    Ago(SignedDuration),
    /// The last time that the caller's clock showed this.
    At(Time),
}

impl Command {
    pub fn new(verb: Verb) -> Self {
        Self {
            verb,
            targets: Vec::new(),
            except: Vec::new(),
            state: None,
            owner: None,
            max: None,
            dry_run: false,
            force: false,
            topic: None,
            lead: None,
            keep: None,
            idle: None,
            schedule: None,
            longer_than: None,
            since: None,
        }
    }

    /// Whether it does something, or threatens to.
    pub fn acts(&self) -> bool {
        match self.verb {
            Verb::Announce => true,
            Verb::Schedule => self.schedule.is_some(),
            verb => verb.changes_the_world(),
        }
    }

    /// Whether it asks for a state that there is none of.
    pub fn is_of_no_state(&self) -> bool {
        let unknown = |state: &String| states_instead_of(state, Locale::English).is_some();
        self.state.as_ref().is_some_and(unknown)
    }

    /// Whether a person in a chat may be asked first: certain for a delete, and for many.
    pub fn may_need_a_yes(&self) -> bool {
        self.verb == Verb::Delete || !names_only(&self.targets) || self.targets.len() > BULK
    }

    /// Whether an instance of this name, in this workspace, is one that it names.
    pub fn names(&self, workspace: &Alias, name: &str) -> bool {
        self.targets.iter().any(|target| {
            matches!(target.which, Which::Named(_))
                && target.in_workspace(workspace)
                && target.fits_name(name)
        })
    }

    /// Whether an instance of this name, in this workspace, is excepted.
    pub fn excepts(&self, workspace: &Alias, name: &str) -> bool {
        self.except
            .iter()
            .any(|e| e.in_workspace(workspace) && e.fits_name(name))
    }
}

/// Whether the selection can only ever be what it names, so that reading those is enough.
pub fn names_only(targets: &[Target]) -> bool {
    targets
        .iter()
        .all(|t| matches!(t.which, Which::Named(_)) && !t.workspace.as_ref().is_some_and(Pattern::is_glob))
}
