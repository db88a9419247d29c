//! Carries out commands and returns results. It sends nothing: [`crate::notify`] does.

mod action_report;
mod authorize;
mod batch;
mod commands;
mod confirm;
mod execution;
mod follow;
mod keeps_and_jobs;
mod progress;
mod refusal;
mod result;

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use jiff::tz::TimeZone;
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    ask::Ask,
    azure::{Azure, Compute, Money},
    background::Later,
    clock::Clock,
    fleet::Fleet,
    lifecycle::Lifecycle,
    policy::{Person, Policy},
    registry::SourceRegistry,
    reply::{self, Locale, Voice},
    source::Source,
    target::ComputeId,
    ticket,
};

use execution::Execution;

pub use action_report::has_failed;
pub use commands::power::is_from_a_card;
pub use confirm::read_typed_confirmation;
pub use execution::Update;
pub use progress::Progress;
pub use result::{AuditRow, CommandResult, InstanceResult, Repetition, UnreadWorkspace, Verdict};

/// Everything that commands are carried out with.
pub struct Engine {
    pub policy: Policy,
    pub azure: Arc<Azure>,
    pub fleet: Fleet,
    lifecycle: Lifecycle,
    pub clock: Clock,
    registry: Arc<SourceRegistry>,
    locale: Locale,
    zone: TimeZone,
    /// Signs the tickets of a terminal, which nobody can forge: they only hold the set that was named.
    terminal_tickets: ticket::Keys,
}

impl Engine {
    pub fn new(
        policy: Policy,
        azure: Arc<Azure>,
        registry: Arc<SourceRegistry>,
        clock: Clock,
        (locale, zone): (Locale, TimeZone),
    ) -> Self {
        Self {
            policy,
            fleet: Fleet::new(azure.clone()),
            lifecycle: Lifecycle::new(azure.clone(), clock.clone()),
            azure,
            clock,
            registry,
            locale,
            zone,
            terminal_tickets: ticket::Keys::derived_from(b"terminal", None),
        }
    }

    /// Carries out `request` and returns its final result. Interim results go to `updates`.
    pub async fn run(
        &self,
        request: &Ask,
        progress: &Progress,
        updates: UnboundedSender<Update>,
        later: &dyn Later,
    ) -> CommandResult {
        let execution = Execution::new(self, request, progress, updates, later);
        AssertUnwindSafe(execution.run())
            .catch_unwind()
            .await
            .unwrap_or_else(|_| {
                tracing::error!(id = %request.id, "a command panicked");
                CommandResult::finally(Verdict::Failed, reply::internal(&progress.voice, request.id))
            })
    }

    /// The language and clock of a caller.
    pub fn voice(&self, request: &Ask) -> Voice {
        let source = self.registry.get(&request.caller.source);
        let person = self.policy.person(&request.caller);
        self.voice_at(source.as_deref(), person, request.locale.as_deref())
    }

    /// The language of the request, given as its tag, else the person's, else the source's, else the
    /// configuration's; and the person's clock.
    pub fn voice_at(&self, source: Option<&Source>, person: Option<&Person>, tag: Option<&str>) -> Voice {
        let own = [tag, person.and_then(|person| person.locale.as_deref())];
        let locale = own
            .into_iter()
            .flatten()
            .find_map(Locale::from_tag)
            .or_else(|| source?.locale)
            .unwrap_or(self.locale);
        let zone = person.and_then(|person| person.time_zone.as_deref());
        Voice {
            stage: source.map(Source::stage).unwrap_or_default(),
            locale,
            zone: zone
                .and_then(|name| TimeZone::get(name).ok())
                .unwrap_or_else(|| self.zone.clone()),
            now: self.clock.now(),
            name_workspaces: self.azure.workspaces().count() > 1,
        }
    }

    /// The language of a source, for what nobody asked.
    pub fn source_voice(&self, source: &Source) -> Voice {
        self.voice_at(Some(source), None, None)
    }

    /// The price of each instance per hour, as far as Azure answers in time.
    async fn prices<'a>(&self, computes: impl Iterator<Item = &'a Compute>) -> HashMap<ComputeId, Money> {
        let computes: Vec<_> = computes.collect();
        let prices = self.azure.prices_of(&computes).await;
        let priced = computes.iter().zip(prices);
        priced
            .filter_map(|(compute, price)| Some((compute.id.clone(), price?)))
            .collect()
    }
}

#[cfg(test)]
mod tests;
