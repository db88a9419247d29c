//! A small Azure Functions host, which starts a binary as its custom handler and speaks to it as the
//! real one does: on a loopback port, public requests passed on with their paths, and invocations as
//! chunked POSTs to the function's name.
//!
//! Its headers and framing are those of `DefaultHttpWorkerService` in
//! <https://github.com/Azure/azure-functions-host>.

use std::{process::Stdio, time::Duration};

use jiff::Timestamp;
use lamplighter_emulator::{Emulator, Options, Pace};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStderr, Command},
    time::timeout,
};
use url::form_urlencoded;

use crate::{
    support::chat::slack,
    support::demo_config::{CONFIG, amended, variables},
    support::signers,
};

/// The longest wait for anything the process does.
const PATIENCE: Duration = Duration::from_secs(20);

/// The handler as it runs, and the emulator in Azure's, the managed identity's and Slack's place.
pub struct Functions {
    pub emulator: Emulator,
    address: String,
    inbox: String,
    process: Child,
    log: Lines<BufReader<ChildStderr>>,
}

/// What the handler answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

impl Functions {
    /// Starts the handler with no more in its environment than Functions sets and the configuration
    /// needs: there is no secret of Azure's.
    pub async fn start() -> Self {
        Self::configured("").await
    }

    /// As [`Functions::start`], with `more` in the configuration.
    pub async fn configured(more: &str) -> Self {
        let azure = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure_url = format!("http://{}", azure.local_addr().unwrap());
        let emulator = Emulator::new(Options { pace: Pace::ByHand, ..Options::default() });
        tokio::spawn(emulator.clone().serve(azure));
        let config = amended(&format!("{CONFIG}{more}"))
            .replace("http://127.0.0.1:8181", &azure_url)
            .replace("\"client-secret\"", "\"managed-identity\"");
        let mut process = Command::new(env!("CARGO_BIN_EXE_lamplighter"))
            .env_clear()
            // There is no secret of Azure's.
            .envs(variables().filter(|(name, _)| !name.starts_with("AZURE_")))
            // The real host names a free port; with 0 the system chooses one, which the log names.
            .env("FUNCTIONS_CUSTOMHANDLER_PORT", "0")
            .env("FUNCTIONS_CUSTOMHANDLER_WORKER_ID", "0b9b7c9d")
            .env("IDENTITY_ENDPOINT", format!("{azure_url}/msi/token"))
            .env("IDENTITY_HEADER", "any")
            .env("LAMPLIGHTER_CONFIG", config)
            .env("SLACK_SIGNING_SECRET", slack::SECRET)
            .env("OPS_WEBHOOK", format!("{azure_url}/_emulator/inbox/ops"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut first = Vec::new();
        while first.len() < 2 {
            let line = timeout(PATIENCE, log.next_line()).await.expect("it is silent");
            let line = line.unwrap().expect("it ended");
            first.push(serde_json::from_str::<Value>(&line).expect("a line of JSON"));
        }
        assert_eq!([&first[0]["message"], &first[1]["message"]], ["begins", "listening"]);
        Self {
            emulator,
            address: first[1]["address"].as_str().unwrap().to_owned(),
            inbox: format!("{azure_url}/_emulator/inbox/slack"),
            process,
            log,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A public request, forwarded with its path. `headers` are the caller's.
    pub async fn proxies(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nHost: app.azurewebsites.net\r\nX-Forwarded-For: 203.0.113.7:1234\r\n\
             X-Azure-Functions-InvocationId: 83a33220-a921-460a-bec0-b3f043dcf1ff\r\n\
             x-ms-invocation-id: 83a33220-a921-460a-bec0-b3f043dcf1ff\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        self.sends(&head, body).await
    }

    /// Runs a function that is not plain HTTP.
    pub async fn invokes(&self, function: &str, envelope: &str) -> Answer {
        let half = envelope.len() / 2;
        let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
        let chunks = chunk(&envelope[..half]) + &chunk(&envelope[half..]) + "0\r\n\r\n";
        let head = format!(
            "POST /{function} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Azure-Functions-Host/4.1042.100\r\n\
             X-Azure-Functions-HostVersion: 4.1042.100\r\n\
             X-Azure-Functions-InvocationId: 83a33220-a921-460a-bec0-b3f043dcf1ff\r\n\
             traceparent: 00-bb2bd5eef54cb15a1506d0326d2489e7-d3f54c84c7034d76-00\r\n\
             Transfer-Encoding: chunked\r\nContent-Type: application/json; charset=utf-8\r\n"
        );
        self.sends(&head, chunks.as_bytes()).await
    }

    /// Sends exactly these bytes on a new connection.
    pub async fn sends(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let head = format!("{head}Connection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // The handler may refuse a long body before it was sent, and close the connection.
        stream.write_all(body).await.ok();
        let answer = timeout(PATIENCE, read_answer(&mut stream));
        answer.await.expect("an answer")
    }

    /// Ada's `/ci text`, as Slack signs it: headers and body.
    pub fn typed(&self, text: &str) -> (Vec<(&'static str, String)>, String) {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("team_id", "T0DEMO"), ("channel_id", "C0OPS"), ("user_id", "U0ADA")])
            .extend_pairs([("command", "/ci"), ("text", text), ("response_url", &self.inbox)])
            .finish();
        let signed = signers::slack(slack::SECRET, Timestamp::now(), &body);
        (signed, body)
    }

    /// Ada types `/ci text` in Slack.
    pub async fn says(&self, text: &str) -> Answer {
        let (signed, body) = self.typed(text);
        let signed: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.proxies("POST", "/api/hooks/slack", &signed, body.as_bytes()).await
    }

    /// Shuts the process down; returns its exit code and the rest of its log.
    pub async fn terminate(mut self) -> (Option<i32>, String) {
        let id = self.process.id().expect("it runs").to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        assert!(asked.success());
        let mut log = String::new();
        while let Some(line) = timeout(PATIENCE, self.log.next_line()).await.expect("it ends").unwrap() {
            log += &line;
            log += "\n";
        }
        (self.process.wait().await.unwrap().code(), log)
    }
}

/// Reads one answer and no further: after an early one the server goes on reading for seconds before it closes.
async fn read_answer(stream: &mut TcpStream) -> Answer {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).await.unwrap(), 0, "torn: {head:?}");
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse().unwrap())
    });
    let mut body = String::new();
    let mut stream = stream.take(length.unwrap_or(u64::MAX));
    stream.read_to_string(&mut body).await.ok();
    Answer { status: head.split(' ').nth(1).unwrap().parse().unwrap(), body }
}
