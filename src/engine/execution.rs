//! One command from its words to its final result: parse, look, permit, perform, follow.

use std::time::Duration;

use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{
    Engine,
    action_report::ActionReport,
    commands::{self, Performed},
    confirm,
    progress::Progress,
    refusal::Refusal,
    result::{CommandResult, Repetition, Verdict},
};
use crate::{
    ask::Ask,
    background::Later,
    command::{self, Command},
    fleet::Miss,
    follow_up::FollowUp,
    reply::{self, NEVER_MIND, Voice},
    traces,
};

/// A terminal waits as long as its person does.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// An interim result.
pub struct Update {
    pub result: CommandResult,
    /// Whether it replaces the message whose button was pressed.
    pub in_place: bool,
}

/// A command that is being carried out.
pub(super) struct Execution<'a> {
    pub engine: &'a Engine,
    pub request: &'a Ask,
    pub progress: &'a Progress,
    updates: UnboundedSender<Update>,
    began: Instant,
    later: &'a dyn Later,
}

impl<'a> Execution<'a> {
    pub fn new(
        engine: &'a Engine,
        request: &'a Ask,
        progress: &'a Progress,
        updates: UnboundedSender<Update>,
        later: &'a dyn Later,
    ) -> Self {
        Self {
            engine,
            request,
            progress,
            updates,
            began: Instant::now(),
            later,
        }
    }

    pub async fn run(self) -> CommandResult {
        if self.request.text == NEVER_MIND {
            return CommandResult::finally(Verdict::Done, reply::pressed(self.voice(), None));
        }
        let performed = tokio::select! {
            biased;
            performed = self.perform() => performed,
            () = self.time_is_up() => Ok(self.cut_short()),
        };
        match performed {
            Ok(Performed::Result(result)) => result,
            Ok(Performed::Actions(report)) => commands::power::conclude(&self, *report).await,
            Err(refusal) => refusal.into_result(&self),
        }
    }

    async fn perform(&self) -> Result<Performed, Refusal> {
        let command = command::parse(&self.request.text);
        let ticket = confirm::ticket(self, command.as_ref().ok())?;
        let command = command.map_err(Refusal::Misread)?;
        self.progress.understood(&command);
        let verb = command.verb();
        traces::note("otel.name", verb.name());
        traces::note("verb", verb.name());
        let Some(selection) = command.selection() else {
            return Ok(commands::meta::run(self, &command).into());
        };
        let engine = self.engine;
        let look = engine.fleet.look(
            &engine.policy,
            &self.request.caller,
            verb,
            selection,
            &self.progress.waiting,
        );
        let (looked, ahead) = tokio::join!(look, commands::status::look_ahead(self, &command));
        let looked = match looked {
            Ok(looked) => looked,
            Err(Miss::NothingFits) if !command.is_of_no_state() => {
                return Ok(self.nothing_fits(&command).into());
            }
            Err(miss) => return Err(Refusal::NotSelected(miss)),
        };
        self.progress.looked(&looked);
        commands::run(self, &command, looked, ahead, ticket).await
    }

    pub fn voice(&self) -> &'a Voice {
        &self.progress.voice
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

    fn nothing_fits(&self, command: &Command) -> CommandResult {
        let request = self.request;
        let reply = reply::missed(
            self.voice(),
            &Miss::NothingFits,
            &request.caller,
            command,
            request.id,
        );
        CommandResult {
            repetition: Repetition::Nothing,
            ..CommandResult::finally(Verdict::Done, reply)
        }
    }

    /// What is known when time is up before the command was carried out.
    fn cut_short(&self) -> Performed {
        let (request, progress) = (self.request, self.progress);
        let command = progress.command();
        let mut reports = command
            .as_ref()
            .map(|command| progress.reports(command.verb()))
            .unwrap_or_default();
        for report in &mut reports {
            if let Some((follow_up, _)) = FollowUp::of(report.id.clone(), &report.outcome) {
                report.outcome = follow_up.give_up();
            }
        }
        match command {
            Some(command) if !reports.is_empty() => Performed::Actions(Box::new(ActionReport {
                reports,
                unread: progress.unread(),
                missing: Vec::new(),
                only: None,
                seen: Vec::new(),
                unchecked: Vec::new(),
                asked: request.at,
                command,
            })),
            command => CommandResult {
                transient: true,
                ..CommandResult::finally(
                    Verdict::Failed,
                    reply::out_of_time(self.voice(), command.as_ref(), request.id),
                )
            }
            .into(),
        }
    }
}
