//! A world to talk in: the app behind its real HTTP host, the emulator in Azure's and Slack's
//! place, and a clock that runs only while everybody waits.

use std::{sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lamplighter::{app::App, client, clock::Clock, config::Config, host};
use lamplighter_emulator::{Call, Emulator, Fault, Options, Pace, Store};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::Instant};
use url::form_urlencoded;

use crate::{
    support::captured_log::CapturedLog,
    support::demo_config::{CONFIG, amended},
    support::signers,
};

pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// What Teams shows when an outgoing webhook is made.
pub const TEAMS_TOKEN: &str = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";
pub const TEAMS_TOKEN_2: &str = "QgyNSToQjf4p6+YzDpjKks1/tXeJQ7FhVHqRwTnugVI=";

/// A Monday evening.
const BEGINNING: &str = "2026-11-23T18:00:00Z";

/// Longer than anything takes, as the paused clock goes.
const PATIENCE: Duration = Duration::from_secs(3600);

/// What a machine signs with, behind `whsec_`.
pub const MACHINE_KEY: &[u8] = b"a key of the nightly stop, 32 by";

/// A machine that says itself what is done, to be put behind the demo's configuration.
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
    pub hook: String,
    inbox: String,
    client: reqwest::Client,
    clock: Clock,
    shutdown: Option<oneshot::Sender<()>>,
    server: JoinHandle<std::io::Result<()>>,
}

/// What Slack gets.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// In seconds.
    pub retry_after: Option<String>,
    pub body: Value,
    /// How long it took, on the world's clock.
    pub took: Duration,
}

impl Answer {
    /// As it reads: whom it is shown to, the text, the buttons.
    pub fn read(&self) -> String {
        match self.status {
            200 => read(&self.body),
            status => format!("HTTP {status}"),
        }
    }

    /// As a machine gets it: the status, the message, and a line for each instance.
    pub fn told(&self) -> String {
        let text = |key: &str| without_ids(self.body[key].as_str().unwrap_or_default());
        let results = self.body["results"].as_array().cloned().unwrap_or_default();
        let results = results.iter().map(|row| {
            let part = |key: &str| row[key].as_str().unwrap_or_default();
            let line = format!(
                "{} {} {} {}",
                part("target"),
                part("outcome"),
                part("state"),
                part("reason")
            );
            format!("\n  {}", line.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        format!(
            "HTTP {}: {}{}",
            self.status,
            text("message"),
            results.collect::<String>()
        )
    }

    /// The value of the button with this label.
    pub fn button(&self, label: &str) -> String {
        button(&self.body, label)
    }
}

pub fn button(message: &Value, label: &str) -> String {
    let blocks = message["blocks"].as_array().expect("blocks");
    let mut elements = blocks
        .iter()
        .filter_map(|block| block["elements"].as_array())
        .flatten();
    let found = elements.find(|element| element["text"]["text"] == label);
    found.unwrap_or_else(|| panic!("no button {label:?}"))["value"]
        .as_str()
        .expect("a value")
        .to_owned()
}

/// A message as it reads.
pub fn read(message: &Value) -> String {
    let Some(text) = message["text"].as_str() else {
        return "(empty)".to_owned();
    };
    let audience = match message["response_type"].as_str() {
        // What a webhook brings has no such type.
        Some("in_channel") | None if message["replace_original"] != true => "to the channel",
        _ => "to the caller",
    };
    let place = if message["replace_original"] == true {
        ", in place"
    } else {
        ""
    };
    let blocks = message["blocks"].as_array().expect("blocks");
    let labels = blocks
        .iter()
        .filter_map(|block| block["elements"].as_array())
        .flatten();
    let labels: String = labels
        .map(|element| format!(" [{}]", element["text"]["text"].as_str().unwrap()))
        .collect();
    format!("{audience}{place}:\n{}{labels}", without_ids(text))
}

/// `(id 1a2b3c)` differs from run to run.
pub fn without_ids(text: &str) -> String {
    let mut pieces = text.split("(id ");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| said + "(id ……" + &piece[6..])
}

impl World {
    pub async fn new() -> Self {
        Self::with(
            Options {
                pace: Pace::ByHand,
                ..Options::default()
            },
            |config| config,
        )
        .await
    }

    /// Azure at its own pace: a stop takes 3 s of the world's clock, a restart 6.
    pub async fn at_real_pace() -> Self {
        Self::with(Options::default(), |config| config).await
    }

    pub async fn with(options: Options, configure: impl FnOnce(String) -> String) -> Self {
        Self::keeping(&[], options, configure).await
    }

    /// Where stores of the cloud keep these, by name and value.
    pub async fn keeping(
        secrets: &[(Store, &str, &str)],
        options: Options,
        configure: impl FnOnce(String) -> String,
    ) -> Self {
        let (began, beginning) = (Instant::now(), BEGINNING.parse::<Timestamp>().unwrap());
        let now = move || beginning + began.elapsed();
        let emulator = Emulator::new(Options {
            clock: Arc::new(now),
            ..options
        });
        let azure = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure_url = format!("http://{}", azure.local_addr().unwrap());
        for (store, name, value) in secrets {
            emulator.keep_secret(*store, name, &value.replace("http://127.0.0.1:8181", &azure_url));
        }
        tokio::spawn(emulator.clone().serve(azure));
        Self::at(emulator, azure_url, Clock::new(now), configure).await
    }

    /// Another process of ours, with the same Azure and the same people.
    pub async fn beside(&self) -> Self {
        let (emulator, clock) = (self.emulator.clone(), self.clock.clone());
        Self::at(emulator, self.azure_url().to_owned(), clock, |config| config).await
    }

    async fn at(
        emulator: Emulator,
        azure_url: String,
        clock: Clock,
        configure: impl FnOnce(String) -> String,
    ) -> Self {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!("http://{}/hooks/slack", server.local_addr().unwrap());
        let at_azure = |text: &str| text.replace("http://127.0.0.1:8181", &azure_url);
        let text = amended(&at_azure(&configure(at_azure(CONFIG))));
        let messages = format!("{azure_url}/_emulator/inbox");
        let inbox = messages.clone();
        let env = Arc::new(move |name: &str| match name {
            "LAMPLIGHTER_CONFIG" => Some(text.clone()),
            "SLACK_SIGNING_SECRET" => Some(SECRET.to_owned()),
            "TEAMS_TOKEN" => Some(TEAMS_TOKEN.to_owned()),
            "TEAMS_TOKEN_2" => Some(TEAMS_TOKEN_2.to_owned()),
            "OPS_WEBHOOK" | "SLACK_OPS_WEBHOOK" => Some(format!("{inbox}/ops")),
            "AZURE_TENANT_ID" | "AZURE_CLIENT_ID" => Some("00000000-0000-0000-0000-0000000000aa".to_owned()),
            "AZURE_CLIENT_SECRET" => Some("any".to_owned()),
            "NIGHTLY_SECRET" => Some(format!("whsec_{}", STANDARD.encode(MACHINE_KEY))),
            "LAMPLIGHTER_TICKET_KEY" => Some("a-key-of-more-than-thirty-two-letters".to_owned()),
            "GRAFANA_SECRET" => Some("a-secret-of-grafana".to_owned()),
            "ALERTMANAGER_TOKEN" => Some("a-token-of-alertmanager".to_owned()),
            "MATTERMOST_TOKEN" => Some("okwexkjpe7ygb8eq1ww58t483w".to_owned()),
            _ => None,
        });
        let client = client::http_client().unwrap();
        let config = Config::load(None, env, &client).await;
        let config = config.unwrap_or_else(|faults| panic!("{faults}"));
        let app = App::new(config, client.clone(), clock.clone()).unwrap();
        let (shutdown, stop) = oneshot::channel();
        let stop = async { drop(stop.await) };
        Self {
            emulator,
            hook,
            inbox: format!("{messages}/slack"),
            client,
            clock,
            shutdown: Some(shutdown),
            server: tokio::spawn(host::http::serve(app, server, stop)),
        }
    }

    /// Where the emulator is.
    pub fn azure_url(&self) -> &str {
        self.inbox.split("/_emulator").next().unwrap_or_default()
    }

    /// By hand, with [`MACHINES`] and whatever `more` there is in the configuration.
    pub async fn with_machines(more: &str) -> Self {
        let options = Options {
            pace: Pace::ByHand,
            ..Options::default()
        };
        Self::with(options, |config| format!("{config}{MACHINES}{more}")).await
    }

    /// A machine sends `body` to its source, signed now, with `headers` besides.
    pub async fn sends(&self, source: &str, body: &str, headers: &[(&'static str, &str)]) -> Answer {
        self.sends_at(self.now(), source, body, headers).await
    }

    pub async fn sends_at(
        &self,
        at: Timestamp,
        source: &str,
        body: &str,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let mut all = signers::standard_webhook(MACHINE_KEY, "msg_1", at, body);
        all.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let hook = self.hook.replace("/hooks/slack", &format!("/hooks/{source}"));
        self.send_to(&hook, &all, body).await
    }

    /// When the machine `source` may come again, by the header of the answer to `body`.
    pub async fn retry_after(&self, source: &str, body: &str) -> Option<String> {
        let hook = self.hook.replace("/hooks/slack", &format!("/hooks/{source}"));
        let mut request = self.client.post(hook).body(body.to_owned());
        for (name, value) in signers::standard_webhook(MACHINE_KEY, "msg_1", self.now(), body) {
            request = request.header(name, value);
        }
        let response = request.send().await.unwrap();
        let header = response.headers().get("retry-after")?;
        Some(header.to_str().unwrap().to_owned())
    }

    /// A token of the emulated Entra's for `audience`, as an action group gets one.
    pub async fn token_for(&self, audience: &str) -> String {
        let tenant = "00000000-0000-0000-0000-0000000000aa";
        let request = self
            .client
            .post(format!("{}/{tenant}/oauth2/v2.0/token", self.azure_url()))
            .body(format!(
                "grant_type=client_credentials&client_id=x&client_secret=x&scope={audience}/.default"
            ));
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// What is logged from now on.
    pub fn captures_log(&self) -> CapturedLog {
        CapturedLog::begin(self.clock.clone())
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// `user` of team T0DEMO types `/ci text`.
    pub async fn says(&self, user: &str, text: &str) -> Answer {
        let body = self.command(user, text);
        self.post(self.now(), &body).await
    }

    pub fn command(&self, user: &str, text: &str) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("team_id", "T0DEMO"),
                ("channel_id", "C0OPS"),
                ("user_id", user),
                ("user_name", &user.to_lowercase()),
                ("command", "/ci"),
            ])
            .extend_pairs([
                ("text", text),
                ("response_url", &self.inbox),
                ("trigger_id", "1.2.abc"),
            ])
            .finish()
    }

    /// As [`World::clicks`], under a message that everybody in the channel sees.
    pub async fn clicks_in_channel(&self, user: &str, value: &str) -> Answer {
        self.click(user, value, json!({"type": "message", "is_ephemeral": false}))
            .await
    }

    /// `user` presses the button that stands for `value`.
    pub async fn clicks(&self, user: &str, value: &str) -> Answer {
        self.click(user, value, json!({"type": "message", "is_ephemeral": true}))
            .await
    }

    async fn click(&self, user: &str, value: &str, container: Value) -> Answer {
        let payload = json!({
            "type": "block_actions",
            "user": {"id": user, "team_id": "T0DEMO", "username": user.to_lowercase()},
            "container": container,
            "team": {"id": "T0DEMO"},
            "channel": {"id": "C0OPS"},
            "response_url": self.inbox,
            "actions": [{"action_id": "lamplighter:0", "type": "button", "value": value}],
        });
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("payload", &payload.to_string())
            .finish();
        self.post(self.now(), &body).await
    }

    /// Asks Azure itself about the workspace, behind Lamplighter's back.
    pub async fn azure(&self, method: &str, path: &str, body: Value) -> Value {
        let base = self.inbox.split("/_emulator").next().unwrap();
        let workspace = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/\
                         Microsoft.MachineLearningServices/workspaces/ml-research";
        let request = self
            .client
            .request(method.parse().unwrap(), format!("{base}{workspace}{path}"))
            .header("authorization", "Bearer any")
            .body(body.to_string());
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        serde_json::from_slice(&answer).unwrap()
    }

    /// Sends `body`, signed at `at`.
    pub async fn post(&self, at: Timestamp, body: &str) -> Answer {
        let headers = signers::slack(SECRET, at, body);
        self.send(&headers, body).await
    }

    pub async fn send(&self, headers: &[(&str, String)], body: &str) -> Answer {
        self.send_to(&self.hook, headers, body).await
    }

    pub async fn send_to(&self, hook: &str, headers: &[(&str, String)], body: &str) -> Answer {
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
        let body = serde_json::from_slice(&body).unwrap_or_else(|_| assert_empty(&body));
        Answer {
            status,
            retry_after,
            body,
            took: sent.elapsed(),
        }
    }

    /// The next late answer, as it reads.
    pub async fn hears(&self) -> String {
        read(&self.hears_message().await)
    }

    pub async fn hears_message(&self) -> Value {
        let message = tokio::time::timeout(PATIENCE, self.emulator.next_message()).await;
        message.expect("a late answer").body
    }

    pub fn fault(&self, operation: &str, fault: &str, more: Value) {
        let mut described = json!({"operation": operation, "fault": fault});
        described
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().cloned().unwrap_or_default());
        self.emulator
            .fault(serde_json::from_value::<Fault>(described).unwrap());
    }

    /// How often a late answer was brought, whatever the platform answered.
    pub fn posts(&self) -> usize {
        let requests = self.emulator.requests().into_iter();
        requests
            .filter(|request| request.operation == Call::Inbox)
            .count()
    }

    /// How often Azure was asked this, whatever it answered.
    pub fn asked(&self, operation: &str) -> usize {
        self.calls().iter().filter(|call| *call == operation).count()
    }

    /// What Azure was asked, in order.
    pub fn calls(&self) -> Vec<String> {
        let requests = self.emulator.requests().into_iter();
        requests
            .filter(|request| request.operation != Call::Inbox)
            .map(|request| request.operation.to_string())
            .collect()
    }

    /// What, once dropped, has the server end.
    pub fn shutdown(&mut self) -> oneshot::Sender<()> {
        self.shutdown.take().expect("it is shut down once")
    }

    /// As [`World::finish`], for a test that reads `late` more messages on its own.
    pub async fn finish_after_reading(mut self, late: usize) {
        drop(self.shutdown.take());
        self.server.await.unwrap().unwrap();
        assert!(self.emulator.inbox().len() >= late);
    }

    /// Stops the server, waits for all work, and fails when something was said that no test read.
    pub async fn finish(mut self) {
        drop(self.shutdown.take());
        self.server.await.unwrap().unwrap();
        assert_eq!(
            self.emulator.unread(),
            0,
            "unread: {:?}",
            self.emulator.inbox().last()
        );
    }
}

fn assert_empty(body: &[u8]) -> Value {
    assert!(
        body.is_empty(),
        "neither JSON nor empty: {:?}",
        String::from_utf8_lossy(body)
    );
    Value::Null
}
