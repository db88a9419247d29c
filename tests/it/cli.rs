//! The binary as people run it: output, exit codes, signals.

mod alert_samples;
mod configuration;
mod explain_access;
mod init;
mod machine_samples;
mod manifests;
mod output;
mod people_import;
mod settings;
mod version;
mod words;

use std::process::Stdio;

use lamplighter_emulator::Pace;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::support::{
    chat::{Chat, slack, teams},
    demo_config::CONFIG,
    process::{Azure, address, bare, told},
};

#[tokio::test]
async fn mistyped_arguments_and_missing_configuration_exit_with_2() {
    for args in [&[][..], &["frobnicate"], &["serve", "--adr", "x"], &["run"]] {
        let (code, text) = told(bare(args).output().await.unwrap());
        assert_eq!(code, 2, "{args:?}: {text}");
        assert!(text.contains("Usage"), "{args:?}: {text}");
    }
    for args in [&["serve"][..], &["run", "ping"], &["check"], &["send", "slack/stop"]] {
        let (code, text) = told(bare(args).output().await.unwrap());
        assert_eq!(code, 2, "{args:?}: {text}");
        assert!(text.contains("lamplighter demo"), "{args:?}: {text}");
    }
    let faulty = told(
        bare(&["check"])
            .env("LAMPLIGHTER_CONFIG", "[azure]\ncloud = 3\n[sources.x]\nkind = \"y\"\n")
            .output()
            .await
            .unwrap(),
    );
    assert_eq!(faulty.0, 2);
    assert!(faulty.1.lines().count() > 3, "all faults at once: {}", faulty.1);
    for args in ["--help", "--version"] {
        assert_eq!(told(bare(&[args]).output().await.unwrap()).0, 0);
    }
}

#[tokio::test]
async fn a_function_without_configuration_does_not_start() {
    let lambda = bare(&[]).env("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1").output().await.unwrap();
    let (code, log) = told(lambda);
    assert_eq!(code, 2, "{log}");
    assert!(log.contains("LAMPLIGHTER_CONFIG"), "{log}");
}

#[tokio::test]
async fn run_exits_with_a_code_for_each_outcome() {
    let azure = Azure::at(Pace::Real).await;
    let run = async |command: &str| azure.run(&["run", command]).await;
    assert_eq!(run("status all").await.0, 0);
    assert_eq!(run("stop stopped-ci").await.0, 0, "already");
    assert_eq!(run("stop busy-ci").await.0, 6, "left running");
    assert_eq!(run("stop *usy-ci --force --dry-run").await.0, 0, "only told");
    assert_eq!(run("stop *usy-ci").await.0, 0, "nothing that was named");
    assert_eq!(run("stop busy-ci stopped-ci").await.0, 6, "one of two");
    assert_eq!(run("restart stopped-ci").await.0, 6, "nothing to restart");
    for (state, code) in [("Starting", 6), ("Stopping", 4)] {
        azure.emulator.set("stopped-ci", json!({"state": state}));
        assert_eq!(run("stop research/stopped-ci").await.0, code, "{state}");
    }
    azure.emulator.set("stopped-ci", json!({"state": "Stopped"}));
    assert_eq!(run("stop gpu-*").await.0, 0, "nothing to do");
    assert_eq!(run("list --state unusable").await.0, 0, "nothing to show");
    assert_eq!(run("stop all --state runnning").await.0, 2, "no state");
    assert_eq!(run("frobnicate").await.0, 2);
    assert_eq!(run("stop nobodys").await.0, 3);
    let (code, prompt) = run("delete myci").await;
    assert_eq!(code, 3, "{prompt}");
    assert!(prompt.contains("--yes"), "{prompt}");
    assert_eq!(azure.emulator.state("myci").as_deref(), Some("Running"));
    let (code, said) = run("stop myci").await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("myci is stopped"), "{said}");
    assert_eq!(azure.run(&["run", "delete myci", "--yes"]).await.0, 0);
    assert_eq!(azure.emulator.state("myci"), None);
    azure.fault(json!({"operation": "get", "fault": "404", "times": 0}));
    azure.fault(json!({"operation": "list", "fault": "403", "times": 0}));
    for command in ["list", "status all", "cost", "audit all", "stop all"] {
        assert_eq!(run(command).await.0, 1, "{command}");
    }
    let (_, json) = azure.run(&["run", "list", "--json"]).await;
    let said: Value = serde_json::from_str(&json).unwrap_or_else(|_| panic!("{json}"));
    assert_eq!(
        (&said["verdict"], &said["unread"]),
        (&json!("failed"), &json!([{"workspace": "research", "reason": "forbidden"}]))
    );
}

#[tokio::test]
async fn run_prints_json_for_scripts() {
    let azure = Azure::at(Pace::Real).await;
    let (code, text) = azure.run(&["run", "stop myci stopped-ci", "--json"]).await;
    assert_eq!(code, 0, "{text}");
    let said: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = said.last().unwrap();
    assert_eq!(last["last"], true);
    assert_eq!(last["results"][0]["target"], "research/myci");
    assert_eq!(last["results"][0]["outcome"], "done");
    assert_eq!(last["results"][1]["outcome"], "already");
    assert!(last["message"].as_str().unwrap().contains("1 stopped, 1 already off"));
}

#[tokio::test]
async fn run_prints_costs() {
    let azure = Azure::at(Pace::Real).await;
    let (code, text) = azure.run(&["run", "cost --since 20h"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("2 instances are running: $0.55 per hour"), "{text}");
    assert!(text.contains("have saved $42.84 so far"), "{text}");
    let (code, text) = azure.run(&["run", "custo", "--json"]).await;
    assert_eq!(code, 0, "{text}");
    let said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said["results"][0]["target"], "research/busy-ci");
    assert_eq!(said["results"][0]["state"], "JobRunning");
}

#[tokio::test]
async fn check_names_missing_actions() {
    let azure = Azure::at(Pace::Real).await;
    let (code, table) = azure.run(&["check"]).await;
    assert_eq!(code, 0, "{table}");
    let rights =
        json!({"actions": ["Microsoft.MachineLearningServices/workspaces/computes/read"], "notActions": []});
    azure.emulator.grant(serde_json::from_value(rights).unwrap());
    let (code, table) = azure.run(&["check"]).await;
    assert_eq!(code, 1, "{table}");
    let missing = table.lines().filter(|line| line.contains("MISSING")).count();
    assert_eq!(missing, 5, "start, stop, restart, delete, and to read tags: {table}");
    assert!(table.contains("vmSizes/read not held, so no price is told: "), "{table}");
    let mut looking = azure.lamplighter(&["check"]);
    let config =
        CONFIG.replace("http://127.0.0.1:8181", &azure.url).replace("[azure]\n", "[azure]\njobs = false\n");
    let (_, jobs) = told(looking.env("LAMPLIGHTER_CONFIG", config).output().await.unwrap());
    assert!(table.contains("jobs/read not held, so jobs that wait are not checked"), "{table}");
    assert!(!jobs.contains("jobs/read"), "{jobs}");
    assert!(table.contains("tags/write not held, so `keep` does not work"), "{table}");
    azure.fault(json!({"operation": "token", "fault": "401", "times": 0}));
    let (code, table) = azure.run(&["check", "--json"]).await;
    assert_eq!(code, 1);
    assert!(table.contains("AADSTS7000215"), "{table}");
}

#[tokio::test]
async fn check_warns_of_a_machine_without_a_grant_and_of_a_shared_secret() {
    let azure = Azure::at(Pace::Real).await;
    let more = r#"
[sources.morning]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
command = "start myci"
[sources.alerts]
kind = "alertmanager"
token = { env = "NIGHTLY_SECRET" }
rules = [{ when = {}, command = "restart {instance}" }]
"#;
    let (code, text) = told(azure.configured(more, &["check"]).output().await.unwrap());
    assert_eq!(code, 1, "{text}");
    let doubts: Vec<_> = text.lines().filter(|line| line.starts_with("DOUBT")).collect();
    insta::assert_snapshot!(doubts.join("\n"), @r#"
    DOUBT      `alerts` is to restart, and no grant lets it: write to = ["alerts"], may = ["restart"]
    DOUBT      `morning` is to start, and no grant lets it: write to = ["morning"], may = ["start"]
    DOUBT      `morning` and `nightly` have one secret: who may send to one may send to the other
    "#);
}

const MATTERMOST: &str = r#"
[sources.mattermost]
kind = "mattermost"
token = { env = "MATTERMOST_TOKEN" }
site_url = "https://chat.example.com"
url = "https://lamplighter.example.com"
"#;

/// A configuration that will run elsewhere.
#[tokio::test]
async fn check_offline_reads_only_the_document() {
    for file in [
        "infra/aws/lamplighter.toml",
        "infra/azure/lamplighter.toml",
        "infra/azure/container-apps.toml",
        "lamplighter.example.toml",
    ] {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let (code, text) = told(bare(&["check", "--offline", "--config", &path]).output().await.unwrap());
        assert_eq!(code, 0, "{text}");
        assert_eq!(text, "config     ok by itself; no secret was looked for, and nobody was asked\n");
    }
    let discord = Chat::Discord.config("http://127.0.0.1:8181");
    let sealed = format!("{CONFIG}{discord}{MATTERMOST}");
    let mut command = bare(&["check", "--offline"]);
    let (code, text) = told(command.env("LAMPLIGHTER_CONFIG", &sealed).output().await.unwrap());
    assert_eq!(code, 0, "{text}");
    let unsealed = sealed.replace("[tickets]\nkey = { env = \"LAMPLIGHTER_TICKET_KEY\" }", "");
    let mut command = bare(&["check", "--offline"]);
    let (code, text) = told(command.env("LAMPLIGHTER_CONFIG", unsealed).output().await.unwrap());
    assert_eq!((code, text.matches("has no secret to seal its buttons with").count()), (2, 2), "{text}");

    let faulty = include_str!("../../infra/aws/lamplighter.toml")
        .replace("kind = \"slack\"\nsecret", "kind = \"slak\"\nsecret")
        .replace("may = [\"stop\"]", "may = [\"stopp\"]")
        .replace("command = \"stop all", "command = \"sotp all");
    let mut command = bare(&["check", "--offline"]);
    let (code, text) = told(command.env("LAMPLIGHTER_CONFIG", faulty).output().await.unwrap());
    assert_eq!(code, 2, "{text}");
    insta::assert_snapshot!(text, @"
    lamplighter: LAMPLIGHTER_CONFIG:16: sources.slack.kind: is not a kind of source: did you mean `slack`?
    LAMPLIGHTER_CONFIG:35: sources.nightly.command: is not understood: I don't know `…`. Did you mean `stop all --except prod-*`?
    LAMPLIGHTER_CONFIG:57: grants[0].may[0]: is neither a verb nor a role: did you mean `stop`?
    ");
}

#[tokio::test]
async fn serve_accepts_what_send_signs_and_reports_when_it_shuts_down() {
    let azure = Azure::at(Pace::ByHand).await;
    let (server, address) = azure.serving().await;
    let hook = format!("{address}/hooks/slack");
    let inbox = format!("{}/_emulator/inbox/slack", azure.url);
    let (code, answer) = azure.run(&["send", "slack/stop", "--to", &hook, "--reply-to", &inbox]).await;
    assert_eq!(code, 0, "{answer}");
    assert_eq!(answer, "HTTP 200\n🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.\n");
    let pid = server.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    let last = azure.emulator.next_message().await.body;
    assert!(last["text"].as_str().unwrap().contains("I can't follow it any longer"), "{last}");
    let (code, log) = told(server.wait_with_output().await.unwrap());
    assert_eq!(code, 0, "{log}");
    let audit: Vec<Value> = log
        .lines()
        .filter(|line| line.contains("\"caller\""))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(audit.len(), 2, "one line when Azure accepted, one when it ended: {log}");
    for line in &audit {
        assert_eq!(line["caller"], "slack:T0DEMO/U0ADA");
        assert_eq!(line["command"], "stop myci");
        assert_eq!(line["permitted"], true);
    }
    assert_eq!(
        (audit[0]["message"].as_str(), audit[0]["results"].as_str()),
        (Some("heard"), Some("research/myci asked"))
    );
    assert!(audit[0]["azure"].is_string(), "Azure's correlation id: {log}");
    assert_eq!(
        (audit[1]["message"].as_str(), audit[1]["results"].as_str()),
        (Some("settled"), Some("research/myci asked not-settled"))
    );
    for secret in [slack::SECRET, "v0=", "response_url", "_emulator/inbox", "Bearer"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

/// An event source has no route and is not listed; a command set up with GET is explained in the log.
#[tokio::test]
async fn serve_lists_the_routes_that_answer_and_logs_a_wrong_method() {
    let azure = Azure::at(Pace::ByHand).await;
    let event = "\n[sources.morning]\nkind = \"event\"\ncommand = \"status all\"\n\n\
                 [[grants]]\nto = [\"morning\"]\nmay = [\"reader\"]\non = [\"*\"]\n";
    let mut server = azure
        .configured(event, &["serve", "--addr", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let (address, routes) = line.split_once(" hears ").unwrap();
    let routes: Vec<_> = routes.split(", ").collect();
    assert!(routes.contains(&"POST /hooks/slack") && routes.contains(&"GET /healthz"), "{line}");
    let client = lamplighter::client::http_client().unwrap();
    for route in routes {
        let (method, path) = route.split_once(' ').unwrap();
        let ask = async || {
            let request = client.request(method.parse().unwrap(), format!("{address}{path}"));
            request.send().await.unwrap().status().as_u16()
        };
        let mut status = ask().await;
        // The server is not ready before it has its first token.
        while path == "/readyz" && status == 503 {
            status = ask().await;
        }
        assert!(matches!(status, 200 | 401), "{route}: {status}");
    }
    let get = client.get(format!("{address}/hooks/slack?token=hush")).send().await.unwrap();
    assert_eq!(get.status(), 405);
    server.start_kill().unwrap();
    let log = server.wait_with_output().await.unwrap().stderr;
    let log =
        [lines.next_line().await.unwrap().unwrap_or_default(), String::from_utf8(log).unwrap()].concat();
    assert!(log.contains("wrong method: only POST is heard"), "{log}");
    assert!(log.contains("GET") && !log.contains("hush"), "{log}");
}

#[tokio::test]
async fn send_exits_with_1_when_azure_could_not_be_read() {
    let azure = Azure::at(Pace::ByHand).await;
    let (_server, address) = azure.serving().await;
    let hook = format!("{address}/hooks/nightly");
    let send = ["send", "signed/nightly", "--source", "nightly", "--to", &hook, "--json"];
    for (operation, fault, status) in [
        ("list", "403", 424),
        ("list", "401", 424),
        ("list", "404", 424),
        ("list", "garbage", 424),
        ("tags", "403", 424),
        ("tags", "500", 503),
        ("stop", "disk-full", 200),
        // Last, because it blocks further calls.
        ("list", "429", 503),
    ] {
        azure.fault(json!({"operation": operation, "fault": fault, "times": 0, "retry_after": 3600}));
        let (code, answer) = azure.run(&send).await;
        assert_eq!(code, 1, "{operation} {fault}: {answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["status"], status, "{operation} {fault}: {answer}");
        let body = answer["body"].as_str().unwrap();
        assert!(body.contains(r#""verdict":"failed""#), "{operation} {fault}: {body}");
        azure.emulator.clear_faults();
    }
}

#[tokio::test]
async fn a_teams_sample_is_dated_now() {
    let azure = Azure::at(Pace::ByHand).await;
    let teams = |args: &[&str]| {
        let mut command = azure.configured(teams::CONFIG, args);
        command.envs([
            ("TEAMS_TOKEN", teams::TOKEN),
            ("OPS_WEBHOOK", &format!("{}/_emulator/inbox/ops", azure.url)),
        ]);
        command
    };
    let mut server = teams(&["serve", "--addr", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
    let hook = format!("{}/hooks/teams", address(&mut server).await);
    let mut send = teams(&["send", "teams/stop", "--to", &hook]);
    let (code, answer) = told(send.output().await.unwrap());
    assert_eq!(code, 0, "{answer}");
    assert!(answer.contains("I'll tell you in "), "{answer}");
}

#[tokio::test]
async fn discord_samples_are_signed_only_for_the_samples_own_key() {
    let azure = Azure::at(Pace::ByHand).await;
    let config = CONFIG.replace("http://127.0.0.1:8181", &azure.url) + &Chat::Discord.config(&azure.url);
    let lamplighter = |args: &[&str], config: &str| {
        let mut command = azure.lamplighter(args);
        command
            .env("LAMPLIGHTER_CONFIG", config)
            .env("LAMPLIGHTER_TICKET_KEY", "a-key-of-more-than-thirty-two-letters");
        command
    };
    let mut server = lamplighter(&["serve", "--addr", "127.0.0.1:0"], &config);
    let mut server = server.stdout(Stdio::piped()).spawn().unwrap();
    let hook = format!("{}/hooks/discord", address(&mut server).await);
    let send = async |sample: &str, config: &str| {
        let mut command = lamplighter(&["send", sample, "--to", &hook], config);
        told(command.output().await.unwrap())
    };
    for (sample, answered) in [
        ("discord/ping", r#"{"type":1}"#),
        ("discord/status", "has been running"),
        ("discord/stop", "asked Azure to stop it"),
        ("discord/autocomplete", "🟡 myci\n"),
    ] {
        let (code, answer) = send(sample, &config).await;
        assert_eq!(code, 0, "{sample}: {answer}");
        assert!(answer.contains(answered), "{sample}: {answer}");
    }
    let foreign = config.replace("d75a98", "d75a99");
    let (code, text) = send("discord/stop", &foreign).await;
    assert_eq!(code, 2);
    assert!(text.contains("only Discord can sign"), "{text}");
}

#[tokio::test]
async fn send_explains_what_it_cannot_do() {
    let azure = Azure::at(Pace::ByHand).await;
    let (code, text) = azure.run(&["send", "slack/nonsense"]).await;
    assert_eq!(code, 2);
    assert!(text.contains("slack/stop"), "{text}");
    let (code, text) = azure.run(&["send", "slack/stop", "--source", "teams"]).await;
    assert_eq!(code, 2);
    assert!(text.contains("--source"), "{text}");
    let (code, text) = azure.run(&["send", "slack/stop", "--to", "http://127.0.0.1:1/hooks/slack"]).await;
    assert_eq!(code, 1, "{text}");
}

#[tokio::test]
async fn the_demo_lists_its_languages_when_asked_for_another() {
    let (code, text) = told(bare(&["demo", "--locale", "tlh"]).output().await.unwrap());
    assert_eq!(code, 2);
    assert!(text.contains("\"pt-BR\""), "{text}");
}

#[tokio::test]
async fn the_page_of_the_demo_knows_its_people() {
    let mut demo = bare(&["demo", "--web"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(demo.stdout.as_mut().unwrap()).lines();
    let page = loop {
        let line = lines.next_line().await.unwrap().unwrap();
        if let Some(at) = line.find("http://127.0.0.1") {
            break line[at..].split_whitespace().next().unwrap().to_owned();
        }
    };
    let (client, origin) =
        (lamplighter::client::http_client().unwrap(), page.trim_end_matches("/en/").to_owned());
    let types = async |who: &str| {
        let body = json!({ "who": who, "text": "whoami", "place": "a" });
        let request = client.post(format!("{page}types")).header("origin", &origin);
        request.body(body.to_string()).send().await.unwrap().status().as_u16()
    };
    assert_eq!((types("Ada").await, types("Bob").await), (200, 200));
    assert_eq!(types("Mallory").await, 400);
}

#[tokio::test]
async fn check_names_each_blueprint_that_is_well() {
    let azure = Azure::at(Pace::Real).await;
    let more = "\n[blueprints.small]\nsize = \"Standard_DS3_v2\"\nidle = \"1h\"\n\n[blueprints.odd]\nsize = \"Standard_Odd\"\nidle = \"1h\"\n";
    let (code, text) = told(azure.configured(more, &["check"]).output().await.unwrap());
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("\nblueprint  small in research: ok\n"), "{text}");
    assert!(text.contains("DOUBT      the blueprint `odd` in research: "), "{text}");
}
