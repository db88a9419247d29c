//! One command from its words to its final result: parse, look, permit, perform, follow.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{
    action_report::Performed,
    commands, confirm,
    engine::Engine,
    execution::Execution,
    progress::Progress,
    refusal::Refusal,
    result::{CommandResult, Repetition, Verdict},
};
use crate::{
    background::Background,
    command::{self, Command, ParseError},
    command_request::CommandRequest,
    fleet::{self, SelectError, Selected},
    follow_up::FollowUp,
    reply::{self, ActionReport, NEVER_MIND},
    traces,
};

/// Carries out `request` and returns its final result. Interim results go to `updates`.
pub async fn run(
    engine: &Engine,
    request: &CommandRequest,
    progress: &Progress,
    updates: UnboundedSender<CommandResult>,
    later: &Background,
) -> CommandResult {
    let execution = Execution { engine, request, progress, updates, began: Instant::now(), later };
    AssertUnwindSafe(execution.run()).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!(id = %request.id, "a command panicked");
        CommandResult::finally(Verdict::Failed, reply::internal_error(&progress.localizer))
    })
}

impl Execution<'_> {
    async fn run(self) -> CommandResult {
        if self.request.text == NEVER_MIND {
            return CommandResult::finally(Verdict::Done, reply::after_click(self.localizer(), None));
        }
        let performed = tokio::select! {
            biased;
            performed = self.perform() => performed,
            () = self.time_is_up() => Ok(self.cut_short()),
        };
        let mut result = match performed {
            Ok(Performed::Result(result)) => *result,
            Ok(Performed::Actions(report, old)) => commands::power::conclude(&self, *report, old).await,
            Err(refusal) => refusal.into_result(self.request, self.progress),
        };
        result.reply.lines.extend(reply::unknown_size(self.localizer(), self.progress.unknown_size()));
        self.tell_missing_rights(result).await
    }

    async fn perform(&self) -> Result<Performed, Refusal> {
        let command = self.read().await?;
        confirm::check_ticket(self, command.as_ref().ok())?;
        // Whether `stop all research` can mean fewer than all is known when they are looked for.
        let (command, narrowed) = match command {
            Err(ParseError::NotAll { narrowed }) => (*narrowed, true),
            Err(misread @ ParseError::OnlyNames { .. }) => return self.show(misread).await,
            command => (command.map_err(Refusal::Misread)?, false),
        };
        self.carry_out(command, narrowed).await
    }

    /// Shows the state of the instances that are named, after what is not understood.
    async fn show(&self, misread: ParseError) -> Result<Performed, Refusal> {
        let mut said = reply::parse_error(self.localizer(), &misread);
        let ParseError::OnlyNames { state, .. } = misread else { return Err(Refusal::Misread(misread)) };
        match self.carry_out(*state, false).await? {
            Performed::Result(mut result) => {
                said.lines.append(&mut result.reply.lines);
                result.reply.lines = said.lines;
                Ok(CommandResult { verdict: Verdict::Misread, ..*result }.into())
            }
            performed @ Performed::Actions(..) => Ok(performed),
        }
    }

    /// Looks for the instances that the command is about, and carries it out. `narrowed`: it was read as one about some,
    /// where it may have meant all.
    async fn carry_out(&self, command: Command, narrowed: bool) -> Result<Performed, Refusal> {
        self.progress.understood(&command);
        let later = commands::later::check(self, &command)?;
        let meant = (&command, later.as_ref());
        let verb = later.as_ref().unwrap_or(&command).verb();
        traces::note("otel.name", verb.name());
        traces::note("verb", verb.name());
        let is_looked_for = !matches!(command, Command::Pending { .. } | Command::Create { .. });
        let about = command.selection().filter(|_| is_looked_for);
        let Some(selection) = about else {
            // The command is about no instance, so nothing is read.
            return commands::run(self, meant, Selected::default()).await;
        };
        let engine = self.engine;
        let (caller, waiting) = (&self.request.caller, &self.progress.waiting);
        let policy = engine.policy();
        let wider = selection.widened(verb);
        let look = |selection| {
            let verb = (verb, self.request.is_unattended());
            fleet::look(&engine.azure, &policy, caller, verb, selection, waiting)
        };
        let mut selected = look(selection).await;
        if matches!(selected, Err(SelectError::NotSeen { .. } | SelectError::IsWorkspace(_))) {
            for wider in &wider {
                if let Ok(found) = look(wider).await {
                    selected = Ok(found);
                    break;
                }
            }
        }
        let selected = match selected {
            Ok(selected) => selected,
            Err(SelectError::NothingFits { sizes, unknown_size }) if !command.is_of_no_state() => {
                let repetition = Repetition::unless(unknown_size.is_empty());
                let error = SelectError::NothingFits { sizes, unknown_size };
                let reply = reply::select_error(self.localizer(), &error, caller, &command);
                let nothing = CommandResult::finally(Verdict::Done, reply);
                return Ok(CommandResult { repetition, ..nothing }.into());
            }
            Err(error) => return Err(Refusal::NotSelected(error, Box::new(command))),
        };
        if narrowed {
            return Err(Refusal::Misread(ParseError::NotAll { narrowed: Box::new(command) }));
        }
        self.progress.selected(&selected);
        commands::run(self, meant, selected).await
    }

    /// The command of the request's text. Words in it that are names of instances in sight are names, whatever else
    /// they mean.
    async fn read(&self) -> Result<Result<Command, ParseError>, Refusal> {
        let (engine, text) = (self.engine, &self.request.text);
        let mut unsure = Vec::new();
        let words = command::read(text, &[], &mut unsure);
        if unsure.is_empty() {
            return Ok(words);
        }
        let (caller, waiting) = (&self.request.caller, &self.progress.waiting);
        let names = fleet::names_in_sight(&engine.azure, &engine.policy(), caller, &unsure, waiting).await;
        match (names, words) {
            (Ok(names), command) if names.is_empty() => Ok(command),
            (Ok(names), command) => Ok(command::settled(command, command::read(text, &names, &mut unsure))),
            (Err(error), Ok(command)) if command.acts() => {
                Err(Refusal::NotSelected(error, Box::new(command)))
            }
            (Err(_), command) => Ok(command),
        }
    }

    /// What is known when time is up before the command was carried out.
    fn cut_short(&self) -> Performed {
        let (request, progress) = (self.request, self.progress);
        let command = progress.command();
        let mut reports = command.map(|command| progress.reports(command.verb())).unwrap_or_default();
        for report in &mut reports {
            if let Some(follow_up) = FollowUp::of(report) {
                report.outcome = follow_up.give_up();
            }
        }
        match command {
            Some(command) if !reports.is_empty() => {
                let unread = progress.unread().to_vec();
                let report = ActionReport::new(command.clone(), request.at, reports, unread);
                Performed::Actions(Box::new(report), None)
            }
            _ => {
                let reply = reply::out_of_time(self.localizer(), command);
                CommandResult { transient: true, ..CommandResult::finally(Verdict::Failed, reply) }.into()
            }
        }
    }
}
