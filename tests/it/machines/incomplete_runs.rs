//! A run that could not read Azure, or only a part, is not a success: for every kind of machine and every failure,
//! the status, the JSON, and the message in the channel.

use jiff::Timestamp;
use lamplighter_emulator::{Options, Pace};
use serde_json::json;

use crate::support::{
    reply::Reply,
    signers,
    world::{MACHINES, World, by_hand},
};

const ALERTS: &str = r#"
[sources.monitor]
kind = "azure-monitor"
tenant = "00000000-0000-0000-0000-0000000000aa"
audience = ["api://lamplighter"]
notify = ["ml-ops"]
rules = [{ when = { alert = "gpu-idle-*" }, command = "stop {workspace}/{instance}", mode = "act" }]

[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
notify = ["ml-ops"]
rules = [{ when = {}, command = "stop research/all", mode = "act" }]

[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
notify = ["ml-ops"]
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]

[sources.asking]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
notify = ["ml-ops"]
rules = [{ when = {}, command = "stop all" }]

[[grants]]
to = ["monitor", "grafana", "alertmanager", "asking"]
may = ["stop"]
on = ["*"]
"#;

/// Each source, with a command for a script.
const EVERYBODY: [(&str, Option<&str>); 14] = [
    ("nightly", None),
    ("monitor", None),
    ("grafana", None),
    ("alertmanager", None),
    ("asking", None),
    ("script", Some("stop all")),
    ("script", Some("stop myci")),
    ("script", Some("start research/stopped-ci")),
    ("script", Some("list")),
    ("script", Some("status all")),
    ("script", Some("cost")),
    ("script", Some("audit all")),
    ("script", Some("announce stop all in 30m")),
    ("script", Some("keep myci for 2h")),
];

/// How a read fails: of what, how, whether it is transient, and the reason in the answer.
const FAILURES: [(&str, &str, bool, &str); 12] = [
    ("look", "403", false, "forbidden"),
    ("look", "404", false, "place-not-found"),
    ("look", "401", false, "credential"),
    ("look", "400", false, "azure-refused"),
    ("look", "garbage", false, "azure-unavailable"),
    ("look", "429", true, "throttled"),
    ("look", "503", true, "throttled"),
    ("look", "500", true, "azure-unavailable"),
    ("look", "502", true, "azure-unavailable"),
    ("look", "reset", true, "azure-unavailable"),
    ("token", "401", false, "credential"),
    ("token", "500", true, "credential"),
];

async fn world(more: &str) -> World {
    let options = Options { pace: Pace::ByHand, workspaces: 1, ..Options::default() };
    World::with(options, |config| format!("{config}{MACHINES}{ALERTS}{more}")).await
}

/// From now on every read fails.
fn blind(world: &World, (what, fault): (&str, &str)) {
    let more = json!({"times": 0, "retry_after": 3600, "delay_ms": 3_600_000});
    match what {
        "token" => world.fault("token", fault, more),
        _ => {
            world.fault("get", fault, more.clone());
            world.fault("list", fault, more);
        }
    }
}

/// A 404 of one instance means that it does not exist, which is not a failed read.
fn is_of_one((source, command): (&str, Option<&str>)) -> bool {
    let command = command.unwrap_or_default();
    matches!(source, "monitor" | "alertmanager")
        || ["myci", "stopped-ci"].iter().any(|name| command.contains(name))
}

/// The request of the source's platform, signed at `at`. `token` is Entra's, for the product.
async fn delivers(
    world: &World,
    (source, command): (&str, Option<&str>),
    at: Timestamp,
    token: &str,
) -> Reply {
    const WAITS: (&str, &str) = ("prefer", "wait=55");
    let bearer = |token: &str| vec![("authorization", format!("Bearer {token}"))];
    let (mut headers, body) = match source {
        "grafana" => {
            let body = include_str!("../../../events/grafana/firing.json");
            (signers::grafana("a-secret-of-grafana", at, body), body)
        }
        "alertmanager" | "asking" => {
            (bearer("a-token-of-alertmanager"), include_str!("../../../events/alertmanager/firing.json"))
        }
        "monitor" => (bearer(token), include_str!("../../../events/azure-monitor/metric-fired.json")),
        _ => {
            let body = json!({ "command": command }).to_string();
            return world.sends_at(at, source, &body, &[WAITS]).await;
        }
    };
    headers.push((WAITS.0, WAITS.1.to_owned()));
    world.sends_with(source, &headers, body).await
}

fn assert_no_success(what: &str, answer: &Reply, passes: bool, reason: &str) {
    assert_eq!(answer.status, if passes { 503 } else { 424 }, "{what}: {answer}");
    assert_eq!(answer.retry_after.is_some(), passes, "{what}");
    assert_eq!(answer.body["verdict"], "failed", "{what}: {answer}");
    let unread = json!([{"workspace": "research", "reason": reason}]);
    assert_eq!(answer.body["unread"], unread, "{what}");
    let said = answer.body["message"].as_str().unwrap_or_default();
    assert!(!said.is_empty() && answer.body["detail"] == said, "{what}: {answer}");
    assert_eq!(answer.body["results"], json!([]), "{what}");
}

#[tokio::test(start_paused = true)]
async fn a_failed_read_is_never_a_success_and_is_reported_once() {
    for (of, fault, passes, reason) in FAILURES {
        let world = world("").await;
        let token = world.token_for("api://lamplighter").await;
        blind(&world, (of, fault));
        for asked in EVERYBODY {
            if fault == "404" && is_of_one(asked) {
                continue;
            }
            let what = format!("{asked:?} {of} {fault}");
            let at = world.now();
            let answer = delivers(&world, asked, at, &token).await;
            assert_no_success(&what, &answer, passes, reason);
            let told = world.hears().await;
            assert!(told.starts_with("to the channel:"), "{what}: {told}");
            // Sent again, as machines do: answered, and not reported again.
            let again = delivers(&world, asked, at, &token).await;
            assert_no_success(&what, &again, passes, reason);
            assert_eq!(world.emulator.unread(), 0, "{what} is told twice");
        }
        assert_eq!(world.asked("stop") + world.asked("start") + world.asked("tag"), 0, "{of} {fault}");
        world.finish().await;
    }
}

/// Longer than any sender waits: the answer says that reading goes on, and the channel gets the outcome.
#[tokio::test(start_paused = true)]
async fn an_unanswered_read_is_reported_when_it_is_given_up() {
    let world = world("").await;
    let token = world.token_for("api://lamplighter").await;
    blind(&world, ("look", "slow"));
    for asked in EVERYBODY {
        let answer = delivers(&world, asked, world.now(), &token).await;
        assert_eq!((answer.status, &answer.body["verdict"]), (202, &json!("pending")), "{asked:?}: {answer}");
        let heard = world.hears().await;
        assert!(heard.contains("Azure did not answer."), "{asked:?}: {heard}");
    }
    world.finish().await;
}

/// An instance of a deleted workspace is not reported as missing.
#[tokio::test(start_paused = true)]
async fn an_instance_of_a_deleted_workspace_counts_as_unreadable() {
    for key in ["workspace = \"ml-research\"", "resource_group = \"ml-rg\""] {
        let gone = key.replace("ml-r", "no-r");
        let world =
            World::with(by_hand(), |config| format!("{}{MACHINES}", config.replace(key, &gone))).await;
        for command in
            ["stop myci", "start myci stopped-ci", "status myci", "keep myci for 2h", "schedule myci"]
        {
            let answer = delivers(&world, ("script", Some(command)), world.now(), "").await;
            assert_no_success(command, &answer, false, "place-not-found");
            world.hears().await;
        }
        world.finish().await;
    }
}

/// Acting on the rest does not make the run a success.
#[tokio::test(start_paused = true)]
async fn a_partly_failed_read_is_not_a_success() {
    let gone = "\n[workspaces.vision]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\nresource_group = \"ml-rg\"\n\
                workspace = \"no-vision\"\n\n[[grants]]\nto = [\"nightly\", \"script\"]\nmay = [\"owner\"]\non = [\"vision/*\"]\n";
    let lists = json!([{"workspace": "vision", "reason": "place-not-found"}]);
    for asked in EVERYBODY.into_iter().filter(|asked| !is_of_one(*asked) && asked.0 != "grafana") {
        let world = world(gone).await;
        let first = delivers(&world, asked, world.now(), "").await;
        assert_eq!((first.status, &first.body["verdict"]), (424, &json!("failed")), "{asked:?}: {first}");
        assert_eq!(first.body["unread"], lists, "{asked:?}");
        assert_ne!(first.body["results"], json!([]), "{asked:?}: the others are told of: {first}");
        world.emulator.settle("myci");
        let heard = world.hears().await;
        assert!(heard.contains("I could not read *vision*: "), "{asked:?}: {heard}");
        world.finish().await;
    }
}

/// A transient failure is retried; then the rest is done, and nothing twice.
#[tokio::test(start_paused = true)]
async fn a_partly_throttled_read_asks_for_a_retry() {
    let second = "\n[workspaces.ws-0001]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\nresource_group = \"ml-rg\"\n\
                  workspace = \"ml-ws-0001\"\n\n[[grants]]\nto = [\"nightly\"]\nmay = [\"stop\"]\non = [\"ws-0001/*\"]\n";
    let world = world(second).await;
    let at = world.now();
    world.fault("list", "429", json!({"times": 1, "retry_after": 3600}));
    let answer = world.sends_at(at, "nightly", "", &[]).await;
    assert_eq!((answer.status, &answer.body["verdict"]), (503, &json!("failed")), "{answer}");
    assert_eq!(answer.retry_after.as_deref(), Some("30"));
    // One list, and the keeps of the other workspace: all calls wait in one queue.
    let unread = answer.body["unread"].as_array().unwrap();
    assert!(unread.iter().all(|one| one["reason"] == "throttled"), "{answer}");
    assert_eq!(world.asked("stop"), 0);
    world.hears().await;
    tokio::time::advance(std::time::Duration::from_secs(3601)).await;
    let again = world.sends_at(world.now(), "nightly", "", &[]).await;
    assert!(matches!(again.status, 200 | 202), "{}", again);
    assert_eq!(again.body["unread"], json!([]));
    world.emulator.settle_all();
    world.hears().await;
    assert_eq!(world.asked("stop"), 3, "myci, and two of the other workspace");
    world.finish().await;
}

/// A script that fails each minute is reported once; a stop that fails each night is reported each night.
#[tokio::test(start_paused = true)]
async fn a_failure_repeated_each_minute_is_reported_once_a_day() {
    let world = world("").await;
    blind(&world, ("look", "403"));
    let minute = std::time::Duration::from_secs(60);
    let asks = async |asked, times| {
        for _ in 0..times {
            delivers(&world, asked, world.now(), "").await;
            tokio::time::advance(minute).await;
        }
    };
    asks(("script", Some("status all")), 5).await;
    assert_eq!(world.emulator.unread(), 1);
    world.hears().await;
    asks(("nightly", None), 2).await;
    assert_eq!(world.emulator.unread(), 2);
    for _ in 0..2 {
        world.hears().await;
    }
    tokio::time::advance(24 * 60 * minute).await;
    asks(("script", Some("status all")), 1).await;
    world.hears().await;
    world.finish().await;
}
