//! A command as words again: the canonical ones for tickets, logs and machines, or those of the
//! person who reads them.

use std::fmt;

use super::{
    clause,
    command::{Command, Since},
    flags::{Flag, ME, STATES, said},
    timetable,
};
use crate::locale::Locale;

/// The canonical text: parsing it gives the same command again.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spoken(Locale::English))
    }
}

impl Command {
    /// In the words of `locale`, which parse to the same command.
    pub fn spoken(&self, locale: Locale) -> String {
        let verb = self.verb.name_in(locale);
        format!("{verb} {}", self.selection(locale)).trim_end().to_owned()
    }

    /// All but the verb: what it is about.
    pub fn selection(&self, locale: Locale) -> String {
        let option = |flag: Flag, value: &str| format!("{} {value}", flag.name_in(locale));
        let switch = |flag: Flag, on: bool| on.then(|| flag.name_in(locale).to_owned());
        let topic = self.topic.map(|topic| topic.name_in(locale).to_owned());
        let targets = self.targets.iter().map(|target| target.spoken(locale));
        let except = self.except.iter();
        let except = except.map(|target| option(Flag::Except, &target.spoken(locale)));
        let state = self.state.as_deref();
        let state = state.map(|state| option(Flag::State, said(state, STATES, locale)));
        let owner = self.owner.as_deref();
        let owner = owner.map(|owner| option(Flag::Owner, said(owner, &[ME], locale)));
        let max = self.max.map(|max| option(Flag::Max, &max.to_string()));
        let longer = self
            .longer_than
            .map(|longer| option(Flag::LongerThan, &clause::spoken(longer)));
        let since = self.since.map(|since| match since {
            Since::Ago(length) => option(Flag::Since, &clause::spoken(length)),
            Since::At(at) => option(Flag::Since, &at.strftime("%H:%M").to_string()),
        });
        let idle = self.idle.map(|idle| timetable::spoken_idle(idle, locale));
        let schedule = self.schedule.as_ref();
        let schedule = schedule.map(|schedule| timetable::spoken_schedule(schedule, locale));
        let lead = self.lead.map(|lead| clause::spoken_lead(lead, locale));
        let keep = self.keep.as_ref().map(|keep| clause::spoken_keep(keep, locale));
        let words = topic
            .into_iter()
            .chain(targets)
            .chain(except)
            .chain(state)
            .chain(owner)
            .chain(max)
            .chain(longer)
            .chain(since);
        words
            .chain(switch(Flag::DryRun, self.dry_run))
            .chain(switch(Flag::Force, self.force))
            .chain(lead)
            .chain(keep)
            .chain(idle)
            .chain(schedule)
            .collect::<Vec<_>>()
            .join(" ")
    }
}
