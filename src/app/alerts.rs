//! Deliveries of alerts: commands for those that match a rule, notifications about the others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    machine_requests::{self, Due},
    state::App,
};
use crate::{
    background::Background,
    command_request::{AlertKind, UnmatchedReason},
    reply::{self, Text},
    source::{Alerts, Answer, Source, Unmatched},
};

pub(super) async fn receive(
    app: &Arc<App>,
    source: &Source,
    alerts: Alerts,
    due: Due,
    later: Arc<dyn Background>,
) -> Answer {
    let mut left = notify_of_unmatched(app, source, &alerts.unmatched, &later);
    if alerts.truncated > 0 {
        let missing = alerts.truncated;
        tracing::warn!(
            source = source.name,
            missing,
            "alerts were left out of the payload: raise max_alerts"
        );
    }
    if alerts.left_out > 0 {
        let count = alerts.left_out;
        tracing::warn!(source = source.name, count, "alerts were left out: too much for one delivery");
    }
    for (count, by_sender) in [(alerts.truncated, true), (alerts.left_out, false)] {
        left.extend(notify_of_left_out(app, source, count, by_sender, &later));
    }
    machine_requests::answer_all(app, source, alerts.asks, &left, due, later).await
}

/// Notifies once of the alerts that are left alone, in one message for a delivery; returns the lines about them.
fn notify_of_unmatched(
    app: &App,
    source: &Source,
    unmatched: &[Unmatched],
    later: &Arc<dyn Background>,
) -> Vec<Text> {
    let localizer = app.engine.source_localizer(source);
    let mut all = BTreeMap::<(UnmatchedReason, AlertKind), BTreeSet<&str>>::new();
    let mut new = all.clone();
    for alert in unmatched {
        let name = alert.name.as_str();
        all.entry((alert.reason, alert.kind)).or_default().insert(name);
        let occasion = format!("{}|{}|{}", source.name, alert.reason.id(), alert.key);
        if app.notifier.dedup.first(&occasion) {
            new.entry((alert.reason, alert.kind)).or_default().insert(name);
        }
    }
    for ((reason, kind), names) in &all {
        let of_these = |alert: &&Unmatched| (alert.reason, alert.kind) == (*reason, *kind);
        let count = unmatched.iter().filter(of_these).count();
        let names: Vec<_> = names.iter().take(20).copied().collect();
        let (source, alerts) = (&source.name, names.join(", "));
        // It is right to leave alone alerts about other workspaces and without data: nobody has to act.
        let undone = match reason {
            UnmatchedReason::NoRule => {
                tracing::info!(source, count, alerts, "alerts fit no rule");
                continue;
            }
            UnmatchedReason::Elsewhere | UnmatchedReason::NoData => None,
            UnmatchedReason::NoInstance
            | UnmatchedReason::State
            | UnmatchedReason::Date
            | UnmatchedReason::Unreadable => Some(true),
        };
        let reason = reason.id();
        tracing::warn!(source, count, alerts, reason, undone, "alerts are left alone");
    }
    if !new.is_empty() {
        app.notifier.notify_later(source, reply::unmatched_alerts(&localizer, &source.name, &new), later);
    }
    reply::unmatched_alerts(&localizer, &source.name, &all).lines
}

/// Notifies of the alerts beyond the limit of a delivery, the sender's or ours; returns the lines about them.
fn notify_of_left_out(
    app: &App,
    source: &Source,
    count: usize,
    by_sender: bool,
    later: &Arc<dyn Background>,
) -> Vec<Text> {
    if count == 0 {
        return Vec::new();
    }
    let localizer = app.engine.source_localizer(source);
    let reply = reply::alerts_left_out(&localizer, &source.name, count, by_sender);
    if app.notifier.dedup.first(&format!("{}|left out|{by_sender}", source.name)) {
        app.notifier.notify_later(source, reply.clone(), later);
    }
    reply.lines
}
