//! Microsoft Teams, from a mention in a channel to the last answer in another.

use insta::assert_snapshot;
use jiff::Timestamp;
use lamplighter::{
    emulator::{Options, Pace},
    verify::TEAMS,
};
use serde_json::{Value, json};

use crate::world::{Answer, TEAMS_TOKEN, World, without_ids};

const SAMPLE: &str = include_str!("../../events/teams/stop.json");

pub const ADA: &str = "00000000-0000-0000-0000-0000000000bb";
pub const BOB: &str = "00000000-0000-0000-0000-0000000000b0";

/// Everybody in the tenant may look, and do what they like with what is their own.
pub const CONFIG: &str = r#"
[sources.teams]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN" } }

[[grants]]
to = ["teams:00000000-0000-0000-0000-0000000000cc/*"]
may = ["reader"]
on = ["research/*"]

[[grants]]
to = ["teams:00000000-0000-0000-0000-0000000000cc/*"]
may = ["owner"]
on = ["mine"]
"#;

/// The world with a channel in Teams that Lamplighter is mentioned in.
pub struct Channel {
    pub world: World,
}

impl Channel {
    pub async fn new() -> Self {
        let by_hand = Options {
            pace: Pace::ByHand,
            ..Options::default()
        };
        Self::with(by_hand, "").await
    }

    pub async fn with(options: Options, config: &str) -> Self {
        let mut world = World::with(options, |slack| slack + CONFIG + config).await;
        world.hook = world.hook.replace("/hooks/slack", "/hooks/teams");
        Self { world }
    }

    /// Somebody writes `@Lamplighter text`.
    pub async fn says(&self, who: &str, text: &str) -> Answer {
        self.hears(&activity(self.world.now(), who, text)).await
    }

    /// Sends `activity`, signed.
    pub async fn hears(&self, activity: &Value) -> Answer {
        let body = activity.to_string();
        self.world.send(&sign(&body), &body).await
    }
}

pub fn activity(at: Timestamp, who: &str, text: &str) -> Value {
    let mut activity: Value = serde_json::from_str(SAMPLE).unwrap();
    activity["timestamp"] = json!(format!("{at:.7}"));
    activity["from"]["aadObjectId"] = json!(who);
    activity["text"] = json!(format!("<at>Lamplighter</at>&nbsp;{text}\n"));
    activity
}

pub fn sign(body: &str) -> Vec<(&'static str, String)> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    TEAMS.sign(
        &STANDARD.decode(TEAMS_TOKEN).unwrap(),
        Timestamp::UNIX_EPOCH,
        body.as_bytes(),
    )
}

/// A card as it reads: a line each, `*bold*` and `` `code` `` marked.
pub fn read(message: &Value) -> String {
    assert_eq!(message["type"], "message");
    let card = &message["attachments"][0]["content"];
    assert_eq!(card["type"], "AdaptiveCard");
    let lines = card["body"].as_array().expect("a body").iter().map(|block| {
        let inlines = block["inlines"].as_array().map(Vec::as_slice).unwrap_or_default();
        let runs = inlines.iter().map(|run| match run.as_str() {
            Some(text) => text.to_owned(),
            None if run["weight"] == "Bolder" => format!("*{}*", run["text"].as_str().unwrap()),
            None => format!("`{}`", run["text"].as_str().unwrap()),
        });
        block["text"]
            .as_str()
            .map_or_else(|| runs.collect(), str::to_owned)
    });
    without_ids(&lines.collect::<Vec<String>>().join("\n"))
}

#[tokio::test(start_paused = true)]
async fn the_same_conversation_as_everywhere() {
    let channel = Channel::new().await;
    assert_snapshot!(read(&channel.says(ADA, "status myci").await.body), @"
    🟢 *myci* is running, since {{TIME(2026-11-23T13:00:00Z)}}.
    Size DS3_V2 · owner: you · stops when idle for 1 h · 1 schedule.
    Last: started at {{TIME(2026-11-23T13:00:00Z)}}, by a person.
    Its OS image is out of date; only making it anew updates it.
    Jupyter, JupyterLab and RStudio open for its owner alone.
    ");
    assert_snapshot!(read(&channel.says(ADA, "sotp myci").await.body), @"I don't know `sotp`. Did you mean `stop myci`?");
    assert_snapshot!(read(&channel.says(BOB, "stop myci").await.body), @"You may *status* and *list* in research, not *stop*. Ask an owner of research.");
    assert_snapshot!(read(&channel.says(ADA, "stop myci").await.body), @"🟡 *myci*: asked Azure to stop it. `status myci` tells you when it is down.");
    channel.world.emulator.settle("myci");
    assert_snapshot!(read(&channel.says(ADA, "stop myci").await.body), @"⚪ *myci* is already stopped, since {{TIME(2026-11-23T18:00:00Z)}}.");
    assert_snapshot!(read(&channel.says(ADA, "delete myci").await.body), @"
    Delete *myci*? Its OS disk and what is outside the file share are gone for good.
    To do it, mention me with this line within 5 min. It works for you alone.
    `confirm toyvkc.UW-XYDz4s9Fh7qPJAcIxew delete myci`
    ");
    assert_snapshot!(read(&channel.says(ADA, "whoami").await.body), @"
    You are `teams:00000000-0000-0000-0000-0000000000cc/00000000-0000-0000-0000-0000000000bb`.
    You may *status*, *list*, *start*, *stop*, *restart* and *delete* in what is your own and research.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    ");
    channel.world.finish().await;
}
