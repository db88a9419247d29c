//! The morning report of docs/timers.md: its configuration, as it stands there, on each host, and each of its commands.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::{
    functions_host::Functions,
    lambda_deployment::Deployment,
    world::{World, by_hand},
};

const TIMERS: &str = include_str!("../../../docs/timers.md");

fn recipe() -> &'static str {
    let (_, recipe) = TIMERS.split_once("## A morning report\n").unwrap();
    recipe.split("\n## ").next().unwrap()
}

/// Its source and its grant.
fn config() -> &'static str {
    let (_, config) = recipe().split_once("```toml\n").unwrap();
    config.split("```").next().unwrap()
}

#[tokio::test]
async fn eventbridge_posts_it() {
    let channel = "[notify.ml-ops]\nkind = \"slack\"\nurl = { env = \"OPS_WEBHOOK\" }\n\n";
    let mut deployed = Deployment::configured(&format!("\n{channel}{}", config()), &[]).await;
    deployed.lambda.asks_next().await;
    let event = json!({"source": "morning", "time": Timestamp::now().to_string()});
    deployed.lambda.invoke(event, std::time::Duration::from_secs(900));
    let result = deployed.lambda.replies().await.result.expect("a result");
    assert_eq!(result["verdict"], "done", "{result}");
    let told = deployed.emulator.next_message().await.body;
    assert!(told["text"].as_str().unwrap().contains("`cost --since 18:00`"), "{told}");
    assert!(told["text"].as_str().unwrap().contains("2 instances are running: *$0.55 per hour*"), "{told}");
}

#[tokio::test]
async fn azure_functions_posts_it() {
    let functions = Functions::configured(&format!("\n{}", config())).await;
    let timer = include_str!("../../../events/functions/timer.json");
    let mut timer: Value = serde_json::from_str(timer).unwrap();
    timer["Metadata"]["sys"]["MethodName"] = json!("morning");
    let now = json!(Timestamp::now().to_string());
    timer["Metadata"]["sys"]["UtcNow"] = now.clone();
    for date in ["Last", "Next", "LastUpdated"] {
        timer["Data"]["timer"]["ScheduleStatus"][date] = now.clone();
    }
    let answer = functions.invokes("morning", &timer.to_string()).await;
    assert_eq!(answer.status, 200);
    let logs = answer.json()["Logs"].to_string();
    assert!(logs.contains("2 instances are running"), "{logs}");
}

/// cron, Kubernetes and others sign.
#[tokio::test(start_paused = true)]
async fn each_command_of_it_is_answered_with_a_report() {
    let rows = recipe().lines().filter_map(|line| line.strip_prefix("| `"));
    let commands: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(commands.len(), 3, "{commands:?}");
    for command in commands {
        let (_, grant) = config().split_once("[[grants]]").unwrap();
        let grant = grant.replace("morning", "nightly");
        let world = World::with(by_hand(), |demo| {
            let with = demo.replace("command = \"stop all\"", &format!("command = \"{command}\""));
            format!("{with}\n[[grants]]{grant}")
        })
        .await;
        let answer = world.sends("nightly", "", &[]).await;
        assert_eq!(answer.status, 200, "{answer}");
        let told = world.hears().await;
        assert!(told.contains(command) && told.contains("myci"), "{told}");
        assert_eq!(world.emulator.state("myci").as_deref(), Some("Running"));
        world.finish().await;
    }
}
