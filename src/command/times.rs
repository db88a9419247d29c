//! Moments and durations, as people write them and as replies print them.
//!
//! A moment is kept as it was typed, since parsing knows no clock. [`Moment::after`] and [`Moment::before`] resolve it
//! by the clock of the caller.

mod durations;
mod moment;
mod reading;
mod words;

pub(crate) use durations::{display, duration};
pub use moment::{Day, Moment};
pub(super) use reading::{extent, is_day, is_filler, moment, period, rough};
pub(super) use words::{AT, MONTHS, WEEKDAYS, misspelt};

#[cfg(test)]
pub(super) mod tests;
