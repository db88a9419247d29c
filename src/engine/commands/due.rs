//! `due`: finds what is due among the pending commands. [`crate::app`] carries it out, and tells people of the others.

use super::super::prelude::{CommandResult, DueEntry, Execution, Repetition, Verdict, of_each};
use crate::{
    azure::Tags,
    command_request::{Cause, CommandRequest, RequestId},
    lifecycle::{Entry, PendingCommand, later_store},
    reply::{self, Reply},
    target::Alias,
};

pub(super) async fn run(execution: &Execution<'_>) -> CommandResult {
    let (engine, localizer) = (execution.engine, execution.localizer());
    let (azure, waiting) = (&engine.azure, &execution.progress.waiting);
    let read = async |alias| (alias, later_store::read(azure, alias, waiting).await);
    let (tags, unread) = of_each(azure.workspaces().map(read)).await;
    let due: Vec<_> = tags.into_iter().flat_map(|(alias, tags)| found(execution, alias, tags)).collect();
    let verdict = Verdict::of_look(&unread);
    let reply = reply::due(localizer, due.len(), &unread);
    CommandResult { unread, repetition: Repetition::Nothing, due, ..CommandResult::finally(verdict, reply) }
}

fn found(execution: &Execution<'_>, workspace: &Alias, tags: Tags) -> Vec<DueEntry> {
    let (engine, now) = (execution.engine, execution.localizer().now);
    let source = engine.registry.get(&execution.request.caller.source);
    let each = tags.into_iter().filter_map(|(name, value)| {
        let checked = source.as_ref().and_then(|source| engine.entry(source, workspace, &value));
        let from = checked.as_ref().map(|entry| entry.caller.source.clone());
        let then = match checked {
            Some(entry) if entry.due > now => return None,
            Some(entry) => {
                let tag = (name.clone(), value.clone());
                of_fitting(execution, &PendingCommand { workspace: workspace.clone(), tag, entry })
            }
            None => {
                // Another Lamplighter may have sealed it, so it stays for as long as it may count there.
                let is_over = Entry::read(&value).is_some_and(|entry| entry.is_stale(now));
                Err((reply::unsealed(execution.localizer(), workspace, &name), is_over))
            }
        };
        Some(DueEntry { workspace: workspace.clone(), tag: (name, value), source: from, then })
    });
    each.collect()
}

/// What follows from a command that is due and whose seal fits.
fn of_fitting(
    execution: &Execution<'_>,
    pending: &PendingCommand,
) -> Result<Box<CommandRequest>, (Reply, bool)> {
    let (engine, localizer) = (execution.engine, execution.localizer());
    let (entry, command) = (&pending.entry, pending.command());
    let is_configured = engine.registry.get(&entry.caller.source).is_some_and(|source| !source.closed);
    if entry.is_stale(localizer.now) {
        return Err((reply::undone(localizer, "due-stale", pending), true));
    }
    if !is_configured {
        return Err((reply::undone(localizer, "due-no-source", pending), true));
    }
    let id = RequestId::of(&[pending.tag.1.as_bytes()]);
    let caller = Box::new(entry.caller.clone());
    let names = entry.names().into_iter().map(str::to_owned);
    let created = names.zip(entry.created.iter().copied()).collect();
    let cause = Cause::Later { caller, issued: entry.issued, due: entry.due, created };
    let request = CommandRequest::new(id, entry.caller.clone(), command.to_string(), entry.due);
    Ok(Box::new(CommandRequest { cause: Some(cause), ..request }))
}
