//! `outdated`: the instances whose image is old, and how to renew one.

use serde_json::json;

use super::{
    super::{execution::Execution, refusal::Refusal, result::CommandResult},
    audit, renew,
};
use crate::{
    audit::outdated,
    azure::Recreation,
    command::Command,
    command_request::CallerKind,
    fleet::{Selected, Unreadable},
    reply::{self, NotMade},
    target::ComputeId,
};

pub(super) async fn run(
    execution: &Execution<'_>,
    command: &Command,
    mut selected: Selected,
) -> CommandResult {
    let (azure, waiting) = (&execution.engine.azure, &execution.progress.waiting);
    let (localizer, mut resource) = (execution.localizer(), None);
    if let Some(id) = to_renew(command, &selected) {
        match waiting.retry_throttled(|| azure.resource(id, waiting)).await {
            Ok((_, whole)) => resource = Some(whole),
            Err(error) => selected.unread.push(Unreadable { alias: None, error }),
        }
    }
    let examined = outdated(selected.found.iter().map(|seen| &**seen), localizer.now);
    let nothing = examined.iter().all(|one| one.known().next().is_none()) && selected.unread.is_empty();
    let (Some(resource), [one]) = (resource, &*examined) else {
        let reply = reply::outdated(localizer, selected.found.len(), &examined, &selected.unread);
        return audit::result(execution, command, &selected, &examined, (reply, nothing));
    };
    let (recreation, version) = (Recreation::of(&resource), azure.api_version());
    let workspace = azure.workspace_id(&one.compute.id.workspace).unwrap_or_default();
    let path = format!("{workspace}/computes/{}?api-version={version}", reply::NEW_NAME);
    let offer = renew::permits(execution, None, one.compute, &recreation).await;
    let is_machine = execution.request.caller.kind == CallerKind::Machine;
    let reply = if let Err(Refusal::NotMade(why @ NotMade::Replaced { .. })) = &offer {
        reply::replaced(localizer, one, why)
    } else {
        let offer = offer.ok().filter(|_| !is_machine);
        let blueprint = offer.map(|(permit, _)| permit.action().blueprint.name.as_str());
        reply::recipe(localizer, one, &recreation, &path, blueprint)
    };
    let mut result = audit::result(execution, command, &selected, &examined, (reply, nothing));
    let recipe = json!({
        "method": "PUT", "path": path, "headers": { "If-None-Match": "*" }, "body": recreation.body,
        "lost": recreation.lost,
    });
    result.results = result.results.into_iter().map(|row| row.with("recipe", recipe.clone())).collect();
    result
}

/// The one instance that the command names, unless its image is the latest.
fn to_renew<'a>(command: &Command, selected: &'a Selected) -> Option<&'a ComputeId> {
    let selection = command.selection().filter(|selection| !selection.targets.is_empty())?;
    let ([seen], []) = (&*selected.found, &*selected.unread) else { return None };
    let is_old = seen.security.os_image.is_latest != Some(true);
    (is_old && (selection.one || selection.names_only())).then_some(&seen.id)
}
