//! Deliveries of alerts: commands for those that match a rule, notifications about the others.

use std::collections::{BTreeMap, BTreeSet};

use super::{machine_requests::Due, state::Reception};
use crate::{
    command_request::{AlertKind, UnmatchedReason},
    lenient_json::word,
    reply::{self, Text},
    source::{Alerts, Answer, Unmatched},
};

impl Reception<'_> {
    pub(super) async fn alerts(&self, alerts: Alerts, due: Due) -> Answer {
        let (source, truncated, left_out) = (&self.source.name, alerts.truncated, alerts.left_out);
        let mut left = notify_of_unmatched(self, &alerts.unmatched);
        if truncated > 0 {
            tracing::warn!(
                source,
                missing = truncated,
                "alerts were left out of the payload: raise max_alerts"
            );
        }
        if left_out > 0 {
            tracing::warn!(source, count = left_out, "alerts were left out: too much for one delivery");
        }
        for (count, by_sender) in [(truncated, true), (left_out, false)] {
            left.extend(notify_of_left_out(self, count, by_sender));
        }
        self.answer_all(alerts.asks, &left, due).await
    }
}

/// Notifies once of the alerts that are left alone, in one message for a delivery; returns the lines about them.
fn notify_of_unmatched(reception: &Reception<'_>, unmatched: &[Unmatched]) -> Vec<Text> {
    let (app, source, localizer) = (reception.app, reception.source, reception.localizer());
    let mut all = BTreeMap::<(UnmatchedReason, AlertKind), BTreeSet<&str>>::new();
    let mut new = all.clone();
    for alert in unmatched {
        let name = alert.name.as_str();
        all.entry((alert.reason, alert.kind)).or_default().insert(name);
        let occasion = format!("{}|{}|{}", source.name, word(alert.reason), alert.key);
        if app.notifier.dedup.first(&occasion) {
            new.entry((alert.reason, alert.kind)).or_default().insert(name);
        }
    }
    for ((reason, kind), names) in &all {
        let of_these = |alert: &&Unmatched| (alert.reason, alert.kind) == (*reason, *kind);
        let count = unmatched.iter().filter(of_these).count();
        let names: Vec<_> = names.iter().take(20).copied().collect();
        let (source, alerts) = (&source.name, names.join(", "));
        if *reason == UnmatchedReason::NoRule {
            tracing::info!(source, count, alerts, "alerts fit no rule");
            continue;
        }
        // It is right to leave alone alerts about other workspaces and without data: nobody has to act.
        let is_right = matches!(reason, UnmatchedReason::Elsewhere | UnmatchedReason::NoData);
        let undone = (!is_right).then_some(true);
        let reason = word(reason);
        tracing::warn!(source, count, alerts, reason, undone, "alerts are left alone");
    }
    if !new.is_empty() {
        reception.notify(reply::unmatched_alerts(&localizer, &source.name, &new));
    }
    reply::unmatched_alerts(&localizer, &source.name, &all).lines
}

/// Notifies of the alerts beyond the limit of a delivery, the sender's or ours; returns the lines about them.
fn notify_of_left_out(reception: &Reception<'_>, count: usize, by_sender: bool) -> Vec<Text> {
    if count == 0 {
        return Vec::new();
    }
    let reply = reply::alerts_left_out(&reception.localizer(), &reception.source.name, count, by_sender);
    reception.notify_once(format_args!("left out|{by_sender}"), reply.clone());
    reply.lines
}
