//! What became of an action on an instance.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use jiff::{SignedDuration, Timestamp};

use super::{keep::Keep, timing::not_before};
use crate::{
    azure::{AzureError, AzureErrorKind, LastOperation, Operation, State, ThrottleWait},
    command::{Power, Verb},
    policy::Permit,
    target::ComputeId,
};

/// What became of one action on one instance, as far as it was seen.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Azure accepted the request. Not done yet.
    Asked(Pending),
    /// Azure did not answer: it may or may not have accepted the request.
    Unsure(Pending),
    /// The instance was seen settled as asked.
    Done { state: Option<State>, took: SignedDuration },
    /// It was so before; nothing was sent.
    Already { state: Option<State>, last: Option<LastOperation> },
    /// The instance is changing, and Azure cannot be interrupted.
    Busy { state: Option<State>, since: Option<Timestamp> },
    /// The instance is changing for far longer than usual.
    Stuck { state: Option<State>, since: Timestamp },
    /// Somebody did something else after the command was given; the instance is left alone.
    Stale(LastOperation),
    /// The instance runs a job, which only `force` ends.
    Working { may_force: bool },
    /// The instance runs a job that the confirmation did not name.
    JobBegan,
    /// These jobs run on the instance or wait for it, and a machine does not end jobs.
    HasJobs { jobs: Vec<String>, state: Option<State> },
    /// A stopped instance cannot be restarted.
    NothingToRestart,
    /// Somebody keeps the instance.
    Kept(Keep),
    /// The instance has a keep that cannot be parsed.
    KeepUnreadable,
    /// The keeps could not be read.
    KeepUnknown(AzureError),
    /// One more instance than `--max` allows.
    OverMax,
    /// What `--dry-run` would do, or what is proposed to people.
    Would(Option<State>),
    /// The instance is deleted, or a younger one has its name.
    Gone,
    /// Accepted and followed, but not settled when following ended.
    StillGoing(Option<State>),
    /// Sent and never answered, and no effect was seen.
    NotTaken(Option<State>),
    /// Azure reports the operation as over, but the instance is not in the wanted state.
    Ended { state: Option<State>, canceled: bool },
    /// The host ended first. `sent`: whether a request may have reached Azure.
    CutShort { sent: bool },
    /// Somebody did something else after Azure accepted the request. `done`: whether Azure said before that
    /// the request was carried out.
    Overtaken { state: Option<State>, last: LastOperation, done: bool },
    /// Azure never answered, so it is not known whether the request was carried out. `state`: what the instance is in, or
    /// `None` if it is gone; `last`: what somebody else did since, if that was seen.
    Unattributed { state: Option<State>, last: Option<LastOperation> },
    /// Azure refused the request, or a call failed.
    Failed(AzureError),
    /// The creation failed for this reason, but the instance is there and keeps its name.
    LeftBroken(AzureError),
}

/// A request to Azure that has not settled.
#[derive(Clone, Debug)]
pub struct Pending {
    pub verb: Verb,
    /// When it was sent.
    pub asked: Timestamp,
    /// When Azure accepted it; `None` if Azure did not answer.
    pub accepted: Option<Timestamp>,
    /// Distinguishes the instance from a younger one with its name.
    pub created_on: Option<Timestamp>,
    /// The correlation id, which Azure's support asks for.
    pub correlation: Option<String>,
    /// Where Azure reports the status, if it named a place.
    pub operation: Option<Operation>,
}

impl Pending {
    /// A request of somebody else, which Azure began to carry out `since` then.
    pub(crate) fn begun(verb: Verb, since: Timestamp) -> Self {
        let (created_on, correlation, operation) = (None, None, None);
        Self { verb, asked: since, accepted: Some(since), created_on, correlation, operation }
    }

    /// A request that was sent at `asked` and not answered.
    pub(super) fn unanswered(permit: &Permit<Power>, asked: Timestamp) -> Self {
        let created_on = permit.instance().created_on;
        Self { accepted: None, created_on, ..Self::begun(permit.action().into(), asked) }
    }
}

/// An action under way, for replies that are due before it ends.
#[derive(Debug)]
pub struct Attempt {
    pub id: ComputeId,
    /// Where it is another one than the command's.
    pub verb: Option<Verb>,
    /// Shared with all other waits of this command.
    pub waiting: ThrottleWait,
    pub(super) sent: Arc<AtomicBool>,
    /// Set when the attempt has ended.
    pub outcome: OnceLock<Outcome>,
}

impl Attempt {
    pub fn new(id: ComputeId, verb: Option<Verb>, waiting: ThrottleWait) -> Self {
        Self { id, verb, waiting, sent: Arc::default(), outcome: OnceLock::new() }
    }

    pub fn end(&self, outcome: Outcome) {
        // An attempt ends once.
        drop(self.outcome.set(outcome));
    }

    /// Whether a request is under way or went unanswered, so that it may have had an effect.
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
    /// Whether `verb` was asked for before, at or after `asked`, so that this command is a duplicate.
    pub fn is_repeat(&self, verb: Verb, asked: Timestamp) -> bool {
        match self {
            Self::Already { last: Some(last), .. } => {
                last.name.verb() == Some(verb) && not_before(last.time, asked)
            }
            Self::Busy { since: Some(since), state } => {
                not_before(*since, asked) && state.as_ref().and_then(State::verb) == Some(verb)
            }
            _ => false,
        }
    }

    /// The error because of which the instance was left alone unseen: its keeps or its state could not be read.
    pub fn not_looked(&self) -> Option<&AzureError> {
        match self {
            Self::KeepUnknown(error) => Some(error),
            Self::Failed(error) if error.kind == AzureErrorKind::ReadTooOld => Some(error),
            _ => None,
        }
    }

    /// Whether the instance was left alone because it is in another condition than `verb` needs.
    pub fn leaves_as_it_is(&self, verb: Verb) -> bool {
        match self {
            Self::Stale(_)
            | Self::Working { .. }
            | Self::JobBegan
            | Self::HasJobs { .. }
            | Self::NothingToRestart
            | Self::Kept(_) => true,
            Self::Busy { state, .. } => state.as_ref().and_then(State::verb) != Some(verb),
            _ => false,
        }
    }

    /// The request that is still to be followed, if any.
    pub fn pending(&self) -> Option<&Pending> {
        match self {
            Self::Asked(pending) | Self::Unsure(pending) => Some(pending),
            _ => None,
        }
    }
}

/// The word for a failure in answers to machines.
pub fn failure_word(kind: &AzureErrorKind) -> &'static str {
    match kind {
        AzureErrorKind::NotFound => "not-found",
        AzureErrorKind::ScopeNotFound(_) => "place-not-found",
        AzureErrorKind::Forbidden { .. } => "forbidden",
        AzureErrorKind::TokenRefused { .. }
        | AzureErrorKind::CredentialUnavailable { .. }
        | AzureErrorKind::TokenServiceDown
        | AzureErrorKind::TokenRejected(_) => "credential",
        AzureErrorKind::Conflict => "conflict",
        AzureErrorKind::Locked => "locked",
        AzureErrorKind::DeniedByPolicy => "azure-policy",
        AzureErrorKind::DenyAssignment { .. } => "deny-assignment",
        AzureErrorKind::PrivateNetwork => "private-network",
        AzureErrorKind::SubscriptionDisabled => "subscription-disabled",
        AzureErrorKind::SubscriptionType => "subscription-type",
        AzureErrorKind::NotRegistered { .. } => "not-registered",
        AzureErrorKind::ApiVersion => "api-version",
        AzureErrorKind::ReadTooOld => "look-too-old",
        AzureErrorKind::Throttled { .. } => "throttled",
        AzureErrorKind::NameTaken => "name-taken",
        AzureErrorKind::Quota => "quota",
        AzureErrorKind::NoCapacity => "no-capacity",
        AzureErrorKind::DiskFull => "disk-full",
        AzureErrorKind::NotStopped => "not-stopped",
        AzureErrorKind::Unusable => "unusable",
        AzureErrorKind::TooManyTags => "too-many-tags",
        AzureErrorKind::TimedOut => "timed-out",
        AzureErrorKind::ListTooLong => "list-too-long",
        AzureErrorKind::Server
        | AzureErrorKind::Unreachable
        | AzureErrorKind::Unanswered
        | AzureErrorKind::Garbage
        | AzureErrorKind::ListLoops
        | AzureErrorKind::ForeignHost => "azure-unavailable",
        AzureErrorKind::Other => "azure-refused",
    }
}
