//! A command that is being carried out.

use std::time::Duration;

use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{engine::Engine, progress::Progress, result::CommandResult};
use crate::{background::Background, command_request::CommandRequest, reply::Localizer};

/// A terminal waits as long as its person does.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// An interim result.
pub struct Update {
    pub result: CommandResult,
    /// Whether it replaces the message whose button was pressed.
    pub in_place: bool,
}

pub(super) struct Execution<'a> {
    pub engine: &'a Engine,
    pub request: &'a CommandRequest,
    pub progress: &'a Progress,
    updates: UnboundedSender<Update>,
    began: Instant,
    later: &'a dyn Background,
}

impl<'a> Execution<'a> {
    pub fn new(
        engine: &'a Engine,
        request: &'a CommandRequest,
        progress: &'a Progress,
        updates: UnboundedSender<Update>,
        later: &'a dyn Background,
    ) -> Self {
        Self { engine, request, progress, updates, began: Instant::now(), later }
    }

    pub fn localizer(&self) -> &'a Localizer {
        &self.progress.localizer
    }

    /// Reports an interim result.
    pub fn update(&self, result: CommandResult, in_place: bool) {
        // The responder receives for as long as this runs.
        drop(self.updates.send(Update { result, in_place }));
    }

    /// Resolves when the final result is due: the host ends, or the platform stops accepting answers.
    pub async fn time_is_up(&self) {
        let source = self.engine.registry.get(&self.request.caller.source);
        let reach = source.map_or(NEVER, |source| source.reach());
        tokio::select! {
            () = self.later.out_of_time() => {}
            () = tokio::time::sleep_until(self.began + reach) => {}
        }
    }
}
