//! The Bot Connector, which takes a bot's messages. They arrive in the inbox, as those of other chats do.
//!
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference>

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    answer::{Answer, json, waiting},
    call::Call,
    emulator::EmulatorState,
    faults::Effect,
    inbox::Message,
    jwt,
    request::EmulatedRequest,
};

/// How the audience of a bot's token begins, whatever the cloud.
const AUDIENCE: &str = "https://api.botframework.";

/// The call that an address means, in lower case: whatever the service URL, its path ends like this.
pub(crate) fn call(method: &str, path: &[&str]) -> Option<Call> {
    match (method, path) {
        ("POST", [.., "v3", "conversations"]) => Some(Call::Conversation),
        ("POST", [.., "v3", "conversations", _, "activities"])
        | ("POST" | "PUT" | "DELETE", [.., "v3", "conversations", _, "activities", _]) => {
            Some(Call::Activity)
        }
        _ => None,
    }
}

/// Answers a call. Returns whether a message arrived.
pub(crate) fn answer(
    state: &mut EmulatorState,
    request: &EmulatedRequest,
    effect: Option<Effect>,
) -> (Answer, bool) {
    let message = Message::of(request, state.world.now());
    if let Some(status) = effect.and_then(Effect::status) {
        state.inbox.refuse(message);
        return (waiting(refused(status), request.retry_after()), false);
    }
    let claims = request.bearer().and_then(jwt::claims).unwrap_or_default();
    if !claims["aud"].as_str().is_some_and(|audience| audience.starts_with(AUDIENCE)) {
        let words = "Authorization has been denied for this request.";
        return (json(StatusCode::UNAUTHORIZED, &json!({ "message": words })), false);
    }
    let number = state.world.next_number().to_string();
    let answer = if request.route.call == Call::Conversation {
        json(StatusCode::CREATED, &json!({ "id": format!("a:{number}"), "activityId": number }))
    } else if request.method == Method::POST {
        json(StatusCode::CREATED, &json!({ "id": number }))
    } else {
        let id = request.path.rsplit('/').next().unwrap_or_default();
        json(StatusCode::OK, &json!({ "id": id }))
    };
    state.inbox.receive(message);
    (answer, true)
}

/// An error of the Bot Connector.
fn refused(status: StatusCode) -> Answer {
    let (code, words) = match status {
        StatusCode::FORBIDDEN => {
            ("BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        }
        StatusCode::NOT_FOUND => ("ActivityNotFoundInConversation", "The activity was not found."),
        StatusCode::TOO_MANY_REQUESTS => ("TooManyRequests", "Too many requests."),
        _ => ("ServiceError", "Unknown"),
    };
    let error: Value = json!({ "error": { "code": code, "message": words } });
    json(status, &error)
}
