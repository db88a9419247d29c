//! `idle` and `schedule`: what an instance is set to in Azure.

use super::{App, Row, Said, Verdict, progress::Progress, said::News};
use crate::{
    ask::Ask,
    azure::{Action, Compute, Crontab, Seen, Zone},
    command::{Cron, IdleClause, ScheduleClause, ScheduledAction, Verb},
    fleet::Looked,
    lifecycle::{Change, SettingOutcome, Status},
    policy::Permit,
    reply::{self, Reply, Voice},
};

impl App {
    pub(super) async fn idle(
        &self,
        ask: &Ask,
        clause: IdleClause,
        looked: Looked,
        progress: &Progress,
    ) -> Said {
        let voice = &progress.voice;
        let (permit, seen) = match self.permit_one(ask, Verb::Idle, looked, voice) {
            Ok(permitted) => permitted,
            Err(said) => return said,
        };
        let after = match clause {
            IdleClause::After(after) => after,
            IdleClause::Off => return idle_off(voice, &seen),
        };
        let outcome = self.lifecycle.idle(permit, after, &progress.waiting).await;
        let reply = reply::idle(voice, &seen.id, seen.has_identity, &outcome, ask.id);
        let row = Row::set(&seen.id, outcome.status());
        changed(row, outcome.is_transient(), reply)
    }

    pub(super) async fn schedule(
        &self,
        ask: &Ask,
        clause: Option<&ScheduleClause>,
        looked: Looked,
        progress: &Progress,
    ) -> Said {
        let voice = &progress.voice;
        let (permit, seen) = match self.permit_one(ask, Verb::Schedule, looked, voice) {
            Ok(permitted) => permitted,
            Err(said) => return said,
        };
        let Some(clause) = clause else {
            return Said {
                results: vec![Row::seen(&seen)],
                news: News::Answer,
                ..Said::finally(Verdict::Done, reply::schedules(voice, &seen.id, &seen.schedules))
            };
        };
        let change = match change(voice, clause) {
            Ok(change) => change,
            Err(reply) => return Said::finally(Verdict::Misread, reply),
        };
        let outcome = self.lifecycle.schedule(permit, &change, &progress.waiting).await;
        let reply = reply::scheduled(voice, &seen.id, clause, &outcome, ask.id);
        let row = Row::set(&seen.id, outcome.status());
        changed(row, outcome.is_transient(), reply)
    }

    /// One name, one instance: `look` has seen to it.
    pub(super) fn permit_one(
        &self,
        ask: &Ask,
        verb: Verb,
        looked: Looked,
        voice: &Voice,
    ) -> Result<(Permit, Seen<Compute>), Said> {
        let mut permitted = self.permit(ask, verb, false, looked.found, voice)?;
        permitted
            .pop()
            .ok_or_else(|| Said::finally(Verdict::Failed, reply::internal(voice, ask.id)))
    }
}

fn changed(row: Row, transient: bool, reply: Reply) -> Said {
    let (verdict, news) = match row.outcome {
        Status::Failed => (Verdict::Failed, News::Something),
        Status::Done => (Verdict::Done, News::Something),
        _ => (Verdict::Done, News::Nothing),
    };
    Said {
        results: vec![row],
        transient,
        news,
        ..Said::finally(verdict, reply)
    }
}

/// Nothing is sent: Azure has nothing to send.
fn idle_off(voice: &Voice, seen: &Compute) -> Said {
    let row = match seen.idle_shutdown {
        None => Row::set(&seen.id, (Status::Already, None)),
        Some(_) => Row::set(&seen.id, (Status::Skipped, Some("no-way-off"))),
    };
    changed(row, false, reply::idle_off(voice, seen))
}

/// What a clause wants of Azure; or why Azure would not understand it.
fn change(voice: &Voice, clause: &ScheduleClause) -> Result<Change, Reply> {
    Ok(match clause {
        ScheduleClause::Add { action, cron, zone } => add(voice, *action, cron, zone.as_deref())?,
        ScheduleClause::Enable(id) => Change::Enable(id.clone()),
        ScheduleClause::Disable(id) => Change::Disable(id.clone()),
        ScheduleClause::Remove(id) => Change::Remove(id.clone()),
    })
}

fn add(voice: &Voice, action: ScheduledAction, cron: &Cron, zone: Option<&str>) -> Result<Change, Reply> {
    let crontab = Crontab::read(cron.as_str()).ok_or_else(|| reply::no_crontab(voice, cron))?;
    let found = match zone {
        Some(zone) => Zone::called(zone),
        None => Zone::of(&voice.zone),
    };
    let zone = found.ok_or_else(|| reply::no_zone(voice, zone))?;
    let start = zone.standard(voice.now).to_datetime(voice.now);
    if crontab.next(start).is_none() {
        return Err(reply::never_due(voice, cron));
    }
    Ok(Change::Add {
        action: match action {
            ScheduledAction::Start => Action::Start,
            ScheduledAction::Stop => Action::Stop,
        },
        expression: cron.as_str().to_owned(),
        zone,
        start,
    })
}
