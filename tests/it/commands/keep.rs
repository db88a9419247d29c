//! `keep` and `announce`: timers respect what people kept.

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::world::{World, by_hand};

const EVENING: &str = r#"
[sources.evening]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
command = "announce stop all in 30m"
notify = ["ml-ops"]

[[grants]]
to = ["evening"]
may = ["announce"]
on = ["research/*"]
"#;

/// The tags that Azure holds for the workspace.
pub async fn tags(world: &World) -> Value {
    world
        .azure("GET", "/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", Value::Null)
        .await["properties"]["tags"]
        .clone()
}

#[tokio::test(start_paused = true)]
async fn a_kept_instance_is_not_stopped_before_its_time() {
    let world = World::with_machines("").await;
    assert_snapshot!(world.says("U0ADA", "keep myci for 2h because training").await, @"
    to the caller:
    *myci* is kept until <!date^1795464000^{time}|20:00> (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(tags(&world).await, @r#"{"lamplighter-keep-myci":"2026-11-23T20:00:00Z|1792864800|u0ada (slack:T0DEMO/U0ADA)|training"}"#);
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 200: nightly stop all: nothing to do, 1 already off, 1 kept by u0ada until 20:00, 1 running a job.
      research/busy-ci skipped JobRunning job-running
      research/myci kept
      research/stopped-ci already Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: nothing to do, 1 already off, 1 kept by u0ada until <!date^1795464000^{time}|20:00>, 1 running a job.
    ");
    assert_eq!(world.asked("stop"), 0);

    tokio::time::advance(Duration::from_secs(2 * 3600 + 60)).await;
    assert_eq!(world.sends("nightly", "", &[]).await.status, 202);
    assert_eq!(tags(&world).await, json!({}), "swept, since it says nothing any more");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_can_be_ended_changed_and_repeated() {
    let world = World::with_machines("").await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("keep myci until 22:00").await, @"
    to the caller:
    *myci* is kept until <!date^1795471200^{time}|22:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(says("keep myci until 22:00").await, @"
    to the caller:
    *myci* is already kept until <!date^1795471200^{time}|22:00>.
    ");
    assert_snapshot!(says("keep myci until tomorrow 08:00").await, @"
    to the caller:
    *myci* is kept until <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Before, you had kept it until <!date^1795471200^{time}|22:00>.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(says("keep myci off").await, @"
    to the caller:
    *myci* is no longer kept: u0ada had kept it until <!date^1795507200^{date_short} {time}|Tue 24 Nov, 08:00>. Timers and alerts may stop it again.
    ");
    assert_snapshot!(says("keep myci off").await, @"
    to the caller:
    *myci* is not kept; there is nothing to end.
    ");
    assert_snapshot!(says("manter myci por 2 horas porque treino").await, @"
    to the caller:
    *myci* is kept until <!date^1795464000^{time}|20:00> (treino): timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_invalid_keep_says_what_is_possible() {
    let world = World::with_machines("").await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("keep myci").await, @"
    to the caller:
    For how long? Type `keep myci for 2h`, `keep myci until 22:00` or `keep myci off`. [keep myci for 2h] [keep myci until 22:00] [keep myci off]
    ");
    assert_snapshot!(says("keep myci for 8 days").await, @"
    to the caller:
    A keep lasts at most 7 days, as with `keep NAME for 7d`. For longer, ask the Lamplighter administrator to leave the instance out of the timer.
    ");
    assert_snapshot!(says("keep myci until 2027-01-01 08:00").await, @"
    to the caller:
    A keep lasts at most 7 days, as with `keep NAME for 7d`. For longer, ask the Lamplighter administrator to leave the instance out of the timer.
    ");
    assert_snapshot!(says("keep myci until 2026-11-01 08:00").await, @"
    to the caller:
    That time has passed. Type a later one, such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.
    ");
    for no_time in [
        "until -009999-01-05 08:00",
        "until -009999-01-01 00:00",
        "until 9999-12-31 23:59",
        "for 99999999999h",
        "for 0s",
        "for 99999999999999999999d",
        "for -2h",
        "for 5",
        "until 99:99",
    ] {
        let said = says(&format!("keep myci {no_time}")).await;
        assert!(!said.contains("is kept") && !said.contains("(id "), "{no_time}: {said}");
    }
    for no_lead in ["0s", "-5m", "99999999999h", "∞"] {
        let said = says(&format!("announce stop all in {no_lead}")).await;
        assert!(said.contains("I don't understand the duration"), "{no_lead}: {said}");
    }
    assert_snapshot!(says("keep myci for a while").await, @"
    to the caller:
    I don't understand the duration `a while`. Type one such as `45m`, `2h` or `1d12h`.
    ");
    assert_snapshot!(says("keep myci until dinner").await, @"
    to the caller:
    I don't understand the time `dinner`. Type one such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.
    ");
    assert_snapshot!(says("keep gpu-* for 2h").await, @"
    to the caller:
    Nothing that you can see matches `gpu-*`. `list` shows what there is. [list]
    ");
    assert_snapshot!(says("keep nobody for 2h").await, @"
    to the caller:
    I don't see `nobody`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(world.says("U0BOB", "keep myci for 2h").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `keep`. Ask an owner of research.
    ");
    assert_eq!(tags(&world).await, json!({}));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_person_stops_a_kept_instance_by_name_but_not_by_a_glob() {
    let world = World::with_machines("").await;
    world.says("U0ADA", "keep myci for 2h").await;
    assert_snapshot!(world.says("U0ADA", "stop *ci --dry-run").await, @"
    to the caller:
    Stop: 1 already off, 1 kept, 1 running a job.
    🟢 *busy-ci* is running a job; left running
    🟢 *myci* is kept by u0ada until <!date^1795464000^{time}|20:00>
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    let stopped = world.says("U0ADA", "stop myci").await;
    assert!(stopped.contains("asked Azure to stop it"), "{stopped}");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_keeps_only_named_instances_are_stopped() {
    let world = World::with_machines("").await;
    world.fault("tags", "403", json!({"times": 9}));
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 424: nightly stop all: 1 already off, 1 running a job, 1 left alone, since I could not read the keeps.
    myci: left as it is, since I could not see whether somebody keeps it: Azure refused: Lamplighter lacks Microsoft.Resources/tags/read on ml-research. An Azure owner can grant it with the role Lamplighter in infra/azure; lamplighter check lists everything that is missing. (id ……)
    🟢 busy-ci is running a job; left running
    ⚪ stopped-ci has been stopped since 04:00 (idle shutdown).
      research/busy-ci skipped JobRunning job-running
      research/myci skipped keep-unknown
      research/stopped-ci already Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: 1 already off, 1 running a job, 1 left alone, since I could not read the keeps.
    *myci*: left as it is, since I could not see whether somebody keeps it: Azure refused: Lamplighter lacks `Microsoft.Resources/tags/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    🟢 *busy-ci* is running a job; left running
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    let status = world.says("U0ADA", "status myci").await;
    assert!(status.contains("I could not see just now whether somebody keeps it."), "{status}");
    assert_eq!(world.asked("stop"), 0);
    assert_snapshot!(world.says("U0ADA", "stop *ci --except busy-ci").await, @"
    to the caller:
    Stop: 1 already off, 1 left alone, since I could not read the keeps.
    To do it anyway, name the instance, or add `--force`.
    *myci*: left as it is, since I could not see whether somebody keeps it: Azure refused: Lamplighter lacks `Microsoft.Resources/tags/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    assert_eq!(world.asked("stop"), 0);
    let forced = world.says("U0ADA", "stop *ci --except busy-ci --force").await;
    assert!(forced.contains("asked"), "{forced}");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_timer_gets_503_while_keeps_cannot_be_read() {
    let world = World::with_machines("").await;
    world.fault("tags", "500", json!({"times": 9}));
    let sent = world.sends("nightly", "", &[]).await;
    assert_eq!(sent.status, 503, "{sent}");
    assert!(sent.contains("research/myci skipped keep-unknown"));
    assert_eq!(world.asked("stop"), 0);
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_of_somebody_else_is_not_shortened() {
    let world = World::with(by_hand(), |config| {
        format!(
            "{config}{}\n[[grants]]\nto = [\"slack:T0DEMO/U0BOB\"]\nmay = [\"keep\"]\non = [\"research/*\"]\n",
            crate::support::world::MACHINES
        )
    })
    .await;
    let says = async |who: &str, text: &str| world.says(who, text).await;
    says("U0ADA", "keep myci until 22:00").await;
    assert_snapshot!(says("U0BOB", "keep myci for 1h").await, @"
    to the caller:
    *myci* is already kept for longer: by u0ada until <!date^1795471200^{time}|22:00>. I left that as it is; to end it, type `keep myci off`. [keep myci off]
    ");
    let longer = says("U0BOB", "keep myci until 23:00").await;
    assert!(longer.contains("is kept until"), "{longer}");
    assert!(tags(&world).await["lamplighter-keep-myci"].as_str().is_some_and(|tag| tag.contains("23:00")));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_tag_keeps_until_somebody_removes_it() {
    let world = World::with_machines("").await;
    let body =
        json!({"operation": "Merge", "properties": {"tags": {"lamplighter-keep-myci": "until Friday"}}});
    world.azure("PATCH", "/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", body).await;
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 200: nightly stop all: 1 already off, 1 running a job, 1 left alone, since I could not read the keeps.
    myci: I can't read the tag lamplighter-keep-myci, so I left it as it is. To remove it, type keep myci off
    🟢 busy-ci is running a job; left running
    ⚪ stopped-ci has been stopped since 04:00 (idle shutdown).
      research/busy-ci skipped JobRunning job-running
      research/myci skipped keep-unknown
      research/stopped-ci already Stopped
    ");
    world.hears().await;
    let status = world.says("U0ADA", "status myci").await;
    assert!(
        status.contains("Somebody keeps it, but I can't read the tag `lamplighter-keep-myci`"),
        "{status}"
    );
    world.says("U0ADA", "keep myci off").await;
    assert_eq!(tags(&world).await, json!({}));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_concurrent_tag_change_is_retried_and_full_tags_are_named() {
    let world = World::with_machines("").await;
    world.fault("tag", "409", json!({"times": 2}));
    let kept = world.says("U0ADA", "keep myci for 2h").await;
    assert!(kept.contains("is kept until"), "{}", kept);
    let full: serde_json::Map<String, Value> = (0..49).map(|n| (format!("cost-{n}"), json!("x"))).collect();
    let body = json!({"operation": "Merge", "properties": {"tags": full}});
    world.azure("PATCH", "/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", body).await;
    assert_snapshot!(world.says("U0ADA", "keep busy-ci for 2h").await, @"
    to the caller:
    The workspace has 50 tags, the most that Azure allows. Its administrator can remove one that nobody needs. (id ……)
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_is_answered_at_once_while_others_read_keeps() {
    let world = World::with_machines("").await;
    world.fault("tags", "slow", json!({"delay_ms": 30_000}));
    let keep = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        world.says("U0ADA", "keep myci for 2h").await
    };
    let (_, kept) = tokio::join!(world.sends("script", r#"{"command":"stop myci"}"#, &[]), keep);
    assert!(kept.contains("*myci* is kept until"), "{}", kept);
    world.emulator.settle_all();
    world.finish_after_reading(1).await;
}

#[tokio::test(start_paused = true)]
async fn a_recreated_instance_is_not_reported_as_kept() {
    let world = World::new().await;
    world.fault("tag", "429", json!({"retry_after": 60}));
    let first = world.says("U0ADA", "keep myci for 2h").await;
    assert!(first.contains("asks us to wait"), "{}", first);
    let made = json!({"createdOn": "2026-11-23T18:00:30.0000000+00:00"});
    world.emulator.set("myci", made);
    assert_snapshot!(world.hears().await, @"
    to the caller:
    Azure has no such instance.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_is_announced_as_a_dry_run() {
    let world = World::with_machines(&EVENING.replace("notify", "dry_run = true\nnotify")).await;
    assert_snapshot!(world.sends("evening", "", &[]).await, @"
    HTTP 200: In 30 min I would stop 1 instance; this is a dry run, and nothing will be done:
    Would save $0.29 per hour.
    🟢 myci · DS3_V2 · $0.29 per hour · Ana
      research/myci done Running
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    In 30 min I would stop 1 instance; this is a dry run, and nothing will be done:
    Would save $0.29 per hour.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_announcement_has_a_keep_button_for_each_instance() {
    let world = World::with_machines(EVENING).await;
    let answer = world.sends("evening", "", &[]).await;
    assert_snapshot!(answer, @"
    HTTP 200: In 30 min I stop 1 instance:
    Saves $0.29 per hour.
    To keep one running, type keep NAME for 2h.
    🟢 myci · DS3_V2 · $0.29 per hour · Ana
      research/myci done Running
    ");
    let message = world.hears().await;
    assert_snapshot!(message, @"
    to the channel:
    In 30 min I stop 1 instance:
    Saves $0.29 per hour.
    To keep one running, type `keep NAME for 2h`.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA> [Keep myci 2 h]
    ");
    let keep = message.button("Keep myci 2 h");
    assert_eq!(keep.value(), "keep research/myci for 2h");

    // Pressed by somebody without a grant, and by somebody with one.
    world.presses("U0BOB", &keep).await;
    assert_snapshot!(world.hears().await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `keep`. Ask an owner of research.
    ");
    world.presses("U0ADA", &keep).await;
    assert_snapshot!(world.hears().await, @"
    to the caller:
    *myci* is kept until <!date^1795464000^{time}|20:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    // The next evening's announcement is not a second delivery of this one.
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_snapshot!(world.sends("evening", "", &[]).await, @"
    HTTP 200: As things stand, there is nothing to stop in 30 min.
    🟢 myci is kept by u0ada until 20:00
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *evening* `announce stop all in 30m`:
    As things stand, there is nothing to stop in 30 min.
    🟢 *myci* is kept by u0ada until <!date^1795464000^{time}|20:00>
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_timer_an_announcement_is_refused_and_help_is_given_with_mistakes() {
    let world = World::with_machines("").await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("announce stop gpu-*").await, @"
    to the caller:
    When will it happen? A timer can run `announce stop all in 30m`.
    ");
    assert_snapshot!(says("announce delete myci in 1h").await, @"
    to the caller:
    What should I announce? A timer can run `announce stop all in 30m`; `start` and `restart` can be announced, too.
    ");
    assert_snapshot!(says("announce stop *ci in soon").await, @"
    to the caller:
    I don't understand the duration `soon`. Type one such as `45m`, `2h` or `1d12h`.
    ");
    assert_snapshot!(says("announce start all --except gpu-* in 1h").await, @"
    to the caller:
    I can't do that later: no timer is set up that carries out what is due. Nothing is pending. The Lamplighter administrator can set one up as `docs/timers.md` shows.
    ");
    assert_snapshot!(says("start all --except gpu-* --dry-run").await, @"
    to the caller:
    Start: 1 to start, 2 already running.
    Nothing was done: this was a dry run.
    Would cost $3.06 per hour.
    It belongs to `00000000-0000-0000-0000-0000000000bc`.
    🟢 *busy-ci* is already running.
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00>.
    ⚪ *stopped-ci* is stopped: would start it
    ");
    assert_snapshot!(says("anunciar parar todas em 30 min --simular").await, @"
    to the channel:
    In 30 min I would stop 1 instance; this is a dry run, and nothing will be done:
    Would save $0.29 per hour.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    ");
    world.finish().await;
}

/// With this many more instances and a timer `cheap` with `command`.
async fn with_a_limit(command: &str, instances: usize) -> World {
    let options = lamplighter_emulator::Options {
        pace: lamplighter_emulator::Pace::ByHand,
        instances,
        ..Default::default()
    };
    World::with(options, |config| {
        format!(
            r#"{config}{}
[sources.cheap]
kind = "signed"
secret = {{ env = "NIGHTLY_SECRET" }}
command = "{command}"
notify = ["ml-ops"]

[[grants]]
to = ["cheap"]
may = ["operator"]
on = ["research/*"]
"#,
            crate::support::world::MACHINES
        )
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn max_stops_the_most_expensive_first() {
    let world = with_a_limit("stop all --max 2 --except *ci", 8).await;
    assert_snapshot!(world.sends("cheap", "", &[]).await, @"
    HTTP 202: cheap stop all --except *ci --max 2: 2 stopping, 6 over the limit.
    🟡 ci-a0003: asked Azure to stop it
    🟡 ci-a0007: asked Azure to stop it
    ci-a0001: beyond the limit of --max; left as it is
    ci-a0002: beyond the limit of --max; left as it is
    ci-a0004: beyond the limit of --max; left as it is
    ci-a0005: beyond the limit of --max; left as it is
    ci-a0006: beyond the limit of --max; left as it is
    ci-a0008: beyond the limit of --max; left as it is
      research/ci-a0001 skipped over-max
      research/ci-a0002 skipped over-max
      research/ci-a0003 asked
      research/ci-a0004 skipped over-max
      research/ci-a0005 skipped over-max
      research/ci-a0006 skipped over-max
      research/ci-a0007 asked
      research/ci-a0008 skipped over-max
    ");
    world.emulator.settle_all();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *cheap* `stop all --except *ci --max 2`: 2 stopped, 6 over the limit. Saves $6.12 per hour.
    *ci-a0001*: beyond the limit of `--max`; left as it is
    *ci-a0002*: beyond the limit of `--max`; left as it is
    *ci-a0004*: beyond the limit of `--max`; left as it is
    *ci-a0005*: beyond the limit of `--max`; left as it is
    *ci-a0006*: beyond the limit of `--max`; left as it is
    *ci-a0008*: beyond the limit of `--max`; left as it is
    ⚪ *ci-a0003* is stopped (3 s)
    ⚪ *ci-a0007* is stopped (3 s)
    <@U0ADA>: *cheap* stopped *ci-a0003*.
    <@U0DAN>: *cheap* stopped *ci-a0007*.
    ");
    assert_eq!(world.asked("stop"), 2);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_repeated_delivery_stops_no_more_than_max() {
    let world = with_a_limit("stop all --max 1 --except busy-ci", 3).await;
    let first = world.sends_at(world.now(), "cheap", "", &[]).await;
    let again = world.sends_at(world.now(), "cheap", "", &[]).await;
    assert!(first.contains("1 stopping"), "{}", first);
    assert_eq!(world.asked("stop"), 1, "{again}");
    world.emulator.settle_all();
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_set_while_a_bulk_stop_waits_is_respected() {
    let world = World::with_machines("").await;
    let at = world.now();
    // The first read of the tags is ten seconds old when Azure accepts the next write.
    world.fault("stop", "429", json!({"times": 1, "retry_after": 20}));
    let sent = world.sends("nightly", "", &[]).await;
    assert_eq!(sent.status, 202, "{sent}");
    world.emulator.settle("myci");
    world.hears().await;
    assert!(world.now() - at >= SignedDuration::from_secs(20));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_reason_stays_as_it_was_written_as_far_as_azure_holds_it() {
    let world = World::with_machines("").await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    says("keep myci for 2h because R&amp;D &lt;train&gt;: \"v2\" | don't, please!").await;
    assert_snapshot!(tags(&world).await, @r#"{"lamplighter-keep-myci":"2026-11-23T20:00:00Z|1792864800|u0ada (slack:T0DEMO/U0ADA)|R&D <train>: \"v2\" | don't, please!"}"#);
    assert_snapshot!(says("status myci").await, @r#"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Kept by u0ada until <!date^1795464000^{time}|20:00> (R&amp;D &lt;train&gt;: "v2" | don't, please!).
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Stop] [Restart]
    "#);
    let long = "é".repeat(300);
    let said = says(&format!("keep myci for 2h because {long}")).await;
    assert!(said.contains("the end of your reason was cut"), "{said}");
    let tags = tags(&world).await;
    let value = tags["lamplighter-keep-myci"].as_str().unwrap();
    assert_eq!(value.chars().count(), 256);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_is_extended_from_its_end_and_never_shortened() {
    let world = World::with_machines("").await;
    world.says("U0ADA", "keep myci for 4h").await;
    for (text, end) in [
        ("extend myci 2h", "2026-11-24T00:00:00Z"),
        ("keep myci 2 more hours", "2026-11-24T02:00:00Z"),
        ("extend myci by 7d", "2026-11-30T18:00:00Z"),
        ("estende a myci por mais 1h", "2026-11-30T18:00:00Z"),
    ] {
        world.says("U0ADA", text).await;
        let tags = tags(&world).await;
        assert!(tags["lamplighter-keep-myci"].as_str().unwrap().starts_with(end), "{text}: {tags:?}");
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_that_replaces_another_says_so() {
    let world = World::with_machines("").await;
    for (user, text) in [
        ("U0ADA", "keep myci for 4h because training"),
        ("U0ADA", "keep myci for 2h"),
        ("U0ADA", "keep myci for 3h"),
        ("U0ADA", "keep myci for 3h"),
        ("U0ADA", "keep myci off"),
    ] {
        world.says(user, text).await;
    }
    assert_snapshot!(world.transcript(), @"
    Ada: keep myci for 4h because training
        to the caller:
        *myci* is kept until <!date^1795471200^{time}|22:00> (training): timers and alerts will not stop it before then. To end that, type `keep myci off`.
        Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    Ada: keep myci for 2h
        to the caller:
        *myci* is kept until <!date^1795464000^{time}|20:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
        That is shorter than before: you had kept it until <!date^1795471200^{time}|22:00> (training).
        Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    Ada: keep myci for 3h
        to the caller:
        *myci* is kept until <!date^1795467600^{time}|21:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
        Before, you had kept it until <!date^1795464000^{time}|20:00>.
        Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    Ada: keep myci for 3h
        to the caller:
        *myci* is already kept until <!date^1795467600^{time}|21:00>.
    Ada: keep myci off
        to the caller:
        *myci* is no longer kept: u0ada had kept it until <!date^1795467600^{time}|21:00>. Timers and alerts may stop it again.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_has_the_configured_name_of_who_keeps() {
    let named = |config: String| config.replace("0000000000bb\" }", "0000000000bb\", name = \"Ada L\" }");
    let world = World::with(by_hand(), named).await;
    world.says("U0ADA", "keep myci 2h").await;
    let tags = tags(&world).await.to_string();
    assert!(tags.contains("|Ada L (slack:T0DEMO/U0ADA)|"), "{tags}");
    world.finish().await;
}
