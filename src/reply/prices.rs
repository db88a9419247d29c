//! Instances with their prices, and lines of them.

use super::{
    localizer::{Args, Voice},
    markup::Text,
};
use crate::azure::{Compute, Money};
/// More lines of a kind than this are cut, and counted.
const LINES: usize = 20;

/// An instance, and what an hour of it costs where Azure names a price.
#[derive(Clone, Copy, Debug)]
pub(super) struct Priced<'a> {
    pub compute: &'a Compute,
    pub price: Option<Money>,
}

/// As many lines as are read, and how many more there are.
pub(super) fn cut(voice: &Voice, mut lines: Vec<Text>) -> Vec<Text> {
    let more = lines.len().saturating_sub(LINES);
    if more > 0 {
        lines.truncate(LINES);
        lines.push(voice.line("cost-more", Args::new().number("n", more)));
    }
    lines
}

/// Amounts of several currencies do not add up: `$0.29 + 1.00 BRL`.
pub(super) fn monies(voice: &Voice, sums: &[Money]) -> String {
    let sums: Vec<String> = sums.iter().map(|money| voice.money(*money)).collect();
    sums.join(" + ")
}
