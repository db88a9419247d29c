//! Support for the emulator's own tests: a listening emulator and a plain HTTP client.

use std::sync::{Arc, Mutex};

use http::Method;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use tokio::net::TcpListener;

use super::{Emulator, Options, Pace};

pub(crate) const COMPUTES: &str = "/subscriptions/00000000-0000-0000-0000-000000000001\
    /resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes";

/// A listening emulator, a client for it, and its clock.
pub(crate) struct TestRig {
    pub emulator: Emulator,
    pub base: String,
    pub client: Client,
    now: Arc<Mutex<Timestamp>>,
}

/// A response with its whole body.
pub(crate) struct Reply {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }
}

impl TestRig {
    pub async fn new(options: Options) -> Self {
        // The provider may be installed already, by another test.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let now = Arc::new(Mutex::new("2026-11-23T12:00:00Z".parse().unwrap()));
        let hands = now.clone();
        let clock = Arc::new(move || *hands.lock().unwrap());
        let emulator = Emulator::new(Options { clock, ..options });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(emulator.clone().serve(listener));
        let client = Client::builder().no_proxy().build().unwrap();
        Self { emulator, base, client, now }
    }

    pub async fn by_hand() -> Self {
        Self::new(Options { pace: Pace::ByHand, ..Options::default() }).await
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub fn pass(&self, seconds: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_secs(seconds);
    }

    pub fn request(&self, method: Method, address: &str) -> RequestBuilder {
        let base = if address.starts_with("http") { "" } else { &self.base };
        self.client.request(method, format!("{base}{address}")).bearer_auth("any")
    }

    pub async fn read(response: Response) -> Reply {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status, headers, body }
    }

    /// A call to ARM below the workspace's computes.
    pub async fn computes(&self, method: Method, path: &str) -> Reply {
        let mark = if path.contains('?') { '&' } else { '?' };
        let address = format!("{COMPUTES}{path}{mark}api-version=2026-09-01");
        Self::read(self.request(method, &address).send().await.unwrap()).await
    }

    /// The same without a token.
    pub async fn computes_as_stranger(&self) -> Reply {
        let address = format!("{}{COMPUTES}?api-version=2026-09-01", self.base);
        Self::read(self.client.get(address).send().await.unwrap()).await
    }

    pub async fn get(&self, address: &str) -> Reply {
        Self::read(self.request(Method::GET, address).send().await.unwrap()).await
    }

    pub async fn send(&self, method: Method, address: &str, body: &Value) -> Reply {
        Self::read(self.request(method, address).body(body.to_string()).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str) -> Reply {
        self.computes(Method::POST, path).await
    }

    /// The state and the status of the last operation, in one line: `Stopping, Stop InProgress`.
    pub async fn shows(&self, name: &str) -> String {
        let inner = self.computes(Method::GET, &format!("/{name}")).await.body;
        let inner = &inner["properties"]["properties"];
        let (state, last) = (&inner["state"], &inner["lastOperation"]);
        let last = [&last["operationName"], &last["operationStatus"]];
        format!("{state}, {} {}", last[0], last[1]).replace('"', "")
    }
}
