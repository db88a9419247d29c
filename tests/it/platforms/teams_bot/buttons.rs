//! Buttons of cards: who may press them, for how long, and that a press that comes again acts once.

use std::time::Duration;

use http::Method;
use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::{Value, json};

use super::{with, with_options, world};
use crate::support::{
    chat::teams_bot::{ADA, BOB, in_person, pressed, pressed_in_person, submitted},
    reply::{Button, Reply},
    world::{MACHINES, World, by_hand},
};

/// As in the demo, without its key.
const DUE: &str = r#"
[sources.due]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
command = "due"
notify = ["ml-ops"]
"#;

/// Ada is answered in the personal chat.
async fn told(world: &World, text: &str) -> Reply {
    world.post(in_person(&world.scene(), ADA, text)).await;
    world.hears().await
}

/// Ada presses a button in the personal chat.
async fn presses(world: &World, button: &Button) -> Reply {
    world.post(pressed_in_person(&world.scene(), ADA, button)).await
}

/// The button with something else in place of the `n`th part of its value.
fn forged(button: &Button, n: usize, with: &str) -> Button {
    let mut data = button.value.clone();
    let mut parts: Vec<_> = data["lamplighter"].as_str().unwrap().split('|').collect();
    parts[n] = with;
    data["lamplighter"] = json!(parts.join("|"));
    Button { value: data, ..button.clone() }
}

#[tokio::test(start_paused = true)]
async fn a_person_works_with_the_mouse() {
    let world = world().await;
    let status = told(&world, "status myci").await;
    assert_snapshot!(status, @"
    in person:
    🟢 *myci* has been running since {{TIME(2026-11-23T13:00:00Z)}} (5 h), started manually.
    Size DS3_V2
    $0.29 per hour
    owner: you
    stops when idle for 1 h
    1 schedule, next stop: {{TIME(2026-11-23T23:00:00Z)}}.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open [Jupyter] · [Jupyter Lab] [Stop] [Restart]
    ");
    assert_snapshot!(presses(&world, &status.button("Stop")).await, @"
    for them:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    assert_snapshot!(world.hears().await, @"
    in person, in place:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    let stopped = world.hears().await;
    assert_snapshot!(stopped, @"
    in person, in place:
    ⚪ *myci* is stopped. It took 0 s. Disk, public IP and load balancer are still billed. [Start]
    ");
    presses(&world, &stopped.button("Start")).await;
    world.hears().await;
    world.emulator.settle("myci");
    let running = world.hears().await;
    assert_snapshot!(running, @"
    in person, in place:
    🟢 *myci* is running. It took 0 s. [Stop] [Restart]
    ");
    presses(&world, &running.button("Restart")).await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    let question = told(&world, "delete myci").await;
    assert_snapshot!(question, @"
    in person:
    Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    assert_snapshot!(presses(&world, &question.button("Don't delete")).await, @"
    for them:
    Left as it is. Nothing was done.
    ");
    world.hears().await;
    let question = told(&world, "delete myci").await;
    presses(&world, &question.button("Delete")).await;
    world.hears().await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in person, in place:
    ⚪ *myci* is deleted. It took 10 s.
    ");
    assert_eq!(["stop", "start", "restart", "delete"].map(|verb| world.asked(verb)), [1; 4]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_grants_of_whoever_presses_in_a_channel_count() {
    let world = world().await;
    world.says(ADA, "stop myci").await;
    world.hears().await;
    world.emulator.settle("myci");
    let start = world.hears().await.button("Start");
    assert_snapshot!(world.presses(BOB, &start).await, @"
    as a note:
    myci is Ana's; you can use start only on your own instances.
    ");
    assert_eq!(world.asked("start"), 0);
    assert_snapshot!(world.presses(ADA, &start).await, @"
    for them:
    🟡 *myci*: asked Azure to start it. I'll tell you when it is running.
    ");
    assert_snapshot!(world.hears().await, @"
    in the thread, in place:
    🟡 *myci*: asked Azure to start it. I'll tell you when it is running.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_press_that_comes_again_acts_once() {
    for (label, verb, other) in [("Stop", "stop", "start"), ("Restart", "restart", "stop")] {
        let world = world().await;
        let button = told(&world, "status myci").await.button(label);
        let (one, two) = tokio::join!(presses(&world, &button), presses(&world, &button));
        let both = [&*one, &*two].join("\n");
        assert!(both.contains("asked Azure") && both.contains("nothing more to do"), "{both}");
        world.hears().await;
        world.hears().await;
        world.emulator.settle("myci");
        world.hears().await;
        // With a new id and a new time, as the Bot Connector sends again what was not answered in time.
        tokio::time::advance(Duration::from_secs(30)).await;
        let again = presses(&world, &button).await;
        assert!(again.contains("already") || again.contains("has been stopped"), "{again}");
        world.hears().await;
        // When somebody has done something else meanwhile.
        tokio::time::advance(Duration::from_secs(30)).await;
        let path = format!("/computes/myci/{other}");
        assert_eq!(world.emulator.send_as_another_client(Method::POST, &path, &Value::Null), 202);
        world.emulator.settle("myci");
        let stale = presses(&world, &button).await;
        assert!(stale.contains("after you wrote this"), "{stale}");
        world.hears().await;
        assert_eq!(world.asked(verb), 1);
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_typed_restart_that_comes_again_acts_once() {
    let world = world().await;
    told(&world, "restart myci").await;
    world.emulator.settle("myci");
    world.hears().await;
    tokio::time::advance(Duration::from_secs(30)).await;
    assert_snapshot!(told(&world, "restart myci").await, @"
    in person:
    🟢 *myci* was already restarted at {{TIME(2026-11-23T18:00:00Z)}}. [Stop] [Restart]
    ");
    assert_eq!(world.asked("restart"), 1);
    tokio::time::advance(Duration::from_secs(60)).await;
    told(&world, "restart myci").await;
    assert_eq!(world.asked("restart"), 2);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_typed_for_another_time_and_comes_again_counts_once() {
    let world = with(|config| config + DUE).await;
    for _ in 0..2 {
        told(&world, "keep myci for another 2h").await;
        tokio::time::advance(Duration::from_secs(20)).await;
    }
    assert_snapshot!(told(&world, "keep myci for another 2h").await, @"
    in person:
    *myci* is already kept until {{TIME(2026-11-23T20:00:00Z)}}.
    ");
    tokio::time::advance(Duration::from_secs(60)).await;
    let longer = told(&world, "keep myci for another 2h").await;
    assert!(longer.contains("is kept until {{TIME(2026-11-23T22:00:00Z)}}"), "{longer}");
    let another = told(&world, "keep myci for another 1h").await;
    assert!(another.contains("is kept until {{TIME(2026-11-23T23:00:00Z)}}"), "another command: {another}");

    for text in ["restart myci in 2h", "stop myci at 21:30"] {
        let first = told(&world, text).await;
        assert!(first.contains("A timer will carry out"), "{first}");
        tokio::time::advance(Duration::from_secs(45)).await;
        assert_eq!(*told(&world, text).await, *first, "with the same time");
    }
    told(&world, "stop myci at 21:45").await;
    let pending = told(&world, "later").await;
    assert!(pending.contains("3 commands are pending"), "{pending}");
    world.finish().await;
}

/// As a note or, where a client shows none, in a message of its own.
#[tokio::test(start_paused = true)]
async fn a_refused_press_leaves_the_card() {
    let world = world().await;
    let stop = told(&world, "status myci").await.button("Stop");
    let mut press = pressed_in_person(&world.scene(), ADA, &forged(&stop, 1, "stop research/busy-ci"));
    assert_snapshot!(world.post(&press).await, @"
    as a note:
    That confirmation is not one of mine, or was changed on the way. Nothing was done.
    ");
    press["type"] = json!("message");
    press["value"] = press["value"]["action"]["data"].clone();
    world.post(&press).await;
    let refused = world.hears_message().await;
    assert_eq!(refused.method, "POST");
    assert!(refused.body.to_string().contains("is not one of mine"), "{refused:?}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn only_our_own_buttons_count_and_for_a_day() {
    let world = world().await;
    let stop = told(&world, "status myci").await.button("Stop");
    let other = |value: &str| Button { value: json!({ "lamplighter": value }), ..stop.clone() };
    for wrong in [
        forged(&stop, 0, "3"),
        forged(&stop, 1, "stop research/busy-ci"),
        forged(&stop, 2, "tzzzzz"),
        forged(&stop, 3, "AAAAAAAAAAAAAAAAAAAAAA"),
        other("stop myci"),
        other("1|stop myci|tzzzzz|AAAAAAAAAAAAAAAAAAAAAA"),
        other(""),
    ] {
        let refused = presses(&world, &wrong).await;
        let is_refused = ["is not one of mine", "no longer valid", "was valid for"];
        assert!(is_refused.iter().any(|words| refused.contains(words)), "{refused}");
        assert!(refused.starts_with("as a note"), "the card stays: {refused}");
    }
    // A button of the personal chat in a channel, and in another's personal chat.
    let mut of_bob = pressed_in_person(&world.scene(), BOB, &stop);
    of_bob["from"]["id"] = json!("29:bob");
    for elsewhere in [pressed(&world.scene(), ADA, &stop), of_bob] {
        let refused = world.post(elsewhere).await;
        assert!(refused.contains("is not one of mine"), "{refused}");
    }
    tokio::time::advance(Duration::from_secs(24 * 3600 + 60)).await;
    assert_snapshot!(presses(&world, &stop).await, @"
    for them:
    That button is too old. To do it now, type `stop research/myci`. [stop research/myci]
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_cannot_execute_submits() {
    let world = world().await;
    world.says(ADA, "stop myci").await;
    world.hears().await;
    world.emulator.settle("myci");
    let start = world.hears().await.button("Start");
    let answer = world.post(submitted(&world.scene(), ADA, &start)).await;
    assert_eq!((answer.status, &*answer), (200, "(empty)"));
    assert_snapshot!(world.hears().await, @"
    in the thread, in place:
    🟡 *myci*: asked Azure to start it. I'll tell you when it is running.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    in the thread, in place:
    🟢 *myci* is running. It took 0 s. [Stop] [Restart]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn other_presses_are_answered_as_the_protocol_wants() {
    let world = world().await;
    let mut press = pressed(&world.scene(), ADA, &Button::forged("x"));
    for data in [json!(null), json!({}), json!({"lamplighter": 1}), json!("lamplighter")] {
        press["value"]["action"]["data"] = data;
        assert_eq!(world.post(&press).await.status, 501);
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_keep_of_an_announcement_counts_from_the_press_and_leaves_the_card() {
    let channel = r#"
[notify.ml-ops]
kind = "teams-bot"
source = "bot"
conversation = "19:0b7f32667e064dd9b25d7969801541f4@thread.tacv2"
"#;
    let world = with(|config| config + MACHINES + channel).await;
    world.sends("script", r#"{"command": "announce stop all in 30m"}"#, &[]).await;
    let announced = world.hears().await;
    assert_snapshot!(announced, @"
    in the channel:
    In 30 min I stop 1 instance:
    Saves $0.29 per hour.
    To keep one running, type `keep NAME for 2h`.
    🟢 *myci* · DS3_V2 · $0.29 per hour · Ana
    <at>Ana</at> [Keep myci 2 h]
    ");
    tokio::time::advance(Duration::from_secs(600)).await;
    let keep = announced.button("Keep myci 2 h");
    let mut replacing = keep.clone();
    replacing.value["stays"] = json!(false);
    let refused = world.presses(ADA, &replacing).await;
    assert!(refused.contains("is not one of mine"), "whether the card stays is sealed: {refused}");
    assert_snapshot!(world.presses(ADA, &keep).await, @"
    as a note:
    myci is kept until 20:10: timers and alerts will not stop it before then. To end that, type keep myci off.
    Azure itself may still stop myci, when idle or by a schedule.
    ");
    // Again, half a minute later, with a new id and a new time.
    tokio::time::advance(Duration::from_secs(30)).await;
    assert_snapshot!(world.presses(ADA, &keep).await, @"
    as a note:
    myci is already kept until 20:10.
    ");
    assert_snapshot!(world.presses(BOB, &keep).await, @"
    as a note:
    myci is Ana's; you can use keep only on your own instances.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn buttons_of_reports_count_in_a_personal_chat_too() {
    let conversation = in_person(&world().await.scene(), ADA, "")["conversation"]["id"].clone();
    let channel =
        format!("\n[notify.ml-ops]\nkind = \"teams-bot\"\nsource = \"bot\"\nconversation = {conversation}\n");
    let world = with(|config| config + MACHINES + &channel).await;
    world.sends("script", r#"{"command": "announce stop all in 30m"}"#, &[]).await;
    let keep = world.hears().await.button("Keep myci 2 h");
    let kept = presses(&world, &keep).await;
    assert!(kept.contains("myci is kept until 20:00"), "{kept}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_list_of_a_thousand_is_cut_with_a_sentence() {
    let world = with_options(Options { instances: 1000, ..by_hand() }, |config| config).await;
    let list = told(&world, "list").await;
    let lines: Vec<_> = list.lines().collect();
    assert_snapshot!([lines[1], lines[2], lines[3], lines[lines.len() - 1]].join("\n"), @"
    1003 instances: 1001 running, 1 running a job, 1 stopped.
    🟢 *ci-a0003* running since {{TIME(2026-11-23T13:00:00Z)}} | NC6S_V3 | $3.06/h | you
    🟢 *ci-a0007* running since {{TIME(2026-11-23T13:00:00Z)}} | NC6S_V3 | $3.06/h | `00000000-0000-0000-0000-0000000000bc`
    … and 983 more. Narrow it down with a glob, or `--state running`.
    ");
    let card = &list.body["attachments"][0]["content"]["body"];
    assert_eq!(card[1]["type"], "Table");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn buttons_are_in_portuguese() {
    let mut world = world().await;
    world.locale = "pt-BR";
    let status = told(&world, "estado myci").await;
    assert_snapshot!(presses(&world, &status.button("Parar")).await, @"
    for them:
    🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    world.hears().await;
    world.emulator.settle("myci");
    let stopped = world.hears().await;
    assert_snapshot!(stopped, @"
    in person, in place:
    ⚪ *myci* parou. Levou 0 s. Disco, IP público e balanceador de carga continuam sendo cobrados. [Iniciar]
    ");
    tokio::time::advance(Duration::from_secs(25 * 3600)).await;
    assert_snapshot!(presses(&world, &stopped.button("Iniciar")).await, @"
    for them:
    Esse botão é antigo demais. Para fazer isso agora, digite `iniciar research/myci`. [iniciar research/myci]
    ");
    world.finish().await;
}
