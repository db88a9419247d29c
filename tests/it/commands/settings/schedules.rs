//! Schedules are shown, added, turned off and on, and removed.

use super::*;

use crate::support::world::World;

#[tokio::test(start_paused = true)]
async fn schedules_are_shown_added_switched_and_removed() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("schedule myci").await, @"
    to the caller:
    *myci* has 1 schedule:
    `0000` *stop* weekdays at 20:00, Brasília time (UTC-03:00). Next: <!date^1795474800^{time}|23:00>.
    ");
    assert_snapshot!(says("schedule stopped-ci add stop").await, @"
    to the caller:
    When? Type days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
    ");
    assert_snapshot!(says("schedule stopped-ci add stop at teatime").await, @"
    to the caller:
    I don't understand the time `at teatime`. Type days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
    ");
    assert_snapshot!(says("schedule stopped-ci").await, @"
    to the caller:
    *stopped-ci* has no schedules. To add one: `schedule stopped-ci add stop weekdays at 20:00`.
    ");
    assert_eq!(world.asked("schedules"), 0);
    assert_snapshot!(says("schedule stopped-ci add start weekdays at 8:00").await, @"
    to the caller:
    *stopped-ci* has a new schedule:
    `5384` *start* weekdays at 08:00, Europe/Lisbon (UTC+00:00). Next: <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs at 08:00 now, and at 09:00 from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule stopped-ci add start 0 8 * * MON-FRI Europe/Lisbon").await, @"
    to the caller:
    *stopped-ci* has this schedule already:
    `5384` *start* weekdays at 08:00, Europe/Lisbon (UTC+00:00). Next: <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs at 08:00 now, and at 09:00 from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule stopped-ci add start weekdays at 8:00").await, @"
    to the caller:
    *stopped-ci* has this schedule already:
    `5384` *start* weekdays at 08:00, Europe/Lisbon (UTC+00:00). Next: <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs at 08:00 now, and at 09:00 from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule stopped-ci").await, @"
    to the caller:
    *stopped-ci* has 1 schedule:
    `5384` *start* weekdays at 08:00, Europe/Lisbon (UTC+00:00). Next: <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs at 08:00 now, and at 09:00 from 2027-03-28 on.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_schedule_is_found_by_the_beginning_of_its_id() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    let entry = |id: &str, at: &str| {
        json!({"id": id, "action": "Stop", "status": "Enabled", "provisioningStatus": "Completed",
               "cron": {"expression": at, "timeZone": "UTC"}, "new": {"to": ["us"]}})
    };
    let two = [entry("7f3a1111-aaaa", "0 20 * * *"), entry("7f3a2222-bbbb", "0 22 * * 0,6")];
    world.emulator.set("myci", json!({"schedules": {"computeStartStop": two}}));
    assert_snapshot!(says("schedule myci").await, @"
    to the caller:
    *myci* has 2 schedules:
    `7f3a1` *stop* every day at 20:00, UTC. Next: <!date^1795464000^{time}|20:00>.
    `7f3a2` *stop* weekends at 22:00, UTC. Next: <!date^1795903200^{date_short} {time}|Sat 28 Nov, 22:00>.
    ");
    assert_snapshot!(says("schedule myci disable 7f3a").await, @"
    to the caller:
    `7f3a` matches `7f3a1` and `7f3a2`. Nothing was changed; give one more character.
    ");
    assert_snapshot!(says("schedule myci disable 5c").await, @"
    to the caller:
    *myci* has no schedule `5c`. Nothing was changed.
    *myci* has 2 schedules:
    `7f3a1` *stop* every day at 20:00, UTC. Next: <!date^1795464000^{time}|20:00>.
    `7f3a2` *stop* weekends at 22:00, UTC. Next: <!date^1795903200^{date_short} {time}|Sat 28 Nov, 22:00>.
    ");
    assert_snapshot!(says("schedule myci disable 7F3A1").await, @"
    to the caller:
    *myci*: this schedule is off; Azure keeps it:
    `7f3a1` *stop* every day at 20:00, UTC: off.
    ");
    assert_snapshot!(says("schedule myci disable 7f3a1").await, @"
    to the caller:
    *myci*: this schedule is off already:
    `7f3a1` *stop* every day at 20:00, UTC: off.
    ");
    let list = azure_has(&world, "myci").await["schedules"]["computeStartStop"].clone();
    assert_eq!(list[0]["status"], "Disabled");
    assert_eq!(list[0]["new"], json!({"to": ["us"]}), "what we do not know stays");
    assert_eq!(list[1], two[1], "nobody touched the other");
    assert_snapshot!(says("schedule myci add stop at 20:00 UTC").await, @"
    to the caller:
    *myci*: this schedule is on again:
    `7f3a1` *stop* every day at 20:00, UTC. Next: <!date^1795464000^{time}|20:00>.
    ");
    says("schedule myci disable 7f3a1").await;
    assert_snapshot!(says("schedule myci enable 7f3a1").await, @"
    to the caller:
    *myci*: this schedule is on again:
    `7f3a1` *stop* every day at 20:00, UTC. Next: <!date^1795464000^{time}|20:00>.
    ");
    assert_snapshot!(says("schedule myci remove 7f3a1").await, @"
    to the caller:
    *myci* no longer has this schedule:
    *stop* every day at 20:00, UTC.
    ");
    let list = azure_has(&world, "myci").await["schedules"]["computeStartStop"].clone();
    assert_eq!(list, json!([two[1]]));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn azures_lack_of_daylight_saving_time_is_mentioned() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    // With and without daylight saving time, by names of both kinds.
    assert_snapshot!(says("schedule busy-ci add stop at 20:00 W. Europe Standard Time").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `1715` *stop* every day at 20:00, Europe/Berlin (UTC+01:00). Next: <!date^1795460400^{time}|19:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Berlin it runs at 20:00 now, and at 21:00 from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule busy-ci add stop at 20:00 America/Sao_Paulo").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `cc62` *stop* every day at 20:00, Brasília time (UTC-03:00). Next: <!date^1795474800^{time}|23:00>.
    ");
    assert_snapshot!(says("schedule busy-ci add start */30 8-10 * * 1-5 Europe/Madrid").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `81af` *start* by cron `*/30 8-10 * * 1-5`, Europe/Paris (UTC+01:00). Next: <!date^1795503600^{date_short} {time}|Tue 24 Nov, 07:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Madrid it runs 1 h later from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule busy-ci add stop mon, wed and fri at 7:30pm Asia/Kolkata").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `36fb` *stop* Mondays, Wednesdays and Fridays at 19:30, Asia/Calcutta (UTC+05:30). Next: <!date^1795615200^{date_short} {time}|Wed 25 Nov, 14:00>.
    ");
    assert_snapshot!(says("schedule busy-ci").await, @"
    to the caller:
    *busy-ci* has 4 schedules:
    `1715` *stop* every day at 20:00, Europe/Berlin (UTC+01:00). Next: <!date^1795460400^{time}|19:00>.
    `cc62` *stop* every day at 20:00, Brasília time (UTC-03:00). Next: <!date^1795474800^{time}|23:00>.
    `81af` *start* by cron `*/30 8-10 * * 1-5`, Europe/Paris (UTC+01:00). Next: <!date^1795503600^{date_short} {time}|Tue 24 Nov, 07:00>.
    `36fb` *stop* Mondays, Wednesdays and Fridays at 19:30, Asia/Calcutta (UTC+05:30). Next: <!date^1795615200^{date_short} {time}|Wed 25 Nov, 14:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Berlin it runs at 20:00 now, and at 21:00 from 2027-03-28 on.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Paris it runs 1 h later from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule busy-ci add stop at 23:00").await, @"
    to the caller:
    *busy-ci* has 4 schedules, as many as Azure keeps for one instance. Nothing was added; remove one first.
    `1715` *stop* every day at 20:00, Europe/Berlin (UTC+01:00). Next: <!date^1795460400^{time}|19:00>.
    `cc62` *stop* every day at 20:00, Brasília time (UTC-03:00). Next: <!date^1795474800^{time}|23:00>.
    `81af` *start* by cron `*/30 8-10 * * 1-5`, Europe/Paris (UTC+01:00). Next: <!date^1795503600^{date_short} {time}|Tue 24 Nov, 07:00>.
    `36fb` *stop* Mondays, Wednesdays and Fridays at 19:30, Asia/Calcutta (UTC+05:30). Next: <!date^1795615200^{date_short} {time}|Wed 25 Nov, 14:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Berlin it runs at 20:00 now, and at 21:00 from 2027-03-28 on.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Paris it runs 1 h later from 2027-03-28 on.
    ");
    assert_eq!(world.asked("schedules"), 4, "a fifth is not sent");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_schedule_on_rare_days_shows_its_next_run() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("schedule busy-ci add start 0 8 29 2 * UTC").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `1715` *start* by cron `0 8 29 2 *`, UTC. Next: <!date^1835424000^{date_short} {time}|Tue 29 Feb 2028, 08:00>.
    ");
    assert_snapshot!(says("schedule busy-ci add stop 0 20 31 * * UTC").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `cc62` *stop* by cron `0 20 31 * *`, UTC. Next: <!date^1798747200^{date_short} {time}|Thu 31 Dec, 20:00>.
    ");
    // Lisbon's clocks leave out 01:30 on this day; Azure's do not.
    assert_snapshot!(says("schedule busy-ci add stop 30 1 28 3 *").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `81af` *stop* by cron `30 1 28 3 *`, Europe/Lisbon (UTC+00:00). Next: <!date^1806197400^{date_short} {time}|Sun 28 Mar 2027, 02:30>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs 1 h later from 2027-03-28 on.
    ");
    assert_snapshot!(says("schedule busy-ci add stop 0 20 31 2 *").await, @"
    to the caller:
    `0 20 31 2 *` never occurs. Nothing was added.
    ");
    assert_snapshot!(says("schedule busy-ci add stop 0 20 * * 7").await, @"
    to the caller:
    Azure does not understand `0 20 * * 7`. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is `*`, a number, a range upwards such as `1-5`, a list such as `1,3`, or has a step such as `*/2`.
    ");
    assert_snapshot!(says("schedule busy-ci add stop 0 20 * * FRI-MON").await, @"
    to the caller:
    Azure does not understand `0 20 * * FRI-MON`. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is `*`, a number, a range upwards such as `1-5`, a list such as `1,3`, or has a step such as `*/2`.
    ");
    assert_snapshot!(says("schedule busy-ci add stop 61 20 * * *").await, @"
    to the caller:
    Azure does not understand `61 20 * * *`. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is `*`, a number, a range upwards such as `1-5`, a list such as `1,3`, or has a step such as `*/2`.
    ");
    assert_snapshot!(says("schedule busy-ci add stop at 20:00 Europe/Atlantis").await, @"
    to the caller:
    Azure has no time zone `Europe/Atlantis`. Type one such as `Europe/Lisbon` or `America/Sao_Paulo`.
    ");
    assert_eq!(world.asked("schedules"), 3);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn schedules_made_in_the_studio_are_shown_and_kept() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    let recurs = |id: &str, recurrence: Value| {
        json!({"id": id, "action": "Stop", "status": "Enabled", "triggerType": "Recurrence",
               "provisioningStatus": "Completed", "recurrence": recurrence})
    };
    let list = json!([
        recurs("aaaa0001", json!({"frequency": "Week", "interval": 1, "timeZone": "GMT Standard Time",
            "startTime": "2026-01-01T00:00:00",
            "schedule": {"hours": [19, 22], "minutes": [0], "weekDays": ["Tuesday"], "monthDays": null}})),
        recurs("bbbb0002", json!({"frequency": "Day", "interval": 2, "timeZone": "Atlantis Standard Time"})),
        recurs("dddd0004", json!({"frequency": "Month", "interval": 1, "timeZone": "UTC"})),
        {"id": "cccc0003", "action": "Stop", "status": "Enabled", "provisioningStatus": "Failed",
         "cron": {"expression": "0 20 L * *", "timeZone": "UTC"}},
    ]);
    world.emulator.set("myci", json!({"schedules": {"computeStartStop": list}}));
    assert_snapshot!(says("schedule myci").await, @"
    to the caller:
    *myci* has 4 schedules:
    `aaaa` *stop* Tuesdays at 19:00 and 22:00, Europe/Lisbon (UTC+00:00). Next: <!date^1795546800^{date_short} {time}|Tue 24 Nov, 19:00>.
    `bbbb` *stop* every 2 d, Atlantis Standard Time.
    `dddd` *stop* every month, UTC.
    `cccc` *stop* by cron `0 20 L * *`, UTC: 🔴 Azure could not set it up, so it does not run. Remove it and add it again.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs 1 h later from 2027-03-28 on.
    ");
    says("schedule myci remove dddd").await;
    let added = says("schedule myci add start at 8:00 UTC").await;
    assert!(added.contains("has a new schedule"), "{added}");
    let now = azure_has(&world, "myci").await["schedules"]["computeStartStop"].clone();
    let sent = |at: usize| {
        let mut entry = list[at].clone();
        entry["provisioningStatus"] = json!("Completed"); // the emulator sets all of them up
        entry
    };
    assert_eq!((&now[0], &now[1], &now[2]), (&sent(0), &sent(1), &sent(3)));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_or_ignored_schedule_is_reported() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    let add = "schedule myci add stop at 23:00 UTC";
    world.fault("schedules", "403", json!({}));
    assert_snapshot!(says(add).await, @"
    to the caller:
    Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/updateSchedules/action` on ml-research. An Azure owner can grant it with the role *Lamplighter schedules* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    ");
    world.fault("schedules", "ignored", json!({}));
    let first = says(add).await;
    assert!(first.contains("still working on"), "{first}");
    assert_snapshot!(world.hears().await, @"
    to the caller:
    *myci*: Azure accepted it, but still shows what was there before. To see whether that changes, type `schedule myci`.
    *myci* has 1 schedule:
    `0000` *stop* weekdays at 20:00, Brasília time (UTC-03:00). Next: <!date^1795474800^{time}|23:00>.
    ");
    world.fault("schedules", "reset-after", json!({}));
    assert_snapshot!(says(add).await, @"
    to the caller:
    *myci* has a new schedule:
    `81af` *stop* every day at 23:00, UTC. Next: <!date^1795474800^{time}|23:00>.
    ");
    assert_snapshot!(world.says("U0BOB", add).await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `schedule`. Ask an owner of research.
    ");
    world.finish().await;
}
