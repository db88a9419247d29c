//! Moments as they are typed, and when they are by a clock.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
    tz::{AmbiguousOffset, TimeZone},
};

use super::words::{DATE, FROM_TODAY, MONTHS, NEXT, WEEKDAYS};
use crate::locale::Locale;

/// In days. The nearest Friday that is a 29 February may be 40 years away.
const LONGEST_SEARCH: i32 = 41 * 366;

/// A day without a time ends with this minute.
const LAST_MINUTE: Time = Time::constant(23, 59, 0, 0);

/// A day and a time on it, by the clock of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// `None` is the whole day: what ends then ends with it, what begins then begins with it.
    pub time: Option<Time>,
}

/// A day, by the clock of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// So many days from today: 1 is `tomorrow`, -1 `yesterday`.
    FromToday(i8),
    /// The nearest day with all that is given: `friday`, `30/11`, `day 30`. Nothing given fits every day.
    Nearest {
        /// `friday`.
        weekday: Option<Weekday>,
        /// From 1 to 12.
        month: Option<i8>,
        /// From 1 to 31.
        date: Option<i8>,
    },
    /// `next friday`: the first one after today.
    Next(Weekday),
    /// `2026-11-27`.
    On(Date),
}

impl Day {
    /// Today or, where the time does not fit today, the next day or the day before.
    pub const ANY: Self = Self::Nearest { weekday: None, month: None, date: None };

    /// The one day that is meant. `None` for days that come again.
    fn only(self, today: Date) -> Option<Date> {
        match self {
            Self::FromToday(days) => Some(today.saturating_add(i64::from(days).days())),
            Self::On(date) => Some(date),
            Self::Next(weekday) => today.nth_weekday(1, weekday).ok(),
            Self::Nearest { .. } => None,
        }
    }

    /// Whether a day that comes again may be `date`.
    fn fits(self, on: Date) -> bool {
        let Self::Nearest { weekday, month, date } = self else { return false };
        weekday.is_none_or(|weekday| weekday == on.weekday())
            && month.is_none_or(|month| month == on.month())
            && date.is_none_or(|date| date == on.day())
    }
}

impl Moment {
    /// The first such moment after `asked`, for what ends or happens then. For a day that does not come again, it may
    /// have passed. A time that a clock change skips is an hour later. `None` if no day fits.
    pub fn after(self, asked: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = asked.to_zoned_datetime(zone.clone()).date();
        let at = |date: Date| zone.to_timestamp(date.to_datetime(self.time.unwrap_or(LAST_MINUTE))).ok();
        if let Some(date) = self.day.only(today) {
            return at(date);
        }
        let days = (0..LONGEST_SEARCH).filter_map(|days| today.checked_add(days.days()).ok());
        let mut days = days.filter(|date| self.day.fits(*date));
        days.find_map(|date| at(date).filter(|at| *at > asked))
    }

    /// The last such moment until `asked`, for what began then. On a day of a clock change, a clock may have shown it
    /// twice or not at all. A day that does not come again may be still to come.
    pub fn before(self, asked: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = asked.to_zoned_datetime(zone.clone()).date();
        let time = self.time.unwrap_or(Time::midnight());
        if let Some(date) = self.day.only(today) {
            return zone.to_timestamp(date.to_datetime(time)).ok();
        }
        let shown = |date: Date| {
            let shown = zone.to_ambiguous_timestamp(date.to_datetime(time));
            let times = match shown.offset() {
                // A day of which midnight is skipped begins later.
                AmbiguousOffset::Gap { .. } if self.time.is_some() => Vec::new(),
                AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => vec![shown.compatible()],
                AmbiguousOffset::Fold { .. } => vec![shown.later(), shown.earlier()],
            };
            times.into_iter().filter_map(Result::ok).find(|at| *at <= asked)
        };
        let days = (0..LONGEST_SEARCH).filter_map(|days| today.checked_sub(days.days()).ok());
        days.filter(|date| self.day.fits(*date)).find_map(shown)
    }

    /// `tomorrow 08:00`, in the words of `locale`, which parse to the same moment.
    pub fn display(self, locale: Locale) -> String {
        let time = self.time.map(|time| time.strftime("%H:%M").to_string());
        let day = day_in_words(self.day, locale);
        [day, time].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// `friday`, `dia 30`, `2026-12-01`, in the words of `locale`. `None` for any day.
fn day_in_words(day: Day, locale: Locale) -> Option<String> {
    let named = |weekday| WEEKDAYS.iter().find(|(known, _)| *known == weekday);
    let named = |weekday| named(weekday).map(|(_, names)| names.first(locale));
    match day {
        Day::Next(weekday) => named(weekday).map(|weekday| match locale {
            Locale::English => format!("{} {weekday}", NEXT.first(locale)),
            // Agrees with `segunda` and with `sábado`.
            Locale::Portuguese => format!("{weekday} que vem"),
        }),
        Day::FromToday(days) => {
            let known = FROM_TODAY.iter().find(|(known, _)| *known == days);
            known.map(|(_, names)| names.first(locale).to_owned())
        }
        Day::On(date) => Some(match locale {
            Locale::English => date.to_string(),
            Locale::Portuguese => date.strftime("%d/%m/%Y").to_string(),
        }),
        Day::Nearest { weekday, month, date } => {
            let weekday = weekday.and_then(named).map(str::to_owned);
            let month = month.and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?));
            let date = date.map(|date| match month {
                Some(month) => format!("{date} {}", month.first(locale)),
                None => format!("{} {date}", DATE.first(locale)),
            });
            let words = weekday.into_iter().chain(date).collect::<Vec<_>>().join(" ");
            (!words.is_empty()).then_some(words)
        }
    }
}
