//! Long-running operations and their outcomes.

use jiff::{SignedDuration, Timestamp};

use crate::resource_path::ResourcePath;

/// The kind of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Create,
    Start,
    Stop,
    Restart,
    Delete,
}

impl Verb {
    /// In the spelling of `lastOperation.operationName`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Start => "Start",
            Self::Stop => "Stop",
            Self::Restart => "Restart",
            Self::Delete => "Delete",
        }
    }

    /// The duration at [`Pace::Real`](crate::Pace::Real): seconds where Azure takes minutes. Long enough for a
    /// person to see the state change, short enough to wait for.
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_secs(match self {
            Self::Stop => 3,
            Self::Delete => 4,
            Self::Start => 5,
            Self::Restart => 6,
            Self::Create => 8,
        })
    }

    /// The state that the instance shows meanwhile. A new instance shows none: recordings have `null`.
    pub fn passing_state(self) -> Option<&'static str> {
        match self {
            Self::Create => None,
            Self::Start => Some("Starting"),
            Self::Stop => Some("Stopping"),
            Self::Restart => Some("Restarting"),
            Self::Delete => Some("Deleting"),
        }
    }

    /// The state after success; `None` if the instance no longer exists.
    pub fn final_state(self) -> Option<&'static str> {
        match self {
            Self::Create | Self::Start | Self::Restart => Some("Running"),
            Self::Stop => Some("Stopped"),
            Self::Delete => None,
        }
    }

    /// The failure that Azure reports only later if the instance's state does not allow this verb.
    ///
    /// Users document only the one for start (vscode-tools-for-ai#2096); the one for restart imitates it.
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

    /// The failure of an operation that was begun, for faults without a code of their own. The text is from
    /// vscode-tools-for-ai#1921; no source shows its code.
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

/// The reason of a failure, as the operation's status shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub code: String,
    pub message: String,
}

impl Failure {
    /// The failure for lack of machines of a size. No source shows what the service says: this is what Azure says
    /// about virtual machines.
    pub fn no_capacity() -> Self {
        Self {
            code: "AllocationFailed".into(),
            message:
                "Allocation failed. We do not have sufficient capacity for the requested VM size in this \
                      region."
                    .into(),
        }
    }

    /// The failure of a setup, as users quote it (ai-studio-in-a-box#2).
    pub fn in_setup(instance: &str) -> Self {
        Self {
            code: "StorageMountError".into(),
            message: format!(
                "The specified Azure ML Compute Instance {instance} setup failed with error \"Failed to mount \
                 storage. Details - Hint:If you're using network security group rules, make sure to allow outbound \
                 connection to ports 443, 445 for storage service tag. For more details please visit \
                 aka.ms/AMLComputeVnet\". Please delete and try to recreate. If the problem persists, please \
                 follow up with Azure Support."
            ),
        }
    }
}

/// An operation that Azure has accepted.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The last segment of its status address.
    pub id: String,
    pub verb: Verb,
    /// The instance.
    pub target: ResourcePath,
    /// The time of acceptance, which `lastOperation.operationTime` shows; not that of the end.
    pub accepted: Timestamp,
    pub planned: PlannedOutcome,
    /// Whether the caller's rights do not suffice to read the status: its address belongs to the subscription,
    /// while the caller may have a role on the resource group only.
    pub unreadable: bool,
}

impl Operation {
    /// The time of the end at [`Pace::Real`](crate::Pace::Real), with its duration multiplied by `slowness`.
    pub fn due(&self, slowness: u32) -> Timestamp {
        self.accepted + self.verb.duration() * i32::try_from(slowness).unwrap_or(i32::MAX)
    }
}

/// The outcome that an accepted operation will have.
#[derive(Clone, Debug)]
pub(crate) enum PlannedOutcome {
    Succeeds,
    /// The instance is in the requested state already, and its state never changes.
    NothingToDo,
    /// The instance's state does not allow the operation, and never changes.
    Refused(Failure),
    /// The operation is begun; then the instance returns to the state that it had. A new one is in `CreateFailed`.
    Fails(Failure),
    /// A create is begun; then the new instance is in `SetupFailed`.
    FailsInSetup(Failure),
}

/// The outcome that the status address of a finished operation shows.
#[derive(Clone, Debug)]
pub(crate) enum FinalOutcome {
    Succeeded,
    Failed(Failure),
    Canceled,
}
