//! One command from its request, or its text at a terminal, to its final answer and its log line.

use std::{future, sync::Arc};

use tokio::{
    sync::mpsc::{self, UnboundedReceiver},
    time::Instant,
};

use super::{
    due,
    state::{App, Reception},
};
use crate::{
    background::Background,
    command::{Command, Verb},
    command_request::{Caller, CallerKind, CommandRequest, Confirmation, RequestId},
    engine::{self, CommandResult, InstanceResult, Progress, Repetition, Verdict, is_from_a_card},
    lifecycle::Status,
    locale::Locale,
    notify::Responder,
    reply::Audience,
    traces,
};

impl Reception<'_> {
    /// Carries out `request` in the background. `place` is dropped after its final answer.
    pub fn begin(
        &self,
        request: CommandRequest,
        progress: Arc<Progress>,
        responder: Responder,
        place: impl Send + 'static,
    ) {
        let (app, later) = (self.app.clone(), self.later.clone());
        self.later.spawn(async move {
            carry_out(app, request, progress, responder, later).await;
            drop(place);
        });
    }
}

/// Carries out `request`. Whatever happens, the caller gets exactly one final answer.
pub(super) async fn carry_out(
    app: Arc<App>,
    mut request: CommandRequest,
    progress: Arc<Progress>,
    mut responder: Responder,
    later: Background,
) {
    engine::read_typed_confirmation(&mut request);
    traces::note("id", tracing::field::display(request.id));
    traces::note("source", request.caller.source.as_str());
    let began = Instant::now();
    let dedup = &app.notifier.dedup;
    let again = request.caller.kind == CallerKind::Machine && !dedup.is_first(&request);
    let is_fixed = app.registry.has_fixed_command(&request.caller.source);
    let (updates, mut received) = mpsc::unbounded_channel();
    let (said, mut to_say) = mpsc::unbounded_channel();
    let run = engine::run(&app.engine, &request, &progress, updates, &later);
    // The delivery of a message may take longer than the process has: the log does not wait for it.
    let log_all = async {
        let mut heard = None;
        let log_updates = async {
            while let Some(result) = received.recv().await {
                if !result.results.is_empty() {
                    log(&request, is_fixed, &progress, &result, (began, &mut heard));
                }
                drop(said.send(result));
            }
        };
        let (mut result, ()) = tokio::join!(run, log_updates);
        drop(said);
        due::carry_out_due(&app, &request.caller.source, &mut result, &later).await;
        if request.caller.kind == CallerKind::Machine && result.verdict == Verdict::Misread {
            tracing::warn!(id = %request.id, source = request.caller.source, undone = true, "a command is not understood; nothing was done");
        }
        dedup.mark_repeats(&request, &progress, (again, is_fixed), &mut result);
        log(&request, is_fixed, &progress, &result, (began, &mut heard));
        result
    };
    let say = async {
        while let Some(result) = to_say.recv().await {
            responder.respond(&request, &progress, result).await;
        }
    };
    let (mut result, ()) = tokio::join!(log_all, say);
    traces::note("verdict", tracing::field::debug(result.verdict));
    if result.verdict == Verdict::Failed {
        traces::failed();
    }
    if let Some(card) = result.card.take() {
        responder.respond(&request, &progress, CommandResult::in_place(card)).await;
    }
    // Answers to questions and refusals replace the message whose button was pressed. What everybody should see, and the
    // results of actions, are messages of their own, unless only the caller sees the card.
    let on_card = is_from_a_card(&request) && result.reply.audience == Audience::Caller;
    let is_private = result.results.is_empty() && result.reply.audience == Audience::Caller;
    result.in_place = is_private || on_card;
    responder.respond(&request, &progress, result).await;
}

/// Most bytes of instances in an audit line, and most of workspaces that were not read. With the command, which has 1,000 bytes at most, a line
/// stays below 8 KB: log pipelines cut longer ones.
const LINE: usize = 2500;

/// The audit lines: caller, command, instances, outcome. One, `heard`, when a command was carried out as far as Azure's
/// acceptance, followed by `heard, continued` if it has too many instances for one line, or if something is done to
/// another one later; and one, `settled`, for each instance that was followed after that, with what an hour of it costs.
/// `heard` counts the instances that such lines have. Nobody reads the answers to a fixed command: an alarm can count the
/// lines that say `undone`.
fn log(
    request: &CommandRequest,
    is_fixed: bool,
    progress: &Progress,
    result: &CommandResult,
    (began, heard): (Instant, &mut Option<usize>),
) {
    let command = progress.command();
    let line = |event: &str,
                verdict: Verdict,
                results: &str,
                unread: Option<&String>,
                settled: Option<(&InstanceResult, Verb)>| {
        let one = settled.map(|(row, _)| row);
        let failed = matches!(verdict, Verdict::Refused | Verdict::Failed);
        let fact = |key: &str, part: &str| one.and_then(|row| row.facts.get(key)?.pointer(part));
        let word = |key: &str, part: &str| fact(key, part).and_then(serde_json::Value::as_str);
        let name = one.and_then(|row| row.target.split_once('/'));
        let correlation = |row: &InstanceResult| row.correlation.clone();
        tracing::info!(
            target: "lamplighter::audit",
            id = %request.id,
            source = request.caller.source,
            caller = request.caller.id,
            command = command.map(Command::to_string),
            confirmed = progress.confirmed.get().is_some(),
            permitted = !matches!(verdict, Verdict::Refused | Verdict::Misread),
            verdict = ?verdict,
            duplicate = (result.repetition == Repetition::Repeat).then_some(true),
            undone = ((is_fixed || request.is_due()) && failed).then_some(true),
            unread,
            results,
            verb = settled.map(|(_, verb)| verb.name()),
            workspace = name.map(|(workspace, _)| workspace),
            instance = name.map(|(_, instance)| instance),
            owner = word("owner", "/id"),
            size = word("size", ""),
            rate = fact("price", "/amount").and_then(serde_json::Value::as_f64),
            currency = word("price", "/currency"),
            azure = one.map_or_else(|| result.results.iter().find_map(correlation), correlation),
            ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            "{event}"
        );
    };
    let rows = result.results.get(heard.unwrap_or_default()..).unwrap_or_default();
    if heard.is_none() || !rows.is_empty() {
        let changes = command.is_some_and(|command| command.acts() && command.verb().changes_the_world());
        let results = if changes { packed(rows) } else { vec![rows.len().to_string()] };
        let unread = packed(&result.unread);
        for part in 0..results.len().max(unread.len()).max(1) {
            let event = if part == 0 && heard.is_none() { "heard" } else { "heard, continued" };
            line(event, result.verdict, results.get(part).map_or("", String::as_str), unread.get(part), None);
        }
    }
    *heard = Some(result.results.len());
    for (id, verb) in &result.followed {
        let id = id.to_string();
        let Some(row) = result.results.iter().find(|row| row.target == id) else { continue };
        let verdict = verdict(row.outcome);
        line("settled", verdict, &row.to_string(), None, Some((row, *verb)));
    }
}

/// What the outcome of an instance that was followed would be for the command.
fn verdict(outcome: Status) -> Verdict {
    match outcome {
        Status::Done => Verdict::Done,
        Status::Failed => Verdict::Failed,
        _ => Verdict::Pending,
    }
}

/// The texts of `items` with commas between, in as many lines as they need.
fn packed(items: &[impl ToString]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for text in items.iter().map(ToString::to_string) {
        match lines.last_mut() {
            Some(last) if last.len() + text.len() + 2 <= LINE => *last += &format!(", {text}"),
            _ => lines.push(text),
        }
    }
    lines
}

/// The answer to a command that needs a yes, before anybody has said it.
pub async fn rehearse(app: &App, caller: Caller, text: &str) -> CommandResult {
    let now = app.engine.clock.now();
    let request = CommandRequest::new(RequestId::of(&[text.as_bytes()]), caller, text, now);
    let progress = Progress::new(app.engine.localizer(&request), &request.caller.id);
    let (updates, _) = mpsc::unbounded_channel();
    let later = Background::new(drop, future::pending());
    engine::run(&app.engine, &request, &progress, updates, &later).await
}

/// Carries out a command from a terminal, in the language of its user. The receiver gets the results.
pub fn run_at_terminal(
    app: &Arc<App>,
    user: &str,
    text: &str,
    confirmation: Confirmation,
    later: Background,
) -> (Locale, UnboundedReceiver<CommandResult>) {
    let (results, received) = mpsc::unbounded_channel();
    let now = app.engine.clock.now();
    let caller = Caller { kind: CallerKind::Terminal, ..Caller::person("cli", user) };
    let id = RequestId::of(&[text.as_bytes(), &now.as_nanosecond().to_be_bytes()]);
    let request = CommandRequest { confirmation, ..CommandRequest::new(id, caller, text, now) };
    let progress = Progress::new(app.engine.localizer(&request), &request.caller.id);
    let (locale, responder) = (progress.localizer.locale, Responder::Terminal(results));
    let work = carry_out(app.clone(), request, progress, responder, later.clone());
    later.spawn(work);
    (locale, received)
}
