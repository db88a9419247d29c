//! The clauses that some commands end with. Each file parses its clause and writes it in any language.

pub(super) mod announce;
pub(super) mod idle;
pub(super) mod keep;
pub(super) mod later;
pub(super) mod schedule;

use crate::locale::Names;

const OFF: Names = Names::new(&["off"], &["fim", "não"]);
