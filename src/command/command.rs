//! What a text asks for.

use jiff::{
    SignedDuration,
    civil::{Date, Time},
};

use super::{
    flags::states_instead_of,
    verb::{Power, Verb},
};
use crate::{
    locale::Locale,
    target::{Alias, Pattern, Target, Which},
};

/// A person in a chat confirms a command that acts on more instances than this.
pub const BULK: usize = 5;

/// The longest keep: enough for a run over a weekend, and a forgotten one still ends by itself.
pub const LONGEST_KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Azure shuts an idle instance down after 15 minutes at the earliest and 3 days at the latest.
pub const IDLE: std::ops::RangeInclusive<SignedDuration> =
    SignedDuration::from_mins(15)..=SignedDuration::from_hours(72);

/// A parsed text, by the kind of work that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Status {
        selection: Selection,
    },
    List {
        selection: Selection,
    },
    Power {
        verb: Power,
        selection: Selection,
        /// The most instances to act on, the most expensive first.
        max: Option<usize>,
        dry_run: bool,
        force: bool,
    },
    /// The selection is one instance by its name, as for the next two.
    Keep {
        selection: Selection,
        keep: KeepClause,
    },
    Idle {
        selection: Selection,
        idle: IdleClause,
    },
    /// Without a clause, the schedules are shown.
    Schedule {
        selection: Selection,
        schedule: Option<ScheduleClause>,
    },
    Announce {
        verb: Power,
        selection: Selection,
        dry_run: bool,
        force: bool,
        /// The time until the announced command runs.
        lead: SignedDuration,
    },
    Audit {
        selection: Selection,
        /// How long an instance runs before that is a finding.
        longer_than: Option<SignedDuration>,
    },
    Cost {
        selection: Selection,
        /// Savings are counted from here.
        since: Option<Since>,
    },
    Help {
        topic: Option<Verb>,
    },
    Whoami,
    Ping,
}

/// The instances that a command is about; without targets, everything that the caller may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub targets: Vec<Target>,
    pub except: Vec<Target>,
    /// Only instances in this state, as Azure spells it, in any case.
    pub state: Option<String>,
    /// Only instances of this owner: an Entra object id, or `me`.
    pub owner: Option<String>,
}

/// A moment in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// This long before the request.
    Ago(SignedDuration),
    /// The last time that the caller's clock showed this time of day.
    At(Time),
}

/// The end of a keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepClause {
    pub until: Until,
    /// The reason, for others to read.
    pub because: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// This long from the request.
    For(SignedDuration),
    /// By the caller's clock.
    At(Day, Time),
    /// The keep ends now.
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Today, or tomorrow if the time has passed.
    Next,
    Tomorrow,
    On(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleClause {
    /// Whole minutes within [`IDLE`].
    After(SignedDuration),
    Off,
}

/// A change of an instance's schedules. An id is the one that `schedule` shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleClause {
    Add {
        action: ScheduledAction,
        /// Five fields of NCronTab: minute, hour, day of the month, month, day of the week.
        cron: String,
        /// As typed: an IANA name or a Windows name. `None` is the caller's own zone.
        zone: Option<String>,
    },
    Enable(String),
    Disable(String),
    Remove(String),
}

/// Azure offers no other scheduled action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduledAction {
    Start,
    Stop,
}

impl Command {
    pub fn verb(&self) -> Verb {
        match self {
            Self::Status { .. } => Verb::Status,
            Self::List { .. } => Verb::List,
            Self::Power { verb, .. } => (*verb).into(),
            Self::Keep { .. } => Verb::Keep,
            Self::Idle { .. } => Verb::Idle,
            Self::Schedule { .. } => Verb::Schedule,
            Self::Announce { .. } => Verb::Announce,
            Self::Audit { .. } => Verb::Audit,
            Self::Cost { .. } => Verb::Cost,
            Self::Help { .. } => Verb::Help,
            Self::Whoami => Verb::Whoami,
            Self::Ping => Verb::Ping,
        }
    }

    /// `None` for commands that are not about instances.
    pub fn selection(&self) -> Option<&Selection> {
        match self {
            Self::Status { selection }
            | Self::List { selection }
            | Self::Power { selection, .. }
            | Self::Keep { selection, .. }
            | Self::Idle { selection, .. }
            | Self::Schedule { selection, .. }
            | Self::Announce { selection, .. }
            | Self::Audit { selection, .. }
            | Self::Cost { selection, .. } => Some(selection),
            Self::Help { .. } | Self::Whoami | Self::Ping => None,
        }
    }

    pub fn selection_mut(&mut self) -> Option<&mut Selection> {
        match self {
            Self::Status { selection }
            | Self::List { selection }
            | Self::Power { selection, .. }
            | Self::Keep { selection, .. }
            | Self::Idle { selection, .. }
            | Self::Schedule { selection, .. }
            | Self::Announce { selection, .. }
            | Self::Audit { selection, .. }
            | Self::Cost { selection, .. } => Some(selection),
            Self::Help { .. } | Self::Whoami | Self::Ping => None,
        }
    }

    pub fn force(&self) -> bool {
        matches!(self, Self::Power { force: true, .. } | Self::Announce { force: true, .. })
    }

    pub fn dry_run(&self) -> bool {
        matches!(self, Self::Power { dry_run: true, .. } | Self::Announce { dry_run: true, .. })
    }

    /// Sets `--dry-run`. Returns false if the command does not take it.
    pub fn make_dry_run(&mut self) -> bool {
        match self {
            Self::Power { dry_run, .. } | Self::Announce { dry_run, .. } => {
                *dry_run = true;
                true
            }
            _ => false,
        }
    }

    /// Whether the command changes something or announces a change.
    pub fn acts(&self) -> bool {
        match self {
            Self::Announce { .. } => true,
            Self::Schedule { schedule, .. } => schedule.is_some(),
            _ => self.verb().changes_the_world(),
        }
    }

    /// Whether the command filters by a state that does not exist.
    pub fn is_of_no_state(&self) -> bool {
        let state = self.selection().and_then(|selection| selection.state.as_ref());
        state.is_some_and(|state| states_instead_of(state, Locale::English).is_some())
    }

    /// Whether a person in a chat may have to confirm it: a delete always, other commands if they may act on many
    /// instances.
    pub fn may_need_a_yes(&self) -> bool {
        let many = |selection: &Selection| !selection.names_only() || selection.targets.len() > BULK;
        self.verb() == Verb::Delete || self.selection().is_some_and(many)
    }

    /// Whether the command names an instance of this name in this workspace.
    pub fn names(&self, workspace: &Alias, name: &str) -> bool {
        self.selection().iter().flat_map(|selection| &selection.targets).any(|target| {
            matches!(target.which, Which::Named(_))
                && target.in_workspace(workspace)
                && target.fits_name(name)
        })
    }
}

impl Selection {
    /// Whether the targets are names, so that reading those instances is enough.
    pub fn names_only(&self) -> bool {
        self.targets.iter().all(|target| {
            let placed = !target.workspace.as_ref().is_some_and(Pattern::is_glob);
            placed && matches!(target.which, Which::Named(_))
        })
    }

    /// Whether an instance of this name in this workspace is excepted.
    pub fn excepts(&self, workspace: &Alias, name: &str) -> bool {
        self.except.iter().any(|target| target.in_workspace(workspace) && target.fits_name(name))
    }
}

impl From<&KeepClause> for Verb {
    fn from(_: &KeepClause) -> Self {
        Self::Keep
    }
}

impl From<&IdleClause> for Verb {
    fn from(_: &IdleClause) -> Self {
        Self::Idle
    }
}

impl From<Option<&ScheduleClause>> for Verb {
    fn from(_: Option<&ScheduleClause>) -> Self {
        Self::Schedule
    }
}
