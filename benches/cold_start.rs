//! What a cold start on Lambda costs: `cargo bench --no-default-features --bench cold-start`.
//!
//! Runs the release binary under a Runtime API of our own, over loopback: the figures are of our
//! process alone, without Lambda's own share (fetching the archive, starting the micro-VM) and
//! without a network.

use std::{fs, path::Path, process::Command, time::Duration};

use serde_json::{Value, json};

#[path = "../tests/it/runtime_api.rs"]
mod runtime_api;

use runtime_api::Lambda;

const BINARY: &str = env!("CARGO_BIN_EXE_lamplighter");
const STARTS: usize = 20;
const WARM_ANSWERS: usize = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut ready = Vec::new();
    let mut first = Vec::new();
    let mut warm = Vec::new();
    let (mut after_init, mut at_end) = (0, 0);
    for _ in 0..STARTS {
        let mut lambda = Lambda::start(BINARY, &[]).await;
        ready.push(lambda.asks_next().await);
        after_init = lambda.resident_kib();
        first.push(answer(&mut lambda).await);
        for _ in 0..WARM_ANSWERS {
            warm.push(answer(&mut lambda).await);
        }
        at_end = lambda.resident_kib();
        lambda.stop().await;
    }
    println!("{STARTS} starts, {WARM_ANSWERS} warm answers each       median       95 %");
    for (what, times) in [
        ("start to ready", ready),
        ("first answer", first),
        ("warm answer", warm),
    ] {
        let (median, slow) = quantiles(times);
        println!("  {what:<34}{median:>8.2} ms{slow:>8.2} ms");
    }
    println!(
        "  {:<34}{:>8.1} MiB",
        "resident when ready",
        after_init as f64 / 1024.0
    );
    println!(
        "  {:<34}{:>8.1} MiB",
        "resident at the end",
        at_end as f64 / 1024.0
    );
    println!(
        "  {:<34}{:>8.2} MB",
        "binary",
        fs::metadata(BINARY).unwrap().len() as f64 / 1e6
    );
    println!(
        "  {:<34}{:>8.2} MB",
        "deflated",
        deflated(BINARY.as_ref()) as f64 / 1e6
    );
}

/// How long the answer to one event took.
async fn answer(lambda: &mut Lambda) -> Duration {
    lambda.invoke(well(), Duration::from_secs(900));
    let reply = lambda.replies().await;
    assert_eq!(reply.result.expect("an answer")["statusCode"], 200);
    lambda.asks_next().await;
    reply.after
}

/// `GET /healthz` through a function URL.
fn well() -> Value {
    json!({
        "version": "2.0",
        "rawPath": "/healthz",
        "headers": {},
        "requestContext": {"http": {"method": "GET"}, "stage": "$default"},
        "isBase64Encoded": false,
    })
}

/// The median and the 95th percentile, in milliseconds.
fn quantiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
    (at(50), at(95))
}

/// The size in bytes that the file has in a ZIP archive, give or take its headers.
fn deflated(file: &Path) -> usize {
    let archived = Command::new("gzip")
        .arg("-9c")
        .arg(file)
        .output()
        .expect("gzip is installed");
    archived.stdout.len()
}
