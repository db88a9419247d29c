//! Signed requests, as fast as a server answers them: a JSON line with the count and the latencies.
//!
//! ```sh
//! cargo bench --profile dev --bench load -- http://127.0.0.1:8080/hooks/slack SECRET 'ping' 32 5
//! ```
//!
//! The last two are connections and seconds. Each connection sends its next request when it has its answer. Another secret than
//! the server's shows what unverified requests cost.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "it prints figures, and ends at the first fault"
)]

use std::{
    env,
    time::{Duration, Instant},
};

use futures::future::join_all;
use jiff::Timestamp;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::{Url, form_urlencoded};

#[path = "../tests/it/support/signers.rs"]
#[expect(dead_code, reason = "the load is Slack's")]
mod signers;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<_> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [url, secret, text, connections, seconds] = &*arguments else {
        panic!("load URL SECRET TEXT CONNECTIONS SECONDS");
    };
    let url: Url = url.parse().unwrap();
    let end = Instant::now() + Duration::from_secs(seconds.parse().unwrap());
    let connections = (0..connections.parse().unwrap()).map(|_| connection(&url, secret, text, end));
    let (statuses, mut took): (Vec<_>, Vec<_>) = join_all(connections).await.into_iter().flatten().unzip();
    took.sort_unstable();
    let at = |share: usize| took[took.len() * share / 1000].as_secs_f64() * 1e3;
    let ok = statuses.iter().filter(|status| **status == 200).count();
    println!(
        "{}",
        json!({ "requests": took.len(), "ok": ok, "p50": at(500), "p99": at(990), "p999": at(999) })
    );
}

/// The status of each answer, and how long it took.
async fn connection(url: &Url, secret: &str, text: &str, end: Instant) -> Vec<(u16, Duration)> {
    let address = (url.host_str().unwrap(), url.port().unwrap());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("team_id", "T0DEMO"), ("channel_id", "C0OPS"), ("user_id", "U0ADA")])
        .extend_pairs([("command", "/ci"), ("text", text)])
        .extend_pairs([("response_url", "http://127.0.0.1:1/"), ("trigger_id", "1.2.a")])
        .finish();
    let mut answers = Vec::new();
    while Instant::now() < end {
        let request = request(url, secret, &body);
        let began = Instant::now();
        stream.write_all(request.as_bytes()).await.unwrap();
        let status = answer(&mut stream).await;
        answers.push((status, began.elapsed()));
    }
    answers
}

fn request(url: &Url, secret: &str, body: &str) -> String {
    let mut head = format!("POST {} HTTP/1.1\r\nhost: {}\r\n", url.path(), url.authority());
    head += "content-type: application/x-www-form-urlencoded\r\n";
    for (name, value) in signers::slack(secret, Timestamp::now(), body) {
        head += &format!("{name}: {value}\r\n");
    }
    format!("{head}content-length: {}\r\n\r\n{body}", body.len())
}

/// Reads one answer to its end, and gives its status.
async fn answer(stream: &mut TcpStream) -> u16 {
    let (mut buffer, mut length) = ([0; 16384], 0);
    loop {
        let more = stream.read(&mut buffer[length..]).await.unwrap();
        assert_ne!(more, 0, "the server closed the connection");
        length += more;
        let text = String::from_utf8_lossy(&buffer[..length]);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_ascii_lowercase();
        let announced = head
            .split_once("content-length: ")
            .map_or(0, |(_, rest)| rest.split("\r\n").next().unwrap().parse::<usize>().unwrap());
        let whole = head.contains("transfer-encoding: chunked").then(|| body.ends_with("0\r\n\r\n"));
        if whole.unwrap_or(body.len() >= announced) {
            return head[9..12].parse().unwrap();
        }
    }
}
