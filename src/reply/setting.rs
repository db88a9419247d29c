//! The outcomes of a setting of one instance or several.

use super::{
    azure_error,
    formats::grouped,
    localizer::{Localizer, line},
    markup::{Phrase, Text},
};
use crate::{command::Selection, lifecycle::SettingError, target::ComputeId};

/// An instance, and what became of its setting.
pub(super) type SettingOutcome<T> = (ComputeId, Result<T, SettingError>);

/// Most names in a line.
const NAMES: usize = 30;

/// The `sentence` of one instance. Of several, those with the same message of `many`, or that failed alike, share a
/// line.
pub(super) fn lines<'a, T>(
    l10n: &Localizer,
    outcomes: &'a [SettingOutcome<T>],
    sentence: impl Fn(&'a SettingOutcome<T>) -> Vec<Text>,
    kind: impl Fn(&'a T) -> Option<&'static str>,
    many: impl Fn(&'static str, &'a T, &[&ComputeId]) -> Text,
) -> Vec<Text> {
    let kind = |outcome: &'a SettingOutcome<T>| match &outcome.1 {
        Ok(done) => (kind(done), None),
        Err(SettingError::Gone) => (None, None),
        Err(SettingError::Failed(error)) => (None, Some(azure_error::reason(l10n, error))),
    };
    let groups = grouped(outcomes.iter().map(|outcome| (kind(outcome), outcome)));
    let line_of = |((message, reason), group): ((_, Option<Phrase>), Vec<&'a SettingOutcome<T>>)| {
        let ids: Vec<_> = group.iter().map(|(id, _)| id).collect();
        match (message, reason, group.as_slice()) {
            (Some(message), _, [(_, Ok(first)), _, ..]) => vec![many(message, first, &ids)],
            (_, Some(reason), _) if outcomes.len() > 1 => {
                vec![line!(l10n, "setting-failed", names = names(l10n, ids), reason)]
            }
            (_, _, group) => group.iter().flat_map(|outcome| sentence(outcome)).collect(),
        }
    };
    groups.into_iter().flat_map(line_of).collect()
}

/// `*a*, *b* and *c*`
pub(super) fn names<'a>(l10n: &Localizer, ids: impl IntoIterator<Item = &'a ComputeId>) -> Phrase {
    l10n.list_most(ids.into_iter().map(|id| Phrase::bold(l10n.name(id))), NAMES)
}

/// The instances by their names, for a command to type.
pub(super) fn selection(l10n: &Localizer, ids: &[&ComputeId]) -> Selection {
    let targets = ids.iter().flat_map(|id| l10n.only(id).targets).collect();
    Selection { targets, ..Selection::default() }
}
