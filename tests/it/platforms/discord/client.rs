//! Discord's side of a conversation: signs interactions as it does, and reads what it would show.

use std::time::Duration;

use jiff::Timestamp;
use lamplighter_emulator::{Message, Options, Pace};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    support::signers,
    support::world::{World, without_ids},
};

/// RFC 8032 §7.1, TEST 1: the private half of `public_key` below.
const PRIVATE_KEY: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

pub const APPLICATION: &str = "1290000000000000001";
pub const GUILD: &str = "1290000000000000002";
pub const ADA: &str = "1290000000000000003";
pub const BOB: &str = "1290000000000000004";
pub const TOKEN: &str = "aW50ZXJhY3Rpb246MTI5.a_token-that.is_very-long";

/// Discord's own limit for the first answer.
pub const THREE_SECONDS: Duration = Duration::from_secs(3);

/// Longer than anything takes, as the paused clock goes.
const PATIENCE: Duration = Duration::from_secs(3600);

const CONFIG: &str = r#"
[tickets]
key = { env = "LAMPLIGHTER_TICKET_KEY" }

[sources.discord]
kind = "discord"
public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
application_id = "1290000000000000001"
api = "INBOX"

[[grants]]
to = ["discord:*/1290000000000000003"]      # Ada, in any server and in direct messages
may = ["owner"]
on = ["research/*"]

[[grants]]
to = ["discord:1290000000000000002/*"]
may = ["reader"]
on = ["research/*"]
"#;

/// The demo's configuration, with a Discord whose late answers go to the emulator's inbox.
pub fn with_discord(demo: &str) -> String {
    let mut texts = demo.split('"');
    let azure = texts
        .find(|text| text.starts_with("http://"))
        .expect("the emulator");
    demo.to_owned() + &CONFIG.replace("INBOX", &format!("{azure}/_emulator/inbox"))
}

/// A Discord that talks to a world of its own.
pub struct Discord {
    pub world: World,
    /// That of everybody's client.
    pub locale: &'static str,
    hook: String,
    client: reqwest::Client,
}

/// What Discord gets.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    /// How long it took, on the world's clock.
    pub took: Duration,
}

impl Answer {
    /// As it reads: what becomes of it, whom it is shown to, the text, the buttons.
    pub fn read(&self) -> String {
        let data = &self.body["data"];
        match (self.status, self.body["type"].as_u64()) {
            (200, Some(4)) => read(data),
            (200, Some(5)) => format!("thinking, {}", audience(data)),
            (200, Some(6)) => "holding still".to_owned(),
            (status, kind) => format!("HTTP {status}, type {kind:?}"),
        }
    }

    /// What is offered to somebody who types: as it is shown, and as it is filled in.
    pub fn choices(&self) -> Vec<(String, String)> {
        assert_eq!((self.status, &self.body["type"]), (200, &json!(8)));
        let choices = self.body["data"]["choices"].as_array().expect("choices");
        let text = |choice: &Value, key: &str| choice[key].as_str().expect("text").to_owned();
        choices
            .iter()
            .map(|choice| (text(choice, "name"), text(choice, "value")))
            .collect()
    }

    /// What the button with this label stands for.
    pub fn button(&self, label: &str) -> String {
        button(&self.body["data"], label)
    }
}

fn buttons(message: &Value) -> impl Iterator<Item = &Value> {
    let rows = message["components"].as_array().expect("components");
    rows.iter()
        .flat_map(|row| row["components"].as_array().expect("a row of buttons"))
}

pub fn button(message: &Value, label: &str) -> String {
    let found = buttons(message).find(|button| button["label"] == label);
    let value = found.unwrap_or_else(|| panic!("no button {label:?}"))["custom_id"].as_str();
    value.expect("a custom_id").to_owned()
}

fn read(message: &Value) -> String {
    assert_eq!(
        message["allowed_mentions"],
        json!({"parse": []}),
        "nobody is rung"
    );
    let content = message["content"].as_str().expect("content");
    assert!((1..=2000).contains(&content.encode_utf16().count()));
    let labels: String = buttons(message)
        .map(|button| format!(" [{}]", button["label"].as_str().expect("a label")))
        .collect();
    format!("{}:\n{}{labels}", audience(message), without_ids(content))
}

fn audience(message: &Value) -> &'static str {
    match message["flags"].as_u64() {
        Some(64) => "to the caller",
        None => "to the channel",
        other => panic!("flags {other:?}"),
    }
}

impl Discord {
    pub async fn new() -> Self {
        Self::with(Pace::ByHand, 0, "").await
    }

    /// Azure at its own pace, or by hand, with more instances, and more configuration.
    pub async fn with(pace: Pace, instances: usize, config: &str) -> Self {
        let options = Options {
            pace,
            instances,
            ..Options::default()
        };
        let world = World::with(options, |demo| with_discord(&demo) + config).await;
        Self {
            locale: "en-US",
            hook: world.hook.replace("/slack", "/discord"),
            client: lamplighter::client::http_client().unwrap(),
            world,
        }
    }

    /// `user` sends `/ci line`, where a line is `stop name:myci force:true`, as Discord shows it.
    pub async fn says(&self, user: &str, line: &str) -> Answer {
        self.interact(interaction(2, user, command(line))).await
    }

    /// `user` has typed `/ci line` so far, and is at its last option.
    pub async fn types(&self, user: &str, line: &str) -> Answer {
        let mut data = command(line);
        let options = data["options"][0]["options"].as_array_mut().expect("options");
        options.last_mut().expect("an option")["focused"] = true.into();
        self.interact(interaction(4, user, data)).await
    }

    /// `user` presses a button of a message that was said to `said_to`.
    pub async fn clicks(&self, user: &str, said_to: &str, value: &str) -> Answer {
        let mut pressed = interaction(3, user, json!({"component_type": 2, "custom_id": value}));
        pressed["message"] = json!({
            "id": "1290000000000000077", "flags": if user == said_to { 64 } else { 0 },
            "interaction_metadata": {"id": "1290000000000000078", "type": 2, "user": {"id": said_to}},
        });
        self.interact(pressed).await
    }

    async fn interact(&self, mut interaction: Value) -> Answer {
        interaction["locale"] = self.locale.into();
        self.post(&interaction).await
    }

    pub async fn post(&self, interaction: &Value) -> Answer {
        let body = interaction.to_string();
        self.send(&sign(self.world.now(), &body), &body).await
    }

    pub async fn send(&self, headers: &[(&str, String)], body: &str) -> Answer {
        let mut request = self.client.post(&self.hook).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let sent = Instant::now();
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        let body = if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&body).expect("JSON")
        };
        Answer {
            status,
            body,
            took: sent.elapsed(),
        }
    }

    /// What comes late, as it reads: an edit of the first message, or another one.
    pub async fn hears(&self) -> String {
        let Message {
            method, path, body, ..
        } = self.hears_message().await;
        let webhook = format!("/_emulator/inbox/webhooks/{APPLICATION}/{TOKEN}");
        match (method.as_str(), path.strip_prefix(&webhook)) {
            ("PATCH", Some("/messages/@original")) => {
                // An edit cannot change who sees a message.
                read(&body).replacen("to the channel", "edited", 1)
            }
            ("POST", Some("")) => read(&body),
            other => panic!("{other:?}"),
        }
    }

    pub async fn hears_message(&self) -> Message {
        let message = tokio::time::timeout(PATIENCE, self.world.emulator.next_message()).await;
        message.expect("a late answer")
    }
}

/// The two headers of a request that Discord sent at `at`.
pub fn sign(at: Timestamp, body: &str) -> signers::Headers {
    signers::discord(PRIVATE_KEY, at, body)
}

/// In the guild, unless the test changes that.
pub fn interaction(kind: u8, user: &str, data: Value) -> Value {
    json!({
        "id": "1290000000000000070", "application_id": APPLICATION, "type": kind, "version": 1,
        "token": TOKEN, "data": data,
        "guild_id": GUILD, "channel_id": "1290000000000000005",
        "member": {"user": {"id": user, "username": "someone"}, "roles": [], "permissions": "0"},
        "locale": "en-US", "guild_locale": "en-US", "context": 0,
    })
}

/// `stop name:myci except:a b force:true`, as the fields that Discord makes of it.
pub fn command(line: &str) -> Value {
    let mut words = line.split(' ');
    let subcommand = words.next().expect("a subcommand");
    let mut options: Vec<(String, String)> = Vec::new();
    for word in words {
        match (word.split_once(':'), options.last_mut()) {
            (Some((name, value)), _) => options.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => *value = format!("{value} {word}"),
            (None, None) => panic!("{word:?} stands before any option"),
        }
    }
    let options: Vec<_> = options
        .iter()
        .map(|(name, value)| match value.as_str() {
            "true" | "false" => json!({"name": name, "type": 5, "value": value == "true"}),
            text => json!({"name": name, "type": 3, "value": text}),
        })
        .collect();
    json!({
        "id": "1290000000000000071", "name": "ci", "type": 1,
        "options": [{"name": subcommand, "type": 1, "options": options}],
    })
}
