//! The Bot Connector, which takes a bot's messages. They arrive in the inbox, as those of other chats do.
//!
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference>

use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    answer::{Answer, json, waiting},
    call::Call,
    emulator::EmulatorState,
    entra::{BOT_CONNECTOR, KEY},
    faults::Effect,
    inbox::Message,
    jwt,
    request::EmulatedRequest,
};

/// The longest activity, in bytes: the smallest of the limits that Microsoft's pages have named.
const LONGEST: usize = 28 * 1024;

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
    if let Some(refusal) = refusal(request, state.world.now()) {
        return (refusal, false);
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

/// Why a call is refused: for its token, or for the activity.
fn refusal(request: &EmulatedRequest, now: Timestamp) -> Option<Answer> {
    let token = request.bearer().unwrap_or_default();
    let claims = jwt::claims(token).unwrap_or_default();
    let is_for_us = claims["aud"].as_str().is_some_and(|audience| audience.starts_with(BOT_CONNECTOR));
    let is_valid = claims["exp"].as_i64().is_some_and(|end| now.as_second() < end);
    if !(is_for_us && is_valid && jwt::is_signed_by(&KEY, token)) {
        let words = "Authorization has been denied for this request.";
        return Some(json(StatusCode::UNAUTHORIZED, &json!({ "message": words })));
    }
    if request.body.len() > LONGEST {
        return Some(error(StatusCode::PAYLOAD_TOO_LARGE, "MessageSizeTooBig", "Message size too large."));
    }
    if request.method == Method::DELETE {
        return None;
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let activity = if request.route.call == Call::Conversation { &body["activity"] } else { &body };
    // Teams makes two messages of a text with a card, and tells the id of neither.
    let is_one = activity["text"].is_string() != activity["attachments"].is_array();
    let is_message = activity["type"] == "message" && is_one;
    (!is_message)
        .then(|| error(StatusCode::BAD_REQUEST, "BadSyntax", "This is no message with a text or a card."))
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
    error(status, code, words)
}

fn error(status: StatusCode, code: &str, words: &str) -> Answer {
    json(status, &json!({ "error": { "code": code, "message": words } }))
}

#[cfg(test)]
mod tests;
