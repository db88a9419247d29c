//! A fleet of two thousand instances in forty workspaces, stopped by one timer, within ARM's limits.

use std::{collections::BTreeMap, fmt::Write, time::Duration};

use lamplighter_emulator::{Options, Pace};
use serde_json::{Value, json};

use crate::support::world::{MACHINES, World, by_hand_with};

/// Instances, and workspaces besides the demo's own.
type Size = (usize, usize);

const LARGE: Size = (2000, 39);
/// More than Azure accepts at once.
const SMALL: Size = (250, 9);

/// Azure accepts 200 writes at once and 10 more in each second.
fn best(stops: usize) -> Duration {
    Duration::from_secs((stops as u64 - 200) / 10)
}

async fn fleet((instances, workspaces): Size) -> World {
    let options = Options { instances, workspaces, pace: Pace::Real, throttled: true, ..Options::default() };
    World::with(options, |config| {
        let mut config = format!("{config}{MACHINES}").replace("on = [\"research/*\"]", "on = [\"*\"]");
        for number in 1..=workspaces {
            write!(
                config,
                "\n[workspaces.ws-{number:04}]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\n\
                 resource_group = \"ml-rg\"\nworkspace = \"ml-ws-{number:04}\"\n"
            )
            .unwrap();
        }
        config
    })
    .await
}

/// How often Azure got each call, and how often it answered 429.
fn counted(world: &World) -> (BTreeMap<String, usize>, usize) {
    let mut calls = BTreeMap::new();
    for call in world.calls() {
        *calls.entry(call).or_default() += 1;
    }
    let requests = world.emulator.requests().into_iter();
    let refused = requests.filter(|request| request.status == Some(429));
    (calls, refused.count())
}

#[tokio::test(start_paused = true)]
async fn one_event_stops_two_thousand_in_at_most_a_fifth_more_than_the_minimum() {
    let (instances, workspaces) = LARGE;
    let world = fleet(LARGE).await;
    let began = world.now();
    let answer = world.sends("nightly", "", &[]).await;
    assert_eq!(answer.status, 202, "{}", answer.body["message"]);
    let report = world.hears().await;
    let took = world.now().duration_since(began).unsigned_abs();
    let (calls, refused) = counted(&world);

    // Two thousand, and two that run in each workspace but the first, which has one.
    let running = instances + 2 * workspaces + 1;
    assert_eq!(calls["stop"], running, "{calls:?}");
    println!("{running} stopped in {took:?}, at best {:?}; {refused} refused; {calls:?}", best(running));
    let limit = best(running).mul_f64(1.2);
    assert!(took <= limit, "{took:?} is more than {limit:?}: {refused} refused, {calls:?}");
    let text = report.body["text"].as_str().unwrap();
    let head = text.lines().next().unwrap();
    assert!(head.contains(&format!("{running} stopped")), "{head}");
    assert!(!head.contains("failed"), "{head}");
    world.finish().await;
}

/// Log pipelines cut long lines, and a cut line is not JSON.
#[tokio::test(start_paused = true)]
async fn the_audit_lines_of_many_instances_are_short_and_name_each_once() {
    let world = fleet(SMALL).await;
    world.fault("list", "403", json!({"times": 1}));
    let log = world.captures_log();
    world.sends("nightly", "", &[]).await;
    world.hears().await;
    world.finish().await;
    let lines: Vec<_> = log.take().into_iter().map(|(_, line)| line).collect();
    let is_heard =
        |line: &&Value| line["message"].as_str().is_some_and(|message| message.starts_with("heard"));
    let heard: Vec<_> = lines.iter().filter(is_heard).collect();
    assert!(heard.len() > 2, "{}", heard.len());
    assert_eq!(heard.iter().filter(|line| line["message"] == "heard").count(), 1, "one for each command");
    let results = heard.iter().flat_map(|line| line["results"].as_str().unwrap().split(", "));
    let mut named: Vec<_> = results.map(|result| result.split(' ').next().unwrap()).collect();
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    assert_eq!((named.len(), count > 250), (count, true), "each instance once");
    for line in &lines {
        assert!(line.to_string().len() < 8000, "{line}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_failure_is_named_with_its_instance() {
    let world = fleet(SMALL).await;
    for (fault, instance) in [("disk-full", "ci-a0007"), ("409", "ci-a0105"), ("403", "ci-a0249")] {
        world.fault("stop", fault, json!({"times": 9, "instance": instance}));
    }
    world.fault("list", "403", json!({"times": 1}));
    world.sends("nightly", "", &[]).await;
    let report = world.hears().await;
    let text = report.body["text"].as_str().unwrap();
    let lines: Vec<_> = text.lines().take(5).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    *nightly* `stop all`: 240 stopped, 9 already off, 3 failed. Saves $208.50 per hour.
    🔴 I could not read *research*: Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id add912)
    🔴 *ws-0004/ci-a0105*: Azure is still busy with another operation on it. Try again in a minute. (id add912)
    🔴 *ws-0006/ci-a0007*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    🔴 *ws-0008/ci-a0249*: Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/stop/action` on ml-ws-0008. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id add912)
    ");
    world.finish().await;
}

/// The server shuts down after five seconds.
#[tokio::test(start_paused = true)]
async fn a_waiting_sender_gets_503_when_the_server_shuts_down() {
    let (instances, workspaces) = LARGE;
    let mut world = fleet(LARGE).await;
    let shutdown = world.shutdown();
    let wait = [("prefer", "wait=50")];
    let (answer, ()) = tokio::join!(world.sends("nightly", "", &wait), async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        drop(shutdown);
    });
    assert_eq!(answer.status, 503);
    // One may be on its way to Azure at that moment: it is reported as "unanswered".
    let head = answer.body["message"].as_str().unwrap().lines().next().unwrap();
    let counts: Vec<_> = head["nightly stop all: ".len()..].split(", ").collect();
    let number = |count: &&str| count.split(' ').next().unwrap().parse::<usize>().unwrap();
    assert_eq!(counts.iter().map(number).sum::<usize>(), instances + 3 * workspaces + 3);
    assert_eq!(counts[0], format!("{} stopping", world.asked("stop")));
    assert!(counts.contains(&"40 already off") && head.ends_with("not reached in time."), "{head}");
    let told = world.hears().await;
    assert!(told.contains("not reached in time"));
    world.finish().await;
}

async fn with_instances(instances: usize) -> World {
    let options = by_hand_with(instances);
    let world = World::with(options, |config| config).await;
    world.says("U0ADA", "status myci").await;
    world.emulator.forget_requests();
    world
}

fn names(number: usize) -> String {
    let names: Vec<_> = (1..=number).map(|number| format!("ci-a{number:04}")).collect();
    names.join(" ")
}

#[tokio::test(start_paused = true)]
async fn many_names_cost_one_list_and_few_are_read_one_by_one() {
    let world = with_instances(120).await;
    let said = world.says("U0BOB", &format!("list {}", names(5))).await;
    assert_eq!((world.calls(), said.lines().count()), (vec!["get".to_owned(); 5], 7), "{said}");
    world.emulator.forget_requests();
    let said = world.says("U0BOB", &format!("list {} MYCI", names(100))).await;
    assert!(said.contains("101 instances"), "{said}");
    assert_eq!(world.calls(), ["list", "list"], "two pages");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn many_names_get_the_same_answer_from_a_list_as_one_by_one() {
    let world = with_instances(8).await;
    let said = world.says("U0ADA", &format!("stop {} nobody cpu-cluster", names(6))).await;
    assert!(said.contains("`nobody` and `cpu-cluster`"), "{said}");
    assert_eq!(world.asked("stop"), 0);
    world.fault("list", "403", json!({"times": 1}));
    let said = world.says("U0ADA", &format!("stop {}", names(6))).await;
    assert!(said.contains("workspaces/computes/read`"), "{said}");
    assert_eq!((world.asked("stop"), world.asked("get")), (0, 0));

    // A list may omit states and last operations: then each instance is read before it is stopped.
    world.fault("list", "nulls", json!({"times": 0}));
    let prompt = world.says("U0ADA", &format!("stop {}", names(6))).await;
    world.emulator.forget_requests();
    let stop = prompt.button("Stop 6");
    world.presses("U0ADA", &stop).await;
    world.emulator.clear_faults();
    world.hears().await;
    assert_eq!((world.asked("list"), world.asked("get"), world.asked("stop")), (1, 6, 6));
    assert!(world.hears().await.contains("Stop: 6 stopping"));
    world.emulator.settle_all();
    assert!(world.hears().await.contains("Stop: 6 stopped"));
    world.finish().await;
}
