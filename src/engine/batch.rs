//! Acting on many instances: in order, no more than wanted, and not all at the same moment.

use std::{collections::HashMap, sync::Arc};

use futures::{StreamExt, stream};
use jiff::Timestamp;

use super::execution::{Action, Execution, Permitted};
use crate::{
    azure::PRICE_PATIENCE,
    command_request::Mode,
    lifecycle::{self, Attempt, Outcome},
};

/// Further instances wait, so that one command for a fleet does not delay all others.
const AT_ONCE: usize = 16;

impl Execution<'_> {
    pub async fn act_on(&self, action: &Action<'_>, permitted: Vec<Permitted>, asked: Timestamp) {
        let (acting, idle): (Vec<_>, Vec<_>) =
            permitted.into_iter().partition(|(permit, seen)| lifecycle::might_act(permit, seen, asked));
        // Instances that need no call end at once. The others have their attempt from the beginning, so that an
        // instance without a turn is reported when time is up.
        let turn = |one: Permitted| (self.progress.attempt(one.1.id.clone()), one);
        let mut acting = acting.into_iter().map(turn).collect();
        let idle = idle.into_iter().map(turn).collect();
        self.act(action, asked, idle).await;
        self.choose(action, asked, &mut acting).await;
        self.act(action, asked, acting).await;
    }

    async fn act(&self, action: &Action<'_>, asked: Timestamp, turns: Vec<(Arc<Attempt>, Permitted)>) {
        let policy = self.keep_policy(action);
        stream::iter(turns)
            .for_each_concurrent(AT_ONCE, async |(attempt, (permit, seen))| {
                let outcome = if action.dry_run || self.request.mode == Mode::Propose {
                    lifecycle::dry_run(&permit, &seen, asked)
                } else {
                    self.engine.lifecycle.perform(permit, seen, asked, policy, &attempt).await
                };
                attempt.end(outcome);
            })
            .await;
    }

    /// Sorts the instances by price, the most expensive first, where the order matters. Attempts over the limit end. An
    /// earlier delivery of the same request counts towards the limit.
    async fn choose(
        &self,
        action: &Action<'_>,
        asked: Timestamp,
        acting: &mut Vec<(Arc<Attempt>, Permitted)>,
    ) {
        if action.max.is_none() && self.request.cause.is_none() {
            return;
        }
        let priced = self.priced(acting.iter().map(|(_, (_, seen))| &**seen), PRICE_PATIENCE).await;
        let ranks: HashMap<_, _> = priced.iter().map(|one| (one.compute.id.clone(), one.rank())).collect();
        acting.sort_by(|(_, (_, a)), (_, (_, b))| ranks.get(&a.id).cmp(&ranks.get(&b.id)));
        if let Some(max) = action.max {
            let verb = action.verb.into();
            let mut repeated = self.progress.reports(verb);
            repeated.retain(|report| report.outcome.is_repeat(verb, asked));
            let left = max.saturating_sub(repeated.len()).min(acting.len());
            for (attempt, _) in acting.drain(left..) {
                attempt.end(Outcome::OverMax);
            }
        }
    }
}
