//! The limits on commands in progress, and what a caller over a limit is told.

use insta::assert_snapshot;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::{
    alert_senders::{ALERT_SOURCES, AlertSenders},
    functions_host::Functions,
    reply::Button,
    world::{MACHINES, World, by_hand},
};

const FIRING: &str = include_str!("../../../events/alertmanager/firing.json");

async fn limited(limits: &str) -> World {
    World::with(by_hand(), |config| format!("{config}{MACHINES}\n[limits]\n{limits}\n")).await
}

/// Azure has accepted Ada's `stop myci` and `start stopped-ci`, and they have not ended.
async fn two_in_progress(world: &World) {
    for command in ["stop myci", "start stopped-ci"] {
        let answer = world.says("U0ADA", command).await;
        assert!(answer.contains("asked Azure to"), "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_over_their_limit_is_refused_and_others_are_not() {
    let world = limited("commands_per_caller = 2").await;
    two_in_progress(&world).await;
    let calls = world.calls().len();
    assert_snapshot!(world.says("U0ADA", "status").await, @"
    to the caller:
    You have 2 commands in progress here, the most that I accept from one caller at a time. Nothing was done. Try again when one of them has finished.
    ");
    assert_eq!(world.calls().len(), calls, "nothing was asked of Azure");
    // A click is answered without text; the text follows.
    let click = world.presses("U0ADA", &Button::forged("status myci")).await;
    assert_eq!((click.status, click.body.is_null()), (200, true));
    assert!(world.hears().await.contains("You have 2 commands in progress here"));
    assert!(world.says("U0BOB", "status myci").await.contains("*myci*"));
    // An unsigned request does not count.
    for _ in 0..5 {
        assert_eq!(world.post_with(&[], "text=ping").await.status, 401);
    }
    world.emulator.settle("myci");
    world.hears().await;
    assert!(world.says("U0ADA", "status myci").await.contains("*myci*"));
    world.emulator.settle("stopped-ci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_retry_by_the_platform_counts_too() {
    let world = limited("commands_per_caller = 1").await;
    let (at, body) = (world.now(), world.typed("U0ADA", "stop myci"));
    assert!(world.post_at(at, &body).await.contains("asked Azure to stop it"));
    assert_snapshot!(world.post_at(at, &body).await, @"
    to the caller:
    You have 1 command in progress here, the most that I accept from one caller at a time. Nothing was done. Try again when one of them has finished.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn over_the_total_limit_no_new_command_begins() {
    let world = limited("commands_in_flight = 2").await;
    two_in_progress(&world).await;
    assert_snapshot!(world.says("U0BOB", "status").await, @"
    to the caller:
    I am working on 2 commands, the most that I accept at a time. Nothing was done. Try again in a minute.
    ");
    assert_snapshot!(world.sends("script", r#"{"command":"status myci"}"#, &[]).await, @"HTTP 503: I am working on 2 commands, the most that I accept at a time. Nothing was done. Try again in a minute.");
    world.emulator.settle_all();
    world.hears().await;
    world.hears().await;
    assert_eq!(world.sends("script", r#"{"command":"status myci"}"#, &[]).await.status, 200);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn limits_are_explained_in_portuguese() {
    for (limits, said) in [
        ("commands_per_caller = 1", "Você já tem 1 comando em andamento aqui"),
        ("commands_in_flight = 1", "Já estou cuidando de 1 comando, o máximo"),
    ] {
        let world = limited(&format!("{limits}\n[sources.slack]\nkind = \"slack\"\nlocale = \"pt-BR\"\nreply_hosts = [\"127.0.0.1\"]\nsecret = {{ env = \"SLACK_SIGNING_SECRET\" }}")).await;
        world.says("U0ADA", "stop myci").await;
        let answer = world.says("U0ADA", "ping").await;
        assert!(answer.contains(said), "{answer}");
        world.emulator.settle("myci");
        world.hears().await;
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_over_the_limit_gets_503_and_retry_after() {
    let world = limited("commands_per_caller = 1").await;
    let first = world.sends("script", r#"{"command":"stop myci"}"#, &[]).await;
    assert_eq!(first.status, 202);
    let body = r#"{"command":"status myci"}"#;
    let refused = world.sends("script", body, &[]).await;
    assert_snapshot!(refused, @"HTTP 503: You have 1 command in progress here, the most that I accept from one caller at a time. Nothing was done. Try again when one of them has finished.");
    assert_eq!(refused.retry_after.as_deref(), Some("30"));
    world.emulator.settle("myci");
    world.hears().await;
    assert_eq!(world.sends("script", body, &[]).await.status, 200);
    world.finish().await;
}

/// If its commands counted one by one, those above the limit would be refused at each delivery.
#[tokio::test(start_paused = true)]
async fn a_delivery_of_alerts_counts_as_one_command() {
    let one = "\n[limits]\ncommands_per_caller = 1\n";
    let senders = AlertSenders::with(3, |config| config + ALERT_SOURCES + one).await;
    let mut group: Value = serde_json::from_str(FIRING).unwrap();
    let alert = group["alerts"][0].clone();
    // Two rules, and so two commands: one that proposes and one that acts.
    let of = |(name, compute): (&str, &str)| {
        let mut alert = alert.clone();
        alert["labels"]["alertname"] = json!(name);
        alert["labels"]["compute"] = json!(compute);
        alert["fingerprint"] = json!(compute);
        alert
    };
    group["alerts"] = [("GpuForgotten", "myci"), ("GpuIdle", "ci-a0001")].map(of).into();
    let world = &senders.world;
    let token = [("authorization", "Bearer a-token-of-alertmanager".to_owned())];
    let first = world.sends_with("alertmanager", &token, &group.to_string()).await;
    assert_eq!((first.status, world.asked("stop")), (202, 1), "{first}");
    let asked = world.hears().await;
    assert!(asked.contains("1 instance to stop"), "{asked}");
    // While the stop is in progress, another delivery is refused.
    let second = world.sends_with("alertmanager", &token, &group.to_string()).await;
    assert_eq!(second.status, 503, "{second}");
    world.emulator.settle("myci");
    let told = world.hears().await;
    assert!(told.contains("1 stopped"), "{told}");
    senders.world.finish().await;
}

/// The platform retries the invocation.
#[tokio::test]
async fn a_timer_over_the_limit_fails_for_a_retry() {
    let functions = Functions::configured(
        "\n[sources.nightly-stop]\nkind = \"event\"\ncommand = \"stop myci\"\n\
         [[grants]]\nto = [\"nightly-stop\"]\nmay = [\"stop\"]\non = [\"research/*\"]\n\
         [limits]\ncommands_in_flight = 1\n",
    )
    .await;
    let stop = functions.says("stop myci").await.json();
    assert!(stop["text"].as_str().unwrap().contains("asked Azure to stop it"), "{stop}");
    let now = Timestamp::now().to_string();
    let timer = json!({"Data": {"timer": {"IsPastDue": false}}, "Metadata": {"sys": {"UtcNow": now}}});
    let answer = functions.invokes("nightly-stop", &timer.to_string()).await;
    assert_eq!(answer.status, 500, "{answer:?}");
}
