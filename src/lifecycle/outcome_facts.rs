//! What an outcome means without its words: for machines, for counts and for the order of a report.

use std::fmt;

use serde::Serialize;

use super::outcome::{Outcome, failure_word};
use crate::azure::State;

/// What became of one instance, in answers to machines and in the audit line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Azure accepted the request; the instance has not settled.
    Asked,
    /// Azure did not answer: the request may or may not have been carried out.
    #[default]
    Unsure,
    Done,
    /// The instance was in the wanted state before.
    Already,
    /// The instance is changing.
    Busy,
    /// Somebody keeps the instance.
    Kept,
    /// The instance was left alone for another reason.
    Skipped,
    Failed,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// What an instance is counted as in the head of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    Done,
    Asked,
    Unsure,
    Would,
    Already,
    Kept,
    Job,
    HasJobs,
    Busy,
    Skipped,
    OverMax,
    KeepUnknown,
    NotReached,
    Failed,
}

impl Outcome {
    /// Whether nothing was asked of Azure, for a reason that may pass.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::KeepUnknown(error) | Self::Failed(error) => error.kind.is_transient(),
            Self::CutShort { sent } => !sent,
            _ => false,
        }
    }

    pub fn status(&self) -> Status {
        self.facts().0
    }

    pub fn tally(&self) -> Tally {
        self.facts().1
    }

    /// A word for machines, where the status alone does not tell why.
    pub fn reason(&self) -> Option<&'static str> {
        self.facts().2
    }

    fn facts(&self) -> (Status, Tally, Option<&'static str>) {
        match self {
            Self::Asked(_) => (Status::Asked, Tally::Asked, None),
            Self::Unsure(_) => (Status::Unsure, Tally::Unsure, None),
            Self::Done { .. } => (Status::Done, Tally::Done, None),
            Self::Already { .. } => (Status::Already, Tally::Already, None),
            Self::Busy { .. } => (Status::Busy, Tally::Busy, None),
            Self::Stuck { .. } => (Status::Failed, Tally::Failed, Some("stuck")),
            Self::Stale(_) => (Status::Skipped, Tally::Skipped, Some("stale")),
            Self::Working { .. } | Self::JobBegan => (Status::Skipped, Tally::Job, Some("job-running")),
            Self::HasJobs { .. } => (Status::Skipped, Tally::HasJobs, Some("job-active")),
            Self::NothingToRestart => (Status::Skipped, Tally::Skipped, Some("stopped")),
            Self::Kept(_) => (Status::Kept, Tally::Kept, None),
            Self::KeepUnreadable | Self::KeepUnknown(_) => {
                (Status::Skipped, Tally::KeepUnknown, Some("keep-unknown"))
            }
            Self::OverMax => (Status::Skipped, Tally::OverMax, Some("over-max")),
            Self::Would(_) => (Status::Skipped, Tally::Would, Some("dry-run")),
            Self::Gone => (Status::Failed, Tally::Failed, Some("gone")),
            Self::StillGoing(_) => (Status::Asked, Tally::Asked, Some("not-settled")),
            Self::NotTaken(_) => (Status::Failed, Tally::Failed, Some("not-taken")),
            Self::Ended { canceled: true, .. } => (Status::Failed, Tally::Failed, Some("canceled")),
            Self::Ended { .. } => (Status::Failed, Tally::Failed, Some("ended-otherwise")),
            Self::CutShort { sent: true } => (Status::Unsure, Tally::Unsure, Some("out-of-time")),
            Self::CutShort { sent: false } => (Status::Skipped, Tally::NotReached, Some("out-of-time")),
            Self::Overtaken { done: true, .. } => (Status::Done, Tally::Done, Some("overtaken")),
            Self::Overtaken { .. } => (Status::Asked, Tally::Asked, Some("overtaken")),
            Self::Unattributed { .. } => (Status::Unsure, Tally::Unsure, Some("unanswered")),
            Self::Failed(error) | Self::LeftBroken(error) => {
                (Status::Failed, Tally::Failed, Some(failure_word(&error.kind)))
            }
        }
    }

    /// The last state seen, where the outcome knows it.
    pub fn state(&self) -> Option<&State> {
        match self {
            Self::Done { state, .. }
            | Self::Already { state, .. }
            | Self::Busy { state, .. }
            | Self::Stuck { state, .. }
            | Self::HasJobs { state, .. }
            | Self::Would(state)
            | Self::StillGoing(state)
            | Self::NotTaken(state)
            | Self::Ended { state, .. }
            | Self::Overtaken { state, .. }
            | Self::Unattributed { state, .. } => state.as_ref(),
            Self::Working { .. } | Self::JobBegan => Some(&State::JobRunning),
            Self::NothingToRestart => Some(&State::Stopped),
            _ => None,
        }
    }
}
