//! The messages of the locale files, in one caller's language and by the caller's clock.

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    markup::{Phrase, Text, literal},
    message::Surface,
    words,
};
use crate::{
    azure::Money,
    command::{self, Command, Flag, Selection, Verb},
    command_request::RequestId,
    locale::Locale,
    target::ComputeId,
};

/// The language, time and place of an answer to one caller.
#[derive(Clone, Debug)]
pub struct Localizer {
    /// What the place of the answer can show, and whether more can follow.
    pub surface: Surface,
    /// The caller's own language, else that of the source or of the configuration.
    pub locale: Locale,
    /// For times on platforms without markup for them.
    pub zone: TimeZone,
    /// The time that "ago" and "today" refer to.
    pub now: Timestamp,
    /// The id in replies about problems, if a request is answered.
    pub request: Option<RequestId>,
    /// Whether names of instances include the workspace, because there are several.
    pub name_workspaces: bool,
}

/// Arguments of a message: `args!(l10n, instance = name, n)`, where `n` is `n = n`; or
/// `args!(l10n, ..others, n)` to add to others.
macro_rules! args {
    (@value $name:ident) => { $name };
    (@value $name:ident $value:expr) => { $value };
    ($l10n:expr, ..$others:expr $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        #[allow(unused_mut, reason = "a message may have no arguments")]
        let mut args: fluent_bundle::FluentArgs<'static> = $others;
        $(
            let value = $crate::reply::localizer::args!(@value $name $($value)?);
            args.set(stringify!($name), $crate::reply::localizer::Argument::value(value, $l10n));
        )*
        args
    }};
    ($l10n:expr $(, $($args:tt)*)?) => {
        $crate::reply::localizer::args!($l10n, ..fluent_bundle::FluentArgs::new() $(, $($args)*)?)
    };
}

/// A message as part of a sentence: `say!(l10n, "cost-more", n)`
macro_rules! say {
    ($l10n:expr, $message:expr $(, $($args:tt)*)?) => {{
        let args = $crate::reply::localizer::args!($l10n $(, $($args)*)?);
        $l10n.say($message, args)
    }};
}

/// A message as a line: `line!(l10n, "keep-over", instance = id)`
macro_rules! line {
    ($l10n:expr, $message:expr $(, $($args:tt)*)?) => {{
        let args = $crate::reply::localizer::args!($l10n $(, $($args)*)?);
        $l10n.line($message, args)
    }};
}

pub(super) use {args, line, say};

/// An argument of a message.
pub trait Argument {
    fn value(self, l10n: &Localizer) -> FluentValue<'static>;
}

macro_rules! arguments {
    ($($type:ty: $say:expr;)*) => {
        $(impl Argument for $type {
            fn value(self, l10n: &Localizer) -> FluentValue<'static> {
                let say: fn($type, &Localizer) -> _ = $say;
                say(self, l10n).into()
            }
        })*
    };
}

arguments! {
    // Text from outside must not become markup.
    &str: |text, _| literal(text);
    &String: |text, _| literal(text);
    String: |text, _| literal(&text);
    Phrase: |phrase, _| phrase.0;
    usize: |number, _| number;
    bool: |yes, _| if yes { "yes" } else { "no" };
    &ComputeId: |id, l10n| literal(&l10n.name(id));
    &Command: |command, l10n| literal(&l10n.command(command));
    Verb: |verb, l10n| l10n.verb(verb);
    &Verb: |verb, l10n| l10n.verb(*verb);
    &Flag: |flag, l10n| flag.name_in(l10n.locale);
    RequestId: |id, l10n| say!(l10n, "id", id = id.to_string()).0;
    Money: |money, l10n| l10n.money(money).0;
    SignedDuration: |duration, l10n| l10n.duration(duration).0;
    &SignedDuration: |duration, l10n| l10n.duration(*duration).0;
}

/// `None` is empty text.
impl<T: Argument> Argument for Option<T> {
    fn value(self, l10n: &Localizer) -> FluentValue<'static> {
        self.map_or_else(|| "".into(), |argument| argument.value(l10n))
    }
}

#[cfg(test)]
thread_local! {
    /// The ids of all messages that this thread has said.
    pub(super) static MESSAGES_SAID: std::cell::RefCell<std::collections::BTreeSet<String>> = Default::default();
}

/// A message without arguments, for menus.
pub fn label(locale: Locale, message: &str) -> String {
    let operator = Localizer::of_the_operator(Timestamp::UNIX_EPOCH, false);
    Localizer { locale, ..operator }.word(message).to_string()
}

impl Localizer {
    /// For the operator, at a terminal and in the log: English, in UTC.
    pub fn of_the_operator(now: Timestamp, name_workspaces: bool) -> Self {
        Self {
            surface: Surface::default(),
            locale: Locale::English,
            zone: TimeZone::UTC,
            now,
            request: None,
            name_workspaces,
        }
    }

    /// A message as a line of its own, whose marks become markup. `message` is as for [`Self::say`].
    pub(crate) fn line(&self, message: &str, args: FluentArgs<'static>) -> Text {
        Text::read(&self.say(message, args).0)
    }

    /// `message` is as for [`words::format`]. Every message may use `$late` and `$place`, of [`Surface::late`].
    pub fn say(&self, message: &str, args: FluentArgs<'static>) -> Phrase {
        #[cfg(test)]
        MESSAGES_SAID.with_borrow_mut(|said| said.insert(message.to_owned()));
        let (late, place) = self.surface.late.names();
        let args = args!(self, ..args, late, place);
        let (said, faults) = words::format(self.locale, message, &args);
        debug_assert!(faults.is_empty(), "{message}: {faults:?}");
        Phrase(said)
    }

    /// A message without arguments.
    pub fn word(&self, message: &str) -> Phrase {
        say!(self, message)
    }

    /// The name of an instance for people.
    pub fn name(&self, id: &ComputeId) -> String {
        if self.name_workspaces { id.to_string() } else { id.name.clone() }
    }

    /// What to type for this command.
    pub fn command(&self, command: &Command) -> String {
        command.spoken(self.locale)
    }

    /// The selection of these instances, by their names for people.
    pub fn selection(&self, ids: &[&ComputeId]) -> Selection {
        let targets = ids.iter().filter_map(|id| self.name(id).parse().ok());
        Selection { targets: targets.collect(), ..Selection::default() }
    }

    /// A canonical command, as in a ticket, in the caller's language. Other text stays as it is.
    pub fn retold(&self, text: &str) -> String {
        command::parse(text).map_or_else(|_| text.to_owned(), |command| self.command(&command))
    }

    /// What to type for this verb.
    pub fn verb(&self, verb: Verb) -> &'static str {
        verb.name_in(self.locale)
    }
}
