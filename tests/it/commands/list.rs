//! `list`: a line for each instance, with what it costs, whose it is and since when it is so.

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{
    chat::{Chat, discord, mattermost, teams},
    world::{World, by_hand_with},
};

#[tokio::test(start_paused = true)]
async fn what_runs_and_costs_most_comes_first() {
    let world = World::with(by_hand_with(3), |config| config).await;
    assert_snapshot!(world.says("U0ADA", "list").await, @"
    to the caller:
    6 instances: 4 running, 1 running a job, 1 stopped.
    🟢 *ci-a0003* running since <!date^1795438800^{time}|13:00> · NC6S_V3 · $3.06/h · you
    🟢 *myci* running since <!date^1795438800^{time}|13:00> · DS3_V2 · $0.29/h · you
    🟢 *busy-ci* running a job · E4S_V3 · $0.25/h · `00000000-0000-0000-0000-0000000000bc`
    🟢 *ci-a0002* running since <!date^1795438800^{time}|13:00> · E4S_V3 · $0.25/h · `00000000-0000-0000-0000-0000000000bd`
    🟢 *ci-a0001* running since <!date^1795438800^{time}|13:00> · DS11_V2 · $0.19/h · `00000000-0000-0000-0000-0000000000bc`
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says("U0ADA", "listar todas --estado parada").await, @"
    to the caller:
    1 instance: 1 stopped.
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_first_answer_waits_for_no_price() {
    let world = World::new().await;
    world.fault("vmSizes", "slow", json!({"delay_ms": 5000}));
    for typed in ["list", "status all"] {
        let began = world.now();
        let answer = world.says("U0ADA", typed).await;
        assert!(answer.contains("*myci*") && !answer.contains('$'), "{answer}");
        let took = world.now().duration_since(began);
        assert!(took < SignedDuration::from_secs(2), "{typed}: {took:#}");
    }
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert!(world.says("U0ADA", "list").await.contains("$0.29/h"));
    assert_eq!(world.asked("vmSizes"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn after_an_acknowledgement_there_is_time_for_prices() {
    let world = World::new().await;
    world.fault("list", "slow", json!({"delay_ms": 3000}));
    world.fault("vmSizes", "slow", json!({"delay_ms": 1000}));
    assert!(!world.says("U0ADA", "list").await.contains("*myci*"));
    assert!(world.hears().await.contains("$0.29/h"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_script_reads_the_same_facts() {
    let world = World::with_machines("").await;
    let answer = world.sends("script", r#"{"command":"list"}"#, &[]).await.body;
    let rows = answer["results"].as_array().unwrap().iter();
    let row = |row: &Value| {
        let facts = ["target", "state", "size", "price", "owner", "since"].map(|key| row[key].to_string());
        facts.join(" ")
    };
    assert_snapshot!(rows.map(row).collect::<Vec<_>>().join("\n"), @r#"
    "research/myci" "Running" "STANDARD_DS3_V2" {"amount":0.293,"currency":"USD"} {"id":"00000000-0000-0000-0000-0000000000bb","name":"Ana"} "2026-11-23T13:00:00Z"
    "research/busy-ci" "JobRunning" "STANDARD_E4S_V3" {"amount":0.252,"currency":"USD"} {"id":"00000000-0000-0000-0000-0000000000bc","name":null} null
    "research/stopped-ci" "Stopped" "STANDARD_NC6S_V3" {"amount":3.06,"currency":"USD"} {"id":"00000000-0000-0000-0000-0000000000bc","name":null} "2026-11-23T04:00:00Z"
    "#);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_status_of_many_says_as_much_of_each_as_that_of_one() {
    let world = World::with(by_hand_with(9), |config| config).await;
    world.says("U0ADA", "keep myci for 4h because training").await;
    let facts = "$0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: ";
    for few in ["status myci", "status myci busy-ci ci-a0001 ci-a0002", "status", "status --owner me"] {
        let read = world.says("U0ADA", few).await;
        for fact in [facts, "started manually", "Kept by u0ada until", "the latest is 26.10.22"] {
            assert!(read.contains(fact), "{few}: {fact} in {read}");
        }
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_list_of_sixty_begins_with_the_dearest_and_counts_what_a_platform_cannot_show() {
    let mut told = Vec::new();
    for (chat, ada) in [
        (Chat::Slack, "U0ADA"),
        (Chat::Teams, teams::ADA),
        (Chat::Mattermost, mattermost::ADA),
        (Chat::Discord, discord::ADA),
    ] {
        let teams = matches!(chat, Chat::Teams);
        let world =
            World::on(chat, by_hand_with(57), |config| if teams { teams::CONFIG.to_owned() } else { config });
        let world = world.await;
        let said = world.says(ada, "list").await.to_string().replace("**", "*");
        assert!(said.contains("60 instances") && said.contains("$3.06/h · "), "{said}");
        let (shown, end) = (said.matches("/h").count(), said.lines().last().unwrap());
        let end = if shown == 60 { "all" } else { end };
        told.push(format!("{shown} lines, then {end}"));
        world.finish().await;
    }
    assert_snapshot!(told.join("\n"), @"
    60 lines, then all
    60 lines, then all
    60 lines, then all
    17 lines, then … +43
    ");
}

#[tokio::test(start_paused = true)]
async fn what_runs_a_job_is_running() {
    let world = World::new().await;
    for text in ["what's running?", "list --state running", "list --state jobrunning"] {
        let told = world.says("U0ADA", text).await;
        assert!(told.contains("*busy-ci* running a job") && !told.contains("*stopped-ci*"), "{text}: {told}");
    }
    assert!(!world.says("U0ADA", "list --state jobrunning").await.contains("*myci*"));
    let told = world.says("U0ADA", "list running gpus").await;
    assert!(told.contains("Apart from the size, it matches instances of `DS3_V2` and `E4S_V3`"), "{told}");
    world.finish().await;
}
