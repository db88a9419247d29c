//! What became of an old instance and of the one in its place.

use super::{
    localizer::{Localizer, line},
    markup::Text,
    outcome,
};
use crate::{azure::State, command::Verb, lifecycle::Report};

/// A sentence for each, and how to delete the old one once it is stopped.
pub(super) fn lines(l10n: &Localizer, reports: &[Report], last: bool) -> Vec<Text> {
    let is_stopped = |one: &&Report| one.verb == Verb::Stop && one.outcome.state() == Some(&State::Stopped);
    let left = reports.iter().filter(is_stopped).map(|one| line!(l10n, "renewed", instance = &one.id));
    reports.iter().map(|one| outcome::sentence(l10n, one, last)).chain(left).collect()
}
