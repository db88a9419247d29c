//! Sets how long an instance may idle before Azure shuts it down, and reads it back.

use jiff::SignedDuration;

use super::{
    outcome_facts::Status,
    setting::{SettingError, of_instance},
    timing::UNTIL_VISIBLE,
};
use crate::{
    azure::{Azure, ThrottleWait},
    target::Instance,
};

/// What became of a change by `idle`, with what Azure shows after it.
#[derive(Clone, Debug)]
pub enum IdleOutcome {
    Done {
        now: SignedDuration,
        before: Option<SignedDuration>,
    },
    /// The same time was set before; nothing was written.
    Already(SignedDuration),
    /// Azure accepted the change, but shows something else.
    Otherwise(Option<SignedDuration>),
}

impl IdleOutcome {
    /// The status in answers to machines, and a word for the reason where the status alone does not tell.
    pub fn status(&self) -> (Status, Option<&'static str>) {
        match self {
            Self::Done { .. } => (Status::Done, None),
            Self::Already(_) => (Status::Already, None),
            Self::Otherwise(_) => (Status::Failed, Some("not-taken")),
        }
    }
}

pub(super) async fn set_idle(
    azure: &Azure,
    instance: &Instance,
    after: SignedDuration,
    waiting: &ThrottleWait,
) -> Result<IdleOutcome, SettingError> {
    let id = &instance.id;
    let read = async || {
        let seen = waiting.retry_throttled(|| azure.get(id, waiting)).await;
        of_instance(instance, seen, |seen| seen).map(|seen| seen.idle_shutdown)
    };
    let before = read().await?;
    if before == Some(after) {
        return Ok(IdleOutcome::Already(after));
    }
    let accepted = waiting.retry_throttled(|| azure.set_idle(id, after, waiting)).await;
    if let Err(error) = &accepted
        && !error.may_have_been_done()
    {
        return Err(error.clone().into());
    }
    let mut now = read().await?;
    if now != Some(after) {
        tokio::time::sleep(UNTIL_VISIBLE).await;
        now = read().await?;
    }
    if now == Some(after) {
        return Ok(IdleOutcome::Done { now: after, before });
    }
    accepted?;
    Ok(IdleOutcome::Otherwise(now))
}
