//! Keeps, idle times and schedules.

use super::{power::a_keep, *};
use crate::{
    azure::ScheduleList,
    command::{Power, ScheduleClause},
    lifecycle::{Change, Changed, Keep, Kept, ScheduleOutcome, SettingError},
    reply::{
        idle, idle_off, keep, keep_over, keep_too_long, never_due, no_crontab, no_zone, schedule, schedules,
    },
};

fn keeps(localizer: &Localizer) -> Vec<Case> {
    let until = || Kept::Until(a_keep());
    let by_hand = || {
        let mut keep = a_keep();
        keep.who.clear();
        keep.because = None;
        Kept::Until(keep)
    };
    let failed = || AzureError::of(AzureErrorKind::TooManyTags);
    let outcomes = [
        ("kept", Ok(Change::Done { now: until(), before: Kept::No })),
        ("ended", Ok(Change::Done { now: Kept::No, before: until() })),
        ("ended, by hand", Ok(Change::Done { now: Kept::No, before: by_hand() })),
        ("ended, unreadable", Ok(Change::Done { now: Kept::No, before: Kept::Unreadable })),
        ("kept already", Ok(Change::Already(until()))),
        ("not kept already", Ok(Change::Already(Kept::No))),
        ("kept for longer", Ok(Change::Longer(until()))),
        ("kept otherwise", Ok(Change::Otherwise(until()))),
        ("not kept after all", Ok(Change::Otherwise(Kept::No))),
        ("keep failed", Err(SettingError::Failed(failed()))),
    ];
    let told = |(name, outcome): (&str, Result<_, _>)| {
        case(name, keep(localizer, &[(id("myci"), outcome)], false, &[], &[]))
    };
    let with = |who: &str, hours: i64| {
        let until = now() + SignedDuration::from_hours(hours);
        Kept::Until(Keep { who: who.to_owned(), until, ..a_keep() })
    };
    let replaced = [
        ("kept for a shorter time", with(&a_keep().who, 5)),
        ("kept for a longer time", with(&a_keep().who, 1)),
        ("kept instead of somebody else", with("Bob (slack:T1/UBOB)", 1)),
        ("kept instead of what can't be read", Kept::Unreadable),
    ];
    let mut cases: Vec<_> = outcomes.into_iter().map(told).collect();
    cases.extend(replaced.map(|(name, before)| told((name, Ok(Change::Done { now: until(), before })))));
    let done = Ok(Change::Done { now: until(), before: Kept::No });
    cases.push(case(
        "kept, and the reason cut",
        keep(localizer, &[(id("myci"), done)], true, &[id("myci")], &[]),
    ));
    let each = [
        ("a", Ok(Change::Done { now: until(), before: Kept::No })),
        ("b", Ok(Change::Done { now: until(), before: Kept::No })),
        ("c", Ok(Change::Already(until()))),
        ("d", Ok(Change::Already(until()))),
        ("e", Ok(Change::Longer(until()))),
        ("f", Err(SettingError::Failed(failed()))),
        ("g", Err(SettingError::Failed(failed()))),
    ];
    cases.push(case("several kept", keep(localizer, &of_each(each), true, &[id("a"), id("e")], &unread())));
    let each = [
        ("a", Ok(Change::Done { now: Kept::No, before: until() })),
        ("b", Ok(Change::Done { now: Kept::No, before: Kept::Unreadable })),
        ("c", Ok(Change::Already(Kept::No))),
        ("d", Ok(Change::Already(Kept::No))),
    ];
    cases.push(case("several ended", keep(localizer, &of_each(each), false, &[id("myci")], &[])));
    cases.push(case("keep too long", keep_too_long(localizer)));
    cases.push(case("keep over", keep_over(localizer)));
    cases
}

fn of_each<T, const N: usize>(
    outcomes: [(&str, Result<T, SettingError>); N],
) -> Vec<(ComputeId, Result<T, SettingError>)> {
    outcomes.map(|(name, outcome)| (id(name), outcome)).into()
}

fn idles(localizer: &Localizer) -> Vec<Case> {
    let hours = SignedDuration::from_hours;
    let outcomes = [
        ("idle set", Ok(Change::Done { now: Some(hours(2)), before: Some(hours(1)) })),
        ("idle set first", Ok(Change::Done { now: Some(hours(2)), before: None })),
        ("idle already", Ok(Change::Already(Some(hours(2))))),
        ("idle otherwise", Ok(Change::Otherwise(Some(hours(1))))),
        ("idle not there", Ok(Change::Otherwise(None))),
        ("idle gone", Err(SettingError::Gone)),
        ("idle failed", Err(SettingError::Failed(AzureError::of(AzureErrorKind::Server)))),
    ];
    let acting = [id("myci")];
    let told = |(name, outcome): (&str, Result<_, _>)| {
        case(name, idle(localizer, &[(id("myci"), outcome)], &acting, &[]))
    };
    let mut cases: Vec<_> = outcomes.into_iter().map(told).collect();
    let set = |inner| compute("myci", inner);
    let each = [
        ("a", Ok(Change::Done { now: Some(hours(2)), before: Some(hours(1)) })),
        ("b", Ok(Change::Done { now: Some(hours(2)), before: None })),
        ("c", Ok(Change::Already(Some(hours(2))))),
        ("d", Ok(Change::Already(Some(hours(2))))),
        ("e", Ok(Change::Otherwise(None))),
        ("f", Err(SettingError::Gone)),
        ("g", Err(SettingError::Failed(AzureError::of(AzureErrorKind::Server)))),
    ];
    let acting = [id("a"), id("c"), id("g")];
    cases.push(case("several idle", idle(localizer, &of_each(each), &acting, &unread())));
    let (idle, busy) = (set(json!({ "idleTimeBeforeShutdown": "PT90M" })), set(json!({})));
    cases.push(case("idle off", idle_off(localizer, &[&idle], &[])));
    cases.push(case("idle off already", idle_off(localizer, &[&busy], &[])));
    cases.push(case("several idle off", idle_off(localizer, &[&idle, &idle, &busy, &busy], &unread())));
    cases
}

fn timetable(entries: Value) -> ScheduleList {
    let list = json!({ "computeStartStop": entries });
    ScheduleList::of(&json!({ "properties": { "properties": { "schedules": list } } })).unwrap()
}

/// A schedule of each kind.
fn each_kind() -> ScheduleList {
    let cron = |id: &str, expression: &str, zone: &str| {
        json!({
            "id": id, "action": "Stop", "cron": { "expression": expression, "timeZone": zone },
        })
    };
    let recurring = |frequency: &str, interval: u32| {
        json!({
            "action": "Start", "recurrence": { "frequency": frequency, "interval": interval },
        })
    };
    timetable(json!([
        cron("7f3a0000", "0 20 * * 1-5", "UTC"),
        cron("7f3b0000", "30 7,19 * * *", "E. South America Standard Time"),
        cron("8a000000", "0 8 * * 0,6", "GMT Standard Time"),
        cron("8b000000", "0 8,20 * * 1,3,5", "W. Europe Standard Time"),
        cron("8c000000", "0 9 * * 2,4", "W. Europe Standard Time"),
        cron("8d000000", "0 8 1 * *", "Nowhere Time"),
        cron("8e000000", "*/5 * * * *", ""),
        { "id": "9a", "action": "Stop", "status": "Disabled", "cron": { "expression": "0 20 * * 0" } },
        { "id": "9b", "action": "Stop", "provisioningStatus": "Failed", "cron": { "expression": "0 20 * * 6" } },
        recurring("Week", 2),
        recurring("Day", 2),
        recurring("Hour", 6),
        recurring("Minute", 30),
        recurring("Month", 3),
        recurring("Hour", 1),
        recurring("Minute", 1),
        { "action": "Nap" },
    ]))
}

fn each_schedule(localizer: &Localizer) -> Vec<Case> {
    let one = || {
        timetable(json!([{ "id": "7f3a0000", "action": "Stop", "cron": { "expression": "0 20 * * 1-5" } }]))
    };
    let subject = || one().entry(0).unwrap();
    let add = ScheduleClause::Add {
        action: Power::Stop,
        cron: "0 20 * * 1-5".into(),
        zone: Some("Europe/London".into()),
    };
    let clauses = [
        ("added", add.clone()),
        ("enabled", ScheduleClause::Enable("7f3a".into())),
        ("disabled", ScheduleClause::Disable("7f3a".into())),
        ("removed", ScheduleClause::Remove("7f3a".into())),
    ];
    let told = |clause: &ScheduleClause, outcome| schedule(localizer, &id("myci"), clause, &outcome);
    let changed = |now: ScheduleList| Changed {
        now,
        subject: subject(),
        together: false,
        put_back: vec![],
        gone: vec![],
    };
    let mut cases = Vec::new();
    for (name, clause) in &clauses {
        cases.push(case(*name, told(clause, Ok(ScheduleOutcome::Done(changed(one()))))));
        let already = Ok(ScheduleOutcome::Already { now: one(), subject: subject() });
        cases.push(case(format!("already {name}"), told(clause, already)));
    }
    let london = || {
        timetable(json!([
            { "action": "Stop", "cron": { "expression": "0 20 * * 1-5", "timeZone": "GMT Standard Time" } },
        ]))
    };
    let new = Changed { subject: london().entry(0).unwrap(), ..changed(london()) };
    let together = Changed { together: true, ..changed(timetable(json!([]))) };
    let lost = Changed { put_back: vec![subject()], gone: vec![subject()], ..changed(one()) };
    let enable = &clauses[1].1;
    let others = [
        ("new", &add, Ok(ScheduleOutcome::Done(new))),
        ("together", &clauses[3].1, Ok(ScheduleOutcome::Done(together))),
        ("lost", &add, Ok(ScheduleOutcome::Done(lost))),
        ("otherwise", &add, Ok(ScheduleOutcome::Otherwise(one()))),
        ("full", &add, Ok(ScheduleOutcome::Full(one()))),
        ("unknown", enable, Ok(ScheduleOutcome::Unknown(one()))),
        ("ambiguous", enable, Ok(ScheduleOutcome::Ambiguous(vec!["7f3a".into(), "7f3b".into()]))),
        ("crowded", enable, Ok(ScheduleOutcome::Crowded)),
        ("schedule gone", enable, Err(SettingError::Gone)),
        ("schedule failed", enable, Err(SettingError::Failed(AzureError::of(AzureErrorKind::Server)))),
    ];
    cases.extend(others.into_iter().map(|(name, clause, outcome)| case(name, told(clause, outcome))));
    let cron = "0 20 * * 1-5";
    let with = |name, schedules| Compute { schedules, ..compute(name, json!({})) };
    let (all, none) = (with("myci", each_kind().schedules()), with("myci", Vec::new()));
    cases.push(case("all", schedules(localizer, &looked([all], Vec::new()))));
    cases.push(case("none", schedules(localizer, &looked([none.clone()], Vec::new()))));
    let several = looked([with("a", one().schedules()), none.clone(), with("c", Vec::new())], unread());
    cases.push(case("several", schedules(localizer, &several)));
    cases.push(case("no crontab", no_crontab(localizer, cron)));
    cases.push(case("never due", never_due(localizer, cron)));
    cases.push(case("no zone", no_zone(localizer, Some("Mars/Olympus"))));
    cases.push(case("no zone of one's own", no_zone(localizer, None)));
    cases
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    [keeps(&localizer), idles(&localizer), each_schedule(&localizer)].concat()
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    kept:
      *myci* is kept until 20:02 (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
      [keep myci off] keep myci off
    ended:
      *myci* is no longer kept: Ana had kept it until 20:02 (training). Timers and alerts may stop it again.
    ended, by hand:
      *myci* is no longer kept: somebody had kept it until 20:02. Timers and alerts may stop it again.
    ended, unreadable:
      *myci* is no longer kept. Timers and alerts may stop it again.
    kept already:
      *myci* is already kept until 20:02 (training).
    not kept already:
      *myci* is not kept; there is nothing to end.
    kept for longer:
      *myci* is already kept for longer: by Ana until 20:02 (training). I left that as it is; to end it, type `keep myci off`.
      [keep myci off] keep myci off
    kept otherwise:
      Somebody was faster: *myci* is kept by Ana until 20:02 (training). If you still want to change that, type your command again.
    not kept after all:
      Somebody was faster: *myci* is not kept. If you still want to keep it, type `keep myci for 2h`.
      [keep myci for 2h] keep myci for 2h
    keep failed:
      The workspace has 50 tags, the most that Azure allows. Its administrator can remove one that nobody needs. (id 09a7d3)
    kept for a shorter time:
      *myci* is kept until 20:02 (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
      That is shorter than before: you had kept it until 23:02 (training).
      [keep myci off] keep myci off
    kept for a longer time:
      *myci* is kept until 20:02 (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
      Before, you had kept it until 19:02 (training).
      [keep myci off] keep myci off
    kept instead of somebody else:
      *myci* is kept until 20:02 (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
      Before, Bob had kept it until 19:02 (training); your keep replaces that.
      [keep myci off] keep myci off
    kept instead of what can't be read:
      *myci* is kept until 20:02 (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
      The workspace had a tag for it that I can't read; your keep replaces that.
      [keep myci off] keep myci off
    kept, and the reason cut:
      *myci* is kept until 20:02 (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
      A tag in Azure holds 256 characters, so the end of your reason was cut.
      Azure itself may still stop *myci*, when idle or by a schedule.
      [keep myci off] keep myci off
    several kept:
      *a* and *b* are kept until 20:02 (training): timers and alerts will not stop them before then. To end that, type `keep a b off`.
      *c* and *d* are already kept until 20:02 (training).
      *e* is already kept for longer: by Ana until 20:02 (training). I left that as it is; to end it, type `keep e off`.
      🔴 *f* and *g* could not be set: the workspace has 50 tags, the most that Azure allows. Its administrator can remove one that nobody needs. (id 09a7d3)
      A tag in Azure holds 256 characters, so the end of your reason was cut.
      Azure itself may still stop *a*, when idle or by a schedule.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [keep b off] keep b off
    several ended:
      *a* and *b* are no longer kept. Timers and alerts may stop them again.
      *c* and *d* are not kept; there is nothing to end.
    keep too long:
      A keep lasts at most 7 days, as with `keep NAME for 7d`. For longer, ask the Lamplighter administrator to leave the instance out of the timer.
    keep over:
      That time has passed. Type a later one, such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.
    idle set:
      *myci* stops when idle for 2 h. It was 1 h before.
      It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    idle set first:
      *myci* stops when idle for 2 h. It had no idle shutdown before.
      It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    idle already:
      *myci* already stops when idle for 2 h.
      It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    idle otherwise:
      *myci*: Azure accepted it, but still shows 1 h. To see whether that changes, type `status myci`.
    idle not there:
      *myci*: Azure accepted it, but still shows no idle shutdown. To see whether that changes, type `status myci`.
    idle gone:
      *myci* no longer exists; somebody deleted or recreated it. Nothing was set.
    idle failed:
      Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    several idle:
      *a* and *b* stop when idle for 2 h.
      *c* and *d* already stop when idle for 2 h.
      *e*: Azure accepted it, but still shows no idle shutdown. To see whether that changes, type `status e`.
      *f* no longer exists; somebody deleted or recreated it. Nothing was set.
      🔴 *g* could not be set: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      *a* and *c* have a managed identity each: idle shutdown works only while that identity is *Contributor* on the workspace.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    idle off:
      *myci* still stops when idle for 1 h 30 min: Azure can't turn that off on an existing instance. The longest is 3 d: `idle myci 72h`. Only a new instance from Azure ML studio can be without it; `keep` stops timers and alerts, not Azure itself.
      [idle myci 72h] idle myci 72h
    idle off already:
      *myci* has no idle shutdown; there is nothing to turn off.
    several idle off:
      *myci* and *myci* still stop when idle: Azure can't turn that off on an existing instance. The longest is 3 d: `idle myci myci 72h`. Only a new instance from Azure ML studio can be without it; `keep` stops timers and alerts, not Azure itself.
      *myci* and *myci* have no idle shutdown; there is nothing to turn off.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [idle myci 72h] idle myci 72h
    added:
      *myci*: this schedule is on again:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    already added:
      *myci* has this schedule already:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    enabled:
      *myci*: this schedule is on again:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    already enabled:
      *myci*: this schedule is on already:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    disabled:
      *myci*: this schedule is off; Azure keeps it:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    already disabled:
      *myci*: this schedule is off already:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    removed:
      *myci* no longer has this schedule:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    already removed:
      *myci* no longer had this schedule:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    new:
      *myci* has a new schedule:
      *stop* weekdays at 20:00, Europe/London (UTC+00:00). Next: 20:00.
      Azure's schedules ignore daylight saving: by the clocks of Europe/London it runs at 20:00 now, and at 21:00 from 2027-03-28 on.
    together:
      *myci* no longer has this schedule:
      *stop* weekdays at 20:00, UTC.
      Somebody changed its schedules at the same moment; both changes are there.
    lost:
      *myci*: this schedule is on again:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
      Somebody changed its schedules at the same moment, and what had just been added was lost. I put it back:
      *stop* weekdays at 20:00, UTC.
      Somebody changed its schedules at the same moment, and removed this one. If that was not meant, add it again:
      *stop* weekdays at 20:00, UTC.
    otherwise:
      *myci*: Azure accepted it, but still shows what was there before. To see whether that changes, type `schedule myci`.
      *myci* has 1 schedule:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    full:
      *myci* has 1 schedules, as many as Azure keeps for one instance. Nothing was added; remove one first.
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    unknown:
      *myci* has no schedule `7f3a`. Nothing was changed.
      *myci* has 1 schedule:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
    ambiguous:
      `7f3a` matches `7f3a` and `7f3b`. Nothing was changed; give one more character.
    crowded:
      *myci*: others kept changing its schedules at the same time. To see what is there now, type `schedule myci`; if yours is missing, type your command again.
    schedule gone:
      *myci* no longer exists; somebody deleted or recreated it. Nothing was set.
    schedule failed:
      Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    all:
      *myci* has 17 schedules:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
      `7f3b` *stop* every day at 07:30 and 19:30, Brasília time (UTC-03:00). Next: 22:30.
      `8a00` *stop* weekends at 08:00, Europe/London (UTC+00:00). Next: Sat 28 Nov, 08:00.
      `8b00` *stop* Mondays, Wednesdays and Fridays at 08:00 and 20:00, Europe/Berlin (UTC+01:00). Next: 19:00.
      `8c00` *stop* Tuesdays and Thursdays at 09:00, Europe/Berlin (UTC+01:00). Next: Tue 24 Nov, 08:00.
      `8d00` *stop* by cron `0 8 1 * *`, Nowhere Time.
      `8e00` *stop* by cron `*/5 * * * *`, .
      `9a` *stop* Sundays at 20:00, UTC: off.
      `9b` *stop* Saturdays at 20:00, UTC: 🔴 Azure could not set it up, so it does not run. Remove it and add it again.
      *start* every 2 weeks, UTC.
      *start* every 2 d, UTC.
      *start* every 6 h, UTC.
      *start* every 30 min, UTC.
      *start* every 3 months, UTC.
      *start* every hour, UTC.
      *start* every minute, UTC.
      *Nap* at times that I can't read, UTC.
      Azure's schedules ignore daylight saving: by the clocks of Europe/London it runs at 08:00 now, and at 09:00 from 2027-03-28 on.
      Azure's schedules ignore daylight saving: by the clocks of Europe/Berlin they run 1 h later from 2027-03-28 on.
    none:
      *myci* has no schedules. To add one: `schedule myci add stop weekdays at 20:00`.
    several:
      *a* has 1 schedule:
      `7f3a` *stop* weekdays at 20:00, UTC. Next: 20:00.
      Without schedules: *myci* and *c*.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    no crontab:
      Azure does not understand `0 20 * * 1-5`. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is `*`, a number, a range upwards such as `1-5`, a list such as `1,3`, or has a step such as `*/2`.
    never due:
      `0 20 * * 1-5` never occurs. Nothing was added.
    no zone:
      Azure has no time zone `Mars/Olympus`. Type one such as `Europe/Lisbon` or `America/Sao_Paulo`.
    no zone of one's own:
      Azure has no name for your time zone. Type another one after the time, such as `Europe/Lisbon`.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    kept:
      *myci* está protegida até 20:02 (training): nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter myci fim`.
      [manter myci fim] keep myci off
    ended:
      *myci* não está mais protegida: Ana a protegia até 20:02 (training). Temporizadores e alertas podem pará-la de novo.
    ended, by hand:
      *myci* não está mais protegida: alguém a protegia até 20:02. Temporizadores e alertas podem pará-la de novo.
    ended, unreadable:
      *myci* não está mais protegida. Temporizadores e alertas podem pará-la de novo.
    kept already:
      *myci* já está protegida até 20:02 (training).
    not kept already:
      *myci* não está protegida; não há o que desfazer.
    kept for longer:
      *myci* já está protegida por mais tempo: por Ana até 20:02 (training). Deixei assim; para desfazer, digite `manter myci fim`.
      [manter myci fim] keep myci off
    kept otherwise:
      Alguém foi mais rápido: *myci* está protegida por Ana até 20:02 (training). Se ainda quiser mudar isso, digite o comando de novo.
    not kept after all:
      Alguém foi mais rápido: *myci* não está protegida. Se ainda quiser protegê-la, digite `manter myci por 2h`.
      [manter myci por 2h] keep myci for 2h
    keep failed:
      O workspace já tem 50 tags, o máximo que o Azure permite. Quem administra o workspace pode remover uma que não faça falta. (id 09a7d3)
    kept for a shorter time:
      *myci* está protegida até 20:02 (training): nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter myci fim`.
      Isso é menos que antes: você já protegia a instância até 23:02 (training).
      [manter myci fim] keep myci off
    kept for a longer time:
      *myci* está protegida até 20:02 (training): nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter myci fim`.
      Antes, você protegia a instância até 19:02 (training).
      [manter myci fim] keep myci off
    kept instead of somebody else:
      *myci* está protegida até 20:02 (training): nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter myci fim`.
      Antes, Bob protegia a instância até 19:02 (training); agora vale o seu pedido.
      [manter myci fim] keep myci off
    kept instead of what can't be read:
      *myci* está protegida até 20:02 (training): nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter myci fim`.
      O workspace já tinha uma tag para ela que não consigo ler; agora vale o seu pedido.
      [manter myci fim] keep myci off
    kept, and the reason cut:
      *myci* está protegida até 20:02 (training): nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter myci fim`.
      Uma tag do Azure comporta 256 caracteres, então o fim do seu motivo foi cortado.
      O próprio Azure ainda pode parar *myci*, por desligamento automático ou agendamento.
      [manter myci fim] keep myci off
    several kept:
      *a* e *b* estão protegidas até 20:02 (training): nenhum temporizador ou alerta meu vai pará-las antes disso. Para desfazer, digite `manter a b fim`.
      *c* e *d* já estão protegidas até 20:02 (training).
      *e* já está protegida por mais tempo: por Ana até 20:02 (training). Deixei assim; para desfazer, digite `manter e fim`.
      🔴 Não consegui configurar *f* e *g*: o workspace já tem 50 tags, o máximo que o Azure permite. Quem administra o workspace pode remover uma que não faça falta. (id 09a7d3)
      Uma tag do Azure comporta 256 caracteres, então o fim do seu motivo foi cortado.
      O próprio Azure ainda pode parar *a*, por desligamento automático ou agendamento.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [manter b fim] keep b off
    several ended:
      *a* e *b* não estão mais protegidas. Temporizadores e alertas podem pará-las de novo.
      *c* e *d* não estão protegidas; não há o que desfazer.
    keep too long:
      Uma proteção dura no máximo 7 dias, como em `manter NOME por 7d`. Para mais tempo, peça a quem administra o Lamplighter que deixe a instância fora do agendamento.
    keep over:
      Essa hora já passou. Digite uma que ainda venha, como `22:00`, `amanhã 08:00` ou `24/12/2026 18:00`.
    idle set:
      *myci* desliga após 2 h de inatividade. Antes, era após 1 h.
      Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
    idle set first:
      *myci* desliga após 2 h de inatividade. Antes, não tinha desligamento automático.
      Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
    idle already:
      *myci* já desliga após 2 h de inatividade.
      Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
    idle otherwise:
      *myci*: o Azure aceitou, mas ainda mostra 1 h. Para ver se isso muda, digite `estado myci`.
    idle not there:
      *myci*: o Azure aceitou, mas ainda não mostra desligamento automático. Para ver se isso muda, digite `estado myci`.
    idle gone:
      *myci* não existe mais; alguém a excluiu ou recriou. Nada foi configurado.
    idle failed:
      O Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    several idle:
      *a* e *b* desligam após 2 h de inatividade.
      *c* e *d* já desligam após 2 h de inatividade.
      *e*: o Azure aceitou, mas ainda não mostra desligamento automático. Para ver se isso muda, digite `estado e`.
      *f* não existe mais; alguém a excluiu ou recriou. Nada foi configurado.
      🔴 Não consegui configurar *g*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      *a* e *c* têm, cada uma, uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    idle off:
      *myci* continua desligando após 1 h 30 min de inatividade: o Azure não permite desativar isso em uma instância que já existe. O máximo é 3 d: `inatividade myci 72h`. Só uma instância nova, criada no estúdio do Azure ML, pode ficar sem desligamento automático; `manter` segura agendamentos e alertas, não o próprio Azure.
      [inatividade myci 72h] idle myci 72h
    idle off already:
      *myci* não tem desligamento automático por inatividade; não há o que desativar.
    several idle off:
      *myci* e *myci* continuam desligando por inatividade: o Azure não permite desativar isso em uma instância que já existe. O máximo é 3 d: `inatividade myci myci 72h`. Só uma instância nova, criada no estúdio do Azure ML, pode ficar sem desligamento automático; `manter` segura agendamentos e alertas, não o próprio Azure.
      *myci* e *myci* não têm desligamento automático por inatividade; não há o que desativar.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [inatividade myci 72h] idle myci 72h
    added:
      *myci*: este agendamento está ativo de novo:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    already added:
      *myci* já tem este agendamento:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    enabled:
      *myci*: este agendamento está ativo de novo:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    already enabled:
      *myci*: este agendamento já está ativo:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    disabled:
      *myci*: este agendamento está desativado; o Azure o guarda:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    already disabled:
      *myci*: este agendamento já está desativado:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    removed:
      *myci* não tem mais este agendamento:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    already removed:
      *myci* já não tinha este agendamento:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    new:
      *myci* tem um novo agendamento:
      *parar* em dias úteis às 20:00, Europe/London (UTC+00:00). Próxima vez: 20:00.
      Os agendamentos do Azure ignoram o horário de verão: pelos relógios de Europe/London, o horário deste é 20:00 agora e 21:00 a partir de 28/03/2027.
    together:
      *myci* não tem mais este agendamento:
      *parar* em dias úteis às 20:00, UTC.
      Alguém mudou os agendamentos no mesmo momento; as duas mudanças estão lá.
    lost:
      *myci*: este agendamento está ativo de novo:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
      Alguém mudou os agendamentos no mesmo momento, e o que acabara de ser adicionado se perdeu. Coloquei de volta:
      *parar* em dias úteis às 20:00, UTC.
      Alguém mudou os agendamentos no mesmo momento e removeu este. Se não era para remover, adicione-o de novo:
      *parar* em dias úteis às 20:00, UTC.
    otherwise:
      *myci*: o Azure aceitou, mas ainda mostra o que havia antes. Para ver se isso muda, digite `agendar myci`.
      *myci* tem 1 agendamento:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    full:
      *myci* tem 1 agendamentos, o máximo que o Azure guarda por instância. Nada foi adicionado; remova um antes.
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    unknown:
      *myci* não tem o agendamento `7f3a`. Nada mudou.
      *myci* tem 1 agendamento:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
    ambiguous:
      `7f3a` corresponde a `7f3a` e `7f3b`. Nada mudou; informe mais um caractere.
    crowded:
      *myci*: outras pessoas mudavam os agendamentos ao mesmo tempo. Para ver o que há agora, digite `agendar myci`; se o seu não estiver lá, digite o comando de novo.
    schedule gone:
      *myci* não existe mais; alguém a excluiu ou recriou. Nada foi configurado.
    schedule failed:
      O Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    all:
      *myci* tem 17 agendamentos:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
      `7f3b` *parar* todo dia às 07:30 e 19:30, horário de Brasília (UTC-03:00). Próxima vez: 22:30.
      `8a00` *parar* nos fins de semana às 08:00, Europe/London (UTC+00:00). Próxima vez: sáb. 28/11 às 08:00.
      `8b00` *parar* segunda, quarta e sexta às 08:00 e 20:00, Europe/Berlin (UTC+01:00). Próxima vez: 19:00.
      `8c00` *parar* terça e quinta às 09:00, Europe/Berlin (UTC+01:00). Próxima vez: ter. 24/11 às 08:00.
      `8d00` *parar* pelo cron `0 8 1 * *`, Nowhere Time.
      `8e00` *parar* pelo cron `*/5 * * * *`, .
      `9a` *parar* domingo às 20:00, UTC: desativado.
      `9b` *parar* sábado às 20:00, UTC: 🔴 o Azure não conseguiu criar este agendamento, que não funciona. Remova e adicione de novo.
      *iniciar* a cada 2 semanas, UTC.
      *iniciar* a cada 2 d, UTC.
      *iniciar* a cada 6 h, UTC.
      *iniciar* a cada 30 min, UTC.
      *iniciar* a cada 3 meses, UTC.
      *iniciar* toda hora, UTC.
      *iniciar* todo minuto, UTC.
      *Nap* em horários que não consigo ler, UTC.
      Os agendamentos do Azure ignoram o horário de verão: pelos relógios de Europe/London, o horário deste é 08:00 agora e 09:00 a partir de 28/03/2027.
      Os agendamentos do Azure ignoram o horário de verão: pelos relógios de Europe/Berlin, estes disparam 1 h mais tarde a partir de 28/03/2027.
    none:
      *myci* não tem agendamentos. Para adicionar um: `agendar myci adicionar parar dias úteis às 20:00`.
    several:
      *a* tem 1 agendamento:
      `7f3a` *parar* em dias úteis às 20:00, UTC. Próxima vez: 20:00.
      Sem agendamentos: *myci* e *c*.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    no crontab:
      O Azure não entende `0 20 * * 1-5`. Os cinco campos são minuto, hora, dia, mês e dia da semana (0 a 6, domingo é 0): cada um é `*`, um número, um intervalo crescente como `1-5`, uma lista como `1,3`, ou tem um passo como `*/2`.
    never due:
      `0 20 * * 1-5` nunca ocorre. Nada foi adicionado.
    no zone:
      O Azure não tem o fuso horário `Mars/Olympus`. Digite um como `America/Sao_Paulo` ou `Europe/Lisbon`.
    no zone of one's own:
      O Azure não tem nome para o seu fuso horário. Digite outro depois da hora, como `America/Sao_Paulo`.
    ");
}
