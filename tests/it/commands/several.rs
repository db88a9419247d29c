//! `keep`, `idle` and `schedule` of several instances, and times as people write them.

use insta::assert_snapshot;

use super::keep::tags;
use crate::support::world::{World, by_hand, by_hand_with};

#[tokio::test(start_paused = true)]
async fn several_are_kept_by_one_write_and_each_outcome_is_told() {
    let world = World::with(by_hand_with(3), |config| config).await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    let writes = world.asked("tag");
    assert_snapshot!(says("keep ci-a0001, ci-a0002 and myci until friday").await, @"
    to the caller:
    *ci-a0001*, *ci-a0002* and *myci* are kept until <!date^1795823940^{date_short} {time}|Fri 27 Nov, 23:59>: timers and alerts will not stop them before then. To end that, type `keep ci-a0001 ci-a0002 myci off`.
    Azure itself may still stop *ci-a0001*, *ci-a0002* and *myci*, when idle or by a schedule. [keep ci-a0001 ci-a0002 myci off]
    ");
    assert_eq!(world.asked("tag") - writes, 1);
    assert_snapshot!(tags(&world).await, @r#"{"lamplighter-keep-ci-a0001":"2026-11-27T23:59:00Z|1794852000|u0ada (slack:T0DEMO/U0ADA)|","lamplighter-keep-ci-a0002":"2026-11-27T23:59:00Z|1794852000|u0ada (slack:T0DEMO/U0ADA)|","lamplighter-keep-myci":"2026-11-27T23:59:00Z|1792864800|u0ada (slack:T0DEMO/U0ADA)|"}"#);
    assert_snapshot!(says("keep ci-a* until friday").await, @"
    to the caller:
    *ci-a0001* and *ci-a0002* are already kept until <!date^1795823940^{date_short} {time}|Fri 27 Nov, 23:59>.
    *ci-a0003* is kept until <!date^1795823940^{date_short} {time}|Fri 27 Nov, 23:59>: timers and alerts will not stop it before then. To end that, type `keep ci-a0003 off`. [keep ci-a0003 off]
    ");
    assert_snapshot!(says("keep all off").await, @"
    to the caller:
    *busy-ci* and *stopped-ci* are not kept; there is nothing to end.
    *ci-a0001*, *ci-a0002*, *ci-a0003* and *myci* are no longer kept. Timers and alerts may stop them again.
    ");
    assert_snapshot!(tags(&world).await, @"{}");
    assert_snapshot!(says("manter as minhas por meia hora porque sim").await, @"
    to the caller:
    *ci-a0003* and *myci* are kept until <!date^1795458600^{time}|18:30> (sim): timers and alerts will not stop them before then. To end that, type `keep ci-a0003 myci off`.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep ci-a0003 myci off]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn each_instance_needs_a_permit() {
    let world = World::with(by_hand(), |config| config).await;
    let refused = world.says("U0BOB", "keep myci busy-ci 2h").await;
    assert_snapshot!(refused, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `keep`. Ask an owner of research.
    ");
    assert_eq!(world.asked("tag"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_time_of_several_asks_first() {
    let world = World::with(by_hand_with(2), |config| config).await;
    let question = world.says("U0ADA", "idle all 2h").await;
    assert_snapshot!(question, @"
    to the caller:
    Set the idle shutdown of these 5?
    *busy-ci*, *ci-a0001*, *ci-a0002*, *myci* and *stopped-ci*
    The buttons work for 5 min, and only for you. [Set 5] [Never mind]
    ");
    assert_eq!(world.asked("idle"), 0);
    let pressed = question.button("Set 5");
    world.presses("U0BOB", &pressed).await;
    assert!(world.hears().await.contains("but not `idle`"));
    assert_eq!(world.asked("idle"), 0);
    world.presses("U0ADA", &pressed).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    On it: `idle all 2h`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the caller:
    *busy-ci*, *ci-a0001*, *ci-a0002*, *myci* and *stopped-ci* stop when idle for 2 h.
    *busy-ci*, *myci* and *stopped-ci* have a managed identity each: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    // Nothing would change, so nothing is asked.
    assert_snapshot!(world.says("U0ADA", "idle all 2h").await, @"
    to the caller:
    *busy-ci*, *ci-a0001*, *ci-a0002*, *myci* and *stopped-ci* already stop when idle for 2 h.
    *busy-ci*, *myci* and *stopped-ci* have a managed identity each: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    assert_snapshot!(world.says("U0ADA", "inatividade myci desativar").await, @"
    to the caller:
    *myci* still stops when idle for 2 h: Azure can't turn that off on an existing instance. The longest is 3 d: `idle myci 72h`. Only a new instance from Azure ML studio can be without it; `keep` stops timers and alerts, not Azure itself. [idle myci 72h]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn schedules_are_shown_of_several_and_changed_of_one() {
    let world = World::with(by_hand_with(2), |config| config).await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("schedule all").await, @"
    to the caller:
    *myci* has 1 schedule:
    `0000` *stop* weekdays at 20:00, Brasília time (UTC-03:00). Next: <!date^1795474800^{time}|23:00>.
    Without schedules: *busy-ci*, *ci-a0001*, *ci-a0002* and *stopped-ci*.
    ");
    assert_snapshot!(says("schedule all stop weekdays at 20:00").await, @"
    to the caller:
    Schedules change for one instance at a time, by its name: `schedule NAME add stop weekdays at 20:00`. For several, the Lamplighter administrator can set up a timer, as `docs/timers.md` shows.
    ");
    assert_snapshot!(says("agendar busy-ci parar dias úteis às 20h").await, @"
    to the caller:
    *busy-ci* has a new schedule:
    `b54c` *stop* weekdays at 20:00, Europe/Lisbon (UTC+00:00). Next: <!date^1795464000^{time}|20:00>.
    Azure's schedules ignore daylight saving: by the clocks of Europe/Lisbon it runs at 20:00 now, and at 21:00 from 2027-03-28 on.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_time_that_means_two_or_has_passed_is_refused_with_what_to_type() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("keep myci until tomorrow at 6").await, @"
    to the caller:
    `6` leaves the hour open. Type `keep myci until tomorrow 06:00` or `keep myci until tomorrow 18:00`. [keep myci until tomorrow 06:00] [keep myci until tomorrow 18:00]
    ");
    assert_snapshot!(says("keep myci until tomorrow at 06:00").await, @"
    to the caller:
    *myci* is kept until <!date^1795500000^{date_short} {time}|Tue 24 Nov, 06:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(says("keep myci until today 8am").await, @"
    to the caller:
    That time has passed. Type a later one, such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.
    ");
    assert_snapshot!(says("keep myci until next friday").await, @"
    to the caller:
    *myci* is kept until <!date^1795823940^{date_short} {time}|Fri 27 Nov, 23:59>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Before, you had kept it until <!date^1795500000^{date_short} {time}|Tue 24 Nov, 06:00>.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(says("manter myci até depois de amanhã às 20h").await, @"
    to the caller:
    *myci* is kept until <!date^1795636800^{date_short} {time}|Wed 25 Nov, 20:00>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    That is shorter than before: you had kept it until <!date^1795823940^{date_short} {time}|Fri 27 Nov, 23:59>.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(says("keep myci for the weekend").await, @"
    to the caller:
    *myci* is kept until <!date^1795996740^{date_short} {time}|Sun 29 Nov, 23:59>: timers and alerts will not stop it before then. To end that, type `keep myci off`.
    Before, you had kept it until <!date^1795636800^{date_short} {time}|Wed 25 Nov, 20:00>.
    Azure itself may still stop *myci*, when idle or by a schedule. [keep myci off]
    ");
    assert_snapshot!(says("cost since monday").await, @"
    to the caller:
    2 instances are running: *$0.55 per hour*, $13.08 per day at list price.
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    Instances stopped since <!date^1795392000^{time}|00:00> and still off have saved *$42.84* so far:
    ⚪ *stopped-ci* $42.84: stopped by idle shutdown at <!date^1795406400^{time}|04:00>, 14 h ago
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}
