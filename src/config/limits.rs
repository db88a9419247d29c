//! `[limits]`: how many commands and how much memory may be in use at the same time.

use crate::toml_document::{Table, Value};

pub(super) const KEYS: &[&str] = &["commands_in_flight", "commands_per_caller", "unverified_mib"];

/// A larger number is a typo, which would only show under load.
const MOST: f64 = 100_000.0;

/// Twice the longest body: one fits beside the part that is reserved for short bodies.
const LEAST_MIB: f64 = 2.0;

/// Most of each at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Commands from verified requests, until their final answer.
    pub commands_in_flight: usize,
    /// The same, of one caller.
    pub commands_per_caller: usize,
    /// Memory for the bodies of requests that are not verified yet, in MiB.
    pub unverified_mib: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { commands_in_flight: 512, commands_per_caller: 32, unverified_mib: 16 }
    }
}

pub(super) fn read(root: &Table<'_>) -> Limits {
    let mut limits = Limits::default();
    let Some(table) = root.get("limits").and_then(|value| value.table()) else { return limits };
    table.only(KEYS);
    let fields = [
        ("commands_in_flight", 1.0, &mut limits.commands_in_flight),
        ("commands_per_caller", 1.0, &mut limits.commands_per_caller),
        ("unverified_mib", LEAST_MIB, &mut limits.unverified_mib),
    ];
    for (key, least, field) in fields {
        if let Some(number) = table.get(key).and_then(|value| whole(&value, least)) {
            *field = number;
        }
    }
    limits
}

/// A whole number of at least `least`.
pub(super) fn whole(value: &Value<'_>, least: f64) -> Option<usize> {
    let number = value.number()?;
    if number.fract() == 0.0 && (least..=MOST).contains(&number) {
        Some(number as usize)
    } else {
        value.refuse(format!("is not in range: write a whole number from {least} to {MOST}"))
    }
}
