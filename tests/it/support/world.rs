//! What a test talks to: the app behind its real HTTP host, the emulator in the place of Azure and of the chat
//! platforms, and a clock that advances only while everything waits.

use std::{fmt::Display, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lamplighter::{
    app::App,
    client,
    clock::Clock,
    config::{Config, Purpose},
    host,
};
use lamplighter_emulator::{Call, Emulator, Fault, Message, Options, Pace, Store};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::Instant};

use super::{
    captured_log::CapturedLog,
    chat::{Chat, Scene, mattermost, slack, teams, teams_bot},
    demo_config::{CONFIG, amended},
    reply::{Button, Reply},
    signers,
    transcript::Transcript,
};

/// A Monday evening.
const BEGINNING: &str = "2026-11-23T18:00:00Z";

/// Longer than anything takes on the paused clock.
const PATIENCE: Duration = Duration::from_secs(3600);

/// What a machine signs with, behind `whsec_`.
pub const MACHINE_KEY: &[u8] = b"a key of the nightly stop, 32 by";

/// A machine that names its command itself, to be put behind the demo's configuration.
pub const MACHINES: &str = r#"
[sources.script]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
notify = ["ml-ops"]

[[grants]]
to = ["script"]
may = ["owner"]
on = ["research/*"]
"#;

pub struct World {
    pub emulator: Emulator,
    pub client: reqwest::Client,
    pub chat: Chat,
    /// Of everybody's client, where the platform tells it.
    pub locale: &'static str,
    server_url: String,
    azure_url: String,
    clock: Clock,
    transcript: Transcript,
    app: Arc<App>,
    shutdown: Option<oneshot::Sender<()>>,
    server: JoinHandle<std::io::Result<()>>,
}

/// Whether a call brings a message to a chat.
fn is_message(call: Call) -> bool {
    matches!(call, Call::Inbox | Call::Activity | Call::Conversation)
}

/// Nothing at Azure ends before the test settles it.
pub fn by_hand() -> Options {
    Options { pace: Pace::ByHand, ..Options::default() }
}

/// As [`by_hand`], with more instances.
pub fn by_hand_with(instances: usize) -> Options {
    Options { instances, ..by_hand() }
}

impl World {
    /// The demo's configuration: people in Slack, and a machine called `nightly`.
    pub async fn new() -> Self {
        Self::with(by_hand(), |config| config).await
    }

    /// Azure at its own pace: a stop takes 3 s of the test's clock, a restart 6.
    pub async fn at_real_pace() -> Self {
        Self::with(Options::default(), |config| config).await
    }

    /// As [`World::new`], with [`MACHINES`] and `more` in the configuration.
    pub async fn with_machines(more: &str) -> Self {
        Self::with(by_hand(), |config| format!("{config}{MACHINES}{more}")).await
    }

    pub async fn with(options: Options, configure: impl FnOnce(String) -> String) -> Self {
        Self::with_secrets(&[], options, configure).await
    }

    /// People talk in `chat`, whose part of the configuration can be changed.
    pub async fn on(chat: Chat, options: Options, configure: impl FnOnce(String) -> String) -> Self {
        let world = Self::with(options, |demo| {
            let azure_url = demo.split('"').find(|text| text.starts_with("http://"));
            let config = configure(chat.config(azure_url.expect("the emulator")));
            demo + &config
        });
        Self { chat, ..world.await }
    }

    /// Secret stores hold these, by name and value.
    pub async fn with_secrets(
        secrets: &[(Store, &str, &str)],
        options: Options,
        configure: impl FnOnce(String) -> String,
    ) -> Self {
        let (began, beginning) = (Instant::now(), BEGINNING.parse::<Timestamp>().unwrap());
        let now = move || beginning + began.elapsed();
        let emulator = Emulator::new(Options { clock: Arc::new(now), ..options });
        let azure = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure_url = format!("http://{}", azure.local_addr().unwrap());
        for (store, name, value) in secrets {
            emulator.keep_secret(*store, name, &value.replace("http://127.0.0.1:8181", &azure_url));
        }
        tokio::spawn(emulator.clone().serve(azure));
        Self::at(emulator, azure_url, Clock::new(now), configure).await
    }

    /// Another process of the product, with the same Azure and the same people.
    pub async fn beside(&self) -> Self {
        let (emulator, clock) = (self.emulator.clone(), self.clock.clone());
        Self::at(emulator, self.azure_url.clone(), clock, |config| config).await
    }

    async fn at(
        emulator: Emulator,
        azure_url: String,
        clock: Clock,
        configure: impl FnOnce(String) -> String,
    ) -> Self {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server_url = format!("http://{}", server.local_addr().unwrap());
        let at_azure = |text: &str| text.replace("http://127.0.0.1:8181", &azure_url);
        let text = amended(&at_azure(&configure(at_azure(CONFIG))));
        let ops = format!("{azure_url}/_emulator/inbox/ops");
        let env = Arc::new(move |name: &str| match name {
            "LAMPLIGHTER_CONFIG" => Some(text.clone()),
            "SLACK_SIGNING_SECRET" => Some(slack::SECRET.to_owned()),
            "TEAMS_TOKEN" => Some(teams::TOKEN.to_owned()),
            "TEAMS_BOT_SECRET" => Some("a-secret-of-the-bot".to_owned()),
            "TEAMS_TOKEN_2" => Some(teams::TOKEN_2.to_owned()),
            "OPS_WEBHOOK" | "SLACK_OPS_WEBHOOK" => Some(ops.clone()),
            "AZURE_TENANT_ID" | "AZURE_CLIENT_ID" => Some("00000000-0000-0000-0000-0000000000aa".to_owned()),
            "AZURE_CLIENT_SECRET" => Some("any".to_owned()),
            "NIGHTLY_SECRET" => Some(format!("whsec_{}", STANDARD.encode(MACHINE_KEY))),
            "LAMPLIGHTER_TICKET_KEY" => Some("a-key-of-more-than-thirty-two-letters".to_owned()),
            "GRAFANA_SECRET" => Some("a-secret-of-grafana".to_owned()),
            "ALERTMANAGER_TOKEN" => Some("a-token-of-alertmanager".to_owned()),
            "MATTERMOST_TOKEN" => Some(mattermost::TOKEN.to_owned()),
            _ => None,
        });
        let client = client::http_client().unwrap();
        let config = Config::load(None, env, &client, Purpose::Serve).await;
        let config = config.unwrap_or_else(|faults| panic!("{faults}"));
        let app = App::new(config, client.clone(), clock.clone()).unwrap();
        let (shutdown, stop) = oneshot::channel();
        let stop = async { drop(stop.await) };
        Self {
            emulator,
            client,
            chat: Chat::Slack,
            locale: "en-US",
            server_url,
            azure_url,
            clock,
            transcript: Transcript::default(),
            shutdown: Some(shutdown),
            server: tokio::spawn(host::http::serve(app.clone(), server, stop)),
            app,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Where the emulator listens.
    pub fn azure_url(&self) -> &str {
        &self.azure_url
    }

    /// Where the product listens, with `path`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server_url)
    }

    /// As `lamplighter serve` begins: requests a token.
    pub fn proves_readiness(&self) {
        tokio::spawn(self.app.clone().prove_readiness());
    }

    /// What is logged from now on.
    pub fn captures_log(&self) -> CapturedLog {
        CapturedLog::begin(self.clock.clone())
    }

    // People

    /// `user` types `text`.
    pub async fn says(&self, user: &str, text: &str) -> Reply {
        let mut reply = self.post(&self.typed(user, text)).await;
        user.clone_into(&mut reply.user);
        self.transcript.typed(self.chat.name(user), text, &reply);
        reply
    }

    /// `user` presses `button`.
    pub async fn presses(&self, user: &str, button: &Button) -> Reply {
        let reply = self.post(&self.chat.pressed(&self.scene(), user, button)).await;
        self.transcript.pressed(self.chat.name(user), button, &reply);
        reply
    }

    /// The next message that comes later.
    pub async fn hears(&self) -> Reply {
        let reply = Reply::late(self.chat, self.hears_message().await);
        self.transcript.came_late(&reply);
        reply
    }

    /// As [`World::hears`], with how and where the message was delivered.
    pub async fn hears_message(&self) -> Message {
        let message = tokio::time::timeout(PATIENCE, self.emulator.next_message()).await;
        message.expect("a late message")
    }

    /// All that people typed, pressed and saw since the last call.
    pub fn transcript(&self) -> String {
        self.transcript.take()
    }

    /// The body of the request when `user` types `text`.
    pub fn typed(&self, user: &str, text: &str) -> String {
        self.chat.typed(&self.scene(), user, text)
    }

    pub fn scene(&self) -> Scene {
        Scene {
            now: self.now(),
            inbox: format!("{}/_emulator/inbox/slack", self.azure_url),
            service: format!("{}/br/{}/", self.azure_url, teams_bot::TENANT),
            locale: self.locale,
        }
    }

    /// The platform sends `body`, signed now.
    pub async fn post(&self, body: impl Display) -> Reply {
        self.post_at(self.now(), body).await
    }

    pub async fn post_at(&self, at: Timestamp, body: impl Display) -> Reply {
        let body = body.to_string();
        self.post_with(&self.chat.signed(at, &body), &body).await
    }

    /// Somebody sends `body` to the platform's hook, with these headers alone.
    pub async fn post_with(&self, headers: &[(&str, String)], body: &str) -> Reply {
        self.send(self.chat.source(), headers, body, |status, body| Reply::to_person(self.chat, status, body))
            .await
    }

    // Machines

    /// The machine `source` sends `body`, signed now, with `headers` besides.
    pub async fn sends(&self, source: &str, body: &str, headers: &[(&'static str, &str)]) -> Reply {
        self.sends_at(self.now(), source, body, headers).await
    }

    pub async fn sends_at(
        &self,
        at: Timestamp,
        source: &str,
        body: &str,
        headers: &[(&'static str, &str)],
    ) -> Reply {
        let mut all = signers::standard_webhook(MACHINE_KEY, "msg_1", at, body);
        all.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
        self.sends_with(source, &all, body).await
    }

    /// Somebody sends `body` to the hook of `source`, with these headers alone.
    pub async fn sends_with(&self, source: &str, headers: &[(&str, String)], body: &str) -> Reply {
        self.send(source, headers, body, Reply::to_machine).await
    }

    /// A token of the emulated Entra for `audience`, as an action group gets one.
    pub async fn token_for(&self, audience: &str) -> String {
        let tenant = "00000000-0000-0000-0000-0000000000aa";
        let request = self.client.post(format!("{}/{tenant}/oauth2/v2.0/token", self.azure_url)).body(
            format!("grant_type=client_credentials&client_id=x&client_secret=x&scope={audience}/.default"),
        );
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    async fn send(
        &self,
        source: &str,
        headers: &[(&str, String)],
        body: &str,
        reply: impl FnOnce(u16, Value) -> Reply,
    ) -> Reply {
        let hook = format!("{}/hooks/{source}", self.server_url);
        let mut request = self.client.post(hook).timeout(PATIENCE).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let sent = Instant::now();
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.map(|seconds| seconds.to_str().unwrap().to_owned());
        let body = response.bytes().await.unwrap();
        let body = if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&body).unwrap_or_else(|_| panic!("no JSON: {body:?}"))
        };
        let mut reply = reply(status, body);
        (reply.retry_after, reply.took) = (retry_after, sent.elapsed());
        reply
    }

    // Azure

    /// Somebody else calls Azure about the workspace.
    pub async fn azure(&self, method: &str, path: &str, body: Value) -> Value {
        let workspace = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/\
                         Microsoft.MachineLearningServices/workspaces/ml-research";
        let request = self
            .client
            .request(method.parse().unwrap(), format!("{}{workspace}{path}", self.azure_url))
            .header("authorization", "Bearer any")
            .body(body.to_string());
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        serde_json::from_slice(&answer).unwrap()
    }

    pub fn fault(&self, operation: &str, fault: &str, more: Value) {
        let mut described = json!({"operation": operation, "fault": fault});
        described.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.emulator.fault(serde_json::from_value::<Fault>(described).unwrap());
    }

    /// How many late messages were delivered, whatever the platform answered.
    pub fn posts(&self) -> usize {
        let requests = self.emulator.requests().into_iter();
        requests.filter(|request| is_message(request.operation)).count()
    }

    /// How often Azure got this call, whatever it answered.
    pub fn asked(&self, operation: &str) -> usize {
        self.calls().iter().filter(|call| *call == operation).count()
    }

    /// The calls that Azure got, in order.
    pub fn calls(&self) -> Vec<String> {
        let requests = self.emulator.requests().into_iter();
        requests
            .filter(|request| !is_message(request.operation))
            .map(|request| request.operation.to_string())
            .collect()
    }

    // The end

    /// The server ends when this is dropped.
    pub fn shutdown(&mut self) -> oneshot::Sender<()> {
        self.shutdown.take().expect("it is shut down once")
    }

    /// As [`World::finish`], for a test that reads `late` more messages on its own.
    pub async fn finish_after_reading(mut self, late: usize) {
        drop(self.shutdown.take());
        self.server.await.unwrap().unwrap();
        assert!(self.emulator.inbox().len() >= late);
    }

    /// Stops the server, waits for all work, and fails if a message was not read by the test.
    pub async fn finish(mut self) {
        drop(self.shutdown.take());
        self.server.await.unwrap().unwrap();
        assert_eq!(self.emulator.unread(), 0, "unread: {:?}", self.emulator.inbox().last());
    }
}
