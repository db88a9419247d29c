//! What replies suggest is a whole command, on a button where the platform has them, and pressing it comes to something
//! else than what failed.

use crate::support::{
    chat::{Chat, discord, mattermost, slack},
    world::{World, by_hand},
};

/// What is typed, and the labels of the buttons that answer it. `list` and `help` are pressed last: they always answer.
const MISTAKES: &[(&str, &[&str])] = &[
    ("status mcyi", &["status myci"]),
    ("stop mcyi", &["stop myci"]),
    ("keep mcyi for 2h because training", &["keep myci for 2h because training"]),
    ("delete mcyi", &["delete myci"]),
    ("stop no-such-instance", &["list"]),
    ("parar mcyi", &["stop myci"]),
    ("idle mcyi 2h", &["idle myci 2h"]),
    ("schedule mcyi", &["schedule myci"]),
    ("list gpu-*", &["list"]),
    ("stop", &["list"]),
    ("restart stopped-ci", &["start stopped-ci"]),
    ("idle myci off", &["idle myci 72h"]),
];

fn ada(chat: Chat) -> &'static str {
    match chat {
        Chat::Discord => discord::ADA,
        Chat::Mattermost => mattermost::ADA,
        _ => slack::ADA,
    }
}

#[tokio::test(start_paused = true)]
async fn suggestions_are_buttons_that_work() {
    for chat in [Chat::Slack, Chat::Discord, Chat::Mattermost] {
        for (typed, labels) in MISTAKES {
            let world = World::on(chat, by_hand(), |config| config).await;
            let text =
                if matches!(chat, Chat::Discord) { format!("do text:{typed}") } else { (*typed).to_owned() };
            let failed = world.says(ada(chat), &text).await;
            let failed = if failed.contains("still working") { world.hears().await } else { failed };
            for label in *labels {
                let pressed = world.presses(ada(chat), &failed.button(label)).await;
                let answer = if *pressed == *"(empty)" { world.hears().await } else { pressed };
                let again = answer.contains("I don't") || answer.contains("Which one");
                assert!(!again && *answer != *failed, "{typed}: {label}: {answer}");
            }
        }
    }
}

/// Ending a job has to be typed.
#[tokio::test(start_paused = true)]
async fn force_is_no_button() {
    let world = World::new().await;
    let refused = world.says(slack::ADA, "stop busy-ci").await;
    assert!(refused.contains("type `stop busy-ci --force`.") && !refused.contains(" ["), "{refused}");
    world.finish().await;
}
