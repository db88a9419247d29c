//! Microsoft Teams, from a mention in a channel to the last answer in another.

mod authentication;
mod portuguese;

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use crate::support::{
    chat::{
        Chat,
        teams::{self, ADA, BOB},
    },
    world::{World, by_hand, by_hand_with},
};

async fn world() -> World {
    with(by_hand(), teams::CONFIG).await
}

/// With Teams configured like this.
async fn with(options: Options, teams: &str) -> World {
    World::on(Chat::Teams, options, |_| teams.to_owned()).await
}

#[tokio::test(start_paused = true)]
async fn a_conversation() {
    let world = world().await;
    world.says(ADA, "status myci").await;
    world.says(ADA, "stop myci").await;
    world.emulator.settle("myci");
    world.hears().await;
    world.says(ADA, "strat myci").await;
    world.says(BOB, "start myci").await;
    let prompt = world.says(ADA, "delete myci").await;
    let line = prompt.lines().last().unwrap().trim_matches('`');
    world.says(ADA, line).await;
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.transcript(), @"
    Ada: status myci
        🟢 *myci* has been running since {{TIME(2026-11-23T13:00:00Z)}} (5 h), started manually.
        Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: {{TIME(2026-11-23T23:00:00Z)}}.
        Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
        Open [Jupyter] · [Jupyter Lab]
    Ada: stop myci
        🟡 *myci*: asked Azure to stop it. I'll tell you in *ml-ops* when it is down.
    later
        <at>Ada Lovelace</at>
        ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    Ada: strat myci
        I don't know `strat`. Did you mean `start myci`?
    Bob: start myci
        *myci* is Ana's; you can use `start` only on your own instances.
    Ada: delete myci
        Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
        To do it, mention me with this line within 5 min. It works only for you.
        `confirm toyvkm.9d6de11c18ea5cf726e1a75ebc673c37 delete myci`
    Ada: confirm toyvkm.9d6de11c18ea5cf726e1a75ebc673c37 delete myci
        🟡 *myci*: asked Azure to delete it. I'll tell you in *ml-ops* when it is gone.
    later
        <at>Ada Lovelace</at>
        ⚪ *myci* is deleted. It took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_answered_here_and_reported_in_the_other_channel() {
    let world = world().await;
    assert_snapshot!(world.says(ADA, "status myci").await, @"
    🟢 *myci* has been running since {{TIME(2026-11-23T13:00:00Z)}} (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: {{TIME(2026-11-23T23:00:00Z)}}.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open [Jupyter] · [Jupyter Lab]
    ");
    assert_snapshot!(world.says(ADA, "stop myci").await, @"🟡 *myci*: asked Azure to stop it. I'll tell you in *ml-ops* when it is down.");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert_snapshot!(world.says(ADA, "stop myci").await, @"⚪ *myci* has been stopped since {{TIME(2026-11-23T18:00:00Z)}}.");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_late_answer_mentions_the_caller() {
    let world = world().await;
    world.says(ADA, "stop myci").await;
    world.emulator.settle("myci");
    let message = world.hears().await.body;
    assert_eq!(message["attachments"][0]["contentType"], "application/vnd.microsoft.card.adaptive");
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
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_another_channel_status_is_suggested() {
    let alone = teams::CONFIG.replace("notify = [\"ml-ops\"]\n", "");
    let world = with(Options::default(), &alone).await;
    assert_snapshot!(world.says(ADA, "stop myci").await, @"🟡 *myci*: asked Azure to stop it. `status myci` shows when it is down.");
    world.fault("get", "slow", json!({"delay_ms": 10_000}));
    assert_snapshot!(world.says(ADA, "restart myci").await, @"🟡 Azure is slow to answer. I'm still working on `restart myci`. To see how it went, type `status` in a while.");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_channel_of_another_platform_can_be_notified() {
    let slack = teams::CONFIG.replace("kind = \"teams\"\nurl", "kind = \"slack\"\nurl");
    let world = with(by_hand(), &slack).await;
    world.says(ADA, "stop myci").await;
    world.emulator.settle("myci");
    let message = world.hears_message().await.body;
    assert_snapshot!(message["text"].as_str().unwrap(), @"
    *Ada Lovelace*:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert!(message.get("response_type").is_none());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_failing_workflow_is_retried() {
    let world = world().await;
    world.fault("inbox", "500", json!({"times": 2}));
    world.says(ADA, "stop myci").await;
    world.emulator.settle("myci");
    assert!(world.hears().await.contains("is stopped"));
    assert_eq!(world.posts(), 3);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_delete_is_confirmed_by_a_typed_line() {
    let world = world().await;
    let prompt = world.says(ADA, "delete myci").await;
    assert_snapshot!(prompt, @"
    Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
    To do it, mention me with this line within 5 min. It works only for you.
    `confirm toyvkc.f03d259a7a8e91d4586a731f51fcecee delete myci`
    ");
    let line = prompt.lines().last().unwrap().trim_matches('`').to_owned();
    assert_snapshot!(world.says(BOB, &line).await, @"*myci* is Ana's; you can use `delete` only on your own instances.");
    assert_snapshot!(world.says(ADA, &line.replace("myci", "stopped-ci")).await, @"*stopped-ci* is somebody else's; you can use `delete` only on your own instances.");
    assert_eq!(world.asked("delete"), 0);
    assert_snapshot!(world.says(ADA, &line).await, @"🟡 *myci*: asked Azure to delete it. I'll tell you in *ml-ops* when it is gone.");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* is deleted. It took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_expires() {
    let world = world().await;
    let prompt = world.says(ADA, "delete myci").await;
    let line = prompt.lines().last().unwrap().trim_matches('`').to_owned();
    tokio::time::advance(Duration::from_secs(301)).await;
    assert_snapshot!(world.says(ADA, &line).await, @"That confirmation was valid for 5 min. To be asked again, type `delete myci`.");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn mistakes_and_refusals_say_what_to_do() {
    let world = world().await;
    assert_snapshot!(world.says(ADA, "sotp myci").await, @"I don't know `sotp`. Did you mean `stop myci`?");
    assert_snapshot!(world.says(ADA, "stop <at>Bob</at>").await, @"I don't know who `Bob` is. Owners here: *00000000-0000-0000-0000-0000000000bc* and *Ana*. `list` shows whose each instance is.");
    assert_snapshot!(world.says(ADA, "stop &lt;b&gt;[x](https://evil.test)").await, @"`<b>[x](https://evil.test)` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.");
    assert_snapshot!(world.says(BOB, "stop myci").await, @"*myci* is Ana's; you can use `stop` only on your own instances.");
    assert_snapshot!(world.says(BOB, "stop mine").await, @"Nothing that you can see matches `mine`. `list` shows what there is.");
    assert_snapshot!(world.says(ADA, "whoami").await, @"
    You are `teams:00000000-0000-0000-0000-0000000000cc/00000000-0000-0000-0000-0000000000bb`.
    You can use `status`, `list`, `start`, `stop`, `restart`, `delete`, `idle`, `schedule`, `announce`, `keep`, `audit`, `outdated`, `cost`, `check` and `--force` on your own instances.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_caller_without_an_entra_id_may_do_nothing() {
    let world = world().await;
    let mut guest = teams::activity(world.now(), ADA, "stop myci");
    guest["from"].as_object_mut().unwrap().remove("aadObjectId");
    assert_snapshot!(world.post(&guest).await, @"I can't tell who you are: this message has no Entra id, as with bots and some guests. Nothing was done.");
    let mut stranger = teams::activity(world.now(), ADA, "stop myci");
    stranger["channelData"]["tenant"]["id"] = json!("00000000-0000-0000-0000-0000000000dd");
    assert_snapshot!(world.post(&stranger).await, @"You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `teams:00000000-0000-0000-0000-0000000000dd/00000000-0000-0000-0000-0000000000bb`.");
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_first_answer_comes_in_time_while_azure_is_slow() {
    let world = with(Options::default(), teams::CONFIG).await;
    world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 0}));
    let first = world.says(ADA, "stop myci").await;
    assert!(first.took < Duration::from_secs(5), "{:?}", first.took);
    assert_snapshot!(first, @"🟡 Azure is slow to answer. I'm still working on `stop myci` and will tell you in *ml-ops* how it went.");
    world.emulator.clear_faults();
    assert_snapshot!(world.hears().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_lists_what_fits_and_counts_the_rest() {
    let all = teams::CONFIG.replace("on = [\"mine\"]", "on = [\"*\"]");
    let world = with(by_hand_with(400), &all).await;
    let rehearsal = world.says(ADA, "stop ci-* --dry-run").await;
    assert!(rehearsal.body.to_string().len() < 28 * 1024);
    assert_snapshot!(rehearsal.lines().next().unwrap(), @"Stop: 400 to stop.");
    assert_snapshot!(rehearsal.lines().last().unwrap(), @"… +237");
    let prompt = world.says(ADA, "stop ci-*").await;
    assert_snapshot!(prompt.lines().next().unwrap(), @"Stop these 400?");
    assert_snapshot!(prompt.lines().last().unwrap(), @"`confirm toyvkc.d77e191562e139edc1b8e3fbec6832ab stop ci-*`");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn quoted_text_is_not_a_command() {
    let world = world().await;
    let mut quoting = teams::activity(world.now(), ADA, "");
    for quote in [
        "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\">\r\n\
         <p itemprop=\"preview\">stop myci</p>\r\n</blockquote>\r\n",
        "<blockquote>stop myci</blockquote>",
        "<quote author=\"x\"><legacyquote>[1] Ada: </legacyquote>stop myci</quote>",
    ] {
        quoting["text"] = json!(format!("{quote}<p><at>Lamplighter</at> ping</p>"));
        let answer = world.post(&quoting).await;
        assert!(answer.starts_with("Here. "), "{quote}: {answer}");
        quoting["text"] = json!(format!("{quote}<p><at>Lamplighter</at></p>"));
        assert_eq!(world.post(&quoting).await.status, 200);
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_bots_mention_is_removed_at_any_place_and_by_any_name() {
    let world = world().await;
    let mut said = teams::activity(world.now(), ADA, "");
    for (name, shown, in_text) in [
        ("Ops & ML", "<at>Ops & ML</at>", "<at>Ops &amp; ML</at>"),
        ("Ops & ML", "<at>Ops &amp; ML</at>", "<at id=\"0\">Ops &#38; ML</at>"),
        ("\"ML\" <ops>", "<at>x</at>", "<at>&quot;ML&quot; &lt;ops&gt;</at>"),
        ("Lamplighter (ops)", "<at>Lamplighter</at>", "<at>Lamplighter</at>"),
    ] {
        said["entities"] =
            json!([{"type": "mention", "text": shown, "mentioned": {"id": "28:c9e8", "name": name}}]);
        said["text"] = json!(format!("<p>status</p><p>my<b>ci</b> {in_text}</p>"));
        let answer = world.post(&said).await;
        assert!(answer.starts_with("🟢 *myci* has been running"), "{name}: {answer}");
    }
    said["entities"][0]["mentioned"]["id"] = json!("29:somebody");
    assert!(world.post(&said).await.contains("`@Lamplighter`"));
    world.finish().await;
}
