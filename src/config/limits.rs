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
    let limits = Limits::default();
    let Some(table) = root.get("limits").and_then(|value| value.table()) else { return limits };
    table.only(KEYS);
    let number = |key, least, usual| table.or(key, usual, |value| whole(value, least)).unwrap_or(usual);
    Limits {
        commands_in_flight: number("commands_in_flight", 1.0, limits.commands_in_flight),
        commands_per_caller: number("commands_per_caller", 1.0, limits.commands_per_caller),
        unverified_mib: number("unverified_mib", LEAST_MIB, limits.unverified_mib),
    }
}

/// A whole number of at least `least`.
pub(super) fn whole(value: &Value<'_>, least: f64) -> Option<usize> {
    let number = value.number()?;
    let fits = number.fract() == 0.0 && (least..=MOST).contains(&number);
    let refuse = || value.refuse(format!("is not in range: write a whole number from {least} to {MOST}"));
    fits.then_some(number as usize).or_else(refuse)
}
