//! `audit`: findings about the selected instances.

use jiff::SignedDuration;

use super::super::{
    execution::Execution,
    result::{AuditRow, CommandResult, Repetition, Verdict},
};
use crate::{
    audit::{self, Examined},
    command::Command,
    command_request::CallerKind,
    fleet::Selected,
    reply::{self, Voice},
};

pub(super) fn run(
    execution: &Execution<'_>,
    command: &Command,
    longer_than: Option<SignedDuration>,
    looked: &Selected,
) -> CommandResult {
    let (voice, request) = (execution.voice(), execution.request);
    let longest = longer_than.unwrap_or(audit::LONG);
    let examined = audit::examine(looked.found.iter().map(|seen| &**seen), voice.now, longest);
    let mut reply = reply::audit::examined(voice, &examined, longest, &looked.unread);
    let source = &request.caller.source;
    // If nothing was seen, the responder adds the heading.
    if request.caller.kind == CallerKind::Machine && !looked.found.is_empty() {
        reply = reply::headed(voice, source, &command.to_string(), &reply);
    }
    let nothing = examined.iter().all(|one| one.known().next().is_none()) && looked.unread.is_empty();
    let repetition = if !execution.engine.registry.has_fixed_command(source) {
        // A script reads its own answer.
        Repetition::Answer
    } else if nothing {
        Repetition::Nothing
    } else {
        Repetition::Something
    };
    CommandResult {
        findings: Some(examined.iter().flat_map(|one| rows(voice, one)).collect()),
        repetition,
        ..CommandResult::shown(looked, Verdict::of_look(&looked.unread), reply)
    }
}

fn rows(voice: &Voice, one: &Examined<'_>) -> Vec<AuditRow> {
    let id = &one.compute.id;
    let rows = one.findings.iter().map(|finding| AuditRow {
        workspace: id.workspace.to_string(),
        instance: id.name.clone(),
        finding: finding.id(),
        severity: finding.severity(),
        policy: finding.policy(),
        detail: reply::audit::detail(voice, finding).to_string(),
        // A spreadsheet may hold several workspaces.
        remedy: reply::audit::remedy(voice, finding, &id.to_string()).to_string(),
    });
    rows.collect()
}
