//! `start`, `stop`, `restart` and `delete`.

use std::{collections::HashMap, sync::Arc};

use futures::{StreamExt, stream};
use jiff::Timestamp;

use super::{
    super::prelude::{Action, CommandResult, Execution, Performed, Permitted, Refusal, is_rehearsed},
    announce, renew, status,
};
use crate::{
    azure::PRICE_PATIENCE,
    command_request::{CommandRequest, Confirmation, Mode},
    fleet::Selected,
    lifecycle::{self, Attempt, Outcome, Report},
    reply::{self, ActionReport, Audience, LateChannel, Localizer, NEVER_MIND},
    target::Instance,
};

/// Further instances wait, so that one command for a fleet does not delay all others.
const AT_ONCE: usize = 16;

pub(super) async fn run(
    execution: &Execution<'_>,
    action: Action<'_>,
    selected: Selected,
) -> Result<Performed, Refusal> {
    let request = execution.request;
    let is_unattended = request.is_unattended();
    let found = execution.without_younger(selected.found);
    let seen = found.iter().map(|seen| seen.with(seen.essentials())).collect();
    let permitted = execution.authorize(action.verb, action.force, found)?;
    let permitted = execution.without_resent(permitted);
    let policy = execution.keep_policy(&action);
    let permitted = execution.skip_kept(policy, permitted).await;
    let (permitted, unchecked) = if is_unattended {
        execution.skip_with_jobs(action.verb, action.force, permitted).await
    } else {
        (permitted, Vec::new())
    };
    let jobs = execution.jobs_to_name(&action, &permitted).await;
    let (permitted, asked) = execution.confirm(&action, permitted, &jobs).await?;
    execution.act_on(&action, permitted, asked).await;
    let (missing, reports) = (selected.missing, execution.progress.reports(action.verb.into()));
    let report = ActionReport::new(action.command.clone(), asked, reports, selected.unread);
    let report = ActionReport { missing, unchecked, seen, ..report };
    Ok(match request.mode {
        Mode::Act => Performed::Actions(Box::new(report), None),
        Mode::Propose => announce::propose(execution, &report).await.into(),
    })
}

/// Follows what Azure accepted until it has settled, and returns the final result. Once the instance that was made in
/// place of the `replaced` one runs, that is stopped.
pub(in super::super) async fn conclude(
    execution: &Execution<'_>,
    mut report: ActionReport,
    mut replaced: Option<Box<Permitted>>,
) -> CommandResult {
    let (request, progress, engine) = (execution.request, execution.progress, execution.engine);
    let (entra, is_heard) = (execution.entra(), progress.localizer.surface.late != LateChannel::Nowhere);
    let mut followed = Vec::new();
    let (keep, jobs) = loop {
        let pending = report.reports.iter().filter(|report| report.outcome.pending().is_some());
        let pending: Vec<_> = pending.map(|report| (report.id.clone(), report.verb)).collect();
        let is_pending = !pending.is_empty();
        if is_pending {
            let mut interim =
                report.result(&progress.localizer, request, (&HashMap::new(), entra.as_deref()), false);
            interim.followed = followed;
            if !is_heard {
                interim.reply.lines.extend(execution.owners_told(&report));
                return interim;
            }
            if is_from_a_card(request) {
                interim.reply.audience = Audience::Caller;
                interim.in_place = true;
            }
            drop(execution.updates.send(interim));
            followed = pending;
        }
        let unheeded = execution.unheeded(&report).await;
        if is_pending {
            let end = Box::pin(execution.time_is_up());
            engine.follow(&mut report.reports, &progress.waiting, end).await;
        }
        match replaced.take().filter(|_| is_heard && report.reports.iter().all(renew::runs)) {
            Some(old) => renew::stop(execution, &mut report, *old).await,
            None => break unheeded,
        }
    };
    let localizer = Localizer { now: engine.clock.now(), ..progress.localizer.clone() };
    // Of each that was followed, for the log, or that a dry run names.
    let affected = report
        .affected()
        .filter(|(one, _)| is_rehearsed(one) || followed.iter().any(|(id, _)| *id == one.id));
    let priced = execution.priced(affected.map(|(_, seen)| seen), execution.patience()).await;
    let prices = priced.into_iter().filter_map(|one| Some((one.compute.id.clone(), one.money?))).collect();
    let mut result = report.result(&localizer, request, (&prices, entra.as_deref()), true);
    let only = report.only();
    if let Some(only) = &only {
        result.reply.lines.extend(reply::unheeded(&localizer, &only.id, keep.as_ref(), &jobs));
    }
    result.reply.lines.extend(execution.owners_told(&report));
    result.followed = followed;
    if let (Some(only), [report]) = (&only, report.reports.as_slice())
        && (is_from_a_card(request) || localizer.surface.edits)
    {
        refresh_card(execution, only, report, &mut result, &localizer);
    }
    result
}

/// Updates the status card whose button was pressed. A final answer for the caller alone replaces the card, and gets
/// its buttons. An answer for the channel is a message of its own, unless the platform replaces each answer by the next.
fn refresh_card(
    execution: &Execution<'_>,
    instance: &Instance,
    report: &Report,
    result: &mut CommandResult,
    localizer: &Localizer,
) {
    let state = report.outcome.state();
    let offers = status::offers(execution, instance, state, localizer);
    if result.reply.audience == Audience::Caller || localizer.surface.edits {
        result.reply.buttons = offers;
    } else {
        result.card = state.map(|state| reply::card(localizer, &instance.id, state, offers));
    }
}

/// Whether the request is a button that stands for a plain command, as on a status card. The buttons of a question
/// carry a ticket or "never mind".
pub fn is_from_a_card(request: &CommandRequest) -> bool {
    let plain = matches!(request.confirmation, Confirmation::None) && request.text != NEVER_MIND;
    request.replaces_message && plain
}

impl Execution<'_> {
    /// Ends the attempts at instances to which the same was done so shortly before that the platform may have sent the
    /// command again: a restart would be carried out twice.
    fn without_resent(&self, permitted: Vec<Permitted>) -> Vec<Permitted> {
        let CommandRequest { at, resent_within, .. } = *self.request;
        self.unsettled(permitted, |(permit, seen)| {
            let last = seen.last_operation.as_ref().map(|last| last.time);
            let ago = at.duration_since(last?);
            let last = last.filter(|_| ago.is_positive() && ago <= resent_within)?;
            let outcome = lifecycle::dry_run(permit, seen, last);
            let is_done = matches!(outcome, Outcome::Already { .. } | Outcome::Busy { .. });
            is_done.then(|| (seen.id.clone(), outcome))
        })
    }

    pub async fn act_on(&self, action: &Action<'_>, permitted: Vec<Permitted>, asked: Timestamp) {
        let (acting, idle): (Vec<_>, Vec<_>) =
            permitted.into_iter().partition(|(permit, seen)| lifecycle::might_act(permit, seen, asked));
        // Instances that need no call end at once. The others have their attempt from the beginning, so that an
        // instance without a turn is reported when time is up.
        let turn = |one: Permitted| (self.progress.attempt(one.1.id.clone()), one);
        let mut acting = acting.into_iter().map(turn).collect();
        let idle = idle.into_iter().map(turn).collect();
        self.act(action, asked, idle).await;
        self.choose(action, asked, &mut acting).await;
        self.act(action, asked, acting).await;
    }

    async fn act(&self, action: &Action<'_>, asked: Timestamp, turns: Vec<(Arc<Attempt>, Permitted)>) {
        let policy = self.keep_policy(action);
        stream::iter(turns)
            .for_each_concurrent(AT_ONCE, async |(attempt, (permit, seen))| {
                let outcome = if action.dry_run || self.request.mode == Mode::Propose {
                    lifecycle::dry_run(&permit, &seen, asked)
                } else {
                    self.engine.lifecycle.perform(permit, seen, asked, policy, &attempt).await
                };
                attempt.end(outcome);
            })
            .await;
    }

    /// Sorts the instances by price, the most expensive first, where the order matters. Attempts over the limit end. An
    /// earlier delivery of the same request counts towards the limit.
    async fn choose(
        &self,
        action: &Action<'_>,
        asked: Timestamp,
        acting: &mut Vec<(Arc<Attempt>, Permitted)>,
    ) {
        if action.max.is_none() && self.request.cause.is_none() {
            return;
        }
        let priced = self.priced(acting.iter().map(|(_, (_, seen))| &**seen), PRICE_PATIENCE).await;
        let ranks: HashMap<_, _> = priced.iter().map(|one| (one.compute.id.clone(), one.rank())).collect();
        acting.sort_by(|(_, (_, a)), (_, (_, b))| ranks.get(&a.id).cmp(&ranks.get(&b.id)));
        if let Some(max) = action.max {
            let verb = action.verb.into();
            let mut repeated = self.progress.reports(verb);
            repeated.retain(|report| report.outcome.is_repeat(verb, asked));
            let left = max.saturating_sub(repeated.len()).min(acting.len());
            for (attempt, _) in acting.drain(left..) {
                attempt.end(Outcome::OverMax);
            }
        }
    }
}
