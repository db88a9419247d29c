//! Times, durations, amounts and lists in the caller's language.

use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};

use super::{
    localizer::{Localizer, line, say},
    markup::{Phrase, Text},
    words::with_thousands,
};
use crate::{azure::Money, locale::Locale, target::ComputeId};

impl Localizer {
    /// `18:02`, with its day unless that is today.
    pub fn time(&self, at: Timestamp) -> Phrase {
        let local = at.to_zoned_datetime(self.zone.clone());
        let format = if self.is_today(at) {
            "time"
        } else if local.year() == self.now.to_zoned_datetime(self.zone.clone()).year() {
            "day-and-time"
        } else {
            "date-and-time"
        };
        let weekday = self.word(&format!("weekday-{}", local.weekday().to_sunday_zero_offset()));
        let format = say!(self, format, weekday, hour = singular_hour(local.time()));
        Phrase::moment(at, &local.strftime(&format.0).to_string())
    }

    /// `at 18:02`
    pub fn at(&self, at: Timestamp) -> Phrase {
        self.with_preposition("at", at)
    }

    /// `until 22:00`
    pub fn until(&self, at: Timestamp) -> Phrase {
        self.with_preposition("until", at)
    }

    /// `since 18:02`
    pub fn since(&self, at: Timestamp) -> Phrase {
        self.with_preposition("since", at)
    }

    fn with_preposition(&self, preposition: &str, at: Timestamp) -> Phrase {
        let kind = if self.is_today(at) { "time" } else { "day" };
        let hour = singular_hour(at.to_zoned_datetime(self.zone.clone()).time());
        say!(self, &format!("{preposition}-{kind}"), time = self.time(at), hour)
    }

    fn is_today(&self, at: Timestamp) -> bool {
        let day = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).date();
        day(at) == day(self.now)
    }

    /// The day on a clock.
    pub(super) fn day(&self, at: Timestamp, clock: &TimeZone) -> Phrase {
        let local = at.to_zoned_datetime(clock.clone());
        Phrase(local.strftime(&self.word("day").0).to_string())
    }

    /// How long ago `at` was.
    pub fn ago(&self, at: Timestamp) -> Phrase {
        self.duration(self.now.duration_since(at))
    }

    /// The two largest units: `41 s`, `2 min 41 s`, `3 h 5 min`, `2 d 4 h`.
    pub fn duration(&self, duration: SignedDuration) -> Phrase {
        let seconds = duration.as_secs().unsigned_abs() as usize;
        let units = [
            ("duration-days", seconds / 86_400),
            ("duration-hours", seconds / 3600 % 24),
            ("duration-minutes", seconds / 60 % 60),
            ("duration-seconds", seconds % 60),
        ];
        let first = units.iter().position(|(_, n)| *n > 0).unwrap_or(3);
        let largest = units[first..].iter().take(2).enumerate();
        let shown = largest.filter(|(at, (_, n))| *at == 0 || *n > 0);
        Phrase::join(shown.map(|(_, (unit, n))| say!(self, unit, n = *n)), " ")
    }

    /// `$38.20`, or `38.20 CHF` in a currency whose sign the locale files do not have.
    pub fn money(&self, money: Money) -> Phrase {
        let cents = (money.millionths + 5000) / 10_000;
        let (thousands, mark) = match self.locale {
            Locale::English => (',', '.'),
            Locale::Portuguese => ('.', ','),
        };
        let whole = with_thousands(&(cents / 100).to_string(), thousands);
        let amount = format!("{whole}{mark}{:02}", cents % 100);
        match money.currency.as_str() {
            "USD" => say!(self, "money-usd", amount),
            currency => Phrase::literal(&format!("{amount} {currency}")),
        }
    }

    /// `a`, `a and b`, `a, b and c`
    pub fn list(&self, items: impl IntoIterator<Item = Phrase>) -> Phrase {
        self.list_most(items, usize::MAX)
    }

    /// The same, or `most` of the items and how many more there are.
    pub fn list_most(&self, items: impl IntoIterator<Item = Phrase>, most: usize) -> Phrase {
        let mut items: Vec<Phrase> = items.into_iter().collect();
        let more = self.beyond(items.len(), most);
        if more > 0 {
            items.truncate(most);
            return say!(self, "list-more", shown = Phrase::join(items, ", "), more);
        }
        self.joined(items, "list-and")
    }

    /// `*a*, *b* and *c*`, with at most `most` of the instances.
    pub fn list_names<'a>(&self, ids: impl IntoIterator<Item = &'a ComputeId>, most: usize) -> Phrase {
        self.list_most(ids.into_iter().map(|id| Phrase::bold(self.name(id))), most)
    }

    /// `a`, `a or b`, `a, b or c`
    pub fn either(&self, items: impl IntoIterator<Item = Phrase>) -> Phrase {
        self.joined(items.into_iter().collect(), "list-or")
    }

    fn joined(&self, mut items: Vec<Phrase>, message: &str) -> Phrase {
        let Some(last) = items.pop() else { return Phrase::default() };
        if items.is_empty() {
            return last;
        }
        say!(self, message, shown = Phrase::join(items, ", "), last)
    }

    /// The first `most` lines, and `message` with how many `more` there are.
    pub fn first_lines(
        &self,
        lines: impl ExactSizeIterator<Item = Text>,
        most: usize,
        message: &str,
    ) -> impl Iterator<Item = Text> {
        let most = self.surface.rows.map_or(most, |rows| rows.min(most));
        let shown = lines.len() - self.beyond(lines.len(), most);
        let more = lines.len() - shown;
        let end = (more > 0).then(|| line!(self, message, more, n = more));
        lines.take(shown).chain(end)
    }

    /// How many of `count` are left out where a chat has room for `most`.
    fn beyond(&self, count: usize, most: usize) -> usize {
        if self.surface.whole { 0 } else { count.saturating_sub(most) }
    }

    /// `` `train-42` and `train-43` ``, with at most `most` of the names.
    pub fn list_code(&self, names: impl IntoIterator<Item: AsRef<str>>, most: usize) -> Phrase {
        self.list_most(names.into_iter().map(Phrase::code), most)
    }
}

/// The hour for messages that decline by it: in Portuguese midnight is singular, as one o'clock is (`à 00:30`).
pub(super) fn singular_hour(time: Time) -> usize {
    usize::from(time.hour().max(1).unsigned_abs())
}

/// The values of each key, in the order of first appearance.
pub(super) fn grouped<K: PartialEq, V>(pairs: impl Iterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}
