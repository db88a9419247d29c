//! The outcomes of a setting of one instance or several.

use fluent_bundle::FluentArgs;

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Text, grouped, line},
};
use crate::{
    command::{Command, Selection},
    lifecycle::SettingError,
    target::ComputeId,
};

/// An instance, and what became of its setting.
pub(super) type SettingOutcome<T> = (ComputeId, Result<T, SettingError>);

/// Most names in a line.
pub(super) const NAMES: usize = 30;

/// What became of each instance: `said` has the message about one, the message about several if they can share a line,
/// and the arguments of both. Of several, those that failed alike share a line too. `after` stands behind the line about
/// one instance. `undo` is the command that a line about several offers.
pub(super) fn lines<'a, T>(
    l10n: &Localizer,
    outcomes: &'a [SettingOutcome<T>],
    said: impl Fn(&'a T) -> (&'static str, Option<&'static str>, FluentArgs<'static>),
    after: impl Fn(&'a T) -> Option<Text>,
    undo: impl Fn(Selection) -> Option<Command>,
) -> Vec<Text> {
    let kind = |outcome: &'a SettingOutcome<T>| match &outcome.1 {
        Ok(done) => (said(done).1, None),
        Err(SettingError::Gone) => (None, None),
        Err(SettingError::Failed(error)) => (None, Some(azure_error::reason(l10n, error))),
    };
    let one = |(id, outcome): &'a SettingOutcome<T>| match outcome {
        Ok(done) => {
            let (message, _, args) = said(done);
            [line!(l10n, message, ..args, instance = id)].into_iter().chain(after(done)).collect()
        }
        Err(error) => vec![azure_error::setting(l10n, id, error)],
    };
    let groups = grouped(outcomes.iter().map(|outcome| (kind(outcome), outcome)));
    let line_of = |((message, reason), group): ((_, Option<Phrase>), Vec<&'a SettingOutcome<T>>)| {
        let ids: Vec<_> = group.iter().map(|(id, _)| id).collect();
        match (message, reason, group.as_slice()) {
            (Some(message), _, [(_, Ok(first)), _, ..]) => {
                let (.., args) = said(first);
                let command = undo(l10n.selection(&ids));
                let names = l10n.list_names(ids, NAMES);
                vec![line!(l10n, message, ..args, names, command = command.as_ref())]
            }
            (_, Some(reason), _) if outcomes.len() > 1 => {
                vec![line!(l10n, "setting-failed", names = l10n.list_names(ids, NAMES), reason)]
            }
            (_, _, group) => group.iter().flat_map(|outcome| one(outcome)).collect(),
        }
    };
    groups.into_iter().flat_map(line_of).collect()
}
