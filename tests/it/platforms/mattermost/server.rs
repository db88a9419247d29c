//! Mattermost's side of a conversation: sends commands and clicks as its server does, and reads
//! what it would show.

use std::time::Duration;

use lamplighter_emulator::{Message, Options, Pace};
use serde_json::{Value, json};
use tokio::time::Instant;
use url::form_urlencoded;

use crate::support::world::{World, without_ids};

/// The one of Mattermost's own documentation.
pub const TOKEN: &str = "okwexkjpe7ygb8eq1ww58t483w";
pub const HOOK_ID: &str = "xbrkb8p393gjpq5cawei7npije";
pub const ADA: &str = "ada00000000000000000000001";
pub const BOB: &str = "bob00000000000000000000001";
const TEAM: &str = "demoteam000000000000000001";
const CHANNEL: &str = "mlops000000000000000000001";

/// Longer than anything takes, as the paused clock goes.
const PATIENCE: Duration = Duration::from_secs(3600);

const CONFIG: &str = r#"
[tickets]
key = { env = "LAMPLIGHTER_TICKET_KEY" }

[sources.mattermost]
kind = "mattermost"
token = { env = "MATTERMOST_TOKEN" }
site_url = "INBOX"
url = "https://lamplighter.example/below/"

[[grants]]
to = ["mattermost:demoteam000000000000000001/ada00000000000000000000001"]
may = ["owner"]
on = ["research/*"]

[[grants]]
to = ["mattermost:demoteam000000000000000001/*"]
may = ["reader"]
on = ["research/*"]
"#;

/// A Mattermost that talks to a world of its own.
pub struct Server {
    pub world: World,
    pub hook: String,
    client: reqwest::Client,
}

/// What Mattermost gets.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
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

    /// What the server keeps of the button with this label, to send it along with a click.
    pub fn context(&self, label: &str) -> Value {
        let found = actions(&self.body)
            .into_iter()
            .find(|action| action["name"] == label);
        let integration = &found.unwrap_or_else(|| panic!("no button {label:?}"))["integration"];
        assert_eq!(
            integration["url"],
            "https://lamplighter.example/below/hooks/mattermost"
        );
        integration["context"].clone()
    }
}

fn actions(message: &Value) -> Vec<&Value> {
    let attachments = message["attachments"].as_array().into_iter().flatten();
    attachments
        .flat_map(|attachment| attachment["actions"].as_array().unwrap())
        .collect()
}

pub fn read(message: &Value) -> String {
    assert_eq!(
        message["skip_slack_parsing"], true,
        "or <!channel> would ring everybody"
    );
    let (audience, text) = match (&message["response_type"], &message["ephemeral_text"]) {
        (Value::String(kind), Value::Null) if kind == "in_channel" => ("to the channel", &message["text"]),
        (Value::String(kind), Value::Null) if kind == "ephemeral" => ("to the caller", &message["text"]),
        (Value::Null, text) => ("to the clicker", text),
        other => panic!("{other:?}"),
    };
    let text = text.as_str().expect("text");
    assert!((1..=16_383).contains(&text.chars().count()));
    let labels: String = actions(message)
        .into_iter()
        .map(|action| format!(" [{}]", action["name"].as_str().unwrap()))
        .collect();
    format!("{audience}:\n{}{labels}", without_ids(text))
}

impl Server {
    pub async fn new() -> Self {
        Self::with(Pace::ByHand, "").await
    }

    /// With more configuration, and Azure at this pace.
    pub async fn with(pace: Pace, config: &str) -> Self {
        Self::configured(pace, &(CONFIG.to_owned() + config)).await
    }

    /// Whose people speak Portuguese.
    pub async fn in_portuguese() -> Self {
        let config = CONFIG.replace("url = \"https", "locale = \"pt-BR\"\nurl = \"https");
        Self::configured(Pace::ByHand, &config).await
    }

    async fn configured(pace: Pace, config: &str) -> Self {
        let options = Options {
            pace,
            ..Options::default()
        };
        let world = World::with(options, |demo| {
            let azure = demo
                .split('"')
                .find(|text| text.starts_with("http://"))
                .expect("the emulator");
            let inbox = format!("{azure}/_emulator/inbox");
            demo.clone() + &config.replace("INBOX", &inbox)
        })
        .await;
        Self {
            hook: world.hook.replace("/slack", "/mattermost"),
            client: lamplighter::client::http_client().unwrap(),
            world,
        }
    }

    /// `user` types `/ci text`.
    pub async fn says(&self, user: &str, text: &str) -> Answer {
        self.post(&self.command(user, text)).await
    }

    /// A form as the server sends it, its fields in the order of their names.
    pub fn command(&self, user: &str, text: &str) -> String {
        let response_url = format!("https://chat.example.com/hooks/commands/{HOOK_ID}");
        let fields = [
            ("channel_id", CHANNEL),
            ("channel_name", "ml-ops"),
            ("command", "/ci"),
            ("response_url", &response_url),
            ("root_id", ""),
            ("team_domain", "demo"),
            ("team_id", TEAM),
            ("text", text),
            ("token", TOKEN),
            ("trigger_id", "dHJpZ2dlcg=="),
            ("user_id", user),
            ("user_name", "somebody"),
        ];
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish()
    }

    /// Sends a command with the header that goes with it.
    pub async fn post(&self, command: &str) -> Answer {
        self.send(&[("authorization", &format!("Token {TOKEN}"))], command)
            .await
    }

    /// `user` presses the button that `context` was kept of.
    pub async fn clicks(&self, user: &str, context: &Value) -> Answer {
        self.post_click(&self.click(user, context)).await
    }

    pub fn click(&self, user: &str, context: &Value) -> Value {
        json!({
            "user_id": user,
            "user_name": "somebody",
            "channel_id": CHANNEL,
            "channel_name": "ml-ops",
            "team_id": TEAM,
            "team_domain": "demo",
            "post_id": "post0000000000000000000001",
            "trigger_id": "dHJpZ2dlcg==",
            "type": "button",
            "data_source": "",
            "context": context,
        })
    }

    pub async fn post_click(&self, click: &Value) -> Answer {
        self.send(&[("content-type", "application/json")], &click.to_string())
            .await
    }

    /// Sends a form, unless the headers say otherwise.
    pub async fn send(&self, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = self.client.post(&self.hook).body(body.to_owned());
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = Instant::now();
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        Answer {
            status,
            body: if body.is_empty() {
                Value::Null
            } else {
                serde_json::from_slice(&body).expect("JSON")
            },
            took: sent.elapsed(),
        }
    }

    /// The next late answer, as it reads.
    pub async fn hears(&self) -> String {
        read(&self.hears_message().await.body)
    }

    pub async fn hears_message(&self) -> Message {
        let message = tokio::time::timeout(PATIENCE, self.world.emulator.next_message()).await;
        message.expect("a late answer")
    }
}
