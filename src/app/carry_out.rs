//! One command from its request to its final answer and its log line.

use std::{future::ready, sync::Arc};

use futures::{FutureExt, future::BoxFuture};
use tokio::{sync::mpsc, time::Instant};

use super::state::App;
use crate::{
    background::Background,
    command::Command,
    command_request::{CallerKind, CommandRequest},
    engine::{
        self, CommandResult, InstanceResult, Progress, Repetition, UnreadWorkspace, Verdict, is_from_a_card,
    },
    notify::Responder,
    reply::Audience,
    traces,
};

/// Carries out `request`. Whatever happens, the caller gets exactly one final answer.
pub(super) async fn carry_out(
    app: Arc<App>,
    request: CommandRequest,
    progress: Arc<Progress>,
    responder: Responder,
    later: Arc<dyn Background>,
) {
    carry_out_then(app, request, progress, responder, later, |_| ready(()).boxed()).await;
}

/// As [`carry_out`], with more to do before the final answer.
pub(super) async fn carry_out_then(
    app: Arc<App>,
    mut request: CommandRequest,
    progress: Arc<Progress>,
    mut responder: Responder,
    later: Arc<dyn Background>,
    then: impl for<'a> FnOnce(&'a mut CommandResult) -> BoxFuture<'a, ()> + Send,
) {
    engine::read_typed_confirmation(&mut request);
    traces::note("id", tracing::field::display(request.id));
    traces::note("source", request.caller.source.as_str());
    let began = Instant::now();
    let dedup = &app.notifier.dedup;
    let again = request.caller.kind == CallerKind::Machine && !dedup.is_first(&request);
    let (updates, mut received) = mpsc::unbounded_channel();
    let run = engine::run(&app.engine, &request, &progress, updates, later.as_ref());
    let relay = async {
        while let Some(result) = received.recv().await {
            if !result.results.is_empty() {
                log(&app, "heard", &request, &progress, &result, began);
            }
            responder.respond(&request, &progress, result).await;
        }
    };
    let (mut result, ()) = tokio::join!(run, relay);
    then(&mut result).await;
    let is_fixed = app.registry.has_fixed_command(&request.caller.source);
    dedup.mark_repeats(&request, &progress, (again, is_fixed), &mut result);
    let event = if result.followed { "settled" } else { "heard" };
    log(&app, event, &request, &progress, &result, began);
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

/// The audit line: caller, command, instances, outcome. There is one when a command was carried out as far as Azure's
/// acceptance, and one more when what Azure accepted has settled.
fn log(
    app: &App,
    event: &str,
    request: &CommandRequest,
    progress: &Progress,
    result: &CommandResult,
    began: Instant,
) {
    let command = progress.command();
    let changes = command.is_some_and(|command| command.acts() && command.verb().changes_the_world());
    let results: Vec<_> = result.results.iter().map(InstanceResult::to_string).collect();
    if request.caller.kind == CallerKind::Machine && result.verdict == Verdict::Misread {
        tracing::warn!(id = %request.id, source = request.caller.source, undone = true, "a command is not understood; nothing was done");
    }
    // Nobody reads the answers of such a source: an alarm can count the line.
    let is_fixed = app.registry.has_fixed_command(&request.caller.source);
    let failed = matches!(result.verdict, Verdict::Refused | Verdict::Failed);
    let unread: Vec<_> = result.unread.iter().map(UnreadWorkspace::to_string).collect();
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "lamplighter::audit",
        id = %request.id,
        source = request.caller.source,
        caller = request.caller.id,
        command = command.map(Command::to_string),
        confirmed = progress.is_confirmed(),
        permitted = !matches!(result.verdict, Verdict::Refused | Verdict::Misread),
        verdict = ?result.verdict,
        duplicate = (result.repetition == Repetition::Repeat).then_some(true),
        undone = ((is_fixed || request.is_due()) && failed).then_some(true),
        unread = (!unread.is_empty()).then(|| unread.join(", ")),
        results = if changes { results.join(", ") } else { results.len().to_string() },
        azure = result.results.iter().find_map(|row| row.correlation.as_deref()),
        ms,
        "{event}"
    );
}
