//! Writes a command: in canonical words for tickets, logs and machines, or in a reader's language.

use std::fmt;

use super::{
    clause_values::TimeClause,
    clauses,
    command::Command,
    flags::{Flag, ME, STATES, said},
    normalize,
    punctuation::NAME,
    selection::Selection,
    times,
    verb::Verb,
    vocabulary,
};
use crate::{
    locale::Locale,
    target::{Target, Which},
};

/// The canonical text, which parses to the same command.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spoken(Locale::English))
    }
}

impl Command {
    /// In the words of `locale`, which parse to the same command.
    pub fn spoken(&self, locale: Locale) -> String {
        let verb = self.verb().name_in(locale);
        format!("{verb} {}", self.arguments(locale)).trim_end().to_owned()
    }

    /// Everything behind the verb.
    pub fn arguments(&self, locale: Locale) -> String {
        let option = |flag: Flag, value: &str| Some(format!("{} {value}", flag.name_in(locale)));
        let switch = |flag: Flag, on: bool| on.then(|| flag.name_in(locale).to_owned());
        let switches = |dry_run, force| [switch(Flag::DryRun, dry_run), switch(Flag::Force, force)];
        let mut words = Vec::new();
        if let Self::Announce { verb, .. } = self {
            words.push(Some(Verb::from(*verb).name_in(locale).to_owned()));
        }
        if let Some(selection) = self.selection() {
            words.extend(selection.words(locale).into_iter().map(Some));
        }
        match self {
            Self::Status { .. } | Self::List { .. } | Self::Outdated { .. } => {}
            Self::Due | Self::Check | Self::Whoami | Self::Ping => {}
            Self::Power { max, dry_run, force, .. } => {
                words.push(max.and_then(|max| option(Flag::Max, &max.to_string())));
                words.extend(switches(*dry_run, *force));
            }
            Self::Later { max, force, due, .. } => {
                words.push(max.and_then(|max| option(Flag::Max, &max.to_string())));
                words.push(switch(Flag::Force, *force));
                words.push(Some(clauses::later::display(*due, locale)));
            }
            Self::Create { blueprint, person, .. } => {
                words.push(Some(clauses::create::display(blueprint.as_deref(), person.as_deref(), locale)));
            }
            Self::Renew { name, .. } => {
                words.push(name.as_deref().map(|name| clauses::create::display_renewal(name, locale)));
            }
            Self::Pending { off, .. } => words.push(off.then(|| clauses::later::display_off(locale))),
            Self::Announce { dry_run, force, lead, .. } => {
                words.extend(switches(*dry_run, *force));
                words.push(Some(clauses::later::display_wait(*lead, locale)));
            }
            Self::Keep { keep, .. } => words.push(Some(clauses::keep::display(keep, locale))),
            Self::Idle { idle, .. } => words.push(Some(clauses::idle::display(*idle, locale))),
            Self::Schedule { schedule, .. } => {
                let schedule = schedule.as_ref();
                words.push(schedule.map(|schedule| clauses::schedule::display(schedule, locale)));
            }
            Self::Audit { longer_than, .. } => {
                let longer_than = longer_than.map(times::display);
                words.push(longer_than.and_then(|length| option(Flag::LongerThan, &length)));
            }
            Self::Cost { since, .. } => {
                let since = since.map(|since| match since {
                    TimeClause::Length(length) => times::display(length),
                    TimeClause::At(moment) => moment.display(locale),
                });
                words.push(since.and_then(|since| option(Flag::Since, &since)));
            }
            Self::Help { topic } => words.push(topic.name_in(locale).map(str::to_owned)),
        }
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A person's name as it can be typed: quotes keep blanks, commas and full stops.
pub(super) fn quoted_person(owner: &str) -> String {
    let is_plain = owner.chars().all(|c| c.is_alphanumeric() || "-_<@>".contains(c));
    if is_plain { owner.to_owned() } else { format!("\"{owner}\"") }
}

impl Selection {
    /// In the words of `locale`: `gpu-* --state running`.
    pub(crate) fn spoken(&self, locale: Locale) -> String {
        self.words(locale).join(" ")
    }

    fn words(&self, locale: Locale) -> Vec<String> {
        let option = |flag: Flag, value: &str| format!("{} {value}", flag.name_in(locale));
        // A name that is also a word of the language stands in quotes.
        let name = |target: &Target| match &target.which {
            Which::Mine if self.one => vocabulary::MY.first(locale).to_owned(),
            Which::Named(word) if target.workspace.is_none() && normalize::name(word) != *word => {
                format!("{}{NAME}", normalize::name(word))
            }
            _ => target.spoken(locale),
        };
        let targets = self.targets.iter().map(name);
        let except = self.except.iter().map(|target| option(Flag::Except, &name(target)));
        let state = self.state.as_deref();
        let state = state.map(|state| option(Flag::State, said(state, &STATES, locale)));
        let owner = self.owner.as_deref();
        let owner = owner.map(|owner| option(Flag::Owner, &quoted_person(said(owner, &[ME], locale))));
        let gpu = self.gpu.then(|| Flag::Gpu.name_in(locale).to_owned());
        let size = self.size.as_deref().map(|size| option(Flag::Size, size));
        targets.chain(except).chain(state).chain(owner).chain(gpu).chain(size).collect()
    }
}
