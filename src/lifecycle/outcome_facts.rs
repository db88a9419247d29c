//! What an outcome means to whoever does not read its words: machines, counts, and the order of a report.

use std::fmt;

use serde::Serialize;

use super::outcome::{Outcome, failure_word};
use crate::azure::State;

/// What became of one instance, in machine answers and the audit line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Azure accepted it; not done yet.
    Asked,
    /// Azure did not answer: it may or may not have been done.
    Unsure,
    Done,
    /// It was so before.
    Already,
    /// In the middle of something else.
    Busy,
    /// Somebody keeps it.
    Kept,
    /// Left as it is, for another reason.
    Skipped,
    Failed,
}

/// What an instance is counted as in a head.
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

/// All that is said of an outcome besides its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts<'a> {
    pub status: Status,
    pub tally: Tally,
    /// Why, where the status alone does not tell: a word for machines.
    pub reason: Option<&'static str>,
    /// The state the instance was last seen in, where the outcome knows it.
    pub state: Option<&'a State>,
    /// Whether it failed before anything was asked of Azure, for a reason that may pass.
    pub transient: bool,
}

impl Outcome {
    pub fn facts(&self) -> Facts<'_> {
        let known = |status, tally, reason, state| Facts {
            status,
            tally,
            reason,
            state,
            transient: false,
        };
        match self {
            Self::Asked(_) => known(Status::Asked, Tally::Asked, None, None),
            Self::Unsure(_) => known(Status::Unsure, Tally::Unsure, None, None),
            Self::Done { state, .. } => known(Status::Done, Tally::Done, None, state.as_ref()),
            Self::Already { state, .. } => known(Status::Already, Tally::Already, None, state.as_ref()),
            Self::Busy { state, .. } => known(Status::Busy, Tally::Busy, None, state.as_ref()),
            Self::Stale { .. } => known(Status::Skipped, Tally::Skipped, Some("stale"), None),
            Self::Working { .. } | Self::JobBegan => {
                let state = Some(&State::JobRunning);
                known(Status::Skipped, Tally::Job, Some("job-running"), state)
            }
            Self::HasJobs { state, .. } => known(
                Status::Skipped,
                Tally::HasJobs,
                Some("job-active"),
                state.as_ref(),
            ),
            Self::NothingToRestart => {
                let state = Some(&State::Stopped);
                known(Status::Skipped, Tally::Skipped, Some("stopped"), state)
            }
            Self::Kept(_) => known(Status::Kept, Tally::Kept, None, None),
            Self::KeepUnreadable => known(Status::Skipped, Tally::KeepUnknown, Some("keep-unknown"), None),
            Self::KeepUnknown(error) => Facts {
                transient: error.kind.may_pass(),
                ..known(Status::Skipped, Tally::KeepUnknown, Some("keep-unknown"), None)
            },
            Self::OverMax => known(Status::Skipped, Tally::OverMax, Some("over-max"), None),
            Self::Would { state } => known(Status::Skipped, Tally::Would, Some("dry-run"), state.as_ref()),
            Self::Gone => known(Status::Failed, Tally::Failed, Some("gone"), None),
            Self::StillGoing { state } => {
                known(Status::Asked, Tally::Asked, Some("not-settled"), state.as_ref())
            }
            Self::NotTaken { state } => {
                known(Status::Failed, Tally::Failed, Some("not-taken"), state.as_ref())
            }
            Self::Ended { state, canceled } => {
                let reason = if *canceled { "canceled" } else { "ended-otherwise" };
                known(Status::Failed, Tally::Failed, Some(reason), state.as_ref())
            }
            Self::CutShort { sent: true } => known(Status::Unsure, Tally::Unsure, Some("out-of-time"), None),
            Self::CutShort { sent: false } => Facts {
                transient: true,
                ..known(Status::Skipped, Tally::NotReached, Some("out-of-time"), None)
            },
            Self::Overtaken {
                state, done: true, ..
            } => known(Status::Done, Tally::Done, Some("overtaken"), state.as_ref()),
            Self::Overtaken { state, .. } => {
                known(Status::Asked, Tally::Asked, Some("overtaken"), state.as_ref())
            }
            Self::Unattributed { state } => {
                known(Status::Unsure, Tally::Unsure, Some("unanswered"), state.as_ref())
            }
            Self::Failed(error) => Facts {
                transient: error.kind.may_pass(),
                ..known(
                    Status::Failed,
                    Tally::Failed,
                    Some(failure_word(&error.kind)),
                    None,
                )
            },
        }
    }
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Unsure => "unsure",
            Self::Done => "done",
            Self::Already => "already",
            Self::Busy => "busy",
            Self::Kept => "kept",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
