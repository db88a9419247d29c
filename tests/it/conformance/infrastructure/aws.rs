//! `infra/aws`, compared with the binary: the function's variables, the events of its schedules, its metric filters.

use std::{collections::BTreeSet, path::Path, time::Duration};

use jiff::Timestamp;
use lamplighter_emulator::{AWS_SECRET_ACCESS_KEY, Pace, Store};
use serde_json::{Value, json};
use toml::Table;

use super::{block, key, references, root, table, text_of};
use crate::support::{
    chat::slack,
    lambda_events::{Call, Front},
    lambda_runtime_api::Lambda,
    process::Azure,
};

const TEMPLATE: &str = include_str!("../../../../infra/aws/template.yaml");
const CONFIG: &str = include_str!("../../../../infra/aws/lamplighter.toml");

/// The placeholder that EventBridge Scheduler fills in.
const WHEN: &str = "<aws.scheduler.scheduled-time>";

/// The value behind `key` in a line of the template, without quotes.
fn said(key: &str) -> Vec<&'static str> {
    let lines = TEMPLATE.lines().map(str::trim);
    let values = lines.filter_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    values.map(|value| value.trim_matches('\'').trim_matches('"')).collect()
}

fn inputs() -> Vec<Value> {
    let inputs = said("Input").into_iter();
    inputs.map(|input| serde_json::from_str(input).unwrap()).collect()
}

fn sources() -> Table {
    table(CONFIG)["sources"].as_table().unwrap().clone()
}

/// The function with what the template and Lambda give it and nothing more, and with `config`, in emulated clouds.
async fn deployed(config: &str) -> (Lambda, Azure) {
    let clouds = Azure::at(Pace::ByHand).await;
    let webhook = format!("{}/_emulator/inbox/ops", clouds.url);
    let secret = json!({ "SLACK_SIGNING_SECRET": slack::SECRET, "SLACK_OPS_WEBHOOK": webhook, "LAMPLIGHTER_TICKET_KEY": "a-key-of-more-than-thirty-two-letters" });
    let emulator = &clouds.emulator;
    emulator.keep_secret(Store::AwsSecret, "lamplighter", &secret.to_string());
    let cloud = format!(
        r#"cloud = {{ authority = "{0}", resource_manager = "{0}", audience = "https://management.azure.com" }}"#,
        clouds.url
    );
    let config = config.replace("[azure]\n", &format!("[azure]\n{cloud}\n"));
    let given = block(TEMPLATE, "Variables:").into_iter().filter_map(key);
    let given = given.map(|name| match name {
        "LAMPLIGHTER_CONFIG" => (name, config.as_str()),
        _ => (name, "00000000-0000-0000-0000-0000000000aa"),
    });
    let by_lambda = [
        ("AWS_ACCESS_KEY_ID", "AKIAEMULATED00000000"),
        ("AWS_SECRET_ACCESS_KEY", AWS_SECRET_ACCESS_KEY),
        ("AWS_SESSION_TOKEN", "a-session-of-lambdas"),
        ("AWS_ENDPOINT_URL", &clouds.url),
    ];
    let variables: Vec<_> = given.chain(by_lambda).collect();
    let mut lambda = Lambda::start(env!("CARGO_BIN_EXE_lamplighter"), &variables).await;
    lambda.asks_next().await;
    (lambda, clouds)
}

#[test]
fn the_function_has_the_variables_that_it_reads_and_no_secret() {
    let set: BTreeSet<_> = block(TEMPLATE, "Variables:").into_iter().filter_map(key).collect();
    let read = ["LAMPLIGHTER_CONFIG", "AZURE_TENANT_ID", "AZURE_CLIENT_ID"];
    assert_eq!(set, BTreeSet::from(read));
    assert_eq!(references(&table(CONFIG), "env"), BTreeSet::new());
    let sources = text_of(&root().join("src"));
    for name in read {
        assert!(sources.contains(&format!("\"{name}\"")), "nothing in src/ reads {name}");
    }
}

/// What the function's role may call besides its log and queue is what src/ calls, as it calls it.
#[test]
fn the_functions_role_allows_exactly_its_calls() {
    let role = block(TEMPLATE, "FunctionRole:").join("\n");
    let sources = text_of(&root().join("src"));
    let actions = role.split("Action: ").skip(1).map(|rest| rest.lines().next().unwrap());
    let called: Vec<_> = actions
        .filter_map(|action| action.split_once(':'))
        .filter(|(service, _)| ["sts", "secretsmanager", "ssm"].contains(service))
        .map(|(_, call)| call)
        .filter(|call| *call != "AssumeRole")
        .collect();
    assert_eq!(called, ["GetWebIdentityToken", "GetSecretValue", "GetParameter"]);
    for said in called.into_iter().chain(["RS256"]) {
        assert!(sources.contains(said), "nothing in src/ says {said}");
        assert!(role.contains(said), "the role does not say {said}");
    }
    // The role allows tokens for exactly the audiences that are asked for, in each cloud.
    assert!(role.contains("sts:IdentityTokenAudience: !Ref TokenAudience"));
    let audiences = block(TEMPLATE, "TokenAudience:");
    let audiences = audiences.iter().find_map(|line| line.strip_prefix("AllowedValues: ["));
    let audiences = audiences.unwrap().trim_end_matches(']').split(", ");
    assert_eq!(audiences.clone().count(), 3);
    for audience in audiences {
        let asked = format!("\"{audience}\"");
        assert!(sources.contains(&asked), "nothing in src/ says {audience}");
    }
    // Each secret is read by the name that the role may read.
    let secrets = references(&table(CONFIG), "aws-secret");
    assert!(!secrets.is_empty());
    let name = block(TEMPLATE, "SecretName:");
    let default = name.iter().find_map(|line| line.strip_prefix("Default: ")).unwrap();
    for secret in secrets {
        let (named, member) = secret.split_once('#').unwrap();
        assert_eq!(named, default, "{secret}");
        let page = std::fs::read_to_string(root().join("docs/quickstart-aws-lambda.md")).unwrap();
        let told = [format!("\"{member}\":"), format!("`{member}`")];
        assert!(told.iter().any(|told| page.contains(told)), "the quickstart does not mention {member}");
    }
}

/// The folder that cargo-lambda makes is named after the binary, and Lambda unpacks it to /var/task.
#[test]
fn the_archive_has_the_binary_and_the_configuration() {
    let binary = Path::new(env!("CARGO_BIN_EXE_lamplighter")).file_name().unwrap();
    let folder = Path::new(said("CodeUri")[0]);
    assert_eq!(folder, Path::new("../../target/lambda").join(binary));
    assert_eq!(said("LAMPLIGHTER_CONFIG"), ["/var/task/lamplighter.toml"]);
    let copied = "cp infra/aws/lamplighter.toml target/lambda/lamplighter/";
    for file in ["infra/aws/template.yaml", "docs/quickstart-aws-lambda.md"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains(copied), "{file} does not say `{copied}`");
    }
}

#[test]
fn each_schedule_names_an_event_source_with_a_command_of_its_own() {
    let sources = sources();
    let mut named = BTreeSet::new();
    for input in &inputs() {
        let name = input["source"].as_str().unwrap();
        assert_eq!(*input, json!({"source": name, "time": WHEN}));
        assert_eq!(sources[name]["kind"].as_str(), Some("event"), "{name}");
        assert!(sources[name]["command"].is_str(), "{name}");
        assert!(named.insert(name.to_owned()), "{name} is sent by two schedules");
    }
    let events = sources.iter().filter(|(_, source)| source["kind"].as_str() == Some("event"));
    assert_eq!(named, events.map(|(name, _)| name.clone()).collect());
}

#[test]
fn the_nightly_stop_and_its_announcement_begin_as_a_dry_run() {
    let sources = sources();
    let command = |source: &str| sources[source]["command"].as_str().unwrap();
    for source in ["nightly", "evening-notice"] {
        assert_eq!(sources[source]["dry_run"].as_bool(), Some(true), "{source}");
    }
    let announced = format!("announce {} in 30m", command("nightly"));
    assert_eq!(command("evening-notice"), announced);
    // As many minutes as there are between the two schedules.
    assert!(TEMPLATE.contains("Default: cron(30 19 ? * MON-FRI *)"));
    assert!(TEMPLATE.contains("Default: cron(0 20 ? * MON-FRI *)"));
    assert_eq!(command("morning"), "cost --since 18:00");
}

/// The timers of the configuration, rung as the schedules ring them.
#[tokio::test]
async fn the_function_carries_out_what_the_schedules_send() {
    let (mut lambda, clouds) = deployed(CONFIG).await;
    for input in inputs() {
        let event = input.to_string().replace(WHEN, &Timestamp::now().to_string());
        let event = serde_json::from_str(&event).unwrap();
        lambda.invoke(event, Duration::from_secs(900));
        let answer = lambda.replies().await.result.unwrap();
        lambda.asks_next().await;
        let source = &table(CONFIG)["sources"][input["source"].as_str().unwrap()];
        let command = source["command"].as_str().unwrap();
        let done = answer["command"].as_str().unwrap();
        assert_eq!(done.replace(" --dry-run", ""), command);
        assert_eq!(done.contains("--dry-run"), source.get("dry_run").is_some(), "{done}");
        if command == "due" {
            assert_eq!(answer["message"], "Nothing is due.");
            continue;
        }
        assert_ne!(answer["results"], json!([]), "{answer}");
        let told = clouds.emulator.next_message().await.body;
        assert!(told["text"].as_str().unwrap().contains("myci"), "{told}");
    }
    assert_eq!(clouds.emulator.state("myci").as_deref(), Some("Running"), "dry");
}

/// How many lines of a log the metric filters count, `Refused` and `Undone`: `$.field = "text"` and `$.field IS TRUE`.
fn counted(log: &str) -> [usize; 2] {
    let lines: Vec<Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let [refused, undone] = said("FilterPattern")[..] else { panic!("not two metric filters") };
    [refused, undone].map(|pattern| {
        let term = pattern.strip_prefix("{ $.").and_then(|rest| rest.strip_suffix(" }")).unwrap();
        let (field, wanted) = match term.split_once(" = ") {
            Some((field, text)) => (field, json!(text.trim_matches('"'))),
            None => (term.strip_suffix(" IS TRUE").unwrap(), json!(true)),
        };
        lines.iter().filter(|line| line[field] == wanted).count()
    })
}

/// What the function writes as it takes an event.
async fn log_of(config: &str, event: Value) -> String {
    let (mut lambda, _clouds) = deployed(config).await;
    lambda.invoke(event, Duration::from_secs(900));
    lambda.replies().await.result.unwrap();
    lambda.asks_next().await;
    lambda.stop().await
}

#[tokio::test]
async fn a_refused_request_is_counted_by_its_metric_filter() {
    let unsigned = Call::post("/hooks/slack", &[], b"command=%2Fci&text=status");
    let log = log_of(CONFIG, Front::FunctionUrl.event(&unsigned)).await;
    assert_eq!(counted(&log), [1, 0], "{log}");
}

#[tokio::test]
async fn a_timer_that_was_not_carried_out_is_counted_by_its_metric_filter() {
    let ungranted = CONFIG.replace("to = [\"nightly\"]", "to = [\"morning\"]");
    let absent = CONFIG.replace("\"stop all --except prod-*\"", "\"stop research/absent\"");
    let now = Timestamp::now();
    for (config, source, at, undone) in [
        (CONFIG, "nightly", now, 0),
        (ungranted.as_str(), "nightly", now, 1),
        (CONFIG, "unknown", now, 1),
        (CONFIG, "nightly", now - Duration::from_secs(2 * 3600), 1),
        (&absent, "nightly", now, 1),
    ] {
        let log = log_of(config, json!({"source": source, "time": at.to_string()})).await;
        assert_eq!(counted(&log), [0, undone], "{source}: {log}");
    }
}
