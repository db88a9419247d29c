//! `audit`: findings about the selected instances.

use jiff::SignedDuration;

use super::super::prelude::{AuditRow, CommandResult, Execution, Repetition};
use crate::{
    audit::{self, Examined},
    command::Command,
    command_request::CallerKind,
    fleet::Selected,
    lifecycle::OVERDUE,
    reply::{self, Localizer, Reply},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    command: &Command,
    longer_than: Option<SignedDuration>,
    selected: &Selected,
) -> CommandResult {
    let localizer = execution.localizer();
    let longest = longer_than.unwrap_or(audit::LONG);
    let examined = audit::examine(selected.found.iter().map(|seen| &**seen), localizer.now, longest);
    // What should have been carried out by now.
    let (_, mut overdue) = execution.keeps_and_pending(&selected.found).await;
    overdue.retain(|one| localizer.now.duration_since(one.entry.due) > OVERDUE);
    let api_version = execution.engine.azure.api_version();
    let mut reply = reply::audit::examined(localizer, &examined, longest, &selected.unread, api_version);
    reply.lines.splice(..0, reply::overdue(localizer, &overdue));
    let none = examined.iter().all(|one| one.known().next().is_none());
    let nothing = none && overdue.is_empty() && selected.unread.is_empty();
    result(execution, command, selected, &examined, (reply, nothing))
}

/// The result of a command that finds something about instances, or `nothing`.
pub(super) fn result(
    execution: &Execution<'_>,
    command: &Command,
    selected: &Selected,
    examined: &[Examined<'_>],
    (mut reply, nothing): (Reply, bool),
) -> CommandResult {
    let (localizer, caller) = (execution.localizer(), &execution.request.caller);
    let source = &caller.source;
    // If nothing was seen, the responder adds the heading.
    if caller.kind == CallerKind::Machine && !selected.found.is_empty() {
        reply = reply::with_heading(localizer, source, Some(&command.to_string()), None, &reply);
    }
    let repetition = if execution.engine.registry.has_fixed_command(source) {
        Repetition::unless(nothing)
    } else {
        // A script reads its own answer.
        Repetition::Answer
    };
    CommandResult {
        findings: Some(examined.iter().flat_map(|one| rows(localizer, one)).collect()),
        repetition,
        ..CommandResult::shown(selected, localizer.now, reply)
    }
}

fn rows(localizer: &Localizer, one: &Examined<'_>) -> Vec<AuditRow> {
    let id = &one.compute.id;
    let rows = one.findings.iter().map(|finding| AuditRow {
        workspace: id.workspace.to_string(),
        instance: id.name.clone(),
        finding: finding.id(),
        severity: finding.severity(),
        policy: finding.policy(),
        detail: reply::audit::detail(localizer, finding).to_string(),
        // A spreadsheet may hold several workspaces.
        remedy: reply::audit::remedy(localizer, finding, &id.to_string()).to_string(),
    });
    rows.collect()
}
