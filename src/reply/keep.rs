//! The outcome of `keep`.

use fluent_bundle::FluentArgs;

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Reply, Text, args, line, say},
    setting::{self, SettingOutcome},
};
use crate::{
    command::{Command, KeepClause, LONGEST_KEEP, Until},
    fleet::Unreadable,
    lifecycle::{Change, Keep, Kept},
    target::ComputeId,
};

/// What became of each instance, and of the keeps that were replaced. `is_cut`: whether the reason is too long for the
/// tag. `stop_by_themselves`: the instances that Azure may stop by their own settings before then.
pub fn keep(
    l10n: &Localizer,
    outcomes: &[SettingOutcome<Change<Kept>>],
    is_cut: bool,
    stop_by_themselves: &[ComputeId],
    unread: &[Unreadable],
) -> Reply {
    let said = |outcome: &Change<Kept>| {
        let (one, many, keep) = match outcome {
            Change::Done { now: Kept::Until(keep), before: Kept::No } => {
                ("keep-done", Some("keep-done-many"), Some(keep))
            }
            Change::Done { now: Kept::Until(keep), .. } => ("keep-done", None, Some(keep)),
            Change::Done { before: Kept::Until(keep), .. } => {
                ("keep-ended", Some("keep-off-many"), Some(keep))
            }
            Change::Done { .. } => ("keep-off", Some("keep-off-many"), None),
            Change::Already(Kept::Until(keep)) => ("keep-already", Some("keep-already-many"), Some(keep)),
            Change::Already(_) => ("keep-off-already", Some("keep-off-already-many"), None),
            Change::Longer(Kept::Until(keep)) => ("keep-longer", None, Some(keep)),
            Change::Otherwise(Kept::Until(keep)) => ("keep-otherwise", None, Some(keep)),
            Change::Longer(_) | Change::Otherwise(_) => ("keep-off-otherwise", None, None),
        };
        (one, many, keep.map(|keep| terms(l10n, keep)).unwrap_or_default())
    };
    let after = |outcome: &_| match outcome {
        Change::Done { now: Kept::Until(now), before } => replaced(l10n, now, before),
        _ => None,
    };
    let off = KeepClause { until: Until::Off, because: None };
    let undo = |selection| Some(Command::Keep { selection, keep: off.clone() });
    let mut lines = setting::lines(l10n, outcomes, said, after, undo);
    let is_written =
        |(_, outcome): &SettingOutcome<_>| matches!(outcome, Ok(Change::Done { .. } | Change::Already(_)));
    lines.extend((is_cut && outcomes.iter().any(is_written)).then(|| line!(l10n, "keep-cut")));
    let is_new = |(id, outcome): &&SettingOutcome<_>| {
        matches!(outcome, Ok(Change::Done { .. })) && stop_by_themselves.contains(id)
    };
    let ids: Vec<_> = outcomes.iter().filter(is_new).map(|(id, _)| id).collect();
    if !ids.is_empty() {
        lines.push(line!(l10n, "keep-not-azure", names = l10n.list_names(ids, setting::NAMES)));
    }
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_caller(lines).with_suggestions(l10n, None)
}

/// The keep that `now` replaces: whose it was, and until when.
fn replaced(l10n: &Localizer, now: &Keep, before: &Kept) -> Option<Text> {
    match before {
        Kept::No => None,
        Kept::Unreadable => Some(line!(l10n, "keep-replaced-unreadable")),
        Kept::Until(before) => {
            let whose = if before.who == now.who { "own" } else { "other" };
            let length = if before.until > now.until { "shorter" } else { "longer" };
            Some(line!(l10n, "keep-replaced", ..terms(l10n, before), whose, length))
        }
    }
}

/// The arguments for a keep: `who` keeps the instance, `until` when, and `because` of what.
pub(super) fn terms(l10n: &Localizer, keep: &Keep) -> FluentArgs<'static> {
    let because = keep.because.as_deref().map(|because| say!(l10n, "keep-because", because));
    // A tag written by hand may have no name.
    let name = Some(Phrase::literal(keep.name())).filter(|name| *name != Phrase::default());
    let who = name.unwrap_or_else(|| l10n.word("somebody"));
    args!(l10n, who, until = l10n.until(keep.until), because)
}

/// The end of the keep is later than [`LONGEST_KEEP`] allows.
pub fn keep_too_long(l10n: &Localizer) -> Reply {
    let days = LONGEST_KEEP.as_hours().unsigned_abs() as usize / 24;
    line!(l10n, "keep-too-long", days).into()
}

/// The end of the keep is in the past.
pub fn keep_over(l10n: &Localizer) -> Reply {
    line!(l10n, "keep-over").into()
}
