//! What became of an action: everything there can be to tell of one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jiff::{SignedDuration, Timestamp};

use super::{keep::Keep, not_before};
use crate::{
    azure::{AzureError, Kind, LastOperation, Operation, State, Waiting},
    command::Verb,
    target::ComputeId,
};

/// What became of one action on one instance, as far as it was seen.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Azure accepted it. Not done yet.
    Asked(Pending),
    /// Azure did not answer: it may or may not have been accepted.
    Unsure(Pending),
    /// Seen settled as asked.
    Done {
        state: Option<State>,
        took: SignedDuration,
    },
    /// It was so before; no call was made.
    Already {
        state: Option<State>,
        last: Option<LastOperation>,
    },
    /// In the middle of something that cannot be interrupted.
    Busy {
        state: Option<State>,
        since: Option<Timestamp>,
    },
    /// Somebody did something else after this was asked; left as it is.
    Stale { last: LastOperation },
    /// Running a job, which only `force` ends.
    Working { may_force: bool },
    /// It runs a job that its confirmation did not name, and is left as it is.
    JobBegan,
    /// These jobs run on it or wait for it, and a machine leaves it to them.
    HasJobs { jobs: Vec<String>, state: Option<State> },
    /// A stopped instance has nothing to restart.
    NothingToRestart,
    /// Somebody keeps it, and a machine obeys.
    Kept(Keep),
    /// Somebody wrote a keep that cannot be read, so it is left as it is.
    KeepUnreadable,
    /// Whether somebody keeps it could not be asked, so it is left as it is.
    KeepUnknown(AzureError),
    /// One more than `--max` allows.
    OverMax,
    /// What `--dry-run` would have done, or what is laid before people.
    Would { state: Option<State> },
    /// It is not there any more, or a younger instance took its name.
    Gone,
    /// Accepted and followed, but not settled when we had to stop looking.
    StillGoing { state: Option<State> },
    /// Sent, never answered, and nothing came of it.
    NotTaken { state: Option<State> },
    /// Azure says that it is through, and the instance is not where it was to be.
    Ended { state: Option<State>, canceled: bool },
    /// The host ended first. `sent` when Azure may have been asked.
    CutShort { sent: bool },
    /// Somebody did something else after Azure accepted it. `done` when Azure said that it was carried
    /// out before that.
    Overtaken {
        state: Option<State>,
        last: LastOperation,
        done: bool,
    },
    /// The instance settled as asked, but Azure never answered: it may be somebody else's doing.
    Unattributed { state: Option<State> },
    /// Azure refused, or it failed.
    Failed(AzureError),
}

/// Something asked of Azure that has not settled.
#[derive(Clone, Debug)]
pub struct Pending {
    pub verb: Verb,
    /// When it was sent to Azure.
    pub asked: Timestamp,
    /// When Azure said that it accepted; `None` where it did not answer.
    pub accepted: Option<Timestamp>,
    /// Tells the instance from a younger one of its name.
    pub created_on: Option<Timestamp>,
    /// What Azure's support asks for.
    pub correlation: Option<String>,
    /// Where its status can be read, if Azure said.
    pub operation: Option<Operation>,
}

/// An action under way, for whoever has to speak of it before it is through.
#[derive(Debug)]
pub struct Attempt {
    pub id: ComputeId,
    /// Shared with everything else that this command waits for.
    pub waiting: Waiting,
    pub(super) sent: Arc<AtomicBool>,
}

impl Attempt {
    pub fn new(id: ComputeId, waiting: Waiting) -> Self {
        Self {
            id,
            waiting,
            sent: Arc::default(),
        }
    }

    /// Whether a request is out, or went unanswered: something may have been done.
    pub fn sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) fn set_sent(&self, sent: bool) {
        self.sent.store(sent, Ordering::Relaxed);
    }
}

/// One instance and what became of it.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: ComputeId,
    pub verb: Verb,
    pub outcome: Outcome,
}

impl Outcome {
    /// Whether this was asked before, at or after `asked`: then what asks again is a duplicate.
    pub fn is_repeat(&self, verb: Verb, asked: Timestamp) -> bool {
        match self {
            Self::Already { last: Some(last), .. } => {
                last.name.verb() == Some(verb) && not_before(last.time, asked)
            }
            Self::Busy {
                since: Some(since),
                state,
            } => not_before(*since, asked) && state.as_ref().and_then(State::verb) == Some(verb),
            _ => false,
        }
    }

    /// Why it was left alone for not having been seen: whether it is kept, or what it does at this moment.
    pub fn not_looked(&self) -> Option<&AzureError> {
        match self {
            Self::KeepUnknown(error) => Some(error),
            Self::Failed(error) if error.kind == Kind::LookTooOld => Some(error),
            _ => None,
        }
    }

    /// Whether the instance was found otherwise than `verb` needs it, and was left as it is.
    pub fn leaves_as_it_is(&self, verb: Verb) -> bool {
        match self {
            Self::Stale { .. }
            | Self::Working { .. }
            | Self::JobBegan
            | Self::HasJobs { .. }
            | Self::NothingToRestart
            | Self::Kept(_) => true,
            Self::Busy { state, .. } => state.as_ref().and_then(State::verb) != Some(verb),
            _ => false,
        }
    }

    /// What is still to be followed, if anything.
    pub fn pending(&self) -> Option<&Pending> {
        match self {
            Self::Asked(pending) | Self::Unsure(pending) => Some(pending),
            _ => None,
        }
    }
}

/// A failure in one word, for machines.
pub fn failure_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::NotFound => "not-found",
        Kind::PlaceNotFound(_) => "place-not-found",
        Kind::Forbidden { .. } => "forbidden",
        Kind::TokenRefused { .. }
        | Kind::CredentialUnavailable { .. }
        | Kind::TokenServiceDown
        | Kind::TokenRejected => "credential",
        Kind::Conflict => "conflict",
        Kind::Locked => "locked",
        Kind::DeniedByPolicy => "azure-policy",
        Kind::LookTooOld => "look-too-old",
        Kind::Throttled { .. } => "throttled",
        Kind::Quota => "quota",
        Kind::NoCapacity => "no-capacity",
        Kind::DiskFull => "disk-full",
        Kind::NotStopped => "not-stopped",
        Kind::Unusable => "unusable",
        Kind::TooManyTags => "too-many-tags",
        Kind::TimedOut => "timed-out",
        Kind::ListTooLong => "list-too-long",
        Kind::Server
        | Kind::Unreachable
        | Kind::Unanswered
        | Kind::Garbage
        | Kind::ListLoops
        | Kind::ForeignHost => "azure-unavailable",
        Kind::Other { .. } => "azure-refused",
    }
}
