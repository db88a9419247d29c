//! What strangers can do to a plain server without authentication, against the real process: hold connections and
//! bodies, and fill the log.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use lamplighter_emulator::Pace;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::{Child, Command},
    task::JoinHandle,
    time::{interval, timeout},
};

use crate::support::{
    chat::slack,
    process::{Azure, address},
    signers,
};

const ALERTS: &str = r#"
[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]
"#;

/// The longest wait for an answer, whatever strangers do.
const SOON: Duration = Duration::from_secs(2);

/// More connections than the server keeps.
const MANY: usize = 540;

/// A server of its own, and its log.
struct Server {
    child: Child,
    address: String,
    log: JoinHandle<String>,
    _azure: Azure,
}

impl Server {
    async fn start() -> Self {
        let azure = Azure::at(Pace::ByHand).await;
        let mut child = azure
            .configured(ALERTS, &["serve", "--addr", "127.0.0.1:0"])
            .env("ALERTMANAGER_TOKEN", "a-token-of-alertmanager")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let url = address(&mut child).await;
        let mut stderr = child.stderr.take().unwrap();
        let log = tokio::spawn(async move {
            let mut log = String::new();
            stderr.read_to_string(&mut log).await.unwrap();
            log
        });
        Self { child, address: url.strip_prefix("http://").unwrap().to_owned(), log, _azure: azure }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// This many connections, with `sent` sent on each.
    async fn held(&self, count: usize, sent: &[u8]) -> Vec<TcpStream> {
        let mut held = Vec::new();
        for _ in 0..count {
            let mut stream = self.connect().await;
            // The server may have closed it meanwhile.
            stream.write_all(sent).await.ok();
            held.push(stream);
        }
        held
    }

    /// The head of the answer to one request, within [`SOON`].
    async fn asks(&self, request: &[u8]) -> String {
        let answer = async {
            let mut stream = self.connect().await;
            stream.write_all(request).await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            String::from_utf8(head).unwrap()
        };
        timeout(SOON, answer).await.expect("an answer in time")
    }

    /// Its health, and a command that Ada signs.
    async fn is_well(&self) {
        let health = self.asks(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(health.starts_with("HTTP/1.1 200"), "{health}");
        let body = "team_id=T0DEMO&channel_id=C0OPS&user_id=U0ADA&command=%2Fci&text=ping\
                    &response_url=http%3A%2F%2F127.0.0.1%3A1%2F";
        let mut head = String::from("POST /hooks/slack HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in signers::slack(slack::SECRET, Timestamp::now(), body) {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n{body}", body.len());
        let answer = self.asks(head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// Resident memory in MiB, as the kernel counts it.
    fn resident(&self) -> usize {
        let status = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() / 1024
    }

    /// Shuts the server down and returns the lines of its log.
    async fn log(mut self) -> Vec<Value> {
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        assert!(self.child.wait().await.unwrap().success());
        let log = self.log.await.unwrap();
        let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for text in log.lines().filter(|text| !text.contains("\"heard\"")) {
            let most = if text.contains("no such path") { 200 } else { 250 };
            assert!(text.len() <= most, "{} letters: {text}", text.len());
        }
        lines
    }
}

/// The number of lines with this message, and of the requests or connections that they count.
fn counted(log: &[Value], message: &str, field: &str) -> (usize, u64) {
    let lines = log.iter().filter(|line| line["message"].as_str().unwrap().starts_with(message));
    let counts: Vec<_> = lines.map(|line| line[field].as_u64().unwrap()).collect();
    (counts.len(), counts.iter().sum())
}

#[tokio::test]
async fn silent_connections_do_not_block_others() {
    let server = Server::start().await;
    let held = server.held(MANY, b"").await;
    server.is_well().await;
    drop(held);
    let log = server.log().await;
    let (lines, connections) = counted(&log, "too many connections", "connections");
    assert!((1..10).contains(&lines), "{lines} lines");
    assert!(connections as usize >= MANY - 512, "{connections}");
}

#[tokio::test]
async fn idle_and_slow_connections_do_not_block_others() {
    let server = Server::start().await;
    let half = b"POST /hooks/slack HTTP/1.1\r\nhost: x\r\nx-slow: ";
    for sent in [
        &b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"[..],
        half,
        b"POST /hooks/alertmanager HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\na",
        b"POST /hooks/nobody HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\na",
    ] {
        let held = server.held(MANY, sent).await;
        server.is_well().await;
        drop(held);
    }
    let mut held = server.held(MANY, half).await;
    let mut ticks = interval(Duration::from_secs(1));
    let slowly = async {
        loop {
            ticks.tick().await;
            for stream in &mut held {
                stream.write_all(b"a").await.ok();
            }
        }
    };
    let well = async {
        for _ in 0..5 {
            server.is_well().await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    tokio::select! {
        () = slowly => {}
        () = well => {}
    }
    drop(held);
    server.log().await;
}

/// The Helm chart allows 128 Mi.
#[tokio::test]
async fn stalled_bodies_stay_within_the_memory_budget() {
    let server = Server::start().await;
    let head = b"POST /hooks/alertmanager HTTP/1.1\r\nhost: x\r\ncontent-length: 1048576\r\n\r\n";
    let body = vec![b' '; 1024 * 1024 - 1];
    let announced = server.held(500, head).await;
    assert!(server.resident() < 48, "{} MiB for announcements", server.resident());
    server.is_well().await;
    drop(announced);

    let sent = [head.as_slice(), &body].concat();
    let mut most = 0;
    let mut held = Vec::new();
    for _ in 0..50 {
        held.extend(server.held(10, &sent).await);
        most = most.max(server.resident());
    }
    server.is_well().await;
    assert!(most < 96, "{most} MiB");
    let refused = server.asks(&sent).await;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    assert!(refused.contains("retry-after: 30\r\n"), "{refused}");
    // In chunks of one byte, each of which could keep a whole buffer of the connection.
    drop(held);
    let chunked = b"POST /hooks/alertmanager HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let bytes = b"1\r\na\r\n".repeat(20_000);
    let held = server.held(100, &[chunked, bytes.as_slice()].concat()).await;
    most = most.max(server.resident());
    assert!(most < 96, "{most} MiB");
    drop(held);
    let log = server.log().await;
    let (lines, requests) = counted(&log, "a request was not read", "requests");
    assert!(requests >= 400 && (lines as u64) < requests / 4, "{lines} lines for {requests}");
}

#[tokio::test]
async fn refused_requests_are_logged_once_a_second_with_a_count() {
    const FORGED: usize = 3000;
    let server = Server::start().await;
    let began = Instant::now();
    let forged = b"POST /hooks/slack HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\ntext".repeat(FORGED);
    let long = "a\u{301}%22".repeat(2000);
    let method = "M".repeat(2000);
    let astray = format!(
        "{method} /{long} HTTP/1.1\r\nhost: x\r\nuser-agent: {long}\r\nx-slack-signature: {long}\r\n\
         x-slack-request-timestamp: {method}\r\ncontent-length: 0\r\n\r\n"
    );
    let signed = astray.replace(&format!("{method} /{long}"), "POST /hooks/slack");
    let last = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let all = [&forged[..], signed.as_bytes(), astray.as_bytes(), last.as_bytes()].concat();
    let mut stream = server.connect().await;
    let (mut read, mut write) = stream.split();
    let mut answers = String::new();
    let (sent, _) = tokio::join!(write.write_all(&all), read.read_to_string(&mut answers));
    sent.unwrap();
    assert_eq!(answers.matches("HTTP/1.1 401").count(), FORGED + 1);
    assert_eq!(answers.matches("HTTP/1.1 404").count(), 1);
    let seconds = began.elapsed().as_secs() as usize;
    let log = server.log().await;
    let (lines, requests) = counted(&log, "refused a request", "requests");
    assert_eq!(requests as usize, FORGED + 1, "{log:?}");
    assert!(lines <= seconds + 2, "{lines} lines in {seconds} s");
    assert_eq!(counted(&log, "no such path", "requests"), (1, 1));
}
