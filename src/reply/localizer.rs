//! One caller's language and clock: turns a message of the locale files into a [`Text`].

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    markup::{Text, literal, moment},
    words::{grouped, words},
};
use crate::{
    azure::Money,
    command::{self, Command, Flag, Selection, Verb},
    lifecycle::Keep,
    locale::Locale,
    target::ComputeId,
};

/// What the place we speak in allows. Some words depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// Whether confirmations are typed, for want of buttons.
    pub typed: bool,
    /// The longest value that a button takes, in characters, where a ticket may be longer. Then it
    /// is typed, too.
    pub button: Option<usize>,
    pub late: Late,
}

/// Where an answer can be read that comes late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Late {
    #[default]
    Here,
    /// In these other channels.
    There(Vec<String>),
    /// Nowhere: who wants to know has to ask again.
    Nowhere,
}

impl Late {
    /// What the locale files call it, and the places it speaks of.
    fn args(&self) -> (&'static str, String) {
        match self {
            Self::Here => ("here", String::new()),
            Self::There(places) => ("there", format!("*{}*", places.join("*, *"))),
            Self::Nowhere => ("nowhere", String::new()),
        }
    }
}

/// How we speak to one caller now.
#[derive(Clone, Debug)]
pub struct Voice {
    pub stage: Stage,
    pub locale: Locale,
    /// For moments, where the platform has no markup of its own for them.
    pub zone: TimeZone,
    /// For "since 40 s ago".
    pub now: Timestamp,
    /// Whether instances are named with their workspace: when there is more than one.
    pub name_workspaces: bool,
}

impl Voice {
    /// For whoever runs Lamplighter, at a terminal and in its log: English, by UTC.
    pub fn of_the_operator(now: Timestamp, name_workspaces: bool) -> Self {
        Self {
            stage: Stage::default(),
            locale: Locale::English,
            zone: TimeZone::UTC,
            now,
            name_workspaces,
        }
    }
}

#[cfg(test)]
thread_local! {
    /// The ids of all messages that this thread has said.
    pub(super) static MESSAGES_SAID: std::cell::RefCell<std::collections::BTreeSet<String>> = Default::default();
}

/// What is put into a sentence. Texts are made harmless on the way.
pub struct Args(FluentArgs<'static>);

impl Args {
    pub fn new() -> Self {
        Self(FluentArgs::new())
    }

    pub fn text(mut self, name: &'static str, text: impl AsRef<str>) -> Self {
        self.0.set(name, FluentValue::from(literal(text.as_ref())));
        self
    }

    /// A piece that this module made itself, marks and all.
    pub fn piece(mut self, name: &'static str, piece: String) -> Self {
        self.0.set(name, FluentValue::from(piece));
        self
    }

    pub fn number(mut self, name: &'static str, number: usize) -> Self {
        self.0.set(name, FluentValue::from(number));
        self
    }
}

/// A message without arguments, for places where nobody is spoken to: menus and registrations.
pub fn label(locale: Locale, id: &str) -> String {
    let voice = Voice {
        stage: Stage::default(),
        locale,
        zone: TimeZone::UTC,
        now: Timestamp::UNIX_EPOCH,
        name_workspaces: false,
    };
    voice.word(id)
}

impl Voice {
    /// The message `id`, as a line.
    pub fn line(&self, id: &str, args: Args) -> Text {
        Text::read(&self.say(id, args))
    }

    /// The message `id`, or with a dot the attribute of one: `stopped.short`. Besides `args`, each
    /// message knows `$late` and `$place`, of [`Late`].
    pub fn say(&self, id: &str, args: Args) -> String {
        #[cfg(test)]
        MESSAGES_SAID.with_borrow_mut(|said| said.insert(id.to_owned()));
        let (late, place) = self.stage.late.args();
        let args = args.piece("late", late.to_owned()).piece("place", place);
        let words = words(self.locale);
        let (message, attribute) = id.split_once('.').unwrap_or((id, ""));
        let pattern = words.get_message(message).and_then(|message| match attribute {
            "" => message.value(),
            _ => message
                .get_attribute(attribute)
                .map(|a| a.value())
                .or(message.value()),
        });
        debug_assert!(pattern.is_some(), "no words for {id}");
        let mut faults = Vec::new();
        let said = pattern.map(|pattern| {
            words
                .format_pattern(pattern, Some(&args.0), &mut faults)
                .into_owned()
        });
        debug_assert!(faults.is_empty(), "{id}: {faults:?}");
        said.unwrap_or_else(|| id.to_owned())
    }

    /// A label: a message without arguments.
    pub fn word(&self, id: &str) -> String {
        self.say(id, Args::new())
    }

    /// The name people know an instance by.
    pub fn name(&self, id: &ComputeId) -> String {
        if self.name_workspaces {
            id.to_string()
        } else {
            id.name.clone()
        }
    }

    /// What to type for this command.
    pub fn command(&self, command: &Command) -> String {
        command.spoken(self.locale)
    }

    /// The same without its verb: `gpu-* --state running`.
    pub fn arguments(&self, command: &Command) -> String {
        command.arguments(self.locale)
    }

    /// The selection of one instance, by the name people know it by.
    pub fn only(&self, id: &ComputeId) -> Selection {
        Selection {
            targets: self.name(id).parse().into_iter().collect(),
            ..Selection::default()
        }
    }

    /// A command's text, such as a ticket carries, as we would say it. What is no command stays.
    pub fn retold(&self, text: &str) -> String {
        command::parse(text).map_or_else(|_| text.to_owned(), |command| self.command(&command))
    }

    /// What to type for this verb.
    pub fn verb(&self, verb: Verb) -> &'static str {
        verb.name_in(self.locale)
    }

    /// What to type for this option.
    pub fn flag(&self, flag: Flag) -> &'static str {
        flag.name_in(self.locale)
    }

    /// `18:02`; with the day when that is not today.
    pub fn time(&self, at: Timestamp) -> String {
        let format = if self.is_today(at) { "time" } else { "day-and-time" };
        let local = at.to_zoned_datetime(self.zone.clone());
        moment(at, &local.strftime(&self.word(format)).to_string())
    }

    /// `at 18:02`
    pub fn at(&self, at: Timestamp) -> String {
        let message = if self.is_today(at) { "at-time" } else { "at-day" };
        self.say(message, Args::new().piece("time", self.time(at)))
    }

    /// `until 22:00`
    pub fn until(&self, at: Timestamp) -> String {
        let message = if self.is_today(at) {
            "until-time"
        } else {
            "until-day"
        };
        self.say(message, Args::new().piece("time", self.time(at)))
    }

    /// Adds what messages tell of a keep: `who` keeps it, `until` when, and `because` of what.
    pub fn keep(&self, args: Args, keep: &Keep) -> Args {
        let because = keep
            .because
            .as_deref()
            .map(|because| self.say("keep-because", Args::new().text("because", because)));
        // A tag that was written by hand need not say whose it is.
        let who = match literal(keep.name()) {
            name if name.is_empty() => self.word("somebody"),
            name => name,
        };
        args.piece("who", who)
            .piece("until", self.until(keep.until))
            .piece("because", because.unwrap_or_default())
    }

    /// `$38.20`; in a currency that has no sign here, `38.20 CHF`.
    pub fn money(&self, money: Money) -> String {
        let cents = (money.millionths + 5000) / 10_000;
        let (thousands, mark) = match self.locale {
            Locale::English => (',', '.'),
            Locale::Portuguese => ('.', ','),
        };
        let whole = grouped(&(cents / 100).to_string(), thousands);
        let amount = format!("{whole}{mark}{:02}", cents % 100);
        match money.currency.as_str() {
            "USD" => self.say("money-usd", Args::new().piece("amount", amount)),
            currency => format!("{amount} {currency}"),
        }
    }

    /// `since 18:02`
    pub fn since(&self, at: Timestamp) -> String {
        let message = if self.is_today(at) {
            "since-time"
        } else {
            "since-day"
        };
        self.say(message, Args::new().piece("time", self.time(at)))
    }

    fn is_today(&self, at: Timestamp) -> bool {
        let day = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).date();
        day(at) == day(self.now)
    }

    /// `41 s`, `2 min 41 s`, `3 h 5 min`, `2 d 4 h`: the two largest units, as people say it.
    pub fn duration(&self, duration: SignedDuration) -> String {
        let seconds = duration.as_secs().unsigned_abs() as usize;
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
        let units = [
            ("days", days),
            ("hours", hours),
            ("minutes", minutes),
            ("seconds", seconds % 60),
        ];
        let first = units.iter().position(|(_, n)| *n > 0).unwrap_or(3);
        units[first..]
            .iter()
            .take(2)
            .enumerate()
            .filter(|(at, (_, n))| *at == 0 || *n > 0)
            .map(|(_, (unit, n))| self.say(&format!("duration-{unit}"), Args::new().number("n", *n)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// How long ago `at` was.
    pub fn ago(&self, at: Timestamp) -> String {
        self.duration(self.now.duration_since(at))
    }

    /// `a`, `a and b`, `a, b and c`; beyond `most`, how many more.
    pub fn list(&self, items: &[String], most: usize) -> String {
        let more = items.len().saturating_sub(most);
        match items {
            [] => String::new(),
            [one] => one.clone(),
            _ if more > 0 => {
                let shown = items[..most].join(", ");
                self.say(
                    "list-more",
                    Args::new().piece("shown", shown).number("more", more),
                )
            }
            [init @ .., last] => {
                let args = Args::new()
                    .piece("shown", init.join(", "))
                    .piece("last", last.clone());
                self.say("list-and", args)
            }
        }
    }
}
