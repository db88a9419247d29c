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
    lifecycle::Report,
};

/// A sentence for each, and how to delete the old one once it is stopped; or to stop it, where nobody would hear of it
/// later.
pub(super) fn lines(l10n: &Localizer, command: &Command, reports: &[Report], last: bool) -> Vec<Text> {
    let is_stopped = |one: &&Report| one.verb == Verb::Stop && one.outcome.state() == Some(&State::Stopped);
    let left = reports.iter().filter(is_stopped).map(|one| line!(l10n, "renewed", instance = &one.id));
    let is_alone = !last && l10n.surface.late == LateChannel::Nowhere;
    let old = command.selection().filter(|_| is_alone).map(|old| old.spoken(l10n.locale));
    let stop = old.map(|old| line!(l10n, "renew-stop", old));
    reports.iter().map(|one| outcome::sentence(l10n, one, last)).chain(left).chain(stop).collect()
}
