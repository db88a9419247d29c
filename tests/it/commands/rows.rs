//! What scripts read of each instance: the facts that replies put into words.

use insta::assert_snapshot;
use lamplighter_emulator::Pace;
use serde_json::{Value, json};

use crate::support::{process::Azure, reply::Reply, world::World};

async fn asks(world: &World, command: &str) -> Reply {
    world.sends("script", &json!({ "command": command }).to_string(), &[("prefer", "wait=50")]).await
}

/// The row of one instance, a line for each key.
fn row(answer: &Value, target: &str) -> String {
    let rows = answer["results"].as_array().unwrap();
    let row = rows.iter().find(|row| row["target"] == target).unwrap_or_else(|| panic!("{answer:#}"));
    let lines = row.as_object().unwrap().iter().map(|(key, fact)| format!("{key}: {fact}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test(start_paused = true)]
async fn rows_of_status_carry_what_its_words_say() {
    let world = World::with_machines("").await;
    world.says("U0ADA", "keep myci for 4h because training").await;
    let status = asks(&world, "status all").await.body;
    assert_snapshot!(row(&status, "research/myci"), @r#"
    cause: "User"
    errors: []
    idle: {"seconds":3600}
    image: {"days":162,"is_latest":false,"latest":"26.10.22","version":"26.06.14"}
    kept: {"because":"training","by":"u0ada","until":"2026-11-23T22:00:00Z"}
    last_operation: {"at":"2026-11-23T13:00:00Z","cause":"User","name":"Start","status":"Succeeded"}
    outcome: "done"
    owner: {"id":"00000000-0000-0000-0000-0000000000bb","name":"Ana"}
    price: {"amount":0.293,"currency":"USD"}
    reason: null
    schedules: [{"action":"Stop","cron":"0 20 * * 1-5","drift":null,"enabled":true,"failed":false,"id":"00000000-0000-0000-0000-00000000000d","next":"2026-11-23T23:00:00Z","recurrence":null,"start":"2026-01-01T00:00:00","time_zone":"E. South America Standard Time"}]
    seconds: null
    since: "2026-11-23T13:00:00Z"
    size: "STANDARD_DS3_V2"
    state: "Running"
    target: "research/myci"
    "#);
    assert_snapshot!(row(&status, "research/stopped-ci"), @r#"
    cause: "IdleShutdown"
    errors: []
    idle: {"seconds":3600}
    image: {"days":32,"is_latest":true,"latest":"26.10.22","version":"26.10.22"}
    kept: null
    last_operation: {"at":"2026-11-23T04:00:00Z","cause":"IdleShutdown","name":"Stop","status":"Succeeded"}
    outcome: "done"
    owner: {"id":"00000000-0000-0000-0000-0000000000bc","name":null}
    price: {"amount":3.06,"currency":"USD"}
    reason: null
    schedules: []
    seconds: null
    since: "2026-11-23T04:00:00Z"
    size: "STANDARD_NC6S_V3"
    state: "Stopped"
    target: "research/stopped-ci"
    "#);
    world.emulator.set(
        "myci",
        json!({
            "idleTimeBeforeShutdown": "one day",
            "errors": [
                { "error": { "code": "UserError", "message": "It encountered an unusable node." } },
                { "error": { "code": "Odd", "message": "A new one." } },
            ],
        }),
    );
    world
        .azure(
            "PATCH",
            "/providers/Microsoft.Resources/tags/default?api-version=2021-04-01",
            json!({
                "operation": "Merge", "properties": { "tags": { "lamplighter-keep-myci": "until when?" } },
            }),
        )
        .await;
    tokio::time::advance(std::time::Duration::from_secs(20)).await;
    let status = asks(&world, "status myci").await.body;
    let facts = ["idle", "errors", "kept"].map(|key| status["results"][0][key].to_string());
    assert_snapshot!(facts.join("\n"), @r#"
    {"unknown":"unreadable"}
    [{"code":"UserError","message":"It encountered an unusable node.","reason":"unusable"},{"code":"Odd","message":"A new one.","reason":null}]
    {"unknown":"unreadable"}
    "#);
    world.fault("tags", "403", json!({"times": 0}));
    tokio::time::advance(std::time::Duration::from_secs(20)).await;
    let status = asks(&world, "status myci").await.body;
    assert_eq!(status["results"][0]["kept"], json!({"unknown": "not-read"}));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn every_query_shows_the_same_facts_of_an_instance() {
    let world = World::with_machines("").await;
    let list = asks(&world, "list").await.body;
    let of_list = list["results"][0].as_object().unwrap();
    assert_eq!(of_list["target"], "research/myci");
    for command in
        ["status all", "cost", "audit all", "outdated all", "schedule myci", "announce stop all in 30m"]
    {
        let has_no_price = ["audit all", "outdated all", "schedule myci"].contains(&command);
        let answer = asks(&world, command).await.body;
        let rows = answer["results"].as_array().unwrap();
        let row = rows.iter().find(|row| row["target"] == "research/myci").unwrap();
        for (key, fact) in of_list.iter().filter(|(key, _)| !(has_no_price && *key == "price")) {
            assert_eq!(row.get(key), Some(fact), "{command}: {key}");
        }
    }
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn rows_of_cost_carry_prices_and_savings() {
    let world = World::with_machines("").await;
    let cost = asks(&world, "cost --since 20h").await.body;
    let money = |target: &str| {
        let rows = cost["results"].as_array().unwrap();
        let row = rows.iter().find(|row| row["target"] == target).unwrap();
        json!([row["price"], row.get("saved")])
    };
    assert_snapshot!(money("research/myci"), @r#"[{"amount":0.293,"currency":"USD"},null]"#);
    assert_snapshot!(money("research/stopped-ci"), @r#"[{"amount":3.06,"currency":"USD"},{"amount":42.84,"currency":"USD"}]"#);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn rows_of_changes_carry_what_azure_shows_after_them() {
    let world = World::with_machines("").await;
    let mut rows = Vec::new();
    for command in [
        "idle myci 2h",
        "idle myci 2h",
        "keep myci for 3h because training",
        "schedule stopped-ci add start weekdays at 08:00",
        "stop stopped-ci",
        "stop myci",
        "stop busy-ci",
    ] {
        let answer = asks(&world, command).await.body;
        let row = answer["results"][0].as_object().unwrap_or_else(|| panic!("{answer}"));
        let facts =
            row.iter().filter(|(key, _)| !["correlation", "seconds", "target"].contains(&key.as_str()));
        let facts: Vec<_> = facts.map(|(key, fact)| format!("{key} {fact}")).collect();
        rows.push(format!("{command}: {}", facts.join(", ")));
    }
    assert_snapshot!(rows.join("\n"), @r#"
    idle myci 2h: idle {"seconds":7200}, idle_before {"seconds":3600}, outcome "done", reason null, state null
    idle myci 2h: idle {"seconds":7200}, outcome "already", reason null, state null
    keep myci for 3h because training: kept {"because":"training","by":"script","until":"2026-11-23T21:00:00Z"}, outcome "done", reason null, state null
    schedule stopped-ci add start weekdays at 08:00: outcome "done", reason null, schedules [{"action":"Start","cron":"0 8 * * 1-5","drift":{"at":"2027-03-28T01:00:00Z","seconds":3600},"enabled":true,"failed":false,"id":"454021de-0000-4000-8000-21de755d453b","next":"2026-11-24T08:00:00Z","recurrence":null,"start":"2026-11-23T18:00:00","time_zone":"GMT Standard Time"}], state null
    stop stopped-ci: cause "IdleShutdown", outcome "already", owner {"id":"00000000-0000-0000-0000-0000000000bc","name":null}, reason null, since "2026-11-23T04:00:00Z", size "STANDARD_NC6S_V3", state "Stopped"
    stop myci: kept {"because":"training","by":"script","until":"2026-11-23T21:00:00Z"}, outcome "kept", owner {"id":"00000000-0000-0000-0000-0000000000bb","name":"Ana"}, reason null, size "STANDARD_DS3_V2", state null
    stop busy-ci: outcome "skipped", owner {"id":"00000000-0000-0000-0000-0000000000bc","name":null}, reason "job-running", size "STANDARD_E4S_V3", state "JobRunning"
    "#);
}

#[tokio::test]
async fn a_terminal_gets_the_same_rows() {
    let azure = Azure::at(Pace::Real).await;
    let (code, line) = azure.run(&["run", "status myci", "--json"]).await;
    assert_eq!(code, 0, "{line}");
    let answer: Value = serde_json::from_str(&line).unwrap();
    let row = &answer["results"][0];
    for key in ["size", "price", "owner", "since", "cause", "image", "idle", "kept", "errors"] {
        assert!(row.get(key).is_some(), "{key}: {row:#}");
    }
}
