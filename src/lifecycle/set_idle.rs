//! Sets how long an instance may idle before Azure shuts it down, and reads it back.

use jiff::SignedDuration;

use super::{
    Lifecycle,
    setting::{Change, SettingError, of_instance},
    timing::UNTIL_VISIBLE,
};
use crate::{azure::ThrottleWait, command::IdleClause, policy::Permit};

impl Lifecycle {
    /// Sets how long an instance may idle before Azure shuts it down.
    pub async fn idle(
        &self,
        permit: Permit<&IdleClause>,
        after: SignedDuration,
        waiting: &ThrottleWait,
    ) -> Result<Change<Option<SignedDuration>>, SettingError> {
        let (azure, instance) = (&self.azure, permit.instance());
        let id = &instance.id;
        let _turn = self.turns.take(id).await;
        let read = async || {
            let seen = waiting.retry_throttled(|| azure.get(id, waiting)).await;
            of_instance(instance, seen, |seen| seen).map(|seen| seen.idle_shutdown)
        };
        let before = read().await?;
        if before == Some(after) {
            return Ok(Change::Already(before));
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
            return Ok(Change::Done { now, before });
        }
        accepted?;
        Ok(Change::Otherwise(now))
    }
}
