//! Changes an instance's schedules: read, change, read again, write, read back.
//!
//! Azure replaces the whole list and has no versions, so two writers at the same moment can overwrite each other.
//! Within this process, turns prevent that. Against others, the list is read again after the write, and what another
//! writer lost is put back or reported.

use std::{
    ops::ControlFlow::{Break, Continue},
    time::Duration,
};

use jiff::civil::DateTime;

use super::{
    schedule_change::{Changed, ScheduleOutcome},
    setting::{SettingError, of_instance},
    timing::UNTIL_VISIBLE,
};
use crate::{
    azure::{
        Azure, AzureError, AzureErrorKind, LONGEST_BACKOFF, PATIENCE, ScheduleEntry, ScheduleList,
        ThrottleWait, Zone,
    },
    command::ScheduleClause,
    target::Instance,
};

/// How often a change is tried that collides with somebody else's.
const TRIES: usize = 3;

/// A writer that read the list before our write has usually written its own by then.
const UNTIL_OTHERS_WROTE: Duration = Duration::from_millis(500);

/// Reads and writes the schedules of one instance.
pub(super) struct Scheduler<'a> {
    pub azure: &'a Azure,
    pub instance: &'a Instance,
    pub waiting: &'a ThrottleWait,
}

impl Scheduler<'_> {
    pub(super) async fn change(
        &self,
        change: &ScheduleClause<(Zone, DateTime)>,
    ) -> Result<ScheduleOutcome, SettingError> {
        let original = self.read().await?;
        let change = &change.pinned(&original);
        let (mut there, mut together, mut written) = (original.clone(), false, None::<ScheduleEntry>);
        let (mut tries, mut backoff) = (0, Duration::ZERO);
        while tries < TRIES {
            let (schedule_list, subject) = match (change.plan(&there), &written) {
                (Continue(planned), _) => planned,
                // Our write took effect, but did not show at first.
                (Break(outcome), Some(subject)) if change.is_met(&outcome) => {
                    return Ok(ScheduleOutcome::Done(Changed::of(subject.clone(), there, true)));
                }
                (Break(outcome), _) => return Ok(outcome),
            };
            let again = self.read().await?;
            if !again.agrees_with(&there) {
                (there, together) = (again, true);
                tries += 1;
                continue;
            }
            let accepted = self.write(&schedule_list).await;
            if let Err(error) = &accepted {
                if let Some(wait) = self.wait_before_again(error, backoff) {
                    self.waiting.wait(wait).await;
                    backoff = (wait * 2).min(LONGEST_BACKOFF);
                    // The list may have changed during the wait.
                    let now = self.read().await?;
                    together |= !now.agrees_with(&there);
                    there = now;
                    continue;
                }
                if !error.may_have_been_done() {
                    return Err(error.clone().into());
                }
            }
            let now = self.read_back(&there).await?;
            if change.holds(&schedule_list, &subject, &now) {
                let changed = Changed::of(subject, now, together);
                return Ok(self.put_back(changed, &schedule_list, &original).await);
            }
            accepted?;
            if now.agrees_with(&there) {
                return Ok(ScheduleOutcome::Otherwise(now));
            }
            (there, together, written) = (now, true, Some(subject));
            tries += 1;
        }
        Ok(ScheduleOutcome::Crowded)
    }

    /// Reads the list once other writers have written, and Azure shows what it accepted. It was `before`.
    async fn read_back(&self, before: &ScheduleList) -> Result<ScheduleList, SettingError> {
        tokio::time::sleep(UNTIL_OTHERS_WROTE).await;
        let now = self.read().await?;
        if !now.agrees_with(before) {
            return Ok(now);
        }
        tokio::time::sleep(UNTIL_VISIBLE).await;
        self.read().await
    }

    /// Compares the list with what we wrote. Schedules that are missing were removed by another writer at the same
    /// moment. It may have meant to remove those of `original`, but cannot have seen those that were added after:
    /// these are put back, once.
    async fn put_back(
        &self,
        mut changed: Changed,
        written: &ScheduleList,
        original: &ScheduleList,
    ) -> ScheduleOutcome {
        let is_other = |entry: &ScheduleEntry| !entry.does_the_same(&changed.subject);
        let missing = written.missing_from(&changed.now).into_iter().filter(is_other);
        let (gone, lost): (Vec<_>, Vec<_>) = missing.partition(|entry| original.find(entry).is_some());
        let added = changed.now.missing_from(written).iter().any(is_other);
        changed.together |= !gone.is_empty() || !lost.is_empty() || added;
        changed.gone = gone;
        if !lost.is_empty() {
            let mut whole = changed.now.clone();
            lost.iter().for_each(|entry| whole.put_back(entry));
            let refused = |error: AzureError| !error.may_have_been_done();
            // If this fails, they are reported as gone.
            if !self.write(&whole).await.is_err_and(refused)
                && let Ok(now) = self.read().await
            {
                changed.now = now;
            }
            let (back, gone): (Vec<_>, Vec<_>) =
                lost.into_iter().partition(|entry| changed.now.find(entry).is_some());
            changed.put_back = back;
            changed.gone.extend(gone);
        }
        ScheduleOutcome::Done(changed)
    }

    async fn read(&self) -> Result<ScheduleList, SettingError> {
        let id = &self.instance.id;
        let read = self.waiting.retry_throttled(|| self.azure.schedule_list(id, self.waiting));
        let (_, schedule_list) = of_instance(self.instance, read.await, |(compute, _)| compute)?;
        Ok(schedule_list)
    }

    /// Does not wait when it is throttled: meanwhile the list may change, and `schedule_list` would overwrite that.
    async fn write(&self, schedule_list: &ScheduleList) -> Result<(), AzureError> {
        let id = &self.instance.id;
        self.azure.set_schedule_list(id, schedule_list, self.waiting).await
    }

    /// How long to wait if Azure throttled the write: as long as it says, and at least `backoff`. `None` for other
    /// errors, and when the waits of this command would exceed [`PATIENCE`].
    fn wait_before_again(&self, error: &AzureError, backoff: Duration) -> Option<Duration> {
        let AzureErrorKind::Throttled { retry_after } = error.kind else { return None };
        let wait = retry_after.max(backoff);
        let waited = self.waiting.since.elapsed();
        (waited.checked_add(wait)? <= PATIENCE).then_some(wait)
    }
}
