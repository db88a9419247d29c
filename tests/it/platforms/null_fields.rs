//! Each key of a platform's request, once `null` and once missing: the answer is the same.

use serde_json::{Value, json};

use super::teams_bot;
use crate::support::{
    chat::{
        Chat, discord, mattermost, slack, teams,
        teams_bot::{ADA, in_a_channel},
    },
    reply::without_ids,
    world::{World, by_hand},
};

/// A pointer to each key, at any depth.
fn keys(value: &Value, at: &str) -> Vec<String> {
    let below = |key: &str, value: &Value| keys(value, &format!("{at}/{key}"));
    match value {
        Value::Object(fields) => {
            let field =
                |(key, value): (&String, &Value)| [vec![format!("{at}/{key}")], below(key, value)].concat();
            fields.iter().flat_map(field).collect()
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            elements.flat_map(|(at, value)| below(&at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// `sample` with the key at `pointer` as `null`, and without it.
fn without(sample: &Value, pointer: &str) -> [Value; 2] {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let [mut null, mut missing] = [sample.clone(), sample.clone()];
    null.pointer_mut(parent).unwrap()[key] = Value::Null;
    missing.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
    [null, missing]
}

/// Tries `sample` and each of its keys; fails if `null` is not answered like a missing key.
async fn walk(sample: &Value, answer: impl AsyncFn(&Value) -> (u16, Value)) {
    assert_eq!(answer(sample).await.0, 200, "{sample}");
    for pointer in keys(sample, "") {
        let [null, missing] = without(sample, &pointer);
        let [null, missing] = [answer(&null).await, answer(&missing).await];
        let read = |(status, body): (u16, Value)| format!("{status} {}", without_ids(&body.to_string()));
        assert_eq!(read(null), read(missing), "{pointer}");
    }
}

/// Keys that may be missing or `null`.
async fn is_heard(sample: &Value, optional: &[&str], answer: impl AsyncFn(&Value) -> (u16, Value)) {
    for pointer in optional {
        for less in without(sample, pointer) {
            assert_eq!(answer(&less).await.0, 200, "{pointer}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn null_is_missing_in_activities_of_teams() {
    let world = World::on(Chat::Teams, by_hand(), |config| config).await;
    let answer = async |activity: &Value| {
        let answer = world.post(activity).await;
        (answer.status, answer.body)
    };
    let activity = teams::activity(world.now(), teams::ADA, "whoami");
    walk(&activity, answer).await;
    let optional = [
        "/text",
        "/from/name",
        "/from/aadObjectId",
        "/channelData",
        "/channelData/tenant",
        "/channelData/tenant/id",
        "/entities",
        "/entities/0/mentioned",
        "/entities/0/mentioned/id",
        "/entities/0/mentioned/name",
        "/entities/0/text",
        "/entities/1/locale",
        "/locale",
        "/attachments",
    ];
    is_heard(&activity, &optional, answer).await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn null_is_missing_in_activities_of_the_bot() {
    let world = teams_bot::world().await;
    let answer = async |activity: &Value| {
        let answer = world.post(activity).await;
        let late = if answer.status == 200 { world.hears_message().await.body } else { Value::Null };
        (answer.status, late)
    };
    let activity = in_a_channel(&world.scene(), ADA, "whoami");
    walk(&activity, answer).await;
    let optional = [
        "/id",
        "/timestamp",
        "/text",
        "/from/name",
        "/from/aadObjectId",
        "/conversation/tenantId",
        "/conversation/conversationType",
        "/channelData",
        "/entities",
        "/locale",
        "/attachments",
    ];
    is_heard(&activity, &optional, answer).await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn null_is_missing_in_commands_of_discord() {
    let world = World::on(Chat::Discord, by_hand(), |config| config).await;
    let answer = async |interaction: &Value| {
        let answer = world.post(interaction).await;
        (answer.status, answer.body)
    };
    let mut named = discord::interaction(2, discord::ADA, discord::command("whoami"));
    named["member"]["user"]["global_name"] = json!("Ada");
    walk(&named, answer).await;
    let optional = ["/data/options", "/data/options/0/options", "/locale", "/member/user/username"];
    is_heard(&named, &optional, answer).await;

    let mut typed = discord::command("status name:my state:running");
    typed["options"][0]["options"][0]["focused"] = json!(true);
    walk(&discord::interaction(4, discord::ADA, typed), answer).await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn null_is_missing_in_clicks_of_discord() {
    let world = World::on(Chat::Discord, by_hand(), |config| config).await;
    let mut pressed =
        discord::interaction(3, discord::ADA, json!({"component_type": 2, "custom_id": "whoami"}));
    pressed["message"] = json!({
        "id": "1290000000000000077", "flags": 64, "interaction_metadata": {"type": 2, "user": {"id": discord::ADA}},
    });
    // The replacement of the message comes later.
    let answer = async |interaction: &Value| {
        let answer = world.post(interaction).await;
        let late = match answer.body["type"].as_u64() {
            Some(6) => world.hears_message().await.body,
            _ => Value::Null,
        };
        (answer.status, json!([answer.body, late]))
    };
    walk(&pressed, answer).await;
    let message = "/message/interaction_metadata";
    let optional =
        ["/message", "/message/flags", message, &format!("{message}/user"), "/data/component_type"];
    is_heard(&pressed, &optional, answer).await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn null_is_missing_in_clicks_of_slack() {
    let world = World::new().await;
    let payload = json!({
        "type": "block_actions",
        "user": {"id": "U0ADA", "team_id": "T0DEMO", "username": "ada", "name": "ada"},
        "container": {"type": "message", "is_ephemeral": true},
        "team": {"id": "T0DEMO"},
        "channel": {"id": "C0OPS"},
        "response_url": format!("{}/_emulator/inbox/slack", world.azure_url()),
        "actions": [{"action_id": "lamplighter:0", "type": "button", "value": "whoami"}],
    });
    let answer = async |payload: &Value| {
        let answer = world.post(slack::form(payload)).await;
        // Without these it is not a click on one of the product's buttons, and nothing follows.
        let is_ours = payload["user"].is_object()
            && payload["response_url"].is_string()
            && payload["actions"][0].is_object();
        let late =
            if answer.status == 200 && is_ours { world.hears_message().await.body } else { Value::Null };
        (answer.status, json!([answer.body, late]))
    };
    walk(&payload, answer).await;
    let optional = [
        "/user/username",
        "/user/name",
        "/container",
        "/container/is_ephemeral",
        "/channel",
        "/channel/id",
        "/actions",
        "/actions/0/value",
        "/user",
    ];
    is_heard(&payload, &optional, answer).await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn null_is_missing_in_clicks_of_mattermost() {
    let world = World::on(Chat::Mattermost, by_hand(), |config| config).await;
    let prompt = world.says(mattermost::ADA, "delete myci").await;
    let click = mattermost::click(mattermost::ADA, &prompt.button("Don't delete").value);
    let answer = async |click: &Value| {
        let answer = world.post(click).await;
        (answer.status, answer.body)
    };
    walk(&click, answer).await;
    is_heard(&click, &["/user_name", "/team_id", "/post_id", "/type"], answer).await;
    world.finish().await;
}
