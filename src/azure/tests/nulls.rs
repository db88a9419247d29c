//! Each key of each answer, once `null` and once missing: what comes of it is the same.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use axum::{
    body::{Body, to_bytes},
    extract::State as Shared,
    http::{Request, Response, header},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::*;
use crate::aws::{Aws, AwsSettings};
use lamplighter_emulator::{AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, Store};

/// A proxy to the emulator that changes its answers.
#[derive(Clone)]
struct Proxy {
    client: reqwest::Client,
    emulator: String,
    address: String,
    /// The answers so far, and the change to one of them.
    state: Arc<Mutex<(Vec<Value>, Option<Change>)>>,
}

#[derive(Clone)]
struct Change {
    /// The number of the answer among those to one read.
    answer: usize,
    /// The position of the key in it.
    pointer: String,
    /// Whether the key is removed, or else set to `null`.
    removed: bool,
}

impl Change {
    fn make(&self, answer: &mut Value) {
        let (parent, key) = self.pointer.rsplit_once('/').unwrap();
        match answer.pointer_mut(parent) {
            Some(Value::Object(fields)) if self.removed => drop(fields.remove(key)),
            Some(parent) => parent[key] = Value::Null,
            None => panic!("nothing at {}", self.pointer),
        }
    }
}

impl Proxy {
    async fn to(emulator: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            client: http_client().unwrap(),
            emulator: emulator.trim_end_matches('/').to_owned(),
            address: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::default(),
        };
        let router = Router::new().fallback(pass).with_state(proxy.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        proxy
    }

    /// The result of a new client for one kind of read, and the answers, after `change`.
    async fn read(&self, what: &str, change: Option<Change>) -> (String, Vec<Value>) {
        *self.state.lock().unwrap() = (Vec::new(), change);
        let read = self.make_of(what).await;
        let (answers, _) = self.state.lock().unwrap().clone();
        (read, answers)
    }
}

async fn pass(Shared(proxy): Shared<Proxy>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let url = format!("{}{}", proxy.emulator, parts.uri);
    let request = proxy.client.request(parts.method, url);
    let answer = request.headers(parts.headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if *name != header::CONTENT_LENGTH {
            response = response.header(name, value);
        }
    }
    let body = answer.bytes().await.unwrap();
    let Ok(mut json) = serde_json::from_slice::<Value>(&body) else {
        return response.body(body.into()).unwrap();
    };
    let mut state = proxy.state.lock().unwrap();
    let (answers, change) = &mut *state;
    let change = change.as_ref().filter(|change| change.answer == answers.len());
    change.inspect(|change| change.make(&mut json));
    answers.push(json.clone());
    response.body(json.to_string().into()).unwrap()
}

const READS: [&str; 10] =
    ["token", "get", "missing", "list", "jobs", "tags", "prices", "permissions", "operation", "stores"];

impl Proxy {
    async fn make_of(&self, what: &str) -> String {
        let waiting = ThrottleWait::new();
        let azure = Azure::new(settings_at(&self.address), self.client.clone()).unwrap();
        match what {
            "token" => told(azure.token().await),
            "get" => {
                let read = azure.schedule_list(&ci("myci"), &waiting).await;
                told(read.map(|(compute, schedule_list)| (compute, schedule_list.schedules())))
            }
            "missing" => told(azure.get(&ci("nobody"), &waiting).await.map(Seen::into_inner)),
            "list" => told(
                azure
                    .list(&research(), &waiting)
                    .await
                    .map(|all| all.into_iter().map(Seen::into_inner).collect::<Vec<_>>()),
            ),
            "jobs" => told(azure.jobs(&research(), &waiting).await),
            "tags" => told(azure.tags(&research(), &waiting).await.map(Seen::into_inner)),
            "prices" => told(azure.prices(&research(), "eastus2").await),
            "permissions" => told(azure.permissions(&research()).await),
            "operation" => {
                let accepted =
                    match send(async |waiting| azure.prepare(Power::Restart, &ci("myci"), waiting).await)
                        .await
                    {
                        Ok(accepted) => accepted,
                        Err(error) => return told(Err::<(), _>(error)),
                    };
                told(azure.operation(&accepted.operation.unwrap(), &waiting).await)
            }
            _ => self.stores().await,
        }
    }

    async fn stores(&self) -> String {
        let address = self.address.as_str();
        let shown = |secret: Option<SecretString>| secret.map(|secret| secret.expose_secret().to_owned());
        let env = |name: &str| {
            let value = match name {
                "AWS_REGION" => "eu-west-1",
                "AWS_ACCESS_KEY_ID" => AWS_ACCESS_KEY_ID,
                "AWS_SECRET_ACCESS_KEY" => AWS_SECRET_ACCESS_KEY,
                "AWS_SESSION_TOKEN" => "session",
                "AWS_ENDPOINT_URL" => address,
                _ => return None,
            };
            Some(value.to_owned())
        };
        let aws = Aws::new(AwsSettings::read(env).unwrap(), self.client.clone());
        let vaults = KeyVaults::new(settings_at(address), self.client.clone()).unwrap();
        let id = |name: &str| vault_secret(&format!("{address}/secrets/{name}")).unwrap();
        let vault = async |name| vaults.secret(&id(name)).await.map(shown);
        debug((
            [aws.secret("there").await.map(shown), aws.secret("nowhere").await.map(shown)],
            [aws.parameter("there").await.map(shown), aws.parameter("nowhere").await.map(shown)],
            [vault("there").await, vault("nowhere").await],
        ))
    }
}

/// The result without the ids of answers.
fn told(read: Result<impl Debug, AzureError>) -> String {
    debug(read.map_err(|error| error.kind))
}

fn debug(read: impl Debug) -> String {
    format!("{read:?}")
}

/// The position of each key, at any depth.
fn keys(value: &Value, at: &str) -> Vec<String> {
    let below = |(key, value): (String, &Value), is_key: bool| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        let own = is_key.then(|| pointer.clone());
        own.into_iter().chain(keys(value, &pointer)).collect::<Vec<_>>()
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), value));
            fields.flat_map(|field| below(field, true)).collect()
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            let elements = elements.map(|(at, value)| (at.to_string(), value));
            elements.flat_map(|element| below(element, false)).collect()
        }
        _ => Vec::new(),
    }
}

/// The list itself is an exception: `null` is an empty list, and an answer without a list is not from Azure.
fn may_differ(pointer: &str) -> bool {
    pointer == "/value"
}

#[tokio::test(start_paused = true)]
async fn null_counts_as_missing_in_all_answers_of_azure_and_the_stores() {
    let stage = Stage::plain().await;
    for store in [Store::AwsSecret, Store::AwsParameter, Store::KeyVault] {
        stage.emulator.keep_secret(store, "there", "hush");
    }
    let tag = [("lamplighter-keep-myci".to_owned(), "2026-11-24".to_owned())];
    let (tags, waiting) = (tag.into(), ThrottleWait::new());
    stage.azure.merge_tags(&research(), &tags, &waiting).await.unwrap();
    let proxy = Proxy::to(&stage.address).await;
    let mut walked = 0;
    for what in READS {
        let (_, answers) = proxy.read(what, None).await;
        let all = answers.iter().enumerate();
        let all = all.flat_map(|(answer, json)| keys(json, "").into_iter().map(move |key| (answer, key)));
        for (answer, pointer) in all.collect::<Vec<_>>() {
            let change = |removed| Change { answer, pointer: pointer.clone(), removed };
            stage.emulator.settle_all();
            let (null, _) = proxy.read(what, Some(change(false))).await;
            stage.emulator.settle_all();
            let (missing, _) = proxy.read(what, Some(change(true))).await;
            if !may_differ(&pointer) {
                assert_eq!(null, missing, "{what}, answer {answer}, {pointer}");
            }
            walked += 1;
        }
    }
    assert!(walked > 200, "{walked}");
}
