//! Microsoft Teams, from a mention in a channel to the last answer in another.

mod portuguese;

mod authentication;

use std::time::Duration;

use insta::assert_snapshot;
use jiff::Timestamp;
use lamplighter_emulator::{Options, Pace};
use serde_json::{Value, json};

use crate::{
    support::signers,
    support::world::{Answer, TEAMS_TOKEN, World, without_ids},
};

const SAMPLE: &str = include_str!("../../../events/teams/stop.json");

pub const ADA: &str = "00000000-0000-0000-0000-0000000000bb";
pub const BOB: &str = "00000000-0000-0000-0000-0000000000b0";

/// Everybody in the tenant may look, and do what they like with what is their own. Late answers
/// go to another channel.
pub const CONFIG: &str = r#"
[sources.teams]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN" } }
notify = ["ml-ops"]

[notify.ml-ops]
kind = "teams"
url = { env = "OPS_WEBHOOK" }

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
        Self::with(by_hand, CONFIG).await
    }

    /// Azure at its own pace: a stop takes 3 s of the world's clock.
    async fn at_real_pace() -> Self {
        Self::with(Options::default(), CONFIG).await
    }

    pub async fn with(options: Options, teams: &str) -> Self {
        let mut world = World::with(options, |slack| slack + teams).await;
        world.hook = world.hook.replace("/hooks/slack", "/hooks/teams");
        Self { world }
    }

    /// Somebody writes `@Lamplighter text`.
    pub async fn says(&self, who: &str, text: &str) -> Answer {
        self.sends(&activity(self.world.now(), who, text)).await
    }

    /// Sends `activity`, signed.
    pub async fn sends(&self, activity: &Value) -> Answer {
        let body = activity.to_string();
        self.world.send(&sign(&body), &body).await
    }

    /// What the other channel is told next, as it reads.
    async fn tells(&self) -> String {
        read(&self.world.hears_message().await)
    }
}

pub fn activity(at: Timestamp, who: &str, text: &str) -> Value {
    let mut activity: Value = serde_json::from_str(SAMPLE).unwrap();
    activity["timestamp"] = json!(format!("{at:.7}"));
    activity["from"]["aadObjectId"] = json!(who);
    activity["text"] = json!(format!("<at>Lamplighter</at>&nbsp;{text}\n"));
    activity
}

pub fn sign(body: &str) -> signers::Headers {
    signers::teams(TEAMS_TOKEN, body)
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
            None if run["selectAction"]["type"] == "Action.OpenUrl" => {
                format!("[{}]", run["text"].as_str().unwrap())
            }
            None => format!("`{}`", run["text"].as_str().unwrap()),
        });
        block["text"]
            .as_str()
            .map_or_else(|| runs.collect(), str::to_owned)
    });
    without_ids(&lines.collect::<Vec<String>>().join("\n"))
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_asked_for_here_and_told_in_the_other_channel() {
    let channel = Channel::new().await;
    assert_snapshot!(read(&channel.says(ADA, "status myci").await.body), @"
    🟢 *myci* is running, since {{TIME(2026-11-23T13:00:00Z)}} (5 h), started by a person.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop at {{TIME(2026-11-23T23:00:00Z)}}.
    Its OS image is 26.06.14, the latest is 26.10.22; only re-creating it updates it.
    Open [Jupyter] · [Jupyter Lab]
    ");
    assert_snapshot!(read(&channel.says(ADA, "stop myci").await.body), @"🟡 *myci*: asked Azure to stop it. I'll tell you in *ml-ops* when it is down.");
    channel.world.emulator.settle("myci");
    assert_snapshot!(channel.tells().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert_snapshot!(read(&channel.says(ADA, "stop myci").await.body), @"⚪ *myci* is already stopped, since {{TIME(2026-11-23T18:00:00Z)}}.");
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_late_answer_mentions_who_asked() {
    let channel = Channel::new().await;
    channel.says(ADA, "stop myci").await;
    channel.world.emulator.settle("myci");
    let message = channel.world.hears_message().await;
    assert_eq!(
        message["attachments"][0]["contentType"],
        "application/vnd.microsoft.card.adaptive"
    );
    assert_snapshot!(serde_json::to_string_pretty(&message["attachments"][0]["content"]).unwrap(), @r#"
    {
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
      "body": [
        {
          "text": "<at>Ada Lovelace</at>",
          "type": "TextBlock"
        },
        {
          "inlines": [
            "⚪ ",
            {
              "text": "myci",
              "type": "TextRun",
              "weight": "Bolder"
            },
            " is stopped. It took 10 s. Disk, public IP and load balancer are still billed."
          ],
          "spacing": "Small",
          "type": "RichTextBlock"
        }
      ],
      "msteams": {
        "entities": [
          {
            "mentioned": {
              "id": "00000000-0000-0000-0000-0000000000bb",
              "name": "Ada Lovelace"
            },
            "text": "<at>Ada Lovelace</at>",
            "type": "mention"
          }
        ],
        "width": "Full"
      },
      "type": "AdaptiveCard",
      "version": "1.4"
    }
    "#);
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_another_channel_status_tells() {
    let alone = CONFIG.replace("notify = [\"ml-ops\"]\n", "");
    let channel = Channel::with(Options::default(), &alone).await;
    assert_snapshot!(read(&channel.says(ADA, "stop myci").await.body), @"🟡 *myci*: asked Azure to stop it. `status myci` tells you when it is down.");
    channel.world.fault("get", "slow", json!({"delay_ms": 10_000}));
    assert_snapshot!(read(&channel.says(ADA, "restart myci").await.body), @"🟡 Azure is slow to answer. I'm still at `restart myci`. Ask with `status` in a while.");
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_channel_elsewhere_can_be_told_too() {
    let slack = CONFIG.replace("kind = \"teams\"\nurl", "kind = \"slack\"\nurl");
    let by_hand = Options {
        pace: Pace::ByHand,
        ..Options::default()
    };
    let channel = Channel::with(by_hand, &slack).await;
    channel.says(ADA, "stop myci").await;
    channel.world.emulator.settle("myci");
    let message = channel.world.hears_message().await;
    assert_snapshot!(message["text"].as_str().unwrap(), @"
    *Ada Lovelace*:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert!(message.get("response_type").is_none());
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_workflow_that_stumbles_is_tried_again() {
    let channel = Channel::new().await;
    channel.world.fault("inbox", "500", json!({"times": 2}));
    channel.says(ADA, "stop myci").await;
    channel.world.emulator.settle("myci");
    assert!(channel.tells().await.contains("is stopped"));
    assert_eq!(channel.world.posts(), 3);
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_delete_is_confirmed_by_a_line_that_is_typed() {
    let channel = Channel::new().await;
    let prompt = read(&channel.says(ADA, "delete myci").await.body);
    assert_snapshot!(prompt, @"
    Delete *myci*? Its OS disk and what is outside the file share are gone for good.
    To do it, mention me with this line within 5 min. It works for you alone.
    `confirm toyvkc.8D0lmnqOkdRYanMfUfzs7g delete myci`
    ");
    let line = prompt.lines().last().unwrap().trim_matches('`').to_owned();
    assert_snapshot!(read(&channel.says(BOB, &line).await.body), @"You may *status*, *list*, *audit* and *cost* in research, not *delete*. Ask an owner of research.");
    assert_snapshot!(read(&channel.says(ADA, &line.replace("myci", "stopped-ci")).await.body), @"You may *status*, *list*, *audit* and *cost* in research, not *delete*. Ask an owner of research.");
    assert_eq!(channel.world.asked("delete"), 0);
    assert_snapshot!(read(&channel.says(ADA, &line).await.body), @"🟡 *myci*: asked Azure to delete it. I'll tell you in *ml-ops* when it is gone.");
    channel.world.emulator.settle("myci");
    assert_snapshot!(channel.tells().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* is deleted. It took 10 s.
    ");
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_expires() {
    let channel = Channel::new().await;
    let prompt = read(&channel.says(ADA, "delete myci").await.body);
    let line = prompt.lines().last().unwrap().trim_matches('`').to_owned();
    tokio::time::advance(Duration::from_secs(301)).await;
    assert_snapshot!(read(&channel.says(ADA, &line).await.body), @"That confirmation was good for 5 min. Say `delete myci` again.");
    assert_eq!(channel.world.asked("delete"), 0);
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn mistakes_and_refusals_say_what_to_do_instead() {
    let channel = Channel::new().await;
    assert_snapshot!(read(&channel.says(ADA, "sotp myci").await.body), @"I don't know `sotp`. Did you mean `stop myci`?");
    assert_snapshot!(read(&channel.says(ADA, "stop <at>Bob</at>").await.body), @"`@Bob` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.");
    assert_snapshot!(read(&channel.says(ADA, "stop &lt;b&gt;[x](https://evil.test)").await.body), @"`<b>[x](https://evil.test)` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.");
    assert_snapshot!(read(&channel.says(BOB, "stop myci").await.body), @"You may *status*, *list*, *audit* and *cost* in research, not *stop*. Ask an owner of research.");
    assert_snapshot!(read(&channel.says(BOB, "stop mine").await.body), @"Nothing you may see fits `mine`. `list` shows what there is.");
    assert_snapshot!(read(&channel.says(ADA, "whoami").await.body), @"
    You are `teams:00000000-0000-0000-0000-0000000000cc/00000000-0000-0000-0000-0000000000bb`.
    You may *status*, *list*, *start*, *stop*, *restart*, *delete*, *idle*, *schedule*, *announce*, *keep*, *audit* and *cost* in what is your own and research.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    ");
    assert_eq!(channel.world.asked("stop"), 0);
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn who_cannot_be_told_from_others_may_do_nothing() {
    let channel = Channel::new().await;
    let mut guest = activity(channel.world.now(), ADA, "stop myci");
    guest["from"].as_object_mut().unwrap().remove("aadObjectId");
    assert_snapshot!(read(&channel.sends(&guest).await.body), @"I can't tell who you are: this came without an Entra id, as it does from bots and some guests. Nothing was done.");
    let mut stranger = activity(channel.world.now(), ADA, "stop myci");
    stranger["channelData"]["tenant"]["id"] = json!("00000000-0000-0000-0000-0000000000dd");
    assert_snapshot!(read(&channel.sends(&stranger).await.body), @"Nothing here is open to you yet. Whoever runs Lamplighter can grant you something; you are `teams:00000000-0000-0000-0000-0000000000dd/00000000-0000-0000-0000-0000000000bb`.");
    assert_eq!(channel.world.calls(), Vec::<String>::new());
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_first_answer_is_in_time_though_azure_is_slow() {
    let channel = Channel::at_real_pace().await;
    channel
        .world
        .fault("*", "slow", json!({"delay_ms": 10_000, "times": 0}));
    let first = channel.says(ADA, "stop myci").await;
    assert!(first.took < Duration::from_secs(5), "{:?}", first.took);
    assert_snapshot!(read(&first.body), @"🟡 Azure is slow to answer. I'm still at `stop myci` and will tell you in *ml-ops* what comes of it.");
    channel.world.emulator.clear_faults();
    assert_snapshot!(channel.tells().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn hundreds_fit_a_message_and_the_rest_is_counted() {
    let many = Options {
        pace: Pace::ByHand,
        instances: 400,
        ..Options::default()
    };
    let all = CONFIG.replace("on = [\"mine\"]", "on = [\"*\"]");
    let channel = Channel::with(many, &all).await;
    let rehearsal = channel.says(ADA, "stop ci-* --dry-run").await;
    assert!(rehearsal.body.to_string().len() < 28 * 1024);
    let rehearsal = read(&rehearsal.body);
    assert_snapshot!(rehearsal.lines().next().unwrap(), @"Stop: 400 to stop.");
    assert_snapshot!(rehearsal.lines().last().unwrap(), @"… +235");
    let prompt = read(&channel.says(ADA, "stop ci-*").await.body);
    assert_snapshot!(prompt.lines().next().unwrap(), @"Stop these 400?");
    assert_snapshot!(prompt.lines().last().unwrap(), @"`confirm toyvkc.134ZFWLhOe3BuOP77Ggyqw stop ci-*`");
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_quoted_is_not_obeyed() {
    let channel = Channel::new().await;
    let mut quoting = activity(channel.world.now(), ADA, "");
    for quote in [
        "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\">\r\n\
         <p itemprop=\"preview\">stop myci</p>\r\n</blockquote>\r\n",
        "<blockquote>stop myci</blockquote>",
        "<quote author=\"x\"><legacyquote>[1] Ada: </legacyquote>stop myci</quote>",
    ] {
        quoting["text"] = json!(format!("{quote}<p><at>Lamplighter</at> ping</p>"));
        let answer = read(&channel.sends(&quoting).await.body);
        assert!(answer.starts_with("Here. "), "{quote}: {answer}");
        quoting["text"] = json!(format!("{quote}<p><at>Lamplighter</at></p>"));
        assert_eq!(channel.sends(&quoting).await.status, 200);
    }
    assert_eq!(channel.world.calls(), Vec::<String>::new());
    channel.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn our_mention_goes_wherever_it_stands_and_whatever_we_are_called() {
    let channel = Channel::new().await;
    let mut said = activity(channel.world.now(), ADA, "");
    for (name, shown, in_text) in [
        ("Ops & ML", "<at>Ops & ML</at>", "<at>Ops &amp; ML</at>"),
        (
            "Ops & ML",
            "<at>Ops &amp; ML</at>",
            "<at id=\"0\">Ops &#38; ML</at>",
        ),
        (
            "\"ML\" <ops>",
            "<at>x</at>",
            "<at>&quot;ML&quot; &lt;ops&gt;</at>",
        ),
        (
            "Lamplighter (ops)",
            "<at>Lamplighter</at>",
            "<at>Lamplighter</at>",
        ),
    ] {
        said["entities"] =
            json!([{"type": "mention", "text": shown, "mentioned": {"id": "28:c9e8", "name": name}}]);
        said["text"] = json!(format!("<p>status</p><p>my<b>ci</b> {in_text}</p>"));
        let answer = read(&channel.sends(&said).await.body);
        assert!(answer.starts_with("🟢 *myci* is running"), "{name}: {answer}");
    }
    said["entities"][0]["mentioned"]["id"] = json!("29:somebody");
    assert!(read(&channel.sends(&said).await.body).contains("`@Lamplighter`"));
    channel.world.finish().await;
}
