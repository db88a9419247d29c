//! A small AWS Lambda: it starts a binary in the environment that Lambda gives, hands it events over
//! the [Runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), one at a time,
//! and notes what it is told, in order, and when. On a deadline missed it fails the test: Lambda
//! would have killed the process.

use std::{
    future::pending,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderName, StatusCode},
    routing::{get, post},
};
use serde_json::Value;
use tokio::{
    io::AsyncReadExt,
    net::TcpListener,
    process::{Child, Command},
    sync::{Mutex, mpsc},
    task::JoinHandle,
    time::timeout,
};

/// The longest wait for anything the process does.
const PATIENCE: Duration = Duration::from_secs(20);

/// A function, deployed.
pub struct Lambda {
    process: Child,
    started: Instant,
    log: JoinHandle<String>,
    events: mpsc::UnboundedSender<Event>,
    /// Calls to the Runtime API that the test has not read yet.
    pub told: mpsc::UnboundedReceiver<(Instant, Told)>,
    /// When the current invocation was handed over, and how long it may take.
    current: Option<(Instant, Duration)>,
}

/// The function's reply to an event.
pub struct Reply {
    /// How long after the event was handed over.
    pub after: Duration,
    /// The result for the invoker, or the error that makes the platform retry.
    pub result: Result<Value, Value>,
}

struct Event {
    body: Value,
    time_out: Duration,
}

/// A call of the function to the Runtime API.
pub enum Told {
    AsksNext,
    Takes(Duration),
    Replies(Result<Value, Value>),
    CannotStart(Value),
}

/// The server's side of the Runtime API.
struct Api {
    events: Mutex<mpsc::UnboundedReceiver<Event>>,
    /// Of the events handed over.
    count: AtomicU64,
    tell: mpsc::UnboundedSender<(Instant, Told)>,
}

impl Lambda {
    /// Starts `binary` with Lambda's own variables and `vars`, and nothing else in its environment.
    pub async fn start(binary: &str, vars: &[(&str, &str)]) -> Self {
        let (events, queue) = mpsc::unbounded_channel();
        let (tell, told) = mpsc::unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let api = Arc::new(Api { events: Mutex::new(queue), count: AtomicU64::new(0), tell });
        tokio::spawn(async { axum::serve(listener, router(api)).await });

        let started = Instant::now();
        let mut process = Command::new(binary)
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "lamplighter")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/lamplighter")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/23/[$LATEST]0")
            .env("AWS_REGION", "eu-west-1")
            .envs(vars.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut output = process.stdout.take().unwrap();
        let log = tokio::spawn(async move {
            let mut log = String::new();
            output.read_to_string(&mut log).await.unwrap();
            log
        });
        Self { started, process, log, events, told, current: None }
    }

    /// Queues an event, to be handed over when the function asks for its next one. From then on it
    /// has `time_out`.
    pub fn invoke(&self, body: Value, time_out: Duration) {
        self.events.send(Event { body, time_out }).unwrap();
    }

    /// Waits until the function asks for its next event; returns how long after its start that was.
    pub async fn asks_next(&mut self) -> Duration {
        match self.told().await {
            (at, Told::AsksNext) => at - self.started,
            (_, told) => panic!("expected it to ask for its next event, but {}", told.in_words()),
        }
    }

    /// Waits until the function takes the event it was given, and replies to it.
    pub async fn replies(&mut self) -> Reply {
        match self.told().await {
            (at, Told::Takes(time_out)) => self.current = Some((at, time_out)),
            (_, told) => panic!("expected it to take an event, but {}", told.in_words()),
        }
        match self.told().await {
            (at, Told::Replies(result)) => Reply { after: at - self.current.unwrap().0, result },
            (_, told) => panic!("expected a reply, but {}", told.in_words()),
        }
    }

    /// What it keeps in memory, in KiB, as Linux counts.
    pub fn resident_kib(&self) -> u64 {
        let id = self.process.id().expect("the process runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Kills the process, as Lambda does; returns its log.
    pub async fn stop(mut self) -> String {
        self.process.kill().await.unwrap();
        self.log.await.unwrap()
    }

    async fn told(&mut self) -> (Instant, Told) {
        let told = tokio::select! {
            biased;
            told = timeout(PATIENCE, self.told.recv()) => told.expect("the function is silent").unwrap(),
            status = self.process.wait() => panic!("the function ended: {}", status.unwrap()),
        };
        if let Some((began, time_out)) = self.current {
            let took = told.0 - began;
            let new = matches!(told.1, Told::Takes(_));
            assert!(new || took < time_out, "killed: {} after {took:?} of {time_out:?}", told.1.in_words());
        }
        told
    }
}

impl Told {
    fn in_words(&self) -> String {
        match self {
            Self::AsksNext => "it asked for its next event".to_owned(),
            Self::Takes(_) => "it took an event".to_owned(),
            Self::Replies(Ok(reply)) => format!("it replied {reply}"),
            Self::Replies(Err(error)) => format!("it failed with {error}"),
            Self::CannotStart(error) => format!("it could not start: {error}"),
        }
    }
}

impl Api {
    fn note(&self, told: Told) {
        // Nobody listens when the test is over.
        self.tell.send((Instant::now(), told)).ok();
    }
}

fn router(api: Arc<Api>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .with_state(api)
}

async fn next(State(api): State<Arc<Api>>) -> ([(HeaderName, String); 4], String) {
    api.note(Told::AsksNext);
    let Some(event) = api.events.lock().await.recv().await else {
        return pending().await;
    };
    let deadline = SystemTime::now() + event.time_out;
    let deadline = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    api.note(Told::Takes(event.time_out));
    let count = api.count.fetch_add(1, Ordering::Relaxed) + 1;
    let header = HeaderName::from_static;
    let headers = [
        (header("lambda-runtime-aws-request-id"), request_id(count)),
        (header("lambda-runtime-deadline-ms"), deadline.as_millis().to_string()),
        (header("lambda-runtime-invoked-function-arn"), "arn:aws:lambda:eu-west-1:1:function:l".to_owned()),
        (header("lambda-runtime-trace-id"), "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700".to_owned()),
    ];
    (headers, event.body.to_string())
}

async fn response(api: State<Arc<Api>>, id: Path<String>, body: Bytes) -> StatusCode {
    reply(&api, &id, Ok(json(&body)))
}

async fn error(api: State<Arc<Api>>, id: Path<String>, body: Bytes) -> StatusCode {
    reply(&api, &id, Err(json(&body)))
}

fn reply(api: &Api, id: &str, reply: Result<Value, Value>) -> StatusCode {
    if id != request_id(api.count.load(Ordering::Relaxed)) {
        return StatusCode::BAD_REQUEST;
    }
    api.note(Told::Replies(reply));
    StatusCode::ACCEPTED
}

async fn init_error(State(api): State<Arc<Api>>, body: Bytes) -> StatusCode {
    api.note(Told::CannotStart(json(&body)));
    StatusCode::ACCEPTED
}

fn request_id(count: u64) -> String {
    format!("8476a536-e9f4-11e8-9739-{count:012}")
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("the Runtime API is told JSON")
}
