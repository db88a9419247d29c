//! Crontab expressions as Azure's schedules have them: NCronTab with five fields.
//!
//! `croner` parses and searches, restricted to what NCronTab (atifaziz/NCrontab) understands: a day
//! has to match both of its fields, Sunday is 0 and never 7, and there is no `L`, `W` or `#`. NCronTab
//! swaps the ends of a reversed range, which makes `FRI-MON` Monday to Friday: rejected here.

use croner::{
    Cron,
    errors::CronError,
    parser::{CronParser, Seconds, Year},
    time::{CivilDate, CivilDateTime, CivilTime, CronDateTime, Resolution, Weekday},
};
use jiff::{
    SignedDuration,
    civil::{DateTime, Time},
};

/// From 0.
const WEEK_DAYS: &str = "SUN MON TUE WED THU FRI SAT";
/// From 1.
const MONTHS: &str = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";

/// The most times a day that a reply lists.
const MOST_TIMES: usize = 4;

/// An expression that Azure and we understand alike.
#[derive(Clone, Debug)]
pub struct Crontab(Cron);

/// An expression as days and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// Sunday is 0; all seven mean every day.
    pub days: Vec<u16>,
    /// At most four, in order.
    pub times: Vec<Time>,
}

impl Crontab {
    /// `None` if it is not an expression, or if NCronTab understands it differently.
    pub fn read(expression: &str) -> Option<Self> {
        let fields: Vec<&str> = expression.split_whitespace().collect();
        let [minute, hour, day, month, week_day] = fields.as_slice() else {
            return None;
        };
        let fields = [
            numbered(minute, "", 0)?,
            numbered(hour, "", 0)?,
            numbered(day, "", 0)?,
            numbered(month, MONTHS, 1)?,
            numbered(week_day, WEEK_DAYS, 0).filter(|field| !has_day_7(field))?,
        ];
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .dom_and_dow(true)
            .sloppy_ranges(true)
            .build();
        parser.parse(&fields.join(" ")).ok().map(Self)
    }

    /// The first match after `after`. `None` if there is none, as for 31 February.
    pub fn next(&self, after: DateTime) -> Option<DateTime> {
        let next = self.0.find_next_occurrence(&Civil(after), false);
        next.ok().map(|next| next.0)
    }

    /// Whether both match the same times: `MON-FRI` is `1-5`.
    pub fn is(&self, other: &Self) -> bool {
        let times = |crontab: &Self| {
            let pattern = &crontab.0.pattern;
            let fields =
                [&pattern.minutes, &pattern.hours, &pattern.days, &pattern.months, &pattern.days_of_week];
            fields.map(croner::CronComponent::values)
        };
        times(self) == times(other)
    }

    /// Days and times, if the expression depends on nothing else.
    pub fn weekly(&self) -> Option<Weekly> {
        let pattern = &self.0.pattern;
        let every_date = pattern.days.values().len() == 31 && pattern.months.values().len() == 12;
        let (hours, minutes) = (pattern.hours.values(), pattern.minutes.values());
        if !every_date || hours.len() * minutes.len() > MOST_TIMES {
            return None;
        }
        let time = |hour: u16, minute: u16| Time::new(hour as i8, minute as i8, 0, 0).ok();
        let times =
            hours.iter().flat_map(|hour| minutes.iter().filter_map(move |minute| time(*hour, *minute)));
        let days = pattern.days_of_week.values().into_iter().filter(|day| *day < 7);
        Some(Weekly { days: days.collect(), times: times.collect() })
    }
}

/// A field with numbers in place of `names`, counted from `first`. `None` for anything else between its marks, and for
/// an empty part: `5,,7`, `-3`, `/10`.
fn numbered(field: &str, names: &str, first: usize) -> Option<String> {
    let mut read = String::new();
    for piece in field.split_inclusive([',', '-', '/']) {
        let word = piece.trim_end_matches([',', '-', '/']);
        match names.split_whitespace().position(|name| name.eq_ignore_ascii_case(word)) {
            Some(place) => read.push_str(&(first + place).to_string()),
            None if word == "*" => read.push('*'),
            None if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) => read.push_str(word),
            None => return None,
        }
        read.push_str(&piece[word.len()..]);
    }
    read.ends_with(|c: char| c == '*' || c.is_ascii_digit()).then_some(read)
}

/// Whether 7 stands for a day, and not for a step.
fn has_day_7(field: &str) -> bool {
    let mut days =
        field.split(',').flat_map(|part| part.split('/').take(1)).flat_map(|range| range.split('-'));
    days.any(|day| day.parse() == Ok(7))
}

/// A clock without a zone, for the search.
#[derive(Clone)]
struct Civil(DateTime);

impl CronDateTime for Civil {
    fn to_civil(&self) -> CivilDateTime {
        let at = self.0;
        let part = |part: i8| part.unsigned_abs().into();
        CivilDateTime::new(
            CivilDate::from_parts_unchecked(at.year().into(), part(at.month()), part(at.day())),
            CivilTime::from_parts_unchecked(part(at.hour()), part(at.minute()), part(at.second())),
        )
    }

    fn civil_weekday(&self) -> Weekday {
        let day = self.0.weekday().to_sunday_zero_offset();
        Weekday::from_days_from_sunday(day.unsigned_abs().into())
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        let year = i16::try_from(civil.year()).map_err(|_| CronError::InvalidDate)?;
        let part = |part: u32| part as i8;
        let (date, time) = (civil.date(), civil.time());
        let (month, day) = (part(date.month()), part(date.day()));
        let (hour, minute, second) = (part(time.hour()), part(time.minute()), part(time.second()));
        let at = DateTime::new(year, month, day, hour, minute, second, 0);
        Ok(Resolution::Single(Self(at.map_err(|_| CronError::InvalidDate)?)))
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        let later = self.0.checked_add(SignedDuration::from_secs(seconds));
        later.ok().map(Self)
    }

    fn cmp_instant(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
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
        let is = |one: &str, other: &str| Crontab::read(one).unwrap().is(&Crontab::read(other).unwrap());
        assert!(is("0 20 * * MON-FRI", "00 20 */1 * 1,2,3,4,5"));
        assert!(!is("0 20 * * MON-FRI", "0 20 * * 1-4"));
        assert_eq!(weekly("*/5 8 * * *"), None);
        assert_eq!(weekly("0 20 31 * *"), None);
        assert_eq!(weekly("0 20 * 1 *"), None);
    }
}
