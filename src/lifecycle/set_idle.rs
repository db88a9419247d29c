//! After how long an idle instance is shut down: changed in its turn, and read back.

use jiff::SignedDuration;

use super::{Lifecycle, UNTIL_VISIBLE, outcome::failure_word, outcome_facts::Status};
use crate::{
    azure::{AzureError, Compute, Kind, Waiting},
    command::Verb,
    policy::Permit,
};

/// What became of an `idle`. Each holds what is there now.
#[derive(Clone, Debug)]
pub enum IdleOutcome {
    Done {
        now: SignedDuration,
        before: Option<SignedDuration>,
    },
    /// It was so; no call was made.
    Already {
        now: SignedDuration,
    },
    /// Azure took it, and shows something else.
    Otherwise {
        now: Option<SignedDuration>,
    },
    /// It is not there any more, or a younger instance took its name.
    Gone,
    Failed(AzureError),
}

/// What ended a change before anything could be said of it.
pub(super) enum Ended {
    Gone,
    Failed(AzureError),
}

impl IdleOutcome {
    pub fn status(&self) -> Status {
        match self {
            Self::Done { .. } => Status::Done,
            Self::Already { .. } => Status::Already,
            Self::Otherwise { .. } | Self::Gone | Self::Failed(_) => Status::Failed,
        }
    }

    /// Why, where the status alone does not tell.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Done { .. } | Self::Already { .. } => None,
            Self::Otherwise { .. } => Some("not-taken"),
            Self::Gone => Some("gone"),
            Self::Failed(error) => Some(failure_word(&error.kind)),
        }
    }
}

impl From<Ended> for IdleOutcome {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Gone => Self::Gone,
            Ended::Failed(error) => Self::Failed(error),
        }
    }
}

impl Lifecycle {
    /// Lets an instance idle for so long. A permit for [`Verb::Idle`] is all that is taken.
    pub async fn idle(&self, permit: Permit, after: SignedDuration, waiting: &Waiting) -> IdleOutcome {
        assert_eq!(permit.verb(), Verb::Idle);
        let _turn = self.turn(&permit.instance().id).await;
        let outcome = self.set_idle(&permit, after, waiting).await;
        outcome.unwrap_or_else(IdleOutcome::from)
    }

    async fn set_idle(
        &self,
        permit: &Permit,
        after: SignedDuration,
        waiting: &Waiting,
    ) -> Result<IdleOutcome, Ended> {
        let id = &permit.instance().id;
        let before = self.shown(permit, waiting).await?.idle_shutdown;
        if before == Some(after) {
            return Ok(IdleOutcome::Already { now: after });
        }
        let taken = waiting
            .patiently(|| self.azure.set_idle(id, after, waiting))
            .await;
        if let Err(error) = &taken
            && !error.may_have_been_done()
        {
            return Err(Ended::Failed(error.clone()));
        }
        let mut now = self.shown(permit, waiting).await?.idle_shutdown;
        if now != Some(after) {
            tokio::time::sleep(UNTIL_VISIBLE).await;
            now = self.shown(permit, waiting).await?.idle_shutdown;
        }
        match (now == Some(after), taken) {
            (true, _) => Ok(IdleOutcome::Done { now: after, before }),
            (false, Ok(())) => Ok(IdleOutcome::Otherwise { now }),
            (false, Err(error)) => Err(Ended::Failed(error)),
        }
    }

    /// The instance that the permit is for, as it is now.
    async fn shown(&self, permit: &Permit, waiting: &Waiting) -> Result<Compute, Ended> {
        let read = waiting
            .patiently(|| self.azure.get(&permit.instance().id, waiting))
            .await;
        same(permit, read.map(|seen| (seen.into_inner(), ()))).map(|(compute, ())| compute)
    }
}

/// What was read, if it is of the instance that the permit is for.
pub(super) fn same<T>(
    permit: &Permit,
    read: Result<(Compute, T), AzureError>,
) -> Result<(Compute, T), Ended> {
    match read {
        Ok((seen, _)) if seen.created_on != permit.instance().created_on => Err(Ended::Gone),
        Ok(read) => Ok(read),
        Err(error) if error.kind == Kind::NotFound => Err(Ended::Gone),
        Err(error) => Err(Ended::Failed(error)),
    }
}
