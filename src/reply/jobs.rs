//! Jobs that still need an instance, and why some may be unknown.

use std::collections::BTreeMap;

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Text, args, line},
};
use crate::{
    azure::{AzureError, AzureErrorKind},
    target::Alias,
};

/// Most names of jobs or workspaces in a line.
const NAMES: usize = 3;

/// The known jobs of an instance.
#[derive(Clone, Debug, Default)]
pub struct JobsSeen {
    /// The names of jobs that have not ended.
    pub names: Vec<String>,
    /// Why there may be more. Empty if all jobs were read.
    pub unchecked: Vec<Unchecked>,
}

/// Why there may be unknown jobs. A workspace is named only if the caller may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// The settings say that jobs are not read.
    NotWanted,
    /// Azure did not list them, or not in time.
    Failed(Option<Alias>, AzureError),
    /// There are so many that only the newest were read.
    InPart(Option<Alias>),
}

/// A line for each reason.
pub fn unchecked_jobs(l10n: &Localizer, unchecked: &[Unchecked]) -> Vec<Text> {
    let mut reasons: BTreeMap<_, Vec<Option<&Alias>>> = BTreeMap::new();
    for unchecked in unchecked {
        let (message, alias, error) = match unchecked {
            Unchecked::NotWanted => ("jobs-not-wanted", &None, None),
            Unchecked::Failed(alias, error) => match error.kind {
                AzureErrorKind::Forbidden { .. } => ("jobs-forbidden", alias, None),
                AzureErrorKind::Unanswered => ("jobs-untold", alias, None),
                _ => ("jobs-failed", alias, Some(error)),
            },
            Unchecked::InPart(alias) => ("jobs-in-part", alias, None),
        };
        let reason = error.map(|error| azure_error::reason(l10n, error).0).unwrap_or_default();
        reasons.entry((message, reason)).or_default().push(alias.as_ref());
    }
    let lines = reasons.into_iter().map(|((message, reason), aliases)| {
        let known = aliases.iter().flatten().map(|alias| Phrase::literal(alias.as_str()));
        let unknown = aliases.contains(&None).then(|| l10n.word("jobs-of-somewhere"));
        let args = args!(l10n, places = l10n.list_most(known.chain(unknown), NAMES));
        line!(l10n, message, ..args, reason = Phrase(reason))
    });
    lines.collect()
}

/// The jobs of one instance, which a command ends or keeps waiting.
pub(super) fn of_one(l10n: &Localizer, names: &[String]) -> Option<Text> {
    let jobs = list(l10n, names);
    (!names.is_empty()).then(|| line!(l10n, "confirm-delete-jobs", n = names.len(), jobs))
}

/// `` `train-42` and `train-43` ``
pub(super) fn list(l10n: &Localizer, names: &[String]) -> Phrase {
    l10n.list_code(names, NAMES)
}
