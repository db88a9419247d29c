//! One change of an instance's schedules: what is to be written, and whether it has come about. Pure.

use jiff::civil::DateTime;

use crate::azure::{Action, Entry, Schedule, Timetable, Zone, short_ids};

/// What somebody wants of an instance's schedules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Add {
        action: Action,
        /// Read by [`crate::azure::Crontab`].
        expression: String,
        zone: Zone,
        /// From when on, by Azure's clock in that zone.
        start: DateTime,
    },
    /// By the beginning of its id.
    Enable(String),
    Disable(String),
    Remove(String),
}

/// What is to be done about it.
#[derive(Debug, PartialEq)]
pub enum Plan {
    Write {
        timetable: Timetable,
        /// What is changed, as it will be; or as it was, before it is removed.
        subject: Entry,
    },
    /// It is so: nothing is to be written.
    Already(Entry),
    /// Azure keeps no more.
    Full,
    /// No id begins so.
    Unknown,
    /// These do, by their short ids.
    Ambiguous(Vec<String>),
}

impl Change {
    /// The same, of the one schedule that it means `there`: what comes later is not meant, however
    /// its id begins.
    #[must_use]
    pub fn pinned(&self, there: &Timetable) -> Self {
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

    /// What is to be done where `there` is what there is.
    pub fn plan(&self, there: &Timetable) -> Plan {
        match self {
            Self::Add {
                action,
                expression,
                zone,
                start,
            } => {
                let mut timetable = there.clone();
                let subject = timetable.add(action, expression, zone, *start);
                let wanted = subject.schedule();
                let schedules = there.schedules();
                let like = |schedule: &Schedule| schedule.does_the_same(&wanted);
                match schedules.iter().position(like) {
                    Some(at) => switch(there, at, true),
                    None if there.is_full() => Plan::Full,
                    None => Plan::Write { timetable, subject },
                }
            }
            Self::Enable(id) => with(there, id, |at| switch(there, at, true)),
            Self::Disable(id) => with(there, id, |at| switch(there, at, false)),
            Self::Remove(id) => with(there, id, |at| {
                let mut timetable = there.clone();
                let removed = timetable.remove(at);
                removed.map_or(Plan::Unknown, |subject| Plan::Write { timetable, subject })
            }),
        }
    }

    /// Whether it has come about that `written` be there, as far as this change goes.
    pub fn holds(&self, written: &Timetable, subject: &Entry, there: &Timetable) -> bool {
        match self {
            // Azure may write it otherwise than we did.
            Self::Add { .. } => {
                let wanted = subject.schedule();
                let mut schedules = there.schedules().into_iter();
                schedules.any(|schedule| schedule.enabled && schedule.does_the_same(&wanted))
            }
            Self::Enable(_) | Self::Disable(_) => {
                let at = there.find(subject);
                let schedule = at.and_then(|at| there.entry(at)).map(|entry| entry.schedule());
                schedule.is_some_and(|schedule| schedule.enabled == subject.schedule().enabled)
            }
            // Another may say the same.
            Self::Remove(_) => there.count(subject) <= written.count(subject) && !has_id_of(there, subject),
        }
    }
}

fn switch(there: &Timetable, at: usize, on: bool) -> Plan {
    let mut timetable = there.clone();
    match (there.entry(at), timetable.switch(at, on)) {
        (Some(entry), _) if entry.schedule().enabled == on => Plan::Already(entry),
        (_, Some(subject)) => Plan::Write { timetable, subject },
        (_, None) => Plan::Unknown,
    }
}

/// Hands over the one whose id begins with `id`.
fn with(there: &Timetable, id: &str, plan: impl FnOnce(usize) -> Plan) -> Plan {
    match matching(there, id).as_slice() {
        [] => Plan::Unknown,
        [(at, _)] => plan(*at),
        several => {
            let schedules = there.schedules();
            let short = short_ids(&schedules);
            let short = several.iter().filter_map(|(at, _)| short[*at]);
            Plan::Ambiguous(short.map(str::to_owned).collect())
        }
    }
}

/// Where those stand whose ids begin with `id`, and their whole ids. Whoever gives a whole id means
/// it, also where another one is longer.
fn matching(there: &Timetable, id: &str) -> Vec<(usize, String)> {
    let named = |(at, schedule): (usize, Schedule)| {
        let whole = schedule.id?;
        let beginning = whole.get(..id.len())?;
        beginning.eq_ignore_ascii_case(id).then_some((at, whole))
    };
    let found: Vec<_> = there
        .schedules()
        .into_iter()
        .enumerate()
        .filter_map(named)
        .collect();
    match found.iter().find(|(_, whole)| whole.len() == id.len()) {
        Some(exact) => vec![exact.clone()],
        None => found,
    }
}

fn has_id_of(there: &Timetable, entry: &Entry) -> bool {
    let id = entry.schedule().id;
    id.is_some() && there.schedules().iter().any(|schedule| schedule.id == id)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn there(entries: &[Value]) -> Timetable {
        let resource = json!({"properties": {"properties": {"schedules": {"computeStartStop": entries}}}});
        Timetable::of(&resource).unwrap()
    }

    fn evening(id: &str, status: &str) -> Value {
        json!({"id": id, "status": status, "action": "Stop", "provisioningStatus": "Completed",
               "cron": {"expression": "0 20 * * 1-5", "timeZone": "GMT Standard Time"}})
    }

    fn add(expression: &str) -> Change {
        Change::Add {
            action: Action::Stop,
            expression: expression.to_owned(),
            zone: Zone::in_azure("GMT Standard Time").unwrap(),
            start: "2026-11-23T18:00:00".parse().unwrap(),
        }
    }

    fn ids(timetable: &Timetable) -> Vec<String> {
        let ids = timetable.schedules().into_iter();
        ids.map(|schedule| schedule.id.unwrap_or_default()).collect()
    }

    #[test]
    fn an_equal_schedule_is_there_already_and_one_that_is_off_is_turned_on() {
        let one = there(&[evening("aaaa", "Enabled")]);
        assert!(matches!(add("0  20 * * 1-5").plan(&one), Plan::Already(_)));
        let Plan::Write { timetable, .. } = add("0 20 * * 1-5").plan(&there(&[evening("aaaa", "Disabled")]))
        else {
            panic!("it is off");
        };
        assert!(timetable.schedules()[0].enabled);
        assert_eq!(timetable.schedules().len(), 1);
    }

    #[test]
    fn a_fifth_is_not_written() {
        let four = there(&["a", "b", "c", "d"].map(|id| evening(id, "Enabled")));
        assert_eq!(add("0 8 * * *").plan(&four), Plan::Full);
        assert!(matches!(add("0 20 * * 1-5").plan(&four), Plan::Already(_)));
    }

    #[test]
    fn ids_are_known_by_their_beginnings() {
        let three = there(&["aaaa1", "AAAA2", "bbbb"].map(|id| evening(id, "Enabled")));
        let remove = |id: &str| Change::Remove(id.to_owned()).plan(&three);
        let Plan::Write { timetable, .. } = remove("aaaa2") else {
            panic!("there is one");
        };
        assert_eq!(ids(&timetable), ["aaaa1", "bbbb"]);
        assert_eq!(
            remove("aaa"),
            Plan::Ambiguous(vec!["aaaa1".to_owned(), "AAAA2".to_owned()])
        );
        assert_eq!(remove("c"), Plan::Unknown);
        assert!(matches!(
            Change::Disable("b".to_owned()).plan(&three),
            Plan::Write { .. }
        ));
        assert!(matches!(
            Change::Enable("b".to_owned()).plan(&three),
            Plan::Already(_)
        ));
    }

    #[test]
    fn what_comes_later_is_not_meant() {
        let remove = Change::Remove("7".to_owned()).pinned(&there(&[evening("7aaa", "Enabled")]));
        assert_eq!(remove, Change::Remove("7aaa".to_owned()));
        let later = there(&[evening("7bbb", "Enabled")]);
        assert_eq!(remove.plan(&later), Plan::Unknown);
        let two = there(&["7aaa", "7bbb"].map(|id| evening(id, "Enabled")));
        let Plan::Write { timetable, .. } = remove.plan(&two) else {
            panic!("it is there");
        };
        assert_eq!(ids(&timetable), ["7bbb"]);
        let ambiguous = Change::Disable("7".to_owned());
        assert_eq!(ambiguous.pinned(&two), ambiguous);
        assert_eq!(add("0 8 * * *").pinned(&two), add("0 8 * * *"));
    }

    #[test]
    fn a_twin_is_not_taken_for_what_was_removed() {
        let twins = there(&["aaaa", "bbbb"].map(|id| evening(id, "Enabled")));
        let remove = Change::Remove("aaaa".to_owned());
        let Plan::Write { timetable, subject } = remove.plan(&twins) else {
            panic!("there is one");
        };
        assert!(remove.holds(&timetable, &subject, &there(&[evening("bbbb", "Enabled")])));
        assert!(!remove.holds(&timetable, &subject, &twins));
        let renumbered = there(&["cccc", "dddd"].map(|id| evening(id, "Enabled")));
        assert!(!remove.holds(&timetable, &subject, &renumbered));
    }
}
