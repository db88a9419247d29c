//! The outcome of `keep`.

use fluent_bundle::FluentArgs;

use super::{
    azure_error,
    localizer::{Localizer, args, line, say},
    markup::{Phrase, Text},
    message::Reply,
    setting::{self, SettingOutcome},
};
use crate::{
    command::{Command, KeepClause, LONGEST_KEEP, Until},
    fleet::Unreadable,
    lifecycle::{Keep, KeepOutcome, Kept},
    target::ComputeId,
};

/// What became of each instance, and of the keeps that were replaced. `is_cut`: whether the reason is too long for the
/// tag.
pub fn keep(
    l10n: &Localizer,
    outcomes: &[SettingOutcome<KeepOutcome>],
    is_cut: bool,
    unread: &[Unreadable],
) -> Reply {
    let kind = |outcome: &_| match outcome {
        KeepOutcome::Done { now: Kept::Until(_), before: Kept::No } => Some("keep-done-many"),
        KeepOutcome::Done { now: Kept::No, .. } => Some("keep-off-many"),
        KeepOutcome::Already(Kept::Until(_)) => Some("keep-already-many"),
        KeepOutcome::Already(Kept::No) => Some("keep-off-already-many"),
        _ => None,
    };
    let many = |message, outcome: &_, ids: &[&ComputeId]| {
        let keep = match outcome {
            KeepOutcome::Done { now: Kept::Until(keep), .. } | KeepOutcome::Already(Kept::Until(keep)) => {
                terms(l10n, keep)
            }
            _ => FluentArgs::new(),
        };
        let off = KeepClause { until: Until::Off, because: None };
        let command = &Command::Keep { selection: setting::selection(l10n, ids), keep: off };
        line!(l10n, message, ..keep, names = setting::names(l10n, ids.iter().copied()), command)
    };
    let mut lines = setting::lines(l10n, outcomes, |outcome| sentence(l10n, outcome), kind, many);
    let is_written = |(_, outcome): &SettingOutcome<_>| {
        matches!(outcome, Ok(KeepOutcome::Done { .. } | KeepOutcome::Already(_)))
    };
    lines.extend((is_cut && outcomes.iter().any(is_written)).then(|| line!(l10n, "keep-cut")));
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_caller(lines).with_suggestions(l10n, None)
}

fn sentence(l10n: &Localizer, (id, outcome): &SettingOutcome<KeepOutcome>) -> Vec<Text> {
    let (message, keep) = match outcome {
        Ok(KeepOutcome::Done { now: Kept::Until(keep), .. }) => ("keep-done", Some(keep)),
        Ok(KeepOutcome::Done { before: Kept::Until(keep), .. }) => ("keep-ended", Some(keep)),
        Ok(KeepOutcome::Done { .. }) => ("keep-off", None),
        Ok(KeepOutcome::Already(Kept::Until(keep))) => ("keep-already", Some(keep)),
        Ok(KeepOutcome::Already(_)) => ("keep-off-already", None),
        Ok(KeepOutcome::Longer(keep)) => ("keep-longer", Some(keep)),
        Ok(KeepOutcome::Otherwise(Kept::Until(keep))) => ("keep-otherwise", Some(keep)),
        Ok(KeepOutcome::Otherwise(_)) => ("keep-off-otherwise", None),
        Err(error) => return vec![azure_error::setting(l10n, id, error)],
    };
    let keep = keep.map(|keep| terms(l10n, keep)).unwrap_or_default();
    let mut lines = vec![line!(l10n, message, ..keep, instance = id)];
    if let Ok(KeepOutcome::Done { now: Kept::Until(now), before }) = outcome {
        lines.extend(replaced(l10n, now, before));
    }
    lines
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
    let because = keep.because.as_deref();
    // A tag written by hand may have no name.
    let name = Some(Phrase::literal(keep.name())).filter(|name| *name != Phrase::default());
    args!(
        l10n,
        who = name.unwrap_or_else(|| l10n.word("somebody")),
        until = l10n.until(keep.until),
        because = because.map(|because| say!(l10n, "keep-because", because))
    )
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
