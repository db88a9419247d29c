//! Moments: `22:00`, `tomorrow 8am`, `friday at 18:00`, `30/11 às 20h`, `Mon 30 Nov, 20:00`, `depois de amanhã`.

use std::{ops::RangeInclusive, slice};

use jiff::civil::{Date, Time, Weekday};

use super::{
    super::punctuation::COMMA,
    durations::NUMBERS,
    moment::{Day, Moment},
    words::{
        AT, DATE, END, FILLERS, FROM_TODAY, HALF_PAST, MIDNIGHT, MONTHS, NEXT, NIGHT, NOON, OCLOCK, PARTS,
        PHRASES, THIS, TONIGHT, WEEKDAYS,
    },
};
use crate::locale::{Names, bare};

/// Whether `word` says no day and no time by itself.
pub fn is_filler(word: &str) -> bool {
    word == COMMA || FILLERS.include(word) || AT.include(word)
}

/// The words without fillers and case, phrases joined.
fn plain(words: &[String]) -> String {
    let words = words.iter().filter(|word| *word != COMMA && !FILLERS.include(word)).map(|word| bare(word));
    let mut text = words.collect::<Vec<_>>().join(" ");
    for (word, phrase) in PHRASES.iter().flat_map(|(word, names)| names.all().map(move |name| (word, name))) {
        text = text.replace(phrase, word);
    }
    text
}

/// The moment that all of `words` say, in any order. `None` too for an hour from 1 to 12 that may be in the morning
/// or in the evening, and for a weekday that a date does not have.
pub fn moment(words: &[String]) -> Option<Moment> {
    Said::of(words)?.moment()
}

/// The moments that may be meant by a day, or a part of one, without an hour: `tomorrow`, `friday morning`, `tonight`. Of
/// today, some may have passed; what is left of a night ends at midnight.
pub fn rough(words: &[String]) -> Vec<Moment> {
    let Some(mut said) = Said::of(words).filter(|said| said.time.is_none()) else {
        return Vec::new();
    };
    let is_end = std::mem::take(&mut said.is_end);
    let is_any = said.day.is_none() && said.day_in_week_or_year().is_none();
    if is_any && (is_end || said.hours.is_some() && words.iter().any(|word| THIS.include(word))) {
        said.day = Some(Day::FromToday(0));
    } else if is_any && said.hours.is_none() {
        return Vec::new();
    }
    let part = PARTS.iter().find(|(hours, ..)| Some(hours) == said.hours.as_ref());
    let whole = if is_end { &[20][..] } else { &[8, 20] };
    let offered = part.map_or(whole, |(_, offered, _)| offered);
    let goes_on = said.day == Some(Day::FromToday(0)) && offered.contains(&20);
    let at = |hour: &i8| Said { time: Some((*hour, 0)), is_exact: true, ..said.clone() }.moment();
    offered.iter().chain(goes_on.then_some(&24)).filter_map(at).collect()
}

/// Whether `word` says a day.
pub fn is_day(word: &String) -> bool {
    moment(slice::from_ref(word)).is_some_and(|moment| moment.day != Day::ANY)
}

/// How long a keep lasts `for the weekend`, `for the night`, `hoje`, `o resto do dia`.
pub fn extent(words: &[String]) -> Option<Moment> {
    const WHOLE: Names = Names::new(&["whole", "rest", "all"], &["resto", "todo", "toda", "inteiro"]);
    const WEEKEND: Names = Names::new(&["weekend"], &["fim-de-semana"]);
    const OVERNIGHT: Names = Names::new(&["night", "overnight", "tonight"], &["noite"]);
    let words: Vec<_> = words.iter().filter(|word| !WHOLE.include(word)).cloned().collect();
    let text = plain(&words);
    let on = |day| Some(Moment { day, time: None });
    if WEEKEND.include(&text) {
        on(Day::Nearest { weekday: Some(Weekday::Sunday), month: None, date: None })
    } else if OVERNIGHT.include(&text) {
        Some(Moment { day: Day::ANY, time: Some(Time::constant(8, 0, 0, 0)) })
    } else if DATE.include(&text) {
        on(Day::FromToday(0))
    } else {
        moment(&words).filter(|moment| moment.time.is_none())
    }
}

/// The beginning of `this week` or `este mês`.
pub fn period(words: &[String]) -> Option<Moment> {
    const WEEK: Names = Names::new(&["week"], &["semana"]);
    const MONTH: Names = Names::new(&["month"], &["mês"]);
    let text = plain(words);
    let (weekday, date) = (WEEK.include(&text).then_some(Weekday::Monday), MONTH.include(&text).then_some(1));
    let is_known = weekday.is_some() || date.is_some();
    is_known.then_some(Moment { day: Day::Nearest { weekday, month: None, date }, time: None })
}

/// What the words of a moment have said so far.
#[derive(Clone, Default)]
struct Said {
    day: Option<Day>,
    weekday: Option<Weekday>,
    month: Option<i8>,
    date: Option<i8>,
    /// Numbers whose meaning the other words decide.
    numbers: Vec<i16>,
    /// `dia`: the next number is a date.
    before_date: bool,
    /// `at`: the next number is an hour.
    before_hour: bool,
    /// Hour and minute. Midnight is 24:00.
    time: Option<(i8, i8)>,
    /// The hour is one of 24: `8h`, but not `8`.
    is_exact: bool,
    hours: Option<RangeInclusive<i8>>,
    is_end: bool,
    is_next: bool,
    is_half: bool,
}

impl Said {
    fn of(words: &[String]) -> Option<Self> {
        let mut said = Self::default();
        plain(words).split_whitespace().try_for_each(|word| said.word(word))?;
        said.assign_numbers()?;
        (said.time.is_some() || !said.before_hour).then_some(said)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let weekday = WEEKDAYS.iter().find(|(_, names)| names.include(word));
        let month = (1..).zip(MONTHS.iter()).find(|(_, names)| names.include(word));
        let from_today = FROM_TODAY.iter().find(|(_, names)| names.include(word));
        let part = PARTS.iter().find(|(_, _, names)| names.include(word));
        let number = NUMBERS.iter().find(|(_, names)| names.include(word));
        let is_noon = NOON.include(word);
        if let Some((weekday, _)) = weekday {
            set(&mut self.weekday, *weekday)
        } else if let Some((month, _)) = month {
            set(&mut self.month, month)
        } else if let Some((days, _)) = from_today {
            set(&mut self.day, Day::FromToday(*days))
        } else if let Some((hours, ..)) = part {
            self.number_was_hour();
            set(&mut self.hours, hours.clone())
        } else if TONIGHT.include(word) {
            set(&mut self.hours, NIGHT)?;
            set(&mut self.day, Day::FromToday(0))
        } else if END.include(word) || NEXT.include(word) {
            self.is_end |= END.include(word);
            self.is_next |= NEXT.include(word);
            Some(())
        } else if AT.include(word) && self.before_hour {
            None // one of them is a name
        } else if DATE.include(word) || AT.include(word) {
            (self.before_date, self.before_hour) = (DATE.include(word), AT.include(word));
            Some(())
        } else if is_noon || MIDNIGHT.include(word) {
            self.is_exact = true;
            set(&mut self.time, if is_noon { (12, 0) } else { (24, 0) })
        } else if OCLOCK.include(word) {
            self.is_exact = true;
            self.number_was_hour();
            self.time.map(drop)
        } else if HALF_PAST.include(word) {
            (self.is_half, self.before_hour) = (true, self.time.is_none());
            Some(())
        } else if let Some((number, _)) = number {
            self.number(i16::try_from(*number).ok()?)
        } else {
            self.figures(word)
        }
    }

    /// The number before `pm`, `horas` or `da noite` is the hour.
    fn number_was_hour(&mut self) {
        if self.time.is_none() {
            self.time = self.numbers.pop().and_then(|hour| Some((i8::try_from(hour).ok()?, 0)));
        }
    }

    /// `22`, `22:00`, `10pm`, `30/11`, `30th`, `2026-12-01`, `2026-12-01T18:00`.
    fn figures(&mut self, word: &str) -> Option<()> {
        let ordinal = ["st", "nd", "rd", "th", "º"].iter().find_map(|end| word.strip_suffix(end));
        let of_half = |(hours, _, names): &(RangeInclusive<i8>, &[i8], Names)| {
            let hour = names.all().find_map(|name| word.strip_suffix(name))?;
            Some((hours.clone(), hour.to_owned()))
        };
        if let Some((day, time)) = word.split_once('t').filter(|_| word.contains('-')) {
            self.figures(day)?;
            self.figures(time)
        } else if let Some(date) = ordinal.and_then(digits) {
            set(&mut self.date, date)
        } else if let Some(number) = digits(word) {
            self.number(number)
        } else if word.contains('-') {
            // Other years can't be printed in every language so that they read the same.
            let date = word.parse().ok().filter(|date: &Date| date.year() >= 2000)?;
            set(&mut self.day, Day::On(date))
        } else if let Some((date, month)) = word.split_once('/') {
            let (month, year) =
                month.split_once('/').map_or((month, None), |(month, year)| (month, Some(year)));
            let year =
                year.map(|year| digits(year).map(|year: i16| if year < 100 { 2000 + year } else { year }));
            self.numbers.extend(year.map_or(Some(None), |year| year.map(Some))?);
            set(&mut self.date, digits(date)?)?;
            set(&mut self.month, digits(month)?)
        } else if let Some((hours, hour)) = PARTS.iter().take(2).find_map(of_half) {
            set(&mut self.hours, hours)?;
            self.before_hour = true;
            self.figures(&hour)
        } else {
            let word = word.strip_suffix("min").unwrap_or(word);
            let word = if word.contains(':') { word.trim_end_matches('h') } else { word };
            let (hour, minute) = word.split_once([':', 'h', '.'])?;
            let minute = if minute.is_empty() && word.ends_with('h') { "00" } else { minute };
            self.is_exact = true;
            // `18.5` is no time.
            set(&mut self.time, (digits(hour)?, digits(minute).filter(|_| minute.len() == 2)?))
        }
    }

    fn number(&mut self, number: i16) -> Option<()> {
        let small = i8::try_from(number).ok();
        if std::mem::take(&mut self.before_date) {
            set(&mut self.date, small?)
        } else if std::mem::take(&mut self.before_hour) {
            set(&mut self.time, (small?, 0))
        } else {
            self.numbers.push(number);
            Some(())
        }
    }

    fn moment(self) -> Option<Moment> {
        if self.time == Some((24, 0)) {
            // Whose midnight, if it is not the next one? On `friday at midnight`, Friday begins or ends.
            let is_next =
                matches!(self.day, None | Some(Day::FromToday(0))) && self.day_in_week_or_year().is_none();
            let is_night = self.hours.as_ref().is_none_or(|hours| *hours == NIGHT);
            let midnight = Moment { day: Day::ANY, time: Some(Time::midnight()) };
            return (is_next && is_night && !self.is_end).then_some(midnight);
        }
        let time = self.clock()?;
        let day = match (self.day, self.day_in_week_or_year()) {
            (None, Some(day)) => Some(day).filter(|_| self.exists())?,
            (
                Some(day @ Day::On(on)),
                Some(Day::Nearest { weekday: Some(weekday), month: None, date: None }),
            ) => Some(day).filter(|_| weekday == on.weekday())?,
            (Some(_), Some(_)) => return None,
            (Some(day), None) => day,
            (None, None) if time.is_some() => Day::ANY,
            (None, None) => Day::FromToday(0),
        };
        Some(Moment { day, time })
    }

    /// A number is a year, the date of the month, or an hour.
    fn assign_numbers(&mut self) -> Option<()> {
        let year = self.numbers.iter().position(|number| *number >= 2000).map(|at| self.numbers.remove(at));
        let number = match self.numbers.as_slice() {
            [] => None,
            [number] => Some(i8::try_from(*number).ok()?),
            _ => return None,
        };
        match number {
            Some(date) if self.month.is_some() && self.date.is_none() => self.date = Some(date),
            Some(hour) => set(&mut self.time, (hour, 0))?,
            None => {}
        }
        if let Some(year) = year {
            let date = Date::new(year, self.month.take()?, self.date.take()?).ok()?;
            set(&mut self.day, Day::On(date))?;
        }
        if self.is_half {
            self.time = Some(self.time.filter(|(_, minute)| *minute == 0).map(|(hour, _)| (hour, 30))?);
        }
        let is_week = self.weekday.is_some() && self.month.is_none() && self.date.is_none();
        ((self.month.is_none() || self.date.is_some()) && (is_week || !self.is_next)).then_some(())
    }

    /// The time, or `Some(None)` for a day without one.
    fn clock(&self) -> Option<Option<Time>> {
        let (hour, minute) = match (self.time, &self.hours) {
            // `tonight` alone ends with the day; a morning has no hour.
            (None, hours) => {
                let is_day = self.is_end || self.day.is_some() || self.day_in_week_or_year().is_some();
                return (is_day && hours.as_ref().is_none_or(|hours| *hours == NIGHT)).then_some(None);
            }
            (Some(_), _) if self.is_end => return None,
            (Some((hour @ 1..=12, minute)), Some(hours)) => {
                (hour % 12 + if *hours.end() < 12 { 0 } else { 12 }, minute)
            }
            (Some((1..=12, _)), None) if !self.is_exact => return None,
            (Some(time), _) => time,
        };
        let fits = self.hours.as_ref().is_none_or(|hours| hours.contains(&hour));
        Time::new(hour, minute, 0, 0).ok().filter(|_| fits).map(Some)
    }

    fn day_in_week_or_year(&self) -> Option<Day> {
        let &Self { weekday, month, date, .. } = self;
        match weekday.filter(|_| self.is_next) {
            Some(weekday) => Some(Day::Next(weekday)),
            None => (weekday.is_some() || date.is_some()).then_some(Day::Nearest { weekday, month, date }),
        }
    }

    /// The 29th of February comes, the 31st of November does not.
    fn exists(&self) -> bool {
        Date::new(2024, self.month.unwrap_or(1), self.date.unwrap_or(1)).is_ok()
    }
}

fn set<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}
