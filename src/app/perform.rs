//! Carrying permits out: in the right order, no more than are wanted, not what is kept, and not all
//! at the same moment.

use std::{cmp::Reverse, collections::HashMap};

use futures::{StreamExt, future::join_all, stream};
use jiff::Timestamp;

use super::{App, confirm::Cleared, progress::Progress};
use crate::{
    ask::{Ask, CallerKind, Mode},
    azure::{Compute, Money},
    command::{self, Command, Verb},
    lifecycle::{self, Kept, Outcome},
    policy::Permit,
    target::ComputeId,
};

/// More than Azure is called at once have no turn yet, so that somebody else's one command does not
/// stand behind all of a fleet's.
const AT_ONCE: usize = 16;

/// How far a keep binds a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heed {
    /// Who names an instance means it, and who forces says so.
    No,
    /// A person who means many may not know of one of them.
    WhereKnown,
    /// A machine leaves alone what it cannot be sure of.
    Always,
}

impl Heed {
    pub(super) fn of(ask: &Ask, command: &Command) -> Self {
        let ends_work = matches!(command.verb, Verb::Stop | Verb::Restart);
        match ask.caller.kind {
            _ if !ends_work => Self::No,
            CallerKind::Machine => Self::Always,
            CallerKind::Person | CallerKind::Terminal => {
                match command.force || command::names_only(&command.targets) {
                    true => Self::No,
                    false => Self::WhereKnown,
                }
            }
        }
    }
}

impl App {
    /// Ends the attempts at what is kept, before anybody is asked to confirm them; gives the rest.
    pub(super) async fn heed_keeps(
        &self,
        heed: Heed,
        asked: Timestamp,
        permitted: Vec<(Permit, Compute)>,
        progress: &Progress,
    ) -> Vec<(Permit, Compute)> {
        let verdicts =
            permitted.iter().map(
                async |(permit, seen)| match lifecycle::might_act(permit, seen, asked) {
                    true => self.kept(heed, permit, progress).await,
                    false => None,
                },
            );
        let verdicts = join_all(verdicts).await;
        let mut rest = Vec::new();
        for (one, verdict) in permitted.into_iter().zip(verdicts) {
            match verdict {
                Some(outcome) => progress.ended(&progress.attempt(one.1.id), outcome),
                None => rest.push(one),
            }
        }
        rest
    }

    async fn kept(&self, heed: Heed, permit: &Permit, progress: &Progress) -> Option<Outcome> {
        if heed == Heed::No {
            return None;
        }
        let (instance, now) = (permit.instance(), self.clock.now());
        match self.keeper.of(instance, now, &progress.waiting).await {
            Ok(Kept::Until(keep)) => Some(Outcome::Kept(keep)),
            Ok(Kept::No) => None,
            Ok(Kept::Unreadable) => Some(Outcome::KeepUnknown),
            Err(error) if heed == Heed::Always => {
                tracing::warn!(instance = %instance.id, %error, "keeps could not be read");
                Some(Outcome::KeepUnknown)
            }
            Err(_) => None,
        }
    }

    pub(super) async fn perform(&self, ask: &Ask, command: &Command, cleared: Cleared, progress: &Progress) {
        for (permit, seen) in &cleared.left {
            let outcome = lifecycle::rehearse(permit, seen, ask.at);
            progress.ended(&progress.attempt(seen.id.clone()), outcome);
        }
        let chosen = self.choose(ask, command, cleared.to_do, progress).await;
        // Each has its attempt from the beginning: what has had no turn when time is up is told of.
        let chosen: Vec<_> = chosen
            .into_iter()
            .map(|(permit, seen)| (progress.attempt(seen.id.clone()), permit, seen))
            .collect();
        let heed = Heed::of(ask, command);
        stream::iter(chosen)
            .for_each_concurrent(AT_ONCE, async |(attempt, permit, seen)| {
                let outcome = match command.dry_run || ask.mode == Mode::Propose {
                    true => lifecycle::rehearse(&permit, &seen, ask.at),
                    false => match self.kept(heed, &permit, progress).await {
                        Some(outcome) => outcome,
                        None => self.lifecycle.perform(permit, seen, ask.at, &attempt).await,
                    },
                };
                progress.ended(&attempt, outcome);
            })
            .await;
    }

    /// What to act on, the dearest first where that matters; what is over the limit is ended.
    async fn choose(
        &self,
        ask: &Ask,
        command: &Command,
        to_do: Vec<(Permit, Compute)>,
        progress: &Progress,
    ) -> Vec<(Permit, Compute)> {
        let alarmed = ask.cause.is_some();
        if command.max.is_none() && !alarmed {
            return to_do;
        }
        let (mut acting, idle): (Vec<_>, Vec<_>) = to_do
            .into_iter()
            .partition(|(permit, seen)| lifecycle::might_act(permit, seen, ask.at));
        let prices = self.prices(acting.iter().map(|(_, seen)| seen)).await;
        acting.sort_by_key(|(_, seen)| Reverse(prices.get(&seen.id).map(|price| price.millionths)));
        let over = match command.max {
            Some(max) if max < acting.len() => acting.split_off(max),
            _ => Vec::new(),
        };
        for (_, seen) in over {
            progress.ended(&progress.attempt(seen.id), Outcome::OverMax);
        }
        acting.into_iter().chain(idle).collect()
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
