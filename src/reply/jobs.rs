//! Jobs that an instance is still wanted for, and why some may not have been seen.

use std::collections::BTreeMap;

use super::{
    localizer::{Args, Voice},
    markup::{Text, literal},
};
use crate::target::Alias;

/// More names than this nobody reads.
const SHOWN: usize = 3;

/// What a look at jobs has shown.
#[derive(Clone, Debug, Default)]
pub struct JobsSeen {
    /// Of those that have not ended.
    pub names: Vec<String>,
    pub unchecked: Vec<Unchecked>,
}

/// Why there may be jobs that nobody names. A workspace is named to those who may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// The settings do not want them to be looked for.
    NotWanted,
    /// Our role may not read them.
    Forbidden(Option<Alias>),
    /// Azure did not tell, or not in time.
    Untold(Option<Alias>),
    /// There are so many that only the newest were looked at.
    InPart(Option<Alias>),
}

impl Unchecked {
    /// The message for it, and the workspace.
    fn told(&self) -> (&'static str, Option<&Alias>) {
        match self {
            Self::NotWanted => ("jobs-not-wanted", None),
            Self::Forbidden(alias) => ("jobs-forbidden", alias.as_ref()),
            Self::Untold(alias) => ("jobs-untold", alias.as_ref()),
            Self::InPart(alias) => ("jobs-in-part", alias.as_ref()),
        }
    }
}

/// What is said of jobs that were not looked at: a line for each reason.
pub fn not_checked(voice: &Voice, unchecked: &[Unchecked]) -> Vec<Text> {
    let mut reasons: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (message, alias) in unchecked.iter().map(Unchecked::told) {
        reasons.entry(message).or_default().push(alias);
    }
    let line = |(message, aliases): (&'static str, Vec<Option<&Alias>>)| {
        let (known, unknown): (Vec<_>, Vec<_>) = aliases.into_iter().partition(Option::is_some);
        let known = known.into_iter().flatten();
        let mut places: Vec<String> = known.map(|alias| literal(alias.as_str())).collect();
        places.extend((!unknown.is_empty()).then(|| voice.word("jobs-of-somewhere")));
        let places = voice.list(&places, SHOWN);
        voice.line(message, Args::new().piece("places", places))
    };
    reasons.into_iter().map(line).collect()
}

/// The jobs of one instance, for whoever is about to delete it.
pub(super) fn named(voice: &Voice, names: &[String]) -> Option<Text> {
    let args = || {
        Args::new()
            .number("n", names.len())
            .piece("jobs", list(voice, names))
    };
    (!names.is_empty()).then(|| voice.line("confirm-delete-jobs", args()))
}

/// `` `train-42` and `train-43` ``
pub(super) fn list(voice: &Voice, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", literal(name))).collect();
    voice.list(&names, SHOWN)
}
