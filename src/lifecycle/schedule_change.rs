//! A change of an instance's schedules: what to write, and whether it has come about. Pure.

use std::ops::ControlFlow::{self, Break, Continue};

use jiff::civil::DateTime;

use super::outcome_facts::Status;
use crate::{
    azure::{Schedule, ScheduleAction, ScheduleEntry, ScheduleList, Zone, short_ids},
    command::{Power, ScheduleClause},
};

/// What became of a change by `schedule`, with what Azure shows after it.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleOutcome {
    Done(Changed),
    /// It was so before; nothing was written.
    Already {
        now: ScheduleList,
        subject: ScheduleEntry,
    },
    /// Azure accepted the change, but shows something else.
    Otherwise(ScheduleList),
    /// Azure allows no more schedules.
    Full(ScheduleList),
    /// No schedule has an id that begins so.
    Unknown(ScheduleList),
    /// Several schedules do: their short ids.
    Ambiguous(Vec<String>),
    /// Others changed the list at each try.
    Crowded,
}

/// A change that was made, and what others changed at the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub now: ScheduleList,
    /// The schedule that was changed; a removed one as it was before.
    pub subject: ScheduleEntry,
    /// Somebody changed the list at the same moment, and both changes are there.
    pub together: bool,
    /// Added by somebody else meanwhile, lost to another write, and put back by us.
    pub put_back: Vec<ScheduleEntry>,
    /// There before, and removed by somebody else meanwhile.
    pub gone: Vec<ScheduleEntry>,
}

impl ScheduleOutcome {
    /// The status in answers to machines, and a word for the reason where the status alone does not tell.
    pub fn status(&self) -> (Status, Option<&'static str>) {
        match self {
            Self::Done(_) => (Status::Done, None),
            Self::Already { .. } => (Status::Already, None),
            Self::Otherwise(_) => (Status::Failed, Some("not-taken")),
            Self::Full(_) => (Status::Skipped, Some("four-schedules")),
            Self::Unknown(_) => (Status::Skipped, Some("no-such-schedule")),
            Self::Ambiguous(_) => (Status::Skipped, Some("ambiguous")),
            Self::Crowded => (Status::Failed, Some("overtaken")),
        }
    }
}

impl Changed {
    pub(super) fn of(subject: ScheduleEntry, now: ScheduleList, together: bool) -> Self {
        Self { now, subject, together, put_back: Vec::new(), gone: Vec::new() }
    }
}

/// A crontab that [`crate::azure::Crontab`] can read counts from a local time in its zone.
impl ScheduleClause<(Zone, DateTime)> {
    /// The same change with the whole id of the schedule that it means in `there`, so that it cannot mean another
    /// one that is added later.
    #[must_use]
    pub fn pinned(&self, there: &ScheduleList) -> Self {
        let whole = |id: &String| match matching(there, id).as_slice() {
            [(_, whole)] => whole.clone(),
            _ => id.clone(),
        };
        match self {
            Self::Add { .. } => self.clone(),
            Self::Enable(id) => Self::Enable(whole(id)),
            Self::Disable(id) => Self::Disable(whole(id)),
            Self::Remove(id) => Self::Remove(whole(id)),
        }
    }

    /// What this change requires if Azure has `there`: the list to write, and the changed schedule as it will be, or a
    /// removed one as it was. `Break` if nothing is to be written.
    pub fn plan(&self, there: &ScheduleList) -> ControlFlow<ScheduleOutcome, (ScheduleList, ScheduleEntry)> {
        match self {
            Self::Add { action, cron, zone: (zone, start) } => {
                let mut schedule_list = there.clone();
                let starts = *action == Power::Start;
                let action = if starts { ScheduleAction::Start } else { ScheduleAction::Stop };
                let subject = schedule_list.add(&action, cron, zone, *start);
                let wanted = subject.schedule();
                let mut schedules = there.schedules().into_iter();
                match schedules.position(|schedule| schedule.does_the_same(&wanted)) {
                    Some(at) => switch(there, at, true),
                    None if there.is_full() => Break(ScheduleOutcome::Full(there.clone())),
                    None => Continue((schedule_list, subject)),
                }
            }
            Self::Enable(id) => switch(there, position(there, id)?, true),
            Self::Disable(id) => switch(there, position(there, id)?, false),
            Self::Remove(id) => {
                let mut schedule_list = there.clone();
                match schedule_list.remove(position(there, id)?) {
                    Some(subject) => Continue((schedule_list, subject)),
                    None => unknown(there),
                }
            }
        }
    }

    /// Whether `planned`, the outcome of planning this change again after it was written, means that it took effect.
    pub fn is_met(&self, planned: &ScheduleOutcome) -> bool {
        match planned {
            ScheduleOutcome::Already { .. } => true,
            ScheduleOutcome::Unknown(_) => matches!(self, Self::Remove(_)),
            _ => false,
        }
    }

    /// Whether Azure, which has `there` after we wrote `written`, shows this change of `subject`.
    pub fn holds(&self, written: &ScheduleList, subject: &ScheduleEntry, there: &ScheduleList) -> bool {
        match self {
            // Azure may write it in another form.
            Self::Add { .. } => {
                let wanted = subject.schedule();
                let mut schedules = there.schedules().into_iter();
                schedules.any(|schedule| schedule.enabled && schedule.does_the_same(&wanted))
            }
            Self::Enable(_) | Self::Disable(_) => {
                let entry = there.find(subject).and_then(|at| there.entry(at));
                entry.is_some_and(|entry| entry.schedule().enabled == subject.schedule().enabled)
            }
            // A twin may remain that does the same.
            Self::Remove(_) => {
                let id = subject.schedule().id;
                let has_id = id.is_some() && there.schedules().iter().any(|schedule| schedule.id == id);
                there.count(subject) <= written.count(subject) && !has_id
            }
        }
    }
}

fn switch(
    there: &ScheduleList,
    at: usize,
    on: bool,
) -> ControlFlow<ScheduleOutcome, (ScheduleList, ScheduleEntry)> {
    let mut schedule_list = there.clone();
    match (there.entry(at), schedule_list.switch(at, on)) {
        (Some(subject), _) if subject.schedule().enabled == on => {
            let now = there.clone();
            Break(ScheduleOutcome::Already { now, subject })
        }
        (_, Some(subject)) => Continue((schedule_list, subject)),
        (_, None) => unknown(there),
    }
}

fn unknown<T>(there: &ScheduleList) -> ControlFlow<ScheduleOutcome, T> {
    Break(ScheduleOutcome::Unknown(there.clone()))
}

/// The place of the schedule whose id begins with `id`.
fn position(there: &ScheduleList, id: &str) -> ControlFlow<ScheduleOutcome, usize> {
    match matching(there, id).as_slice() {
        [] => unknown(there),
        [(at, _)] => Continue(*at),
        several => {
            let schedules = there.schedules();
            let short = short_ids(&schedules);
            let short = several.iter().filter_map(|(at, _)| short[*at]);
            Break(ScheduleOutcome::Ambiguous(short.map(str::to_owned).collect()))
        }
    }
}

/// The places and whole ids of the schedules whose ids begin with `id`. If one is exactly `id`, only that.
fn matching(there: &ScheduleList, id: &str) -> Vec<(usize, String)> {
    let named = |(at, schedule): (usize, Schedule)| {
        let whole = schedule.id?;
        let beginning = whole.get(..id.len())?;
        beginning.eq_ignore_ascii_case(id).then_some((at, whole))
    };
    let found: Vec<_> = there.schedules().into_iter().enumerate().filter_map(named).collect();
    match found.iter().find(|(_, whole)| whole.len() == id.len()) {
        Some(exact) => vec![exact.clone()],
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn there(entries: &[Value]) -> ScheduleList {
        let resource = json!({"properties": {"properties": {"schedules": {"computeStartStop": entries}}}});
        ScheduleList::of(&resource).unwrap()
    }

    fn evening(id: &str, status: &str) -> Value {
        json!({"id": id, "status": status, "action": "Stop", "provisioningStatus": "Completed",
               "cron": {"expression": "0 20 * * 1-5", "timeZone": "GMT Standard Time"}})
    }

    fn add(cron: &str) -> ScheduleClause<(Zone, DateTime)> {
        let zone = Zone::in_azure("GMT Standard Time").unwrap();
        let start = "2026-11-23T18:00:00".parse().unwrap();
        ScheduleClause::Add { action: Power::Stop, cron: cron.to_owned(), zone: (zone, start) }
    }

    fn ids(schedule_list: &ScheduleList) -> Vec<String> {
        let ids = schedule_list.schedules().into_iter();
        ids.map(|schedule| schedule.id.unwrap_or_default()).collect()
    }

    #[test]
    fn adding_an_existing_schedule_writes_nothing_or_enables_it() {
        let one = there(&[evening("aaaa", "Enabled")]);
        assert!(matches!(add("0  20 * * 1-5").plan(&one), Break(ScheduleOutcome::Already { .. })));
        let Continue((schedule_list, _)) = add("0 20 * * 1-5").plan(&there(&[evening("aaaa", "Disabled")]))
        else {
            panic!("the schedule is disabled");
        };
        assert!(schedule_list.schedules()[0].enabled);
        assert_eq!(schedule_list.schedules().len(), 1);
    }

    #[test]
    fn a_fifth_schedule_is_not_written() {
        let four = there(&["a", "b", "c", "d"].map(|id| evening(id, "Enabled")));
        assert_eq!(add("0 8 * * *").plan(&four), Break(ScheduleOutcome::Full(four.clone())));
        assert!(matches!(add("0 20 * * 1-5").plan(&four), Break(ScheduleOutcome::Already { .. })));
    }

    #[test]
    fn a_schedule_is_found_by_the_beginning_of_its_id() {
        let three = there(&["aaaa1", "AAAA2", "bbbb"].map(|id| evening(id, "Enabled")));
        let remove = |id: &str| ScheduleClause::Remove(id.to_owned()).plan(&three);
        let Continue((schedule_list, _)) = remove("aaaa2") else {
            panic!("the schedule exists");
        };
        assert_eq!(ids(&schedule_list), ["aaaa1", "bbbb"]);
        assert_eq!(
            remove("aaa"),
            Break(ScheduleOutcome::Ambiguous(vec!["aaaa1".to_owned(), "AAAA2".to_owned()]))
        );
        assert_eq!(remove("c"), unknown(&three));
        assert!(matches!(ScheduleClause::Disable("b".to_owned()).plan(&three), Continue(_)));
        assert!(matches!(
            ScheduleClause::Enable("b".to_owned()).plan(&three),
            Break(ScheduleOutcome::Already { .. })
        ));
    }

    #[test]
    fn a_pinned_change_does_not_match_a_later_schedule() {
        let remove = ScheduleClause::Remove("7".to_owned()).pinned(&there(&[evening("7aaa", "Enabled")]));
        assert_eq!(remove, ScheduleClause::Remove("7aaa".to_owned()));
        let later = there(&[evening("7bbb", "Enabled")]);
        assert_eq!(remove.plan(&later), unknown(&later));
        let two = there(&["7aaa", "7bbb"].map(|id| evening(id, "Enabled")));
        let Continue((schedule_list, _)) = remove.plan(&two) else {
            panic!("the schedule exists");
        };
        assert_eq!(ids(&schedule_list), ["7bbb"]);
        let ambiguous = ScheduleClause::Disable("7".to_owned());
        assert_eq!(ambiguous.pinned(&two), ambiguous);
        assert_eq!(add("0 8 * * *").pinned(&two), add("0 8 * * *"));
    }

    #[test]
    fn a_remaining_twin_does_not_count_as_the_removed_schedule() {
        let twins = there(&["aaaa", "bbbb"].map(|id| evening(id, "Enabled")));
        let remove = ScheduleClause::Remove("aaaa".to_owned());
        let Continue((schedule_list, subject)) = remove.plan(&twins) else {
            panic!("the schedule exists");
        };
        assert!(remove.holds(&schedule_list, &subject, &there(&[evening("bbbb", "Enabled")])));
        assert!(!remove.holds(&schedule_list, &subject, &twins));
        let renumbered = there(&["cccc", "dddd"].map(|id| evening(id, "Enabled")));
        assert!(!remove.holds(&schedule_list, &subject, &renumbered));
    }
}
