//! What a text asks for.

use jiff::SignedDuration;

use super::{
    clause_values::{IdleClause, KeepClause, ScheduleClause, TimeClause},
    flags::states_instead_of,
    selection::Selection,
    topic::Topic,
    verb::{Power, Verb},
};
use crate::{
    locale::Locale,
    target::{Alias, Which},
};

/// A person confirms a command that acts on more instances than this.
pub const BULK: usize = 5;

/// A parsed text, by the kind of work that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `status myci`: the state of each instance and when it changed.
    Status {
        /// Which instances to show.
        selection: Selection,
    },
    /// `list --state running`: the instances that fit, a line each.
    List {
        /// Which instances to list.
        selection: Selection,
    },
    /// `stop all --except prod-*`: changes the state of instances.
    Power {
        /// What to do with each instance.
        verb: Power,
        /// Which instances to act on.
        selection: Selection,
        /// The most instances to act on, the most expensive first.
        max: Option<usize>,
        /// `--dry-run`: only reports what would happen.
        dry_run: bool,
        /// `--force`: acts in spite of keeps and running jobs. Needs a grant of `force`.
        force: bool,
    },
    /// `stop all in 2h`: a person's start, stop or restart that a timer carries out when its time has come. Not a
    /// [`Command::Power`], so that nothing that acts on one can act at once.
    Later {
        /// Start, stop or restart.
        verb: Power,
        /// Which instances to act on. Globs, `all` and `mine` are resolved when the time has come.
        selection: Selection,
        /// The most instances to act on, the most expensive first.
        max: Option<usize>,
        /// `--force`: acts in spite of running jobs, if the caller may still do that then.
        force: bool,
        /// When, at most [`LONGEST_WAIT`] from the request.
        due: TimeClause,
    },
    /// `create myci from small for Ada`: makes an instance.
    Create {
        /// The new instance, by its name.
        selection: Selection,
        /// What it is made as. `None`: the only blueprint that there is.
        blueprint: Option<String>,
        /// Who it is for, as [`Selection::owner`] names people. `None`: the caller.
        person: Option<String>,
    },
    /// `renew myci as myci-b`: makes an instance in place of an old one, which it stops.
    Renew {
        /// The old instance, by its name.
        selection: Selection,
        /// The name of the new one. `None`: one that is proposed.
        name: Option<String>,
    },
    /// `later`: what is pending. `later myci off`: ends it.
    Pending {
        /// The instances whose pending commands are meant. Without targets, all that the caller may see.
        selection: Selection,
        /// Whether to end them.
        off: bool,
    },
    /// `due`: carries out what is pending and due. Only a timer's configuration gives this command.
    Due,
    /// `keep myci for 2h`: timers and alerts leave instances alone for a while.
    Keep {
        /// Which instances to protect.
        selection: Selection,
        /// How long to protect it, and why.
        keep: KeepClause,
    },
    /// `idle myci 2h`: sets or ends Azure's own shutdown of an idle instance.
    Idle {
        /// Which instances to set.
        selection: Selection,
        /// The idle time after which Azure stops it.
        idle: IdleClause,
    },
    /// Without a clause, the schedules are shown.
    Schedule {
        /// The instances whose schedules are shown, or the one instance, by its name, whose schedules change.
        selection: Selection,
        /// The change to make. `None` only shows the schedules.
        schedule: Option<ScheduleClause>,
    },
    /// `announce stop all in 30m`: says what another command will do, and how to keep an instance. Schedules nothing.
    Announce {
        /// What the announcement says will happen: start, stop or restart.
        verb: Power,
        /// Which instances the announcement names.
        selection: Selection,
        /// `--dry-run`: words the announcement as what would happen, without a way to keep an instance.
        dry_run: bool,
        /// `--force`: the announced command will have it, so instances with running jobs are named too.
        force: bool,
        /// The time until the announced command runs.
        lead: SignedDuration,
    },
    /// `audit --longer-than 12h`: what is wrong or costly about instances.
    Audit {
        /// Which instances to examine.
        selection: Selection,
        /// How long an instance runs before that is a finding.
        longer_than: Option<SignedDuration>,
    },
    /// `outdated`: the instances whose image is old. `outdated myci`: how to renew one.
    Outdated {
        /// Which instances to examine.
        selection: Selection,
    },
    /// `cost --since 8h`: what running instances cost, and what stopped ones save.
    Cost {
        /// Which instances to add up.
        selection: Selection,
        /// Savings are counted from here.
        since: Option<TimeClause>,
    },
    /// `check`: the Azure actions that Lamplighter lacks.
    Check,
    /// `help stop`: the verbs, one of them, or what they take.
    Help {
        /// What to explain.
        topic: Topic,
    },
    /// `whoami`: the caller's id, grants and language.
    Whoami,
    /// `ping`: whether Lamplighter answers, and its version.
    Ping,
}

/// The selection of a command, borrowed as the command is.
macro_rules! selection {
    ($command:expr) => {
        match $command {
            Self::Status { selection }
            | Self::List { selection }
            | Self::Power { selection, .. }
            | Self::Later { selection, .. }
            | Self::Create { selection, .. }
            | Self::Renew { selection, .. }
            | Self::Pending { selection, .. }
            | Self::Keep { selection, .. }
            | Self::Idle { selection, .. }
            | Self::Schedule { selection, .. }
            | Self::Announce { selection, .. }
            | Self::Audit { selection, .. }
            | Self::Outdated { selection }
            | Self::Cost { selection, .. } => Some(selection),
            Self::Due | Self::Check | Self::Help { .. } | Self::Whoami | Self::Ping => None,
        }
    };
}

impl Command {
    /// The verb that the text began with, which grants are about. For an announcement it is `announce`.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Status { .. } => Verb::Status,
            Self::List { .. } => Verb::List,
            Self::Power { verb, .. } | Self::Later { verb, .. } => (*verb).into(),
            Self::Create { .. } => Verb::Create,
            Self::Renew { .. } => Verb::Renew,
            Self::Pending { .. } => Verb::Later,
            Self::Due => Verb::Due,
            Self::Keep { .. } => Verb::Keep,
            Self::Idle { .. } => Verb::Idle,
            Self::Schedule { .. } => Verb::Schedule,
            Self::Announce { .. } => Verb::Announce,
            Self::Audit { .. } => Verb::Audit,
            Self::Outdated { .. } => Verb::Outdated,
            Self::Cost { .. } => Verb::Cost,
            Self::Check => Verb::Check,
            Self::Help { .. } => Verb::Help,
            Self::Whoami => Verb::Whoami,
            Self::Ping => Verb::Ping,
        }
    }

    /// `None` for commands that are not about instances.
    pub fn selection(&self) -> Option<&Selection> {
        selection!(self)
    }

    /// As [`Command::selection`], to narrow or replace it.
    pub fn selection_mut(&mut self) -> Option<&mut Selection> {
        selection!(self)
    }

    /// Whether it has `--force`, also as an announcement of a command with `--force`.
    pub fn force(&self) -> bool {
        matches!(
            self,
            Self::Power { force: true, .. }
                | Self::Later { force: true, .. }
                | Self::Announce { force: true, .. }
        )
    }

    /// Whether it has `--dry-run`, so that nothing changes.
    pub fn dry_run(&self) -> bool {
        matches!(self, Self::Power { dry_run: true, .. } | Self::Announce { dry_run: true, .. })
    }

    /// What is asked to be done later: by `stop myci in 2h`, and by a person's announcement. `None` for other commands and
    /// for a dry run, which promises nothing.
    pub fn for_later(&self) -> Option<Self> {
        match self {
            Self::Later { .. } => Some(self.clone()),
            Self::Announce { verb, selection, dry_run: false, force, lead } => Some(Self::Later {
                verb: *verb,
                selection: selection.clone(),
                max: None,
                force: *force,
                due: TimeClause::Length(*lead),
            }),
            _ => None,
        }
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

    /// Whether a person may have to confirm it: a delete or a creation always, `idle` if it may be about several instances, other
    /// commands if they may act on many.
    pub fn may_need_a_yes(&self) -> bool {
        let most = if self.verb() == Verb::Idle { 1 } else { BULK };
        let many = |selection: &Selection| !selection.names_only() || selection.targets.len() > most;
        self.verb().needs_a_yes() || self.selection().is_some_and(many)
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
