//! `renew`: makes an instance in place of an old one, and stops the old one once the new one runs. Never deletes.

use std::collections::HashMap;

use super::{
    super::{
        action_report::Performed,
        execution::Execution,
        refusal::{NotMade, Refusal},
    },
    create,
};
use crate::{
    azure::{Making, Recreation, State},
    command::{Command, Power, Selection, Verb},
    fleet::Selected,
    lifecycle::{KeepPolicy, Outcome, Report},
    reply::{ActionReport, LateChannel},
    target::{ComputeId, Instance, Target},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    name: Option<&str>,
    selected: Selected,
) -> Result<Performed, Refusal> {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let (azure, policy) = (&engine.azure, engine.policy());
    let Some((_, old)) = execution.authorize(Verb::Renew, false, selected.found)?.pop() else {
        return Err(Refusal::NotMade(NotMade::NoBlueprint));
    };
    let stop = policy.permit(caller, Power::Stop, false, &old.instance()).map_err(Refusal::Denied)?;
    let name = name.map_or_else(|| next_name(&old.id.name), str::to_owned);
    create::check_name(&name)?;
    let ComputeId { workspace, .. } = old.id.clone();
    let selection = Selection { targets: vec![Target::from(&old.id)], ..Selection::default() };
    let command = Command::Renew { selection, name: Some(name.clone()) };
    let resource = azure.resource(&old.id, &execution.progress.waiting).await;
    let (old, resource) = resource.map_err(|error| Refusal::unread(&workspace, error, &command))?;
    let recreation = Recreation::of(&resource);
    let mut blueprints = azure.blueprints().iter();
    let fits = blueprints.find(|one| one.is_for(&workspace) && one.fits(&recreation));
    let making = fits.map(|blueprint| Making { verb: Verb::Renew, blueprint, old: Some(&recreation) });
    let Some(making) = making else {
        return Err(Refusal::NotMade(NotMade::Unfit { name: old.id.to_string() }));
    };
    if old.owner.is_none() {
        return Err(Refusal::NotMade(NotMade::Ownerless { name: old.id.to_string() }));
    }
    let old_one = policy.known_by_name(old.instance());
    let new = Instance { id: ComputeId { workspace, name }, created_on: None, ..old_one.clone() };
    let mut report = create::make(execution, command, making, vec![new, old_one]).await?;
    let is_followed = follow(execution, &mut report).await;
    if is_followed && report.reports.iter().all(runs) {
        let attempt = execution.progress.attempt_to(Some(Verb::Stop), old.id.clone());
        let policy = KeepPolicy::No;
        let outcome = engine.lifecycle.perform(stop, old.clone(), report.asked, policy, &attempt).await;
        attempt.end(outcome.clone());
        report.reports.push(Report { id: old.id.clone(), verb: Verb::Stop, outcome });
        report.seen = vec![old];
    }
    Ok(Performed::Actions(Box::new(report)))
}

/// Follows the new instance until it has settled. Where nobody hears a late answer, nothing is followed.
async fn follow(execution: &Execution<'_>, report: &mut ActionReport) -> bool {
    let (localizer, progress) = (execution.localizer(), execution.progress);
    if localizer.surface.late == LateChannel::Nowhere {
        return false;
    }
    if report.reports.iter().any(|report| report.outcome.pending().is_some()) {
        let interim = report.result(localizer, execution.request, (&HashMap::new(), None), false);
        drop(execution.updates.send(interim));
    }
    let end = Box::pin(execution.time_is_up());
    execution.engine.follow(&mut report.reports, &progress.waiting, end).await;
    true
}

/// Whether the new instance was seen running.
fn runs(report: &Report) -> bool {
    let is_made = matches!(report.outcome, Outcome::Done { .. } | Outcome::Already { .. });
    is_made && matches!(report.outcome.state(), Some(State::Running | State::JobRunning))
}

/// The name proposed for the new instance: `myci-b` for `myci`, `myci-c` for `myci-b`. Azure accepts no hyphen before
/// digits.
fn next_name(old: &str) -> String {
    const LONGEST: usize = 24;
    let last = old.len().checked_sub(2).and_then(|at| old.split_at_checked(at));
    match last.map(|(stem, end)| (stem, end.as_bytes())) {
        Some((stem, [b'-', letter @ b'b'..=b'y'])) => format!("{stem}-{}", char::from(letter + 1)),
        _ => format!("{}-b", &old[..old.len().min(LONGEST - 2)]),
    }
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
        ] {
            assert_eq!(next_name(old), new);
            assert!(create::check_name(new).is_ok(), "{new}");
        }
    }
}
