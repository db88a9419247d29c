//! What a cold start on Lambda costs:
//!
//! ```sh
//! cargo build --release --no-default-features --target-dir target/artefact
//! cargo bench --profile dev --bench cold-start -- target/artefact/release/lamplighter
//! ```
//!
//! The binary runs under a Runtime API of our own and talks to the emulator, both over loopback: the
//! figures are of our process, without Lambda's own share (fetching the archive, starting the
//! micro-VM) and without a network.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "it prints figures, and ends at the first fault"
)]

use std::{env, fs, process::Command, time::Duration};

use jiff::Timestamp;
use lamplighter_emulator::{Emulator, Options, Pace};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use url::form_urlencoded;

#[path = "../tests/it/support/lambda_runtime_api.rs"]
mod runtime_api;
#[path = "../tests/it/support/signers.rs"]
#[expect(dead_code, reason = "only Slack is measured")]
mod signers;

use runtime_api::Lambda;

const CONFIG: &str = include_str!("../docs/demo.toml");
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const STARTS: usize = 20;
const WARM_ANSWERS: usize = 100;

/// Short, so that the stop's follow-up soon gives up waiting for an instance that never settles.
const TIME_OUT: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Figures {
    ready: Vec<Duration>,
    stop: Vec<Duration>,
    warm: Vec<Duration>,
    /// In KiB.
    resident_when_ready: u64,
    /// In KiB.
    resident_after_stop: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let binary = env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let Some(binary) = binary else {
        eprintln!("which binary? cargo bench --profile dev --bench cold-start -- BINARY");
        return;
    };
    let mut figures = Figures::default();
    for _ in 0..STARTS {
        start(&binary, &mut figures).await;
    }
    print(&binary, figures);
}

/// One cold start, a stop, and then warm answers.
async fn start(binary: &str, figures: &mut Figures) {
    let azure = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let azure_url = format!("http://{}", azure.local_addr().unwrap());
    let emulator = Emulator::new(Options { pace: Pace::ByHand, ..Options::default() });
    tokio::spawn(emulator.serve(azure));
    let vars = [
        ("LAMPLIGHTER_CONFIG", &*CONFIG.replace("http://127.0.0.1:8181", &azure_url)),
        ("SLACK_SIGNING_SECRET", SECRET),
        ("AZURE_TENANT_ID", "00000000-0000-0000-0000-0000000000aa"),
        ("AZURE_CLIENT_ID", "00000000-0000-0000-0000-0000000000aa"),
        ("AZURE_CLIENT_SECRET", "any"),
        ("NIGHTLY_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("SLACK_OPS_WEBHOOK", "https://hooks.slack.com/services/T0DEMO/B0OPS/any"),
    ];
    let mut lambda = Lambda::start(binary, &vars).await;
    figures.ready.push(lambda.asks_next().await);
    figures.resident_when_ready = lambda.resident_kib();
    figures.stop.push(says(&mut lambda, &azure_url, "stop myci").await);
    figures.resident_after_stop = lambda.resident_kib();
    for _ in 0..WARM_ANSWERS {
        figures.warm.push(says(&mut lambda, &azure_url, "status myci").await);
    }
    lambda.stop().await;
}

/// Ada types `/ci text` in Slack, through a function URL; gives how long the first answer took.
async fn says(lambda: &mut Lambda, azure_url: &str, text: &str) -> Duration {
    let late = format!("{azure_url}/_emulator/inbox/slack");
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("team_id", "T0DEMO"), ("channel_id", "C0OPS"), ("user_id", "U0ADA")])
        .extend_pairs([("command", "/ci"), ("text", text), ("response_url", &late)])
        .finish();
    let signed = signers::slack(SECRET, Timestamp::now(), &body);
    let headers: Map<_, _> =
        signed.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let event = json!({
        "version": "2.0",
        "rawPath": "/hooks/slack",
        "headers": headers,
        "requestContext": {"http": {"method": "POST"}, "stage": "$default"},
        "body": body,
        "isBase64Encoded": false,
    });
    lambda.invoke(event, TIME_OUT);
    let reply = lambda.replies().await;
    assert_eq!(reply.result.expect("an answer")["statusCode"], 200);
    lambda.asks_next().await;
    reply.after
}

fn print(binary: &str, figures: Figures) {
    println!("{STARTS} starts, {WARM_ANSWERS} warm answers each       median      95 %");
    for (what, times) in [
        ("start to ready", figures.ready),
        ("first answer: stop, from cold", figures.stop),
        ("warm answer: status", figures.warm),
    ] {
        let (median, slow) = quantiles(times);
        println!("  {what:<32}{median:>8.2} ms{slow:>7.2} ms");
    }
    let mib = |kib: u64| kib as f64 / 1024.0;
    println!("  {:<32}{:>8.1} MiB", "resident when ready", mib(figures.resident_when_ready));
    println!("  {:<32}{:>8.1} MiB", "resident after the stop", mib(figures.resident_after_stop));
    println!("  {:<32}{:>8.2} MB", "binary", fs::metadata(binary).unwrap().len() as f64 / 1e6);
    println!("  {:<32}{:>8.2} MB", "binary, deflated", deflated(binary) as f64 / 1e6);
}

/// The median and the 95th percentile, in milliseconds.
fn quantiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
    (at(50), at(95))
}

/// The size in bytes that the file has in a ZIP archive, give or take its headers.
fn deflated(file: &str) -> usize {
    let archived = Command::new("gzip").args(["-9c", file]).output().expect("gzip is installed");
    archived.stdout.len()
}
