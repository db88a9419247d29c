//! Microsoft Teams by its bot, from what a person writes to the last edit of the answer.

mod authentication;

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{
    captured_log::CapturedLog,
    chat::{
        Chat,
        teams_bot::{self, ADA, BOB, TENANT, in_a_channel, in_person, signer},
    },
    entra::Directory,
    world::{MACHINES, World, by_hand},
};

/// People talk to the bot, whose connector is the emulator's and whose tokens the test signs.
async fn world() -> World {
    with(|config| config).await
}

async fn with(configure: impl FnOnce(String) -> String) -> World {
    let signer = signer();
    world_of(&Directory::with(&[&signer]).await, configure).await
}

/// The connector's keys are published by `directory`.
async fn world_of(directory: &Directory, configure: impl FnOnce(String) -> String) -> World {
    let keys = format!("http://{}/connector/discovery/v2.0/keys", directory.address);
    let configure = |config: String| configure(config.replace("KEYS", &keys));
    World::on(Chat::TeamsBot, by_hand(), configure).await
}

#[tokio::test(start_paused = true)]
async fn a_conversation() {
    let world = world().await;
    world.says(ADA, "status myci").await;
    world.hears().await;
    world.says(ADA, "stop myci").await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    world.says(ADA, "strat myci").await;
    world.hears().await;
    world.says(BOB, "start myci").await;
    world.hears().await;
    assert_snapshot!(world.transcript(), @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_personal_chat() {
    let world = world().await;
    let asked = world.post(in_person(&world.scene(), ADA, "stop myci")).await;
    assert_eq!((asked.status, &*asked), (200, "(empty)"));
    assert_snapshot!(world.hears().await, @"");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_for_one_person_comes_to_the_thread_if_there_is_no_personal_chat() {
    let world = world().await;
    world.fault("conversation", "403", json!({"times": 0}));
    world.says(ADA, "help all").await;
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn targeted_messages_stay_in_the_channel() {
    let world = with(|config| config.replace("app_id =", "targeted = true\napp_id =")).await;
    world.says(ADA, "status myci").await;
    let message = world.hears_message().await;
    assert_eq!(message.query, "isTargetedActivity=true");
    assert_eq!(message.body["recipient"]["id"], format!("29:{ADA}"));
    world.fault("activity", "404", json!({}));
    world.says(ADA, "whoami").await;
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_is_refused_becomes_a_reply() {
    let world = world().await;
    world.says(ADA, "stop myci").await;
    world.hears().await;
    world.fault("activity", "403", json!({}));
    world.emulator.settle("myci");
    let message = world.hears_message().await;
    assert_eq!(message.method, "POST");
    assert!(message.body.to_string().contains("is stopped"), "{message:?}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_waits_as_long_as_the_connector_says() {
    let world = world().await;
    world.fault("activity", "429", json!({"retry_after": 7}));
    let before = world.now();
    world.says(ADA, "stop myci").await;
    let message = world.hears_message().await;
    assert_eq!((message.method.as_str(), message.attempt), ("POST", 2));
    assert!(message.at.duration_since(before).as_secs() >= 7, "{message:?}");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

/// The Bot Connector posts a message twice that is sent twice. What became of it is not known, so the next one is new.
#[tokio::test(start_paused = true)]
async fn a_message_that_may_have_arrived_is_not_posted_again() {
    for (fault, arrived) in [("reset-after", 1), ("502", 0)] {
        let world = world().await;
        world.fault("activity", fault, json!({}));
        world.says(ADA, "stop myci").await;
        for _ in 0..arrived {
            assert_eq!(world.hears_message().await.method, "POST");
        }
        // Another answer, after the first one was tried.
        world.says(BOB, "status myci").await;
        assert!(world.hears_message().await.path.ends_with("/v3/conversations"));
        world.emulator.settle("myci");
        let last = world.hears_message().await;
        assert_eq!((last.method.as_str(), last.attempt), ("POST", 1), "{fault}");
        assert!(last.body.to_string().contains("is stopped"), "{last:?}");
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_edit_is_sent_again() {
    for (fault, arrived) in [("reset-after", 2), ("502", 1), ("503", 1)] {
        let world = world().await;
        world.says(ADA, "stop myci").await;
        world.hears().await;
        world.fault("activity", fault, json!({}));
        world.emulator.settle("myci");
        for _ in 0..arrived {
            assert_eq!(world.hears_message().await.method, "PUT", "{fault}");
        }
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_and_without_one_nothing_is_sent() {
    let world = world().await;
    world.fault("activity", "401", json!({}));
    world.says(ADA, "stop myci").await;
    world.hears().await;
    assert_eq!(world.asked("token"), 3, "one for Azure, two for the connector");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;

    let world = with(|config| config).await;
    let log = world.captures_log();
    world.fault("token", "400", json!({"times": 0}));
    world.says(ADA, "help").await;
    let lost = loop {
        tokio::time::advance(Duration::from_secs(1)).await;
        let lost = log_of(&log, "an answer did not arrive");
        if !lost.is_empty() {
            break lost;
        }
    };
    assert!(lost[0]["error"].as_str().unwrap().starts_with("no token: "), "{lost:?}");
    assert_eq!(world.posts(), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_report_goes_to_a_conversation_with_the_bots_token() {
    let world = with(|config| {
        config
            + MACHINES
            + r#"
[notify.ml-ops]
kind = "teams-bot"
source = "bot"
conversation = "19:0b7f32667e064dd9b25d7969801541f4@thread.tacv2"
"#
    })
    .await;
    let log = world.captures_log();
    println!("{:?}", world.sends("script", r#"{"command": "stop myci"}"#, &[]).await);
    world.emulator.settle("myci");
    tokio::time::sleep(Duration::from_secs(100)).await;
    println!("DEBUG {:?}", log.take().into_iter().map(|(_, l)| l.to_string()).collect::<Vec<_>>());
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

/// Being told twice that the bot was added, people are greeted once.
#[tokio::test(start_paused = true)]
async fn where_the_bot_is_added_it_greets_once() {
    let world = world().await;
    let scene = world.scene();
    let added = teams_bot::added(&scene, ADA);
    assert_eq!(world.post(&added).await.status, 200);
    assert_snapshot!(world.hears().await, @"");
    for (key, value) in [("id", "f:another"), ("action", "add-upgrade"), ("action", "remove")] {
        let mut again = added.clone();
        again[key] = json!(value);
        assert_eq!(world.post(again).await.status, 200);
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn other_activities_do_nothing() {
    let world = world().await;
    let mut activity = in_person(&world.scene(), ADA, "stop myci");
    for (kind, status) in [
        ("conversationUpdate", 200),
        ("messageReaction", 200),
        ("messageUpdate", 200),
        ("messageDelete", 200),
        ("typing", 200),
        ("invoke", 501),
    ] {
        for name in ["composeExtension/query", "task/fetch", "signin/verifyState", ""] {
            activity["type"] = json!(kind);
            activity["name"] = json!(name);
            let told = world.post(&activity).await;
            assert_eq!((told.status, told.body.is_null()), (status, true), "{kind} {name}");
        }
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

/// A guest of the tenant has an id there, and only what is granted to it or to the whole tenant.
#[tokio::test(start_paused = true)]
async fn guests_and_people_without_an_id_have_no_rights_of_their_own() {
    let world = with(|config| {
        config.replace("bot:00000000-0000-0000-0000-0000000000cc/*", &format!("bot:{TENANT}/{ADA}"))
    })
    .await;
    world.post(in_person(&world.scene(), BOB, "stop myci")).await;
    assert_snapshot!(world.hears().await, @"");
    let mut nameless = in_person(&world.scene(), BOB, "stop myci");
    nameless["from"]["aadObjectId"] = json!(null);
    world.post(nameless).await;
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn only_mentions_of_the_bot_itself_are_left_out() {
    let world = world().await;
    let mut activity = in_a_channel(&world.scene(), ADA, "list --owner <at>Lamplighter</at>");
    let person = json!({
        "type": "mention", "text": "<at>Lamplighter</at>",
        "mentioned": {"id": "29:another", "name": "Lamplighter"},
    });
    activity["entities"].as_array_mut().unwrap().push(person);
    world.post(&activity).await;
    assert_snapshot!(world.hears().await, @"");
    let mut activity = in_person(&world.scene(), ADA, "<at>Cleo</at> stop myci");
    activity["entities"] = json!([{
        "type": "mention", "text": "<at>Cleo</at>", "mentioned": {"id": "29:cleo", "name": "Cleo"},
    }]);
    world.post(&activity).await;
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

/// Teams sends a message again that was not answered in time.
#[tokio::test(start_paused = true)]
async fn a_message_that_comes_again_acts_once() {
    let world = world().await;
    let asked = in_person(&world.scene(), ADA, "stop myci");
    let log = world.captures_log();
    for _ in 0..2 {
        println!("{:?}", world.post(&asked).await);
        tokio::time::advance(Duration::from_secs(100)).await;
        println!(
            "DEBUG {:?} {:?}",
            log.take().into_iter().map(|(_, l)| l.to_string()).collect::<Vec<_>>(),
            world.calls()
        );
        world.hears().await;
    }
    assert_eq!(world.asked("stop"), 1);
    world.emulator.settle("myci");
    world.hears().await;
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn portuguese_by_the_client() {
    let mut world = world().await;
    world.locale = "pt-BR";
    world.post(in_person(&world.scene(), ADA, "parar myci")).await;
    assert_snapshot!(world.hears().await, @"");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"");
    world.post(in_person(&world.scene(), ADA, "quem sou eu")).await;
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

/// The lines with this message.
fn log_of(log: &CapturedLog, message: &str) -> Vec<Value> {
    let lines = log.take().into_iter().map(|(_, line)| line);
    lines.filter(|line| line["message"] == message).collect()
}
