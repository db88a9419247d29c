//! Microsoft Teams by its bot, from what a person writes to the last edit of the answer.

mod authentication;
mod buttons;

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
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
pub async fn world() -> World {
    with(|config| config).await
}

async fn with(configure: impl FnOnce(String) -> String) -> World {
    with_options(by_hand(), configure).await
}

async fn with_options(options: Options, configure: impl FnOnce(String) -> String) -> World {
    world_of(&Directory::with(&[&signer()]).await, options, configure).await
}

/// The connector's keys are published by `directory`.
async fn world_of(
    directory: &Directory,
    options: Options,
    configure: impl FnOnce(String) -> String,
) -> World {
    let keys = format!("http://{}/connector/discovery/v2.0/keys", directory.address);
    let configure = |config: String| configure(config.replace("KEYS", &keys));
    World::on(Chat::TeamsBot, options, configure).await
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
    assert_snapshot!(world.transcript(), @"
    Ada: status myci
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        🟢 *myci* has been running since {{TIME(2026-11-23T13:00:00Z)}} (5 h), started manually.
        Size DS3_V2
        $0.29 per hour
        owner: you
        stops when idle for 1 h
        1 schedule, next stop: {{TIME(2026-11-23T23:00:00Z)}}.
        Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
        Open [Jupyter] · [Jupyter Lab] [Stop] [Restart]
    Ada: stop myci
        (empty)
    later
        in the thread:
        🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    later
        in the thread, in place:
        ⚪ *myci* is stopped. It took 0 s. Disk, public IP and load balancer are still billed. [Start]
    Ada: strat myci
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        I don't know `strat`. Did you mean `start myci`? [start myci]
    Bob: start myci
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000b0 alone:
        *myci* is Ana's; you can use `start` only on your own instances.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_personal_chat() {
    let world = world().await;
    let asked = world.post(in_person(&world.scene(), ADA, "stop myci")).await;
    assert_eq!((asked.status, &*asked), (200, "(empty)"));
    assert_snapshot!(world.hears().await, @"
    in person:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in person, in place:
    ⚪ *myci* is stopped. It took 0 s. Disk, public IP and load balancer are still billed. [Start]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_for_one_person_comes_to_the_thread_if_there_is_no_personal_chat() {
    let world = world().await;
    world.fault("conversation", "403", json!({"times": 0}));
    world.says(ADA, "help all").await;
    assert_snapshot!(world.hears().await, @"
    in the thread:
    I start Azure ML compute instances when you need them and stop them when you don't.
    `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
    `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
    `start NAME…` starts instances
    `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
    `restart NAME… [--force]` restarts instances; running jobs only with `--force`
    `delete NAME` deletes an instance; asks first
    `idle NAME… DURATION | off` shuts instances down after they have been idle for that long; 15 minutes to 3 days
    `schedule NAME… [add stop|start weekdays at 20:00 | enable ID | disable ID | remove ID]` shows start and stop schedules, or changes those of one instance
    … +12
    ");
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
    assert_snapshot!(world.hears().await, @"
    in the thread:
    You are `bot:00000000-0000-0000-0000-0000000000cc/00000000-0000-0000-0000-0000000000bb`.
    You can use `status`, `list`, `start`, `stop`, `restart`, `delete`, `idle`, `schedule`, `announce`, `keep`, `audit`, `outdated`, `cost`, `check` and `--force` on your own instances.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    This conversation is `19:0b7f32667e064dd9b25d7969801541f4@thread.tacv2`. With it as `conversation`, a `[notify.NAME]` table reports here.
    ");
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

/// Later answers replace that reply, and not the message whose edit was refused.
#[tokio::test(start_paused = true)]
async fn after_a_refused_edit_the_reply_is_edited() {
    let world = world().await;
    world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 1}));
    world.says(ADA, "stop myci").await;
    assert_eq!(world.hears_message().await.method, "POST");
    world.fault("activity", "403", json!({}));
    let reply = world.hears_message().await;
    assert_eq!(reply.method, "POST");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in the thread, in place:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed. [Start]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn throttling_does_not_move_an_answer_for_one_person_into_the_thread() {
    let world = world().await;
    world.fault("conversation", "429", json!({"times": 4, "retry_after": 1}));
    world.says(ADA, "status myci").await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_waits_as_long_as_the_connector_says() {
    let world = world().await;
    for pause in [7, 400] {
        world.fault("activity", "429", json!({"retry_after": pause}));
        let before = world.now();
        world.says(ADA, "stop myci").await;
        let message = world.hears_message().await;
        assert_eq!((message.method.as_str(), message.attempt), ("POST", 2));
        assert!(message.at.duration_since(before).as_secs() >= pause, "{message:?}");
        world.emulator.settle("myci");
        world.hears().await;
        world.says(ADA, "start myci").await;
        world.hears().await;
        world.emulator.settle("myci");
        world.hears().await;
    }
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
    world.sends("script", r#"{"command": "stop myci"}"#, &[]).await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in the channel:
    *script* `stop myci`: 1 stopped. Saves $0.29 per hour.
    ⚪ *myci* is stopped (10 s)
    Ana: *script* stopped *myci*.
    <at>Ana</at>
    ");
    world.finish().await;
}

/// Being told twice that the bot was added, people are greeted once.
#[tokio::test(start_paused = true)]
async fn where_the_bot_is_added_it_greets_once() {
    let world = world().await;
    let scene = world.scene();
    let added = teams_bot::added(&scene, ADA);
    assert_eq!(world.post(&added).await.status, 200);
    assert_snapshot!(world.hears().await, @"
    in person:
    I start Azure ML compute instances when you need them and stop them when you don't.
    `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
    `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
    `start NAME…` starts instances
    `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
    `keep NAME… for DURATION | until TIME | off [because TEXT]` no timer and no alert stops them before then; at most 7 days
    `cost [NAME…] [--since TIME]` what is running now, per hour and per day, by owner
    NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
    `help all` shows every command, and `help stop` says more about one.
    ");
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

/// No conversation can lead elsewhere at the connector.
#[tokio::test(start_paused = true)]
async fn ids_that_are_no_names_are_refused_or_left_out() {
    let world = world().await;
    let mut activity = in_person(&world.scene(), ADA, "ping");
    for odd in [json!(""), json!("."), json!(".."), json!(7), json!(null)] {
        activity["conversation"]["id"] = odd;
        assert_eq!(world.post(&activity).await.status, 400);
    }
    for odd in [json!(""), json!(".."), json!(7), json!("../../x?y#z")] {
        let mut activity = in_person(&world.scene(), ADA, "ping");
        activity["id"] = odd;
        assert_eq!(world.post(&activity).await.status, 200);
        let path = world.hears_message().await.path;
        let last = path.split_once("/activities").unwrap().1;
        assert!(["", "/..%2F..%2Fx%3Fy%23z"].contains(&last), "{path}");
    }
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
    assert_snapshot!(world.hears().await, @"
    in person:
    You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `bot:00000000-0000-0000-0000-0000000000cc/00000000-0000-0000-0000-0000000000b0`.
    ");
    let mut nameless = in_person(&world.scene(), BOB, "stop myci");
    nameless["from"]["aadObjectId"] = json!(null);
    world.post(nameless).await;
    assert_snapshot!(world.hears().await, @"
    in person:
    I can't tell who you are: this message has no Entra id, as with bots and some guests. Nothing was done.
    ");
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
    assert_snapshot!(world.hears().await, @"
    to 29:00000000-0000-0000-0000-0000000000bb alone:
    I don't know who `Lamplighter` is. Owners here: *00000000-0000-0000-0000-0000000000bc* and *Ana*. `list` shows whose each instance is. [list]
    ");
    let mut activity = in_person(&world.scene(), ADA, "<at>Cleo</at> stop myci");
    activity["entities"] = json!([{
        "type": "mention", "text": "<at>Cleo</at>", "mentioned": {"id": "29:cleo", "name": "Cleo"},
    }]);
    world.post(&activity).await;
    assert_snapshot!(world.hears().await, @"
    in person:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

/// Teams sends a message again that was not answered in time.
#[tokio::test(start_paused = true)]
async fn a_message_that_comes_again_acts_once() {
    let world = world().await;
    let asked = in_person(&world.scene(), ADA, "stop myci");
    world.post(&asked).await;
    world.hears().await;
    world.post(&asked).await;
    assert!(world.hears().await.contains("is already stopping"));
    assert_eq!(world.asked("stop"), 1);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn portuguese_by_the_client() {
    let mut world = world().await;
    world.locale = "pt-BR";
    world.post(in_person(&world.scene(), ADA, "parar myci")).await;
    assert_snapshot!(world.hears().await, @"
    in person:
    🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in person, in place:
    ⚪ *myci* parou. Levou 0 s. Disco, IP público e balanceador de carga continuam sendo cobrados. [Iniciar]
    ");
    world.post(in_person(&world.scene(), ADA, "quem sou eu")).await;
    assert_snapshot!(world.hears().await, @"
    in person:
    Você é `bot:00000000-0000-0000-0000-0000000000cc/00000000-0000-0000-0000-0000000000bb`.
    Em suas próprias instâncias você pode usar `estado`, `listar`, `iniciar`, `parar`, `reiniciar`, `excluir`, `inatividade`, `agendar`, `anunciar`, `manter`, `auditar`, `desatualizadas`, `custo`, `verificar` e `--forçar`.
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`.
    No Entra, você é `00000000-0000-0000-0000-0000000000bb`; é isso que define `minhas`.
    Esta conversa é `a:1K0PrgAuxcgOCbIrVj3TpqvOkJ2BPcvbDWHzRxFNa8OgMnqd1wqYtzXnMEk1sSfPl`. Com esse id em `conversation`, uma tabela `[notify.NOME]` publica os relatórios aqui.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn while_azure_is_slow_the_first_message_says_so_and_becomes_the_last_one() {
    let world = world().await;
    world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 1}));
    let before = world.now();
    world.says(ADA, "stop myci").await;
    let first = world.hears_message().await;
    assert!(first.at.duration_since(before).as_secs() < 3, "{first:?}");
    assert_snapshot!(teams_bot::shows_late(&first), @"
    in the thread:
    🟡 Azure is slow to answer. I'm still working on `stop myci` and will tell you how it went.
    ");
    assert_snapshot!(world.hears().await, @"
    in the thread, in place:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in the thread, in place:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed. [Start]
    ");
    world.finish().await;
}

/// The lines with this message.
fn log_of(log: &CapturedLog, message: &str) -> Vec<Value> {
    let lines = log.take().into_iter().map(|(_, line)| line);
    lines.filter(|line| line["message"] == message).collect()
}
