//! Carrying permits out: in the right order, no more than are wanted, not what is kept, and not all
//! at the same moment.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use futures::{StreamExt, future::join_all, stream};
use jiff::Timestamp;

use super::{App, confirm::Cleared, progress::Progress};
use crate::{
    ask::{Ask, CallerKind, Mode},
    azure::{Compute, Money, Seen, State},
    command::{Command, Selection, Verb},
    lifecycle::{self, Attempt, Heed, Outcome, Terms},
    policy::Permit,
    target::ComputeId,
};

/// More than Azure is called at once have no turn yet, so that somebody else's one command does not
/// stand behind all of a fleet's.
const AT_ONCE: usize = 16;

/// How far keeps bind what somebody asks.
pub(super) fn heed(ask: &Ask, command: &Command) -> Heed {
    let ends_work = matches!(command.verb(), Verb::Stop | Verb::Restart);
    let meant = command.force() || command.selection().is_some_and(Selection::names_only);
    match ask.caller.kind {
        _ if !ends_work => Heed::No,
        CallerKind::Machine => Heed::KeepsAndJobs,
        CallerKind::Person | CallerKind::Terminal if meant => Heed::No,
        CallerKind::Person | CallerKind::Terminal => Heed::Keeps,
    }
}

/// An instance whose turn comes.
type Turn = (Arc<Attempt>, (Permit, Seen<Compute>));

impl App {
    /// Ends the attempts at what is kept, before anybody is asked to confirm them; gives the rest.
    pub(super) async fn heed_keeps(
        &self,
        heed: Heed,
        asked: Timestamp,
        permitted: Vec<(Permit, Seen<Compute>)>,
        progress: &Progress,
    ) -> Vec<(Permit, Seen<Compute>)> {
        let verdicts = permitted.iter().map(async |(permit, seen)| {
            if !matches!(lifecycle::dry_run(permit, seen, asked), Outcome::Would { .. }) {
                return None;
            }
            let kept = self
                .lifecycle
                .safeguards
                .kept(permit, heed, &progress.waiting)
                .await;
            kept.break_value()
        });
        let verdicts = join_all(verdicts).await;
        let mut rest = Vec::new();
        for (one, verdict) in permitted.into_iter().zip(verdicts) {
            match verdict {
                Some(outcome) => progress.ended(&progress.attempt(one.1.id.clone()), outcome),
                None => rest.push(one),
            }
        }
        rest
    }

    pub(super) async fn perform(&self, ask: &Ask, command: &Command, cleared: Cleared, progress: &Progress) {
        for (permit, seen) in &cleared.left {
            let outcome = lifecycle::dry_run(permit, seen, cleared.asked);
            progress.ended(&progress.attempt(seen.id.clone()), outcome);
        }
        let asked = cleared.asked;
        let (acting, idle): (Vec<_>, Vec<_>) = cleared
            .to_do
            .into_iter()
            .partition(|(permit, seen)| lifecycle::might_act(permit, seen, asked));
        // What needs no call is known at once, however long the others stand in line. Each of those has
        // its attempt from the beginning: what has had no turn when time is up is told of.
        let turn = |one: (Permit, Seen<Compute>)| (progress.attempt(one.1.id.clone()), one);
        let acting: Vec<_> = acting.into_iter().map(turn).collect();
        let idle = idle.into_iter().map(turn).collect();
        self.act(ask, command, asked, idle, progress).await;
        let acting = self.choose(ask, command, asked, acting, progress).await;
        self.act(ask, command, asked, acting, progress).await;
    }

    async fn act(
        &self,
        ask: &Ask,
        command: &Command,
        asked: Timestamp,
        turns: Vec<Turn>,
        progress: &Progress,
    ) {
        let heed = heed(ask, command);
        stream::iter(turns)
            .for_each_concurrent(AT_ONCE, async |(attempt, (permit, seen))| {
                let outcome = if command.dry_run() || ask.mode == Mode::Propose {
                    lifecycle::dry_run(&permit, &seen, asked)
                } else {
                    let terms = Terms {
                        asked,
                        heed,
                        job_confirmed: seen.state == Some(State::JobRunning),
                    };
                    self.lifecycle.perform(permit, seen, terms, &attempt).await
                };
                progress.ended(&attempt, outcome);
            })
            .await;
    }

    /// What to act on, the dearest first where that matters; what is over the limit is ended. What
    /// this same request did before, delivered again, counts for the limit.
    async fn choose(
        &self,
        ask: &Ask,
        command: &Command,
        asked: Timestamp,
        mut acting: Vec<Turn>,
        progress: &Progress,
    ) -> Vec<Turn> {
        let max = match command {
            Command::Power { max, .. } => *max,
            _ => None,
        };
        if max.is_none() && ask.cause.is_none() {
            return acting;
        }
        let prices = self.prices(acting.iter().map(|(_, (_, seen))| &**seen)).await;
        acting.sort_unstable_by_key(|(_, (_, seen))| {
            let price = prices.get(&seen.id).map(|price| price.millionths);
            (Reverse(price), seen.id.clone())
        });
        if let Some(max) = max {
            let reports = progress.reports(command.verb());
            let repeated = reports
                .iter()
                .filter(|report| report.outcome.is_repeat(command.verb(), asked));
            let left = max.saturating_sub(repeated.count()).min(acting.len());
            for (attempt, _) in acting.drain(left..) {
                progress.ended(&attempt, Outcome::OverMax);
            }
        }
        acting
    }

    /// What each costs per hour, where Azure tells in time.
    pub(super) async fn prices<'a>(
        &self,
        computes: impl Iterator<Item = &'a Compute>,
    ) -> HashMap<ComputeId, Money> {
        let computes: Vec<_> = computes.collect();
        let prices = self.azure.prices_of(&computes).await;
        let priced = computes.iter().zip(prices);
        priced
            .filter_map(|(compute, price)| Some((compute.id.clone(), price?)))
            .collect()
    }
}
