//! A small OpenTelemetry collector: it takes OTLP over HTTP, in protobuf, and keeps the spans.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use tokio::{net::TcpListener, time::sleep};

#[derive(Clone, Default)]
pub struct Collector {
    pub url: String,
    posts: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

#[derive(Debug)]
pub struct Span {
    pub id: Vec<u8>,
    pub parent: Vec<u8>,
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    began: u64,
    pub ended: u64,
    failed: bool,
}

impl Collector {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let collector = Self { url: format!("http://{}", listener.local_addr().unwrap()), ..Self::default() };
        let router = Router::new().route("/v1/traces", post(take)).with_state(collector.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        collector
    }

    pub fn posts(&self) -> Vec<(HeaderMap, Bytes)> {
        self.posts.lock().unwrap().clone()
    }

    pub fn spans(&self) -> Vec<Span> {
        let posts = self.posts();
        let resources = posts.iter().flat_map(|(_, body)| messages(body, 1));
        let scopes = resources.flat_map(|resource| messages(resource, 2));
        let spans = scopes.flat_map(|scope| messages(scope, 2));
        let mut spans: Vec<_> = spans.map(Span::read).collect();
        spans.sort_by_key(|span| span.began);
        spans
    }

    /// The spans as trees, without what differs from run to run.
    pub fn told(&self) -> String {
        let spans = self.spans();
        let known = |id: &[u8]| spans.iter().any(|span| span.id == id);
        let mut text = String::new();
        for root in spans.iter().filter(|span| !known(&span.parent)) {
            assert!(root.parent.is_empty(), "{root:?} hangs below nothing");
            root.tell(&spans, 0, &mut text);
        }
        text
    }

    /// Waits until so many spans have come.
    pub async fn until(&self, count: usize) {
        while self.spans().len() < count {
            sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn take(State(collector): State<Collector>, head: HeaderMap, body: Bytes) {
    collector.posts.lock().unwrap().push((head, body));
}

impl Span {
    fn read(span: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let one = |field| messages(span, field).next().unwrap_or_default().to_vec();
        let attributes = messages(span, 9).map(|pair| {
            let value = messages(pair, 2).next().unwrap();
            let told = messages(value, 1).next().map(text);
            let number = || numbers(value, 3).next().map(|number| number.to_string());
            let key = text(messages(pair, 1).next().unwrap());
            (key, told.or_else(number).expect("a text or a number"))
        });
        let attributes: Vec<_> = attributes.collect();
        let count = attributes.len();
        let attributes = BTreeMap::from_iter(attributes);
        assert_eq!(attributes.len(), count, "said twice: {attributes:?}");
        Self {
            id: one(2),
            parent: one(4),
            name: text(&one(5)),
            attributes,
            began: numbers(span, 7).next().unwrap(),
            ended: numbers(span, 8).next().unwrap(),
            failed: messages(span, 15).any(|status| numbers(status, 3).any(|code| code == 2)),
        }
    }

    fn tell(&self, all: &[Self], depth: usize, text: &mut String) {
        write!(text, "{:1$}{2}", "", depth * 2, self.name).unwrap();
        for (key, value) in &self.attributes {
            let value = if key == "id" { "[id]" } else { value };
            write!(text, " {key}={value}").unwrap();
        }
        text.push_str(if self.failed { " FAILED\n" } else { "\n" });
        for child in all.iter().filter(|span| span.parent == self.id) {
            child.tell(all, depth + 1, text);
        }
    }
}

/// The fields of a protobuf message: their numbers, and a number or bytes.
fn fields(mut message: &[u8]) -> Vec<(u64, Result<u64, &[u8]>)> {
    fn number(bytes: &mut &[u8]) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return value;
            }
        }
    }
    let mut fields = Vec::new();
    while !message.is_empty() {
        let tag = number(&mut message);
        let value = match tag & 7 {
            0 => Ok(number(&mut message)),
            kind => {
                let length = match kind {
                    1 => 8,
                    2 => usize::try_from(number(&mut message)).unwrap(),
                    5 => 4,
                    _ => panic!("no protobuf"),
                };
                let (bytes, rest) = message.split_at(length);
                message = rest;
                match kind {
                    1 => Ok(u64::from_le_bytes(bytes.try_into().unwrap())),
                    _ => Err(bytes),
                }
            }
        };
        fields.push((tag >> 3, value));
    }
    fields
}

fn messages(message: &[u8], field: u64) -> impl Iterator<Item = &[u8]> {
    let found = fields(message).into_iter().filter(move |(number, _)| *number == field);
    found.filter_map(|(_, value)| value.err())
}

fn numbers(message: &[u8], field: u64) -> impl Iterator<Item = u64> {
    let found = fields(message).into_iter().filter(move |(number, _)| *number == field);
    found.filter_map(|(_, value)| value.ok())
}
