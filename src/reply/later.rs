//! Commands for later.

use super::{
    localizer::{Localizer, line},
    message::Reply,
};

use crate::command::LONGEST_WAIT;

/// Why nothing can be done later.
pub fn not_later(l10n: &Localizer, why: &'static str) -> Reply {
    let days = LONGEST_WAIT.as_hours().unsigned_abs() as usize / 24;
    line!(l10n, "not-later", why, days).into()
}
