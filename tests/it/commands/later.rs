//! Commands for later: what is noted, what a timer carries out when it is due, and what does nothing.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{
    reply::Reply,
    world::{World, by_hand, by_hand_with},
};

/// As in the demo.
const DUE: &str = include_str!("../../../src/cli/demo/web/later.toml");

async fn world() -> World {
    World::with(by_hand(), |config| config + DUE).await
}

async fn minutes(minutes: u64) {
    tokio::time::advance(Duration::from_secs(minutes * 60)).await;
}

async fn comes(world: &World) -> Reply {
    world.sends("due", "", &[]).await
}

const TAGS: &str = "/providers/Microsoft.Resources/tags/default?api-version=2021-04-01";

/// The tags that Azure holds for the workspace.
async fn tags(world: &World) -> Value {
    world.azure("GET", TAGS, Value::Null).await["properties"]["tags"].clone()
}

/// The only pending command: its tag's name and value.
async fn noted(world: &World) -> (String, String) {
    let tags = tags(world).await;
    let mut tags = tags.as_object().unwrap().iter();
    let (name, value) = tags.next().expect("a tag");
    assert!(tags.next().is_none());
    (name.clone(), value.as_str().unwrap().to_owned())
}

/// Somebody who may write tags writes one.
async fn writes(world: &World, name: &str, value: &str) {
    let change = json!({"operation": "Merge", "properties": {"tags": {name: value}}});
    world.azure("PATCH", TAGS, change).await;
}

#[tokio::test(start_paused = true)]
async fn a_command_is_noted_carried_out_when_it_is_due_and_reported() {
    let world = world().await;
    assert_snapshot!(world.says("U0ADA", "stop myci in 10m").await, @"
    to the channel:
    A timer will carry out `stop myci` at <!date^1795457400^{time}|18:10> or up to 15 minutes later, if you still have permission for it then. It leaves kept instances alone, and those that run a job. To call it off, type `later myci off`. [Call off: myci]
    ");
    let (name, value) = noted(&world).await;
    assert!(name.starts_with("lamplighter-later-") && value.len() <= 256, "{name}: {value}");
    assert_snapshot!(comes(&world).await, @"HTTP 200: Nothing is due.");
    assert_eq!(world.asked("stop"), 0);
    minutes(11).await;
    assert_snapshot!(comes(&world).await, @"
    HTTP 202: 1 pending command is due or no longer valid.
      research/myci asked
    ");
    assert_eq!(tags(&world).await, json!({}));
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    <@U0ADA>, you asked for this at <!date^1795456800^{time}|18:00>, to be done at <!date^1795457400^{time}|18:10>:
    *slack* `stop research/myci`: 1 stopped. Saves $0.29 per hour.
    ⚪ *myci* is stopped (10 s)
    ");
    assert_snapshot!(comes(&world).await, @"HTTP 200: Nothing is due.");
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_pending_is_shown_and_called_off() {
    let world = world().await;
    assert_snapshot!(world.says("U0ADA", "later").await, @"
    to the caller:
    Nothing is pending. To do something later, type for example `stop NAME in 2h`. Timers are not shown here; `schedule all` shows Azure's own schedules.
    ");
    world.says("U0ADA", "stop myci at 19:30").await;
    let noted = world.says("U0ADA", "start stopped-ci tomorrow 8am").await;
    assert_snapshot!(noted, @"
    to the channel:
    A timer will carry out `start stopped-ci` on <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00> or up to 15 minutes later, if you still have permission for it then. To call it off, type `later stopped-ci off`. [Call off: stopped-ci]
    ");
    assert_snapshot!(world.says("U0ADA", "later").await, @"
    to the caller:
    2 commands are pending:
    `stop myci` at <!date^1795462200^{time}|19:30>, asked for by you at <!date^1795456800^{time}|18:00>.
    `start stopped-ci` on <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>, asked for by you at <!date^1795456800^{time}|18:00>. [Call off: research/myci] [Call off: research/stopped-ci]
    ");
    assert_snapshot!(world.says("U0BOB", "later").await, @"
    to the caller:
    2 commands are pending:
    `stop myci` at <!date^1795462200^{time}|19:30>, asked for by `slack:T0DEMO/U0ADA` at <!date^1795456800^{time}|18:00>.
    `start stopped-ci` on <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>, asked for by `slack:T0DEMO/U0ADA` at <!date^1795456800^{time}|18:00>.
    ");
    assert_snapshot!(world.says("U0ADA", "status myci").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    `stop myci` at <!date^1795462200^{time}|19:30>, asked for by `slack:T0DEMO/U0ADA` at <!date^1795456800^{time}|18:00>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Stop] [Restart]
    ");
    assert_snapshot!(world.says("U0BOB", "later myci off").await, @"
    to the caller:
    `stop myci` at <!date^1795462200^{time}|19:30>, asked for by `slack:T0DEMO/U0ADA` at <!date^1795456800^{time}|18:00>.
    You can call off what you asked for yourself, and what you have permission to do yourself to all of these instances. To keep an instance from it, type `keep NAME for 2h`.
    ");
    assert_snapshot!(world.says("U0ADA", "later gpu-1 off").await, @"
    to the caller:
    Nothing is pending for `gpu-1`. `later` shows all that is pending.
    ");
    let press = noted.button("Call off: stopped-ci");
    world.presses("U0ADA", &press).await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Called off: `start stopped-ci` on <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>.
    ");
    assert_snapshot!(world.says("U0ADA", "later myci off").await, @"
    to the channel:
    Called off: `stop myci` at <!date^1795462200^{time}|19:30>.
    ");
    assert_eq!(tags(&world).await, json!({}));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_grants_and_the_instances_of_that_moment_count() {
    let world = world().await;
    assert_snapshot!(world.says("U0BOB", "stop myci in 10m").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    world.says("U0ADA", "stop myci stopped-ci in 10m").await;
    world.says("U0ADA", "keep myci for 1h").await;
    world.emulator.set("stopped-ci", json!({"createdOn": "2026-11-23T18:05:00Z"}));
    minutes(11).await;
    assert_snapshot!(comes(&world).await, @"
    HTTP 200: 1 pending command is due or no longer valid.
      research/myci kept
      research/stopped-ci failed gone
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    <@U0ADA>, you asked for this at <!date^1795456800^{time}|18:00>, to be done at <!date^1795457400^{time}|18:10>:
    *slack* `stop research/myci research/stopped-ci`: 1 kept by u0ada until <!date^1795460400^{time}|19:00>, 1 failed.
    *stopped-ci* no longer exists
    🟢 *myci* is kept by u0ada until <!date^1795460400^{time}|19:00>
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_edited_foreign_or_forged_entry_does_nothing_and_is_told_once() {
    let world = world().await;
    world.says("U0ADA", "stop myci in 10m").await;
    let (name, value) = noted(&world).await;
    for (n, other) in [
        value.replacen("stop myci", "stop all", 1),
        value.replacen("U0ADA", "U0BOB", 1),
        "1|rubbish".to_owned(),
        "rubbish".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        writes(&world, &format!("lamplighter-later-0000000{n}"), other).await;
    }
    world.azure("PATCH", TAGS, json!({"operation": "Delete", "properties": {"tags": {name: value}}})).await;
    minutes(11).await;
    assert_snapshot!(comes(&world).await, @"HTTP 200: 4 pending commands are due or no longer valid.");
    for _ in 0..4 {
        assert!(world.hears().await.to_string().contains("is not a pending command that I noted"));
    }
    comes(&world).await;
    assert_eq!(world.asked("stop"), 0);
    // Those that say when they would have been due go when their hour is over.
    minutes(61).await;
    comes(&world).await;
    assert_eq!(tags(&world).await.as_object().unwrap().len(), 3);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_was_put_back_acts_no_second_time() {
    let world = world().await;
    world.says("U0ADA", "restart myci in 10m").await;
    let (name, value) = noted(&world).await;
    minutes(11).await;
    comes(&world).await;
    world.emulator.settle("myci");
    world.hears().await;
    writes(&world, &name, &value).await;
    assert_snapshot!(comes(&world).await, @"
    HTTP 200: 1 pending command is due or no longer valid.
      research/myci already Running
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    <@U0ADA>, you asked for this at <!date^1795456800^{time}|18:00>, to be done at <!date^1795457400^{time}|18:10>:
    *slack* `restart research/myci`: nothing to do, 1 already restarted.
    ");
    assert_eq!(world.asked("restart"), 1);
    writes(&world, &name, &value).await;
    minutes(60).await;
    assert_snapshot!(comes(&world).await, @"HTTP 200: 1 pending command is due or no longer valid.");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    <@U0ADA>, your `restart myci` at <!date^1795457400^{time}|18:10> is more than an hour late, so it does nothing now. To do it now, type `restart myci`.
    ");
    assert_eq!(tags(&world).await, json!({}));
    assert_eq!(world.asked("restart"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn many_are_asked_about_when_it_is_typed() {
    let world = World::with(by_hand_with(9), |config| config + DUE).await;
    let question = world.says("U0ADA", "stop all in 2h").await;
    assert_snapshot!(question, @"
    to the caller:
    This is for later: at <!date^1795464000^{time}|20:00>, for what fits then.
    Stop these 12?
    *busy-ci*, *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006*, *ci-a0007*, *ci-a0008*, *ci-a0009*, *myci* and *stopped-ci*
    The buttons work for 5 min, and only for you. [Stop 12] [Never mind]
    ");
    assert_eq!(tags(&world).await, json!({}));
    minutes(1).await;
    let press = question.button("Stop 12");
    world.presses("U0ADA", &press).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    On it: `stop all in 2h`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    A timer will carry out `stop all` at <!date^1795464000^{time}|20:00> or up to 15 minutes later, if you still have permission for it then. It leaves kept instances alone, and those that run a job. To call it off, type `later all off`. [Call off: all]
    ");
    let (_, value) = noted(&world).await;
    assert!(value.contains("|stop all||"), "{value}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_announcement_of_a_person_is_carried_out_too() {
    let world = world().await;
    assert_snapshot!(world.says("U0ADA", "announce stop all in 30m").await, @"
    to the channel:
    In 30 min I stop 1 instance:
    Saves $0.29 per hour.
    To keep one running, type `keep NAME for 2h`.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    A timer will carry out `stop all` at <!date^1795458600^{time}|18:30> or up to 15 minutes later, if you still have permission for it then. It leaves kept instances alone, and those that run a job. To call it off, type `later all off`. [Keep myci 2 h]
    ");
    minutes(31).await;
    comes(&world).await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    <@U0ADA>, you asked for this at <!date^1795456800^{time}|18:00>, to be done at <!date^1795458600^{time}|18:30>:
    *slack* `stop research/all`: 1 stopped, 1 already off, 1 running a job. Saves $0.29 per hour.
    🟢 *busy-ci* is running a job; left running
    ⚪ *myci* is stopped (10 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_says_what_is_possible() {
    let world = world().await;
    let says = async |text: &str| world.says("U0ADA", text).await.to_string();
    for (text, wanted) in [
        ("stop myci in 8d", "7 days at most"),
        ("stop myci 2026-11-01 08:00", "has passed"),
        ("due", "To see what is pending, type `later`"),
        ("stop nobody in 2h", "I don't see"),
    ] {
        let said = says(text).await;
        assert!(said.contains(wanted), "{text}: {said}");
    }
    assert_eq!(tags(&world).await, json!({}));
    world.finish().await;
    let world = World::with_machines("").await;
    assert_snapshot!(world.says("U0ADA", "stop myci in 2h").await, @"
    to the caller:
    I can't do that later: no timer is set up that carries out what is due. Nothing is pending. The Lamplighter administrator can set one up as `docs/timers.md` shows.
    ");
    assert_snapshot!(world.sends("script", r#"{"command": "stop myci in 2h"}"#, &[]).await, @"HTTP 403: A machine can't ask for something later: a timer has its own time. Set the timer to that time, without a time in its command.");
    assert_snapshot!(world.sends("script", r#"{"command": "due"}"#, &[]).await, @"HTTP 403: due is the command of a timer alone. To see what is pending, type later.");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn near_the_limits_the_refusal_says_what_frees_room() {
    let world = world().await;
    for _ in 0..5 {
        world.says("U0ADA", "stop myci in 2h").await;
        minutes(1).await;
    }
    assert_snapshot!(world.says("U0ADA", "stop myci in 2h").await, @"
    to the caller:
    *research*: not noted, so nothing will be done there. You have 5 pending commands there already, as many as one person may have. `later` shows them, and `later NAME off` calls off those of an instance.
    ");
    world.says("U0ADA", "later myci off").await;
    assert_eq!(tags(&world).await, json!({}));
    for n in 0..50 {
        writes(&world, &format!("team-{n}"), "any").await;
    }
    assert_snapshot!(world.says("U0ADA", "stop myci in 2h").await, @"
    to the caller:
    *research*: not noted, so nothing will be done there. The workspace holds 50 tags, as many as Azure allows, and I did not write any of them. The workspace's administrator can remove one that nobody needs.
    ");
    let tag = |n: usize| (format!("team-{n}"), json!("any"));
    let some = json!({"operation": "Delete", "properties": {"tags": Value::from_iter((46..50).map(tag))}});
    world.azure("PATCH", TAGS, some).await;
    for text in ["keep myci for 1h", "keep stopped-ci for 1h", "stop myci in 2h", "start stopped-ci in 2h"] {
        world.says("U0ADA", text).await;
    }
    let full = world.says("U0ADA", "restart myci in 2h").await;
    assert!(full.contains("2 for keeps, 2 for pending commands, 46 others"), "{full}");
    world.fault("tag", "403", json!({}));
    let refused = world.says("U0ADA", "restart myci in 2h").await;
    assert!(refused.contains("not noted") && !refused.contains("50 tags"), "{refused}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_many_write_at_once_is_there_or_was_refused() {
    let people = (0..50).map(|n| format!("[people.\"slack:T0DEMO/U{n}\"]\n")).collect::<String>();
    let grants = "[[grants]]\nto = [\"slack:T0DEMO/*\"]\nmay = [\"operator\"]\non = [\"research/*\"]\n";
    let world = World::with(by_hand_with(50), |config| format!("{config}{DUE}{people}{grants}")).await;
    let typed = (0..50).flat_map(|n| {
        let instance = format!("ci-a{:04}", n + 1);
        [format!("keep {instance} for 2h"), format!("stop {instance} in 2h")]
            .map(|text| (format!("U{n}"), text))
    });
    let typed: Vec<_> = typed.collect();
    let says = typed.iter().map(async |(user, text)| {
        let said = world.says(user, text).await.to_string();
        let is_noted = said.contains("A timer will carry out") || said.contains("is kept until");
        let is_refused = said.contains("not noted") || said.contains("50 tags");
        assert!(is_noted != is_refused, "{text}: {said}");
        is_noted
    });
    let noted = futures::future::join_all(says).await.into_iter().filter(|noted| *noted).count();
    let tags = tags(&world).await;
    assert_eq!(tags.as_object().unwrap().len(), noted);
    assert!((40..=50).contains(&noted), "{noted}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn two_timers_at_once_act_once() {
    let world = world().await;
    world.says("U0ADA", "restart myci in 10m").await;
    minutes(11).await;
    let (one, other) = tokio::join!(comes(&world), comes(&world));
    world.emulator.settle("myci");
    let heard = [world.hears().await.to_string(), world.hears().await.to_string()].concat();
    assert!(heard.contains("1 restarted") && heard.contains("nothing to do"), "{heard}");
    assert_eq!(world.asked("restart"), 1, "{one} {other}");
    assert_eq!(tags(&world).await, json!({}));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_fails_for_a_while_is_tried_again() {
    let world = world().await;
    world.says("U0ADA", "stop myci in 10m").await;
    minutes(11).await;
    world.fault("get", "500", json!({"times": 20}));
    assert_snapshot!(comes(&world).await, @"HTTP 503: 1 pending command is due or no longer valid.");
    assert_eq!(tags(&world).await.as_object().unwrap().len(), 1);
    world.emulator.clear_faults();
    assert_eq!(comes(&world).await.status, 202);
    world.emulator.settle("myci");
    world.hears().await;
    assert_eq!(tags(&world).await, json!({}));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_audit_warns_of_what_is_overdue() {
    let world = world().await;
    world.says("U0ADA", "stop myci in 10m").await;
    minutes(31).await;
    let audit = world.says("U0ADA", "audit").await.to_string();
    assert_snapshot!(audit.lines().nth(1).unwrap(), @"`stop myci` was due at <!date^1795457400^{time}|18:10>, asked for by `slack:T0DEMO/U0ADA` at <!date^1795456800^{time}|18:00>, and was not carried out. Is the timer with `due` running?");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_beyond_the_hour_is_told_at_once() {
    let world = world().await;
    world.says("U0ADA", "keep myci 3h").await;
    let told = world.says("U0ADA", "stop myci in 2h").await;
    assert!(told.contains("*myci* is kept by u0ada until") && told.contains("left alone unless"), "{told}");
    for text in ["stop myci in 4h", "start myci in 2h", "stop stopped-ci in 2h"] {
        let told = world.says("U0ADA", text).await;
        assert!(told.contains("A timer will") && !told.contains("is kept by"), "{text}: {told}");
    }
    world.finish().await;
}
