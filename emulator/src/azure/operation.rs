//! What can be asked of an instance, and what became of it.

use jiff::{SignedDuration, Timestamp};

use crate::resource_id::Place;

/// A long-running operation on one instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Create,
    Start,
    Stop,
    Restart,
    Delete,
}

impl Verb {
    /// As `lastOperation.operationName` spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Start => "Start",
            Self::Stop => "Stop",
            Self::Restart => "Restart",
            Self::Delete => "Delete",
        }
    }

    /// How long it takes at [`Pace::Real`](crate::Pace::Real): seconds where Azure takes minutes,
    /// long enough for a person to see the state change, short enough to wait for.
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_secs(match self {
            Self::Stop => 3,
            Self::Delete => 4,
            Self::Start => 5,
            Self::Restart => 6,
            Self::Create => 8,
        })
    }

    /// The state an instance shows on the way. A new one shows none: recordings have `null`.
    pub fn passing_state(self) -> Option<&'static str> {
        match self {
            Self::Create => None,
            Self::Start => Some("Starting"),
            Self::Stop => Some("Stopping"),
            Self::Restart => Some("Restarting"),
            Self::Delete => Some("Deleting"),
        }
    }

    /// The state it comes to when all goes well; none when it is gone.
    pub fn final_state(self) -> Option<&'static str> {
        match self {
            Self::Create | Self::Start | Self::Restart => Some("Running"),
            Self::Stop => Some("Stopped"),
            Self::Delete => None,
        }
    }

    /// The failure that Azure reports late when the instance is in no state for this verb.
    ///
    /// Only the one for start is documented by users (vscode-tools-for-ai#2096); the one for
    /// restart is its likeness.
    pub fn late_refusal(self, instance: &str, state: Option<&str>) -> Option<Failure> {
        match (self, state?) {
            (Self::Start, state) if state != "Stopped" => Some(Failure {
                code: "StartComputeInstanceOnlyAllowedInStoppedState".into(),
                message: format!(
                    "Start Azure ML Compute Instance is only allowed when the instance {instance} \
                     is in 'stopped' state"
                ),
            }),
            (Self::Restart, "Stopped") => Some(Failure {
                code: "RestartComputeInstanceNotAllowedInStoppedState".into(),
                message: format!(
                    "Restart Azure ML Compute Instance is not allowed when the instance {instance} \
                     is in 'stopped' state"
                ),
            }),
            _ => None,
        }
    }

    /// The failure of an operation that began well, for faults that do not name their own. The
    /// words are from vscode-tools-for-ai#1921; no source shows the code beside them.
    pub fn timed_out(self, instance: &str) -> Failure {
        Failure {
            code: "ComputeInstanceOperationTimedOut".into(),
            message: format!(
                "The specified Azure ML Compute Instance {instance} was timed out for operation {}",
                self.name()
            ),
        }
    }
}

/// Why an operation failed, as its status tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub code: String,
    pub message: String,
}

/// An operation that Azure has accepted: the instance's requested state.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The last part of its status address.
    pub id: String,
    pub verb: Verb,
    /// The instance it is on.
    pub place: Place,
    /// What `lastOperation.operationTime` tells: when it was accepted, not when it ended.
    pub accepted: Timestamp,
    /// How it will end.
    pub fate: Fate,
    /// Its status may not be read with the caller's rights, as when they hold a role on the
    /// resource group only: the status address belongs to the subscription.
    pub unreadable: bool,
}

impl Operation {
    /// When it ends, at [`Pace::Real`](crate::Pace::Real) made so many times slower.
    pub fn due(&self, slowness: u32) -> Timestamp {
        self.accepted + self.verb.duration() * i32::try_from(slowness).unwrap_or(i32::MAX)
    }
}

/// What an accepted operation comes to.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    Succeeds,
    /// Nothing to do, as for stopping what is stopped: the instance never leaves its state.
    Idles,
    /// Never begun: the instance is in no state for it, and never leaves it.
    Refused(Failure),
    /// Begun and given up: the instance falls back to the state it had.
    Fails(Failure),
}

/// What the operation's status address tells of one that is over.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    Succeeded,
    Failed(Failure),
    Canceled,
}
