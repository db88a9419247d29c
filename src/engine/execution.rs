//! A command that is being carried out, and the permits for its instances.

use std::time::Duration;

use futures::future::join_all;
use jiff::Timestamp;
use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{engine::Engine, progress::Progress, refusal::Refusal, result::CommandResult};
use crate::{
    azure::{AzureError, Compute, Seen},
    background::Background,
    command::{Command, Power, Selection, Verb},
    command_request::{Cause, CommandRequest},
    fleet::Unreadable,
    lifecycle::Outcome,
    policy::{Denial, Permit},
    reply::{Localizer, Priced},
    target::{Alias, ComputeId},
};

/// A terminal waits as long as its person does.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// What is left of a first answer's time when the prices have come, for the rest of it.
const TO_SAY_IT: Duration = Duration::from_millis(500);

pub(super) struct Execution<'a> {
    pub engine: &'a Engine,
    pub request: &'a CommandRequest,
    pub progress: &'a Progress,
    /// Takes interim results. The responder receives for as long as the command runs.
    pub updates: UnboundedSender<CommandResult>,
    pub began: Instant,
    pub later: &'a Background,
}

/// The arguments of a power command.
pub(super) struct Action<'a> {
    pub command: &'a Command,
    pub verb: Power,
    pub selection: &'a Selection,
    pub max: Option<usize>,
    pub dry_run: bool,
    pub force: bool,
}

/// An instance that the caller may act on, as it was seen.
pub(super) type Permitted<A = Power> = (Permit<A>, Seen<Compute>);

/// What the reads of several workspaces give, and the workspaces that cannot be read.
pub(super) async fn of_each<'w, T>(
    reads: impl Iterator<Item = impl Future<Output = (&'w Alias, Result<T, AzureError>)>>,
) -> (Vec<(&'w Alias, T)>, Vec<Unreadable>) {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for (alias, read) in join_all(reads).await {
        match read {
            Ok(read) => found.push((alias, read)),
            Err(error) => unread.push(Unreadable { alias: Some(alias.clone()), error }),
        }
    }
    (found, unread)
}

impl<'a> Execution<'a> {
    pub fn localizer(&self) -> &'a Localizer {
        &self.progress.localizer
    }

    /// The caller's id in Entra, if known.
    pub fn entra(&self) -> Option<String> {
        self.engine.policy().entra(&self.request.caller).map(str::to_owned)
    }

    /// A permit for each instance, or for none.
    pub fn authorize<A: Copy + Into<Verb>>(
        &self,
        action: A,
        force: bool,
        found: Vec<Seen<Compute>>,
    ) -> Result<Vec<Permitted<A>>, Refusal> {
        let (policy, caller) = (self.engine.policy(), &self.request.caller);
        let permit = |seen: Seen<Compute>| {
            let instance = seen.instance();
            let permit = match policy.permit(caller, action, force, &instance) {
                // What was asked for some time ago respects jobs, if its caller may not end them any more.
                Err(Denial::NotByForce { .. }) if self.request.is_due() => {
                    policy.permit(caller, action, false, &instance)
                }
                permit => permit,
            };
            Ok((permit.map_err(Refusal::Denied)?, seen))
        };
        found.into_iter().map(permit).collect()
    }

    /// The instances with the price of an hour of each, in their order, as far as Azure answers in time.
    pub async fn priced<'c>(
        &self,
        computes: impl Iterator<Item = &'c Compute>,
        patience: Duration,
    ) -> Vec<Priced<'c>> {
        let computes: Vec<_> = computes.collect();
        let prices = self.engine.azure.prices_of(&computes, patience).await;
        let priced = computes.into_iter().zip(prices);
        priced.map(|(compute, price)| Priced { compute, money: price.ok().flatten() }).collect()
    }

    /// How long a reply may wait for prices: the first answer never does. After an acknowledgement there is time.
    pub fn patience(&self) -> Duration {
        let source = self.engine.registry.get(&self.request.caller.source);
        let due = source.map_or(NEVER, |source| source.platform.capabilities.first_answer);
        let left = due.saturating_sub(self.began.elapsed() + TO_SAY_IT);
        if left.is_zero() { NEVER } else { left }
    }

    /// The instances without those that were created under their names since a command for later named them, whose
    /// attempts end.
    pub fn without_younger(&self, found: Vec<Seen<Compute>>) -> Vec<Seen<Compute>> {
        let Some(Cause::Later { created, .. }) = &self.request.cause else { return found };
        let is_other = |seen: &Compute| {
            let since = seen.created_on.map(Timestamp::as_second);
            created.iter().any(|(name, then)| name.eq_ignore_ascii_case(&seen.id.name) && *then != since)
        };
        self.unsettled(found, |seen| is_other(seen).then(|| (seen.id.clone(), Outcome::Gone)))
    }

    /// Ends the attempts at instances whose outcome is known already; returns the others.
    pub fn unsettled<T>(
        &self,
        mut all: Vec<T>,
        mut settled: impl FnMut(&T) -> Option<(ComputeId, Outcome)>,
    ) -> Vec<T> {
        all.retain(|one| settled(one).map(|(id, outcome)| self.progress.attempt(id).end(outcome)).is_none());
        all
    }

    /// Resolves when the final result is due: the host ends, or the platform stops accepting answers.
    pub async fn time_is_up(&self) {
        let source = self.engine.registry.get(&self.request.caller.source);
        let reach = source.map_or(NEVER, |source| source.platform.capabilities.last_answer);
        tokio::select! {
            () = self.later.out_of_time() => {}
            () = tokio::time::sleep_until(self.began + reach) => {}
        }
    }
}
