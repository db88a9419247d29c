//! What became of an old instance and of the one in its place.

use super::{
    localizer::{Localizer, line},
    markup::Text,
    message::LateChannel,
    outcome,
};
use crate::{
    azure::State,
    command::{Command, Verb},
    lifecycle::{Outcome, Report, Status},
};

/// A sentence for each, and what becomes of the old one: how to delete it once it is stopped; that it is billed
/// too, if it runs on; how to stop it, where nobody would see the new one run; or that it is left as it is.
pub(super) fn lines(l10n: &Localizer, command: &Command, reports: &[Report], last: bool) -> Vec<Text> {
    let is_stopped = |one: &&Report| one.verb == Verb::Stop && one.outcome.state() == Some(&State::Stopped);
    let left = reports.iter().filter(is_stopped).map(|one| line!(l10n, "renewed", instance = &one.id));
    let is_left = |one: &&Report| {
        let left = matches!(one.outcome, Outcome::Working { .. } | Outcome::JobBegan | Outcome::Failed(_));
        one.verb == Verb::Stop && left
    };
    let both = reports.iter().filter(is_left).map(|one| line!(l10n, "renew-both", instance = &one.id));
    let ends = (last || l10n.surface.late == LateChannel::Nowhere) && reports.len() == 1;
    let fails = |one: &Report| one.outcome.status() == Status::Failed;
    let fate = if reports.iter().any(fails) { "renew-left" } else { "renew-stop" };
    let old = command.selection().filter(|_| ends).map(|old| old.spoken(l10n.locale));
    let fate = old.map(|old| line!(l10n, fate, old));
    reports
        .iter()
        .map(|one| outcome::sentence(l10n, command, one, last))
        .chain(left)
        .chain(both)
        .chain(fate)
        .collect()
}
