//! Crontab expressions as Azure's schedules have them: NCronTab with five fields.
//!
//! Read as NCronTab (atifaziz/NCrontab) does: a day has to match both of its fields, Sunday is 0 and never 7, and there
//! is no `L`, `W` or `#`. NCronTab swaps the ends of a reversed range, which makes `FRI-MON` Monday to Friday: rejected
//! here.

use std::collections::BTreeSet;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
};

use super::zone::Zone;

/// From 0.
const WEEK_DAYS: &str = "SUN MON TUE WED THU FRI SAT";

/// From 1.
const MONTHS: &str = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";

/// The fields of an expression: the lowest value and the highest, and names for them.
const FIELDS: [(i8, i8, &str); 5] =
    [(0, 59, ""), (0, 23, ""), (1, 31, ""), (1, 12, MONTHS), (0, 6, WEEK_DAYS)];

/// The most times a day that a reply lists.
const MOST_TIMES: usize = 4;

/// In days. Any date falls on any day of the week within 40 years.
const LONGEST_SEARCH: usize = 40 * 366;

/// An expression that Azure and we understand alike, as the values of its fields. Equal ones match the same times:
/// `MON-FRI` is `1-5`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crontab([BTreeSet<i8>; 5]);

/// An expression as days and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// Sunday is 0; all seven mean every day.
    pub days: Vec<i8>,
    /// At most four, in order.
    pub times: Vec<Time>,
}

impl Crontab {
    /// `None` if it is not an expression, or if NCronTab understands it differently.
    pub fn read(expression: &str) -> Option<Self> {
        let fields: [&str; 5] = expression.split_whitespace().collect::<Vec<_>>().try_into().ok()?;
        let values = fields.into_iter().zip(FIELDS).map(|(field, known)| values(field, known));
        values.collect::<Option<Vec<_>>>()?.try_into().ok().map(Self)
    }

    /// The time in `zone` from which a new schedule counts. `None` if it is never due.
    pub fn start(&self, zone: &Zone, now: Timestamp) -> Option<DateTime> {
        let start = zone.standard(now).to_datetime(now);
        self.next(start).map(|_| start)
    }

    /// The first match after `after`. `None` if there is none, as for 31 February.
    pub fn next(&self, after: DateTime) -> Option<DateTime> {
        let [_, _, days, months, week_days] = &self.0;
        let fits = |date: &Date| {
            let week_day = date.weekday().to_sunday_zero_offset();
            days.contains(&date.day()) && months.contains(&date.month()) && week_days.contains(&week_day)
        };
        let dates = after.date().series(1.day()).take(LONGEST_SEARCH).filter(fits);
        dates.flat_map(|date| self.times().map(move |time| date.to_datetime(time))).find(|at| *at > after)
    }

    /// Days and times, if the expression depends on nothing else.
    pub fn weekly(&self) -> Option<Weekly> {
        let [minutes, hours, days, months, week_days] = &self.0;
        let is_weekly = days.len() == 31 && months.len() == 12 && hours.len() * minutes.len() <= MOST_TIMES;
        is_weekly.then(|| Weekly { days: week_days.iter().copied().collect(), times: self.times().collect() })
    }

    /// The times of a day, in order.
    fn times(&self) -> impl Iterator<Item = Time> {
        let [minutes, hours, ..] = &self.0;
        hours.iter().flat_map(|hour| minutes.iter().filter_map(|minute| Time::new(*hour, *minute, 0, 0).ok()))
    }
}

/// The values of a field: of `*`, `5`, `1-5`, `*/15`, `5/15` or `1-5/2`, or several of these with commas.
fn values(field: &str, (first, last, names): (i8, i8, &str)) -> Option<BTreeSet<i8>> {
    let value = |word: &str| {
        let place = names.split_whitespace().position(|name| name.eq_ignore_ascii_case(word));
        let value = match place {
            Some(place) => first + i8::try_from(place).ok()?,
            None => number(word)?,
        };
        (first..=last).contains(&value).then_some(value)
    };
    let mut all = BTreeSet::new();
    for part in field.split(',') {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (value(from)?, value(to)?),
            None if range == "*" => (first, last),
            None => (value(range)?, if step.is_some() { last } else { value(range)? }),
        };
        let step = step.map_or(Some(1), number).filter(|step| *step > 0)?;
        if from > to {
            return None;
        }
        all.extend((from..=to).step_by(step.unsigned_abs().into()));
    }
    Some(all)
}

/// Digits alone: `+5` would parse, too.
fn number(word: &str) -> Option<i8> {
    word.parse().ok().filter(|_| word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn next(expression: &str, after: &str) -> String {
        let crontab = Crontab::read(expression).unwrap_or_else(|| panic!("{expression}"));
        let next = crontab.next(after.parse().unwrap());
        next.map_or_else(|| "never".to_owned(), |next| next.to_string())
    }

    #[test]
    fn the_next_time_is_the_first_that_fits_every_field() {
        let monday = "2026-11-23T18:00:00";
        for (expression, expected) in [
            ("0 20 * * 1-5", "2026-11-23T20:00:00"),
            ("0 18 * * *", "2026-11-24T18:00:00"),
            ("30 7 * * SAT,SUN", "2026-11-28T07:30:00"),
            ("0 8 29 2 *", "2028-02-29T08:00:00"),
            ("0 20 31 * *", "2026-12-31T20:00:00"),
            ("*/20 * * * *", "2026-11-23T18:20:00"),
            ("5/25 * * * *", "2026-11-23T18:05:00"),
            ("0 8 13 * 5", "2027-08-13T08:00:00"),
            ("0 0 1 JAN,jul *", "2027-01-01T00:00:00"),
            ("0 8 */7 * *", "2026-11-29T08:00:00"),
            ("0 0 31 2 *", "never"),
        ] {
            assert_eq!(next(expression, monday), expected, "{expression}");
        }
    }

    #[test]
    fn expressions_that_azure_rejects_or_reads_differently_are_rejected() {
        for wrong in [
            "",
            "0 20 * *",
            "0 0 20 * * 1-5",
            "60 20 * * *",
            "0 24 * * *",
            "0 20 0 * *",
            "0 20 32 * *",
            "0 20 * 13 *",
            "0 20 * * 7",
            "0 20 * * 5-7",
            "0 20 * * FRI-MON",
            "0 20-8 * * *",
            "0 20 L * *",
            "0 20 15W * *",
            "0 20 * * 5#2",
            "0 20 ? * *",
            "@daily",
            "0 20 * * MON-",
            "0 20 * * ,1",
            "/5 * * * *",
            "*/0 * * * *",
            "0 MON * * *",
            "0 20 * MON *",
            "0 20 * * JAN",
            "0 20 * JANUARY *",
            "+5 20 * * *",
            "0 20 * * 1-2-3",
            "*/+5 * * * *",
            "*/5/5 * * * *",
        ] {
            assert!(Crontab::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn days_and_times_are_given_if_the_expression_has_nothing_else() {
        let weekly = |expression: &str| Crontab::read(expression).unwrap().weekly();
        let evenings = Weekly { days: (1..=5).collect(), times: vec![time(20, 0, 0, 0)] };
        assert_eq!(weekly("0 20 * * 1-5"), Some(evenings.clone()));
        assert_eq!(weekly("0 20 * * MON-FRI"), Some(evenings));
        let every = weekly("0,30 8,20 * * *").unwrap();
        assert_eq!((every.days.len(), every.times.len()), (7, 4));
        assert_eq!(every.times[1], date(2026, 1, 1).at(8, 30, 0, 0).time());
        let is = |one: &str, other: &str| Crontab::read(one).unwrap() == Crontab::read(other).unwrap();
        assert!(is("0 20 * * MON-FRI", "00 20 */1 * 1,2,3,4,5"));
        assert!(!is("0 20 * * MON-FRI", "0 20 * * 1-4"));
        assert_eq!(weekly("*/5 8 * * *"), None);
        assert_eq!(weekly("0 20 31 * *"), None);
        assert_eq!(weekly("0 20 * 1 *"), None);
    }
}
