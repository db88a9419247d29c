//! The schedules of an instance, and what became of a change of them.

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::{Text, literal},
    message::Reply,
    schedule_entry,
};
use crate::{
    ask::AskId,
    azure::{Entry, Schedule, Timetable, short_ids},
    command::{Command, Cron, ScheduleClause, ScheduledAction},
    lifecycle::{Changed, ScheduleOutcome, SettingError},
    target::ComputeId,
};

/// All there are.
pub fn schedules(voice: &Voice, id: &ComputeId, schedules: &[Schedule]) -> Reply {
    Reply::to_caller(all(voice, id, schedules))
}

/// What became of `clause`.
pub fn scheduled(
    voice: &Voice,
    id: &ComputeId,
    clause: &ScheduleClause,
    outcome: &Result<ScheduleOutcome, SettingError>,
    ask: AskId,
) -> Reply {
    let args = || Args::new().text("instance", voice.name(id));
    let asked = match clause {
        ScheduleClause::Add { .. } => "",
        ScheduleClause::Enable(id) | ScheduleClause::Disable(id) | ScheduleClause::Remove(id) => id,
    };
    let zone = match clause {
        ScheduleClause::Add { zone, .. } => zone.as_deref(),
        _ => None,
    };
    let with_all = |line: Text, now: &Timetable| [vec![line], all(voice, id, &now.schedules())].concat();
    let one = |there: &Timetable, subject: &Entry| now(voice, there, subject, zone);
    Reply::to_caller(match outcome {
        Ok(ScheduleOutcome::Done(changed)) => {
            let done = match clause {
                // What is new has no id before Azure gives it one: this was there, and off.
                ScheduleClause::Add { .. } if changed.subject.schedule().id.is_some() => "enabled",
                clause => done(clause),
            };
            let head = voice.line(&format!("schedule-{done}"), args());
            [
                vec![head],
                one(&changed.now, &changed.subject),
                meanwhile(voice, changed),
            ]
            .concat()
        }
        Ok(ScheduleOutcome::Already { now: there, subject }) => {
            let head = voice.line(&format!("schedule-already-{}", done(clause)), args());
            [vec![head], one(there, subject)].concat()
        }
        Ok(ScheduleOutcome::Otherwise(now)) => with_all(voice.line("schedule-otherwise", args()), now),
        Ok(ScheduleOutcome::Full(now)) => {
            let args = args().number("n", now.schedules().len());
            [
                vec![voice.line("schedule-full", args)],
                list(voice, &now.schedules()),
            ]
            .concat()
        }
        Ok(ScheduleOutcome::Unknown(now)) => {
            with_all(voice.line("schedule-unknown", args().text("id", asked)), now)
        }
        Ok(ScheduleOutcome::Ambiguous(ids)) => {
            let ids: Vec<_> = ids.iter().map(|id| format!("`{}`", literal(id))).collect();
            let args = args().text("id", asked).piece("ids", voice.list(&ids, ids.len()));
            vec![voice.line("schedule-ambiguous", args)]
        }
        Ok(ScheduleOutcome::Crowded) => vec![voice.line("schedule-crowded", args())],
        Err(SettingError::Gone) => vec![voice.line("setting-gone", args())],
        Err(SettingError::Failed(error)) => vec![azure_error::failure(voice, error, ask)],
    })
}

/// What the messages for it end with.
fn done(clause: &ScheduleClause) -> &'static str {
    match clause {
        ScheduleClause::Add { .. } => "added",
        ScheduleClause::Enable(_) => "enabled",
        ScheduleClause::Disable(_) => "disabled",
        ScheduleClause::Remove(_) => "removed",
    }
}

fn all(voice: &Voice, id: &ComputeId, schedules: &[Schedule]) -> Vec<Text> {
    let args = Args::new().text("instance", voice.name(id));
    if schedules.is_empty() {
        return vec![voice.line("schedule-none", args.text("command", example(voice, id)))];
    }
    let head = voice.line("schedule-head", args.number("n", schedules.len()));
    [vec![head], list(voice, schedules)].concat()
}

fn list(voice: &Voice, schedules: &[Schedule]) -> Vec<Text> {
    let ids = short_ids(schedules).into_iter();
    let lines = ids
        .zip(schedules)
        .map(|(id, schedule)| schedule_entry::line(voice, id, schedule));
    lines
        .chain(schedule_entry::warnings(voice, schedules, None))
        .collect()
}

/// One entry as it stands there now; or as it was, when it is gone. `zone` is what its own was
/// called by whoever gave it.
fn now(voice: &Voice, there: &Timetable, entry: &Entry, zone: Option<&str>) -> Vec<Text> {
    let schedules = there.schedules();
    let ids = short_ids(&schedules);
    let wanted = entry.schedule();
    let at = there.find(entry).or_else(|| {
        schedules
            .iter()
            .position(|schedule| schedule.does_the_same(&wanted))
    });
    match at {
        Some(at) => {
            let line = schedule_entry::line(voice, ids[at], &schedules[at]);
            let warnings = schedule_entry::warnings(voice, &schedules[at..=at], zone);
            [vec![line], warnings].concat()
        }
        None => vec![schedule_entry::bare_line(voice, &wanted)],
    }
}

/// What others did at the same moment.
fn meanwhile(voice: &Voice, changed: &Changed) -> Vec<Text> {
    let told = |message: &str, entries: &[Entry]| {
        let lines = entries
            .iter()
            .map(|entry| schedule_entry::bare_line(voice, &entry.schedule()));
        let head = (!entries.is_empty()).then(|| voice.line(message, Args::new()));
        head.into_iter().chain(lines).collect::<Vec<_>>()
    };
    let lost = !changed.put_back.is_empty() || !changed.gone.is_empty();
    let together = changed.together && !lost;
    [
        together
            .then(|| voice.line("schedule-together", Args::new()))
            .into_iter()
            .collect(),
        told("schedule-put-back", &changed.put_back),
        told("schedule-taken-away", &changed.gone),
    ]
    .concat()
}

fn example(voice: &Voice, id: &ComputeId) -> String {
    let clause = ScheduleClause::Add {
        action: ScheduledAction::Stop,
        cron: Cron::example(),
        zone: None,
    };
    voice.command(&Command::Schedule {
        selection: voice.only(id),
        schedule: Some(clause),
    })
}

/// What Azure would not understand.
pub fn no_crontab(voice: &Voice, cron: &Cron) -> Reply {
    Reply::to_caller([voice.line("schedule-no-crontab", Args::new().text("cron", cron.as_str()))])
}

/// What never comes, as 31 February.
pub fn never_due(voice: &Voice, cron: &Cron) -> Reply {
    Reply::to_caller([voice.line("schedule-never", Args::new().text("cron", cron.as_str()))])
}

/// A zone that nobody knows, or Azure has no name for; `None` is the caller's own.
pub fn no_zone(voice: &Voice, zone: Option<&str>) -> Reply {
    Reply::to_caller([match zone {
        Some(zone) => voice.line("schedule-no-zone", Args::new().text("zone", zone)),
        None => voice.line("schedule-no-own-zone", Args::new()),
    }])
}
