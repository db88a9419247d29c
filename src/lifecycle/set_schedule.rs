//! Changes an instance's schedules: read, change, read again, write, read back. Azure takes the whole
//! list and knows no versions, so whoever changes it at the same moment may write over what another
//! has just written. Within this process an instance has one turn at a time; against all others we
//! look at what came of it, and make good what we can.

use std::time::Duration;

use super::{
    Lifecycle, UNTIL_VISIBLE,
    outcome::failure_word,
    outcome_facts::Status,
    schedule_change::{Change, Plan},
    set_idle::{Ended, same},
};
use crate::{
    azure::{AzureError, Entry, Kind, LONGEST_BACKOFF, PATIENCE, Timetable, Waiting},
    command::Verb,
    policy::Permit,
};

/// How often a change is tried that somebody else's collides with.
const TRIES: usize = 3;

/// Whoever read the list before we wrote it has written theirs by then, as a rule.
const UNTIL_OTHERS_WROTE: Duration = Duration::from_millis(500);

/// What became of a `schedule`.
#[derive(Clone, Debug)]
pub enum ScheduleOutcome {
    /// It is so now.
    Done(Changed),
    /// It was so; nothing was written.
    Already {
        now: Timetable,
        subject: Entry,
    },
    /// Azure took it, and shows something else.
    Otherwise {
        now: Timetable,
    },
    /// Azure keeps no more.
    Full {
        now: Timetable,
    },
    /// No id begins so.
    Unknown {
        now: Timetable,
    },
    /// These do, by their short ids.
    Ambiguous(Vec<String>),
    /// Others changed them again and again.
    Crowded,
    /// The instance is not there any more, or a younger one took its name.
    Gone,
    Failed(AzureError),
}

/// A change that came about, and what else happened meanwhile.
#[derive(Clone, Debug)]
pub struct Changed {
    pub now: Timetable,
    /// What was changed; what was removed as it was before.
    pub subject: Entry,
    /// Somebody changed them at the same moment, and both changes are there.
    pub together: bool,
    /// What somebody had added meanwhile and another write lost: we put it back.
    pub put_back: Vec<Entry>,
    /// What was there before, and somebody took away meanwhile.
    pub gone: Vec<Entry>,
}

impl ScheduleOutcome {
    pub fn status(&self) -> Status {
        match self {
            Self::Done(_) => Status::Done,
            Self::Already { .. } => Status::Already,
            Self::Full { .. } | Self::Unknown { .. } | Self::Ambiguous(_) => Status::Skipped,
            Self::Otherwise { .. } | Self::Crowded | Self::Gone | Self::Failed(_) => Status::Failed,
        }
    }

    /// Why, where the status alone does not tell.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Done(_) | Self::Already { .. } => None,
            Self::Otherwise { .. } => Some("not-taken"),
            Self::Full { .. } => Some("four-schedules"),
            Self::Unknown { .. } => Some("no-such-schedule"),
            Self::Ambiguous(_) => Some("ambiguous"),
            Self::Crowded => Some("overtaken"),
            Self::Gone => Some("gone"),
            Self::Failed(error) => Some(failure_word(&error.kind)),
        }
    }
}

impl From<Ended> for ScheduleOutcome {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Gone => Self::Gone,
            Ended::Failed(error) => Self::Failed(error),
        }
    }
}

impl Changed {
    fn of(subject: Entry, now: Timetable, together: bool) -> Self {
        Self {
            now,
            subject,
            together,
            put_back: Vec::new(),
            gone: Vec::new(),
        }
    }
}

/// One change under way.
struct Work<'a> {
    lifecycle: &'a Lifecycle,
    permit: &'a Permit,
    waiting: &'a Waiting,
}

impl Lifecycle {
    /// Changes an instance's schedules. A permit for [`Verb::Schedule`] is all that is taken.
    pub async fn schedule(&self, permit: Permit, change: &Change, waiting: &Waiting) -> ScheduleOutcome {
        assert_eq!(permit.verb(), Verb::Schedule);
        let _turn = self.turn(&permit.instance().id).await;
        let work = Work {
            lifecycle: self,
            permit: &permit,
            waiting,
        };
        work.carry_out(change).await.unwrap_or_else(ScheduleOutcome::from)
    }
}

impl Work<'_> {
    async fn carry_out(&self, change: &Change) -> Result<ScheduleOutcome, Ended> {
        let original = self.read().await?;
        let change = &change.pinned(&original);
        let (mut there, mut together, mut written) = (original.clone(), false, None::<Entry>);
        let (mut tries, mut backoff) = (0, Duration::ZERO);
        while tries < TRIES {
            let removes = matches!(change, Change::Remove(_));
            let (timetable, subject) = match (change.plan(&there), &written) {
                (Plan::Write { timetable, subject }, _) => (timetable, subject),
                // It is so since we wrote it, though it did not show at first.
                (plan, Some(subject))
                    if matches!(plan, Plan::Already(_)) || removes && plan == Plan::Unknown =>
                {
                    return Ok(ScheduleOutcome::Done(Changed::of(subject.clone(), there, true)));
                }
                (plan, _) => return Ok(settled(plan, there)),
            };
            let again = self.read().await?;
            if !again.agrees_with(&there) {
                (there, together) = (again, true);
                tries += 1;
                continue;
            }
            let taken = self.write(&timetable).await;
            if let Err(error) = &taken {
                if let Some(wait) = self.wait_before_again(error, backoff) {
                    // What was read is old once the wait is over.
                    self.waiting.wait(wait).await;
                    backoff = (wait * 2).min(LONGEST_BACKOFF);
                    let now = self.read().await?;
                    together |= !now.agrees_with(&there);
                    there = now;
                    continue;
                }
                if !error.may_have_been_done() {
                    return Err(Ended::Failed(error.clone()));
                }
            }
            let now = self.look_again(&there).await?;
            if change.holds(&timetable, &subject, &now) {
                let changed = Changed::of(subject, now, together);
                return Ok(self.make_good(changed, &timetable, &original).await);
            }
            match taken {
                Err(error) => return Err(Ended::Failed(error)),
                Ok(()) if now.agrees_with(&there) => return Ok(ScheduleOutcome::Otherwise { now }),
                Ok(()) => (there, together, written) = (now, true, Some(subject)),
            }
            tries += 1;
        }
        Ok(ScheduleOutcome::Crowded)
    }

    /// What there is once others have written, too, and Azure shows what it took. It was `before`.
    async fn look_again(&self, before: &Timetable) -> Result<Timetable, Ended> {
        tokio::time::sleep(UNTIL_OTHERS_WROTE).await;
        let now = self.read().await?;
        if !now.agrees_with(before) {
            return Ok(now);
        }
        tokio::time::sleep(UNTIL_VISIBLE).await;
        self.read().await
    }

    /// What we wrote and is not there any more, somebody else took away at the same moment. Those
    /// that were there from the beginning they may well have meant to; what had been added only
    /// meanwhile they cannot have seen, and it is put back once.
    async fn make_good(
        &self,
        mut changed: Changed,
        written: &Timetable,
        original: &Timetable,
    ) -> ScheduleOutcome {
        let (gone, lost): (Vec<_>, Vec<_>) = (written.missing_from(&changed.now).into_iter())
            .filter(|entry| !entry.does_the_same(&changed.subject))
            .partition(|entry| original.find(entry).is_some());
        let more = changed.now.missing_from(written);
        let theirs = |entry: &Entry| !entry.does_the_same(&changed.subject);
        changed.together |= !gone.is_empty() || !lost.is_empty() || more.iter().any(theirs);
        changed.gone = gone;
        if !lost.is_empty() {
            let mut whole = changed.now.clone();
            lost.iter().for_each(|entry| whole.put_back(entry));
            let refused = |error: AzureError| !error.may_have_been_done();
            // Where this fails, they are told of as gone.
            if !self.write(&whole).await.is_err_and(refused)
                && let Ok(now) = self.read().await
            {
                changed.now = now;
            }
            let (back, gone): (Vec<_>, Vec<_>) = lost
                .into_iter()
                .partition(|entry| changed.now.find(entry).is_some());
            changed.put_back = back;
            changed.gone.extend(gone);
        }
        ScheduleOutcome::Done(changed)
    }

    async fn read(&self) -> Result<Timetable, Ended> {
        let azure = &self.lifecycle.azure;
        let read = self
            .waiting
            .patiently(|| azure.timetable(&self.permit.instance().id, self.waiting))
            .await;
        same(self.permit, read).map(|(_, timetable)| timetable)
    }

    /// Never sits out a wait: meanwhile somebody else may change what `timetable` would write over.
    async fn write(&self, timetable: &Timetable) -> Result<(), AzureError> {
        let azure = &self.lifecycle.azure;
        azure
            .set_timetable(&self.permit.instance().id, timetable, self.waiting)
            .await
    }

    /// How long to wait where Azure says so, at least `backoff`; `None` for other errors, and once
    /// nobody is that patient any more.
    fn wait_before_again(&self, error: &AzureError, backoff: Duration) -> Option<Duration> {
        let Kind::Throttled { retry_after } = error.kind else {
            return None;
        };
        let wait = retry_after.max(backoff);
        let waited = self.waiting.since().elapsed();
        (waited.checked_add(wait)? <= PATIENCE).then_some(wait)
    }
}

fn settled(plan: Plan, now: Timetable) -> ScheduleOutcome {
    match plan {
        Plan::Already(subject) => ScheduleOutcome::Already { now, subject },
        Plan::Full => ScheduleOutcome::Full { now },
        Plan::Ambiguous(ids) => ScheduleOutcome::Ambiguous(ids),
        Plan::Unknown | Plan::Write { .. } => ScheduleOutcome::Unknown { now },
    }
}
