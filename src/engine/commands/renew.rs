//! `renew`: makes an instance in place of an old one, and stops the old one once the new one runs. Never deletes.

use super::{
    super::{
        action_report::Performed,
        execution::{Execution, Permitted},
        refusal::Refusal,
    },
    create,
};
use crate::{
    azure::{Compute, Making, Recreation, Seen, State},
    command::{Command, Power, Selection, Verb},
    fleet::Selected,
    lifecycle::{KeepPolicy, Outcome, Report},
    policy::Permit,
    reply::{ActionReport, NotMade},
    target::{ComputeId, Instance, Target},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    name: Option<&str>,
    selected: Selected,
) -> Result<Performed, Refusal> {
    let Some((_, old)) = execution.authorize(Verb::Renew, false, selected.found)?.pop() else {
        return Err(Refusal::NotMade(NotMade::NoBlueprint));
    };
    let resource = execution.engine.azure.resource(&old.id, &execution.progress.waiting).await;
    let unread =
        |error| Refusal::unread(&old.id.workspace, error, &renewal(&old.id, name.unwrap_or_default()));
    let (old, resource) = resource.map_err(unread)?;
    let recreation = Recreation::of(&resource);
    let (make, stop) = permits(execution, name, &old, &recreation).await?;
    let command = renewal(&old.id, &make.instance().id.name);
    let report = create::make(execution, command, make, Some((stop.instance().clone(), &*old))).await?;
    Ok(Performed::Actions(Box::new(report), Some(Box::new((stop, old)))))
}

/// The command to renew an instance under this name.
fn renewal(old: &ComputeId, name: &str) -> Command {
    let selection = Selection { targets: vec![Target::from(old)], ..Selection::default() };
    Command::Renew { selection, name: Some(name.to_owned()) }
}

/// Whether an instance was made in place of this `old` one, and is not deleted.
fn replaces(seen: &Compute, old: &Compute) -> bool {
    let stays = seen.state != Some(State::Deleting);
    let is_named = seen.replaces.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&old.id.name));
    stays && is_named && seen.id.workspace == old.id.workspace && seen.created_on > old.created_on
}

/// The permits to make an instance in place of the old one, and to stop that.
pub(super) async fn permits<'a>(
    execution: &Execution<'a>,
    name: Option<&str>,
    old: &Compute,
    recreation: &'a Recreation,
) -> Result<(Permit<Making<'a>>, Permit<Power>), Refusal> {
    let (azure, policy) = (&execution.engine.azure, execution.engine.policy());
    let (caller, workspace) = (&execution.request.caller, &old.id.workspace);
    name.map_or(Ok(()), create::check_name)?;
    let old_one = policy.known_by_name(old.instance());
    policy.permit(caller, Verb::Renew, false, &old_one).map_err(Refusal::Denied)?;
    let stop = policy.permit(caller, Power::Stop, false, &old_one).map_err(Refusal::Denied)?;
    if recreation.unfinished || old.state.as_ref().is_some_and(State::has_failed) {
        let (instance, state) = (old.id.clone(), old.state.clone());
        return Err(Refusal::NotMade(NotMade::Unfinished { instance, state }));
    }
    let mut blueprints = azure.blueprints().iter();
    let Some(blueprint) = blueprints.find(|one| one.is_for(workspace) && one.fits(recreation)) else {
        let latest = old.security.os_image.is_latest == Some(true);
        return Err(Refusal::NotMade(NotMade::Unfit { instance: old.id.clone(), latest }));
    };
    let (listed, sight) = (create::listed(execution, blueprint).await?, policy.sight(caller));
    if name.is_none()
        && let Some(new) = listed.iter().find(|seen| sight.covers(&seen.instance()) && replaces(seen, old))
    {
        return Err(Refusal::NotMade(NotMade::Replaced {
            instances: Box::new([old.id.clone(), new.id.clone()]),
            // Azure shows none at first.
            state: new.state.clone().unwrap_or(State::Creating),
        }));
    }
    let name = name.map_or_else(|| next_name(&old.id.name, &listed), str::to_owned);
    let id = ComputeId { workspace: workspace.clone(), name };
    let new = Instance { id, created_on: None, ..old_one.clone() };
    let making = Making { blueprint, old: Some(recreation) };
    Ok((create::permit(execution, making, new, Some(&old_one), &listed).await?, stop))
}

/// Stops the old instance, as far as the command's time allows.
pub(super) async fn stop(execution: &Execution<'_>, report: &mut ActionReport, (permit, old): Permitted) {
    let id = old.id.clone();
    let attempt = execution.progress.attempt_to(Some(Verb::Stop), id.clone());
    report.seen = vec![old.clone()];
    let lifecycle = &execution.engine.lifecycle;
    let outcome = tokio::select! {
        outcome = lifecycle.perform(permit, old, report.asked, KeepPolicy::No, &attempt) => outcome,
        () = execution.time_is_up() => Outcome::CutShort { sent: attempt.sent() },
    };
    report.reports.push(Report { id, verb: Verb::Stop, outcome });
}

/// Whether the new instance was seen running.
pub(super) fn runs(report: &Report) -> bool {
    let is_made = matches!(report.outcome, Outcome::Done { .. } | Outcome::Already { .. });
    is_made && matches!(report.outcome.state(), Some(State::Running | State::JobRunning))
}

/// The name proposed for the new instance, the first that is free: `myci-b` for `myci`, `myci-c` for `myci-b`. Azure
/// accepts no hyphen before digits.
fn next_name(old: &str, listed: &[Seen<Compute>]) -> String {
    const LONGEST: usize = 24;
    let (stem, last) = match old.as_bytes() {
        [.., b'-', letter @ b'b'..=b'y'] => (&old[..old.len() - 2], *letter),
        _ => (&old[..old.len().min(LONGEST - 2)], b'a'),
    };
    let stem = stem.trim_end_matches('-');
    let mut names = (last + 1..=b'z').map(|letter| format!("{stem}-{}", char::from(letter)));
    let is_free = |name: &String| !listed.iter().any(|seen| seen.id.name.eq_ignore_ascii_case(name));
    names.find(is_free).unwrap_or_else(|| format!("{stem}-z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposed_name_is_one_that_azure_accepts() {
        for (old, new) in [
            ("myci", "myci-b"),
            ("myci-b", "myci-c"),
            ("myci-y", "myci-z"),
            ("myci-z", "myci-z-b"),
            ("abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuv-b"),
            ("a-7", "a-7-b"),
            ("abcdefghijklmnopqrstu-wx", "abcdefghijklmnopqrstu-b"),
        ] {
            assert_eq!(next_name(old, &[]), new);
            assert!(create::check_name(new).is_ok(), "{new}");
        }
    }
}
