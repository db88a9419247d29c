//! `keep`: timers and alerts leave the instance alone for a while.

use jiff::{SignedDuration, Timestamp};

use super::super::prelude::{
    CommandResult, Execution, InstanceResult, Refusal, Repetition, Verdict, instance_result,
};
use crate::{
    azure::Compute,
    command::{KeepClause, LONGEST_KEEP, Until},
    fleet::Selected,
    lifecycle::{Change, Keep, Kept, Status},
    reply,
};

pub(super) async fn run(
    execution: &Execution<'_>,
    clause: &KeepClause,
    selected: Selected,
) -> Result<CommandResult, Refusal> {
    let (request, localizer) = (execution.request, execution.localizer());
    let permitted = execution.authorize(clause, false, selected.found)?;
    let until = match clause.until {
        Until::Off => None,
        Until::For(length) | Until::More(length) => {
            Some(request.pressed.unwrap_or(request.at).checked_add(length).ok())
        }
        Until::At(moment) => Some(moment.after(request.at, &localizer.zone)),
    };
    // A minute for a clock that differs.
    let longest = LONGEST_KEEP + SignedDuration::from_mins(1);
    let is_near = |end: &Timestamp| end.duration_since(localizer.now) <= longest;
    let refused = |why| Refusal::Unfit(Verdict::Refused, why);
    let too_long = || refused(reply::keep_too_long(localizer));
    let until = until.map(|end| end.filter(is_near).ok_or_else(too_long)).transpose()?;
    if until.is_some_and(|until| until <= localizer.now) {
        return Err(refused(reply::keep_over(localizer)));
    }
    let more = match clause.until {
        Until::More(length) => Some((request.at.as_second(), length.as_secs())),
        _ => None,
    };
    let mut is_cut = false;
    let policy = execution.engine.policy();
    let id = &request.caller.id;
    let who = match policy.called(&request.caller) {
        Some(name) => format!("{} ({id})", reply::markup::harmless(name)),
        None => id.clone(),
    };
    let by_itself = |seen: &Compute| until.is_some_and(|until| seen.may_stop_by_itself(localizer.now, until));
    let stop_by_themselves: Vec<_> =
        permitted.iter().filter(|(_, seen)| by_itself(seen)).map(|(_, seen)| seen.id.clone()).collect();
    let wanted = permitted.into_iter().map(|(permit, seen)| {
        let created_on = permit.instance().created_on.map(Timestamp::as_second);
        let (who, because) = (who.clone(), clause.because.clone());
        let keep = until.map(|until| Keep { until, created_on, who, because, more });
        is_cut |= keep.as_ref().is_some_and(Keep::is_cut);
        (permit, seen.good_until(), keep.map_or(Kept::No, Kept::Until))
    });
    let (wanted, waiting) = (wanted.collect(), &execution.progress.waiting);
    // All presses of a button have the time of its card.
    let resent_within = request.pressed.map_or(request.resent_within, |_| SignedDuration::from_secs(1));
    let outcomes = execution.engine.lifecycle.keep(wanted, resent_within, waiting).await;
    let says = |change: &Change<_>| {
        (change.status((Status::Skipped, Some("overtaken"))), instance_result::of_keep(change))
    };
    let rows = outcomes.iter().map(|(id, outcome)| InstanceResult::set(id, outcome, says));
    let reply = reply::keep(localizer, &outcomes, is_cut, &stop_by_themselves, &selected.unread);
    let result = CommandResult::set(rows.collect(), &selected.unread, reply);
    Ok(CommandResult { repetition: Repetition::Something, ..result })
}
