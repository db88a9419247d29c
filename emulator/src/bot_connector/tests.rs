//! What the Bot Connector takes of a bot, and what it refuses.

use http::Method;
use serde_json::{Value, json};

use crate::{Call, Effect, Fault, test_rig::TestRig};

const ACTIVITIES: &str = "/amer/v3/conversations/19%3Aops%40thread.tacv2/activities";

async fn token(rig: &TestRig, scope: &str) -> String {
    let form = format!("grant_type=client_credentials&client_id=any&client_secret=any&scope={scope}");
    let request = rig.request(Method::POST, "/a-tenant/oauth2/v2.0/token").body(form);
    let answer = TestRig::read(request.send().await.unwrap()).await.body;
    answer["access_token"].as_str().unwrap().to_owned()
}

/// The status, and the code of the error or the id of the message.
async fn sent(rig: &TestRig, method: Method, path: &str, token: &str, body: Value) -> (u16, String) {
    let request = rig.client.request(method, format!("{}{path}", rig.base)).bearer_auth(token);
    let answer = TestRig::read(request.body(body.to_string()).send().await.unwrap()).await;
    let said = answer.body.pointer("/error/code").unwrap_or(&answer.body["id"]);
    (answer.status, said.as_str().unwrap_or_default().to_owned())
}

fn card() -> Value {
    json!({"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive"}]})
}

#[tokio::test]
async fn a_message_is_made_changed_and_deleted_with_a_token_for_the_bot_connector() {
    let rig = TestRig::by_hand().await;
    let token = token(&rig, "https://api.botframework.com/.default").await;
    let (status, id) = sent(&rig, Method::POST, ACTIVITIES, &token, card()).await;
    assert_eq!(status, 201);
    let one = format!("{ACTIVITIES}/{id}");
    assert_eq!(sent(&rig, Method::PUT, &one, &token, card()).await, (200, id.clone()));
    assert_eq!(sent(&rig, Method::DELETE, &one, &token, json!({})).await, (200, id));
}

#[tokio::test]
async fn other_tokens_are_refused() {
    let rig = TestRig::by_hand().await;
    let good = token(&rig, "https://api.botframework.com/.default").await;
    let (signed, _) = good.rsplit_once('.').unwrap();
    for other in [
        String::new(),
        token(&rig, "https://management.azure.com/.default").await,
        token(&rig, "any/.default").await,
        format!("{signed}.c2ln"),
    ] {
        assert_eq!(sent(&rig, Method::POST, ACTIVITIES, &other, card()).await.0, 401, "{other}");
    }
}

#[tokio::test]
async fn what_teams_would_not_show_as_one_message_is_refused() {
    let rig = TestRig::by_hand().await;
    let token = token(&rig, "https://api.botframework.com/.default").await;
    let [mut both, mut other, mut long] = [card(), card(), card()];
    both["text"] = json!("hello");
    other["type"] = json!("typing");
    long["attachments"][0]["content"] = json!("x".repeat(28 * 1024));
    for (body, refused) in [(both, "BadSyntax"), (other, "BadSyntax"), (long, "MessageSizeTooBig")] {
        assert_eq!(sent(&rig, Method::POST, ACTIVITIES, &token, body).await.1, refused);
    }
    for (status, code) in [(403, "BotNotInConversationRoster"), (404, "ActivityNotFoundInConversation")] {
        let effect = if status == 403 { Effect::Forbidden } else { Effect::NotFound };
        rig.emulator.fault(Fault::new(Call::Activity, effect));
        assert_eq!(sent(&rig, Method::POST, ACTIVITIES, &token, card()).await, (status, code.to_owned()));
    }
}
