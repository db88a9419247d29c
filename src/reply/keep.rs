//! The outcome of `keep`.

use fluent_bundle::FluentArgs;

use super::{
    azure_error,
    localizer::{Localizer, args, line, say},
    markup::{Phrase, Text},
    message::Reply,
};
use crate::{
    command::LONGEST_KEEP,
    lifecycle::{Keep, KeepOutcome, Kept, SettingError},
    target::ComputeId,
};

/// What became of the keep, and of the keep that it replaced. `is_cut`: whether the reason is too long for the tag.
pub fn keep(
    l10n: &Localizer,
    id: &ComputeId,
    outcome: &Result<KeepOutcome, SettingError>,
    is_cut: bool,
) -> Reply {
    let (message, keep) = match outcome {
        Ok(KeepOutcome::Done { now: Kept::Until(keep), .. }) => ("keep-done", Some(keep)),
        Ok(KeepOutcome::Done { before: Kept::Until(keep), .. }) => ("keep-ended", Some(keep)),
        Ok(KeepOutcome::Done { .. }) => ("keep-off", None),
        Ok(KeepOutcome::Already(Kept::Until(keep))) => ("keep-already", Some(keep)),
        Ok(KeepOutcome::Already(_)) => ("keep-off-already", None),
        Ok(KeepOutcome::Longer(keep)) => ("keep-longer", Some(keep)),
        Ok(KeepOutcome::Otherwise(Kept::Until(keep))) => ("keep-otherwise", Some(keep)),
        Ok(KeepOutcome::Otherwise(_)) => ("keep-off-otherwise", None),
        Err(error) => return azure_error::setting(l10n, id, error).into(),
    };
    let keep = keep.map(|keep| terms(l10n, keep)).unwrap_or_default();
    let mut lines = vec![line!(l10n, message, ..keep, instance = id)];
    if let Ok(KeepOutcome::Done { now: Kept::Until(now), before }) = outcome {
        lines.extend(replaced(l10n, now, before));
    }
    let is_written = matches!(outcome, Ok(KeepOutcome::Done { .. } | KeepOutcome::Already(_)));
    lines.extend((is_cut && is_written).then(|| line!(l10n, "keep-cut")));
    Reply::to_caller(lines)
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
pub fn keep_over(l10n: &Localizer, id: &ComputeId) -> Reply {
    line!(l10n, "keep-over", instance = id).into()
}
