//! Entra ID's token endpoint: any directory, any client, any secret, and of assertions those that the
//! federated credential expects; and the keys it signs with.

mod federation;
mod keys;

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

pub use self::federation::Federation;
use super::{
    answer::{Answer, guid, json, waiting, with},
    fault::Effect,
    refusal,
    route::Call,
    visit::Visit,
    world::{CALLER, TENANT},
};

/// How long a token says it lasts, in seconds: Entra's hour, less one.
const LIFETIME: i64 = 3599;

/// Answers one of the calls that Entra takes.
pub(super) fn answer(visit: &Visit, federation: &Federation, now: Timestamp, number: u64) -> Answer {
    match visit.route.call {
        Call::Keys => dressed(keys::published(visit), number),
        Call::OpenId => dressed(keys::discovery(visit), number),
        _ => credentials(visit, federation, now, number),
    }
}

/// Answers a client credentials request, or says what is missing in it or wrong with it.
fn credentials(visit: &Visit, federation: &Federation, now: Timestamp, number: u64) -> Answer {
    let form: HashMap<_, _> = url::form_urlencoded::parse(&visit.body).into_owned().collect();
    let has = |name: &str| form.get(name).is_some_and(|value| !value.is_empty());
    if let Some(missing) = ["grant_type", "client_id", "scope"]
        .into_iter()
        .find(|name| !has(name))
    {
        let words = format!("The request body must contain the following parameter: '{missing}'.");
        return refused(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            900_144,
            &words,
            now,
            number,
        );
    }
    if form["grant_type"] != "client_credentials" {
        let words = format!(
            "The provided grant type '{}' is not supported.",
            form["grant_type"]
        );
        let status = StatusCode::BAD_REQUEST;
        return refused(status, "unsupported_grant_type", 70_003, &words, now, number);
    }
    if !has("client_secret") && !has("client_assertion") {
        let words = "The request body must contain the following parameter: 'client_assertion' or \
                     'client_secret'.";
        let status = StatusCode::UNAUTHORIZED;
        return refused(status, "invalid_client", 7_000_218, words, now, number);
    }
    let assertion = form.get("client_assertion").map_or("", String::as_str);
    if let Err((code, words)) = federation::check(assertion, federation, now) {
        return refused(federation::STATUS, "invalid_client", code, &words, now, number);
    }
    let (resource, client) = (form["scope"].trim_end_matches("/.default"), &form["client_id"]);
    let token = if keys::is_for_azure(resource) {
        token(resource, client, now, LIFETIME, number)
    } else {
        keys::webhook_token(visit.directory(), resource, now, number)
    };
    let body = json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "ext_expires_in": LIFETIME,
        "access_token": token,
    });
    dressed(json(StatusCode::OK, &body), number)
}

/// A refusal that a fault asks for.
pub(super) fn refusal(effect: Effect, visit: &Visit, now: Timestamp, number: u64) -> Option<Answer> {
    let status = refusal::status(effect)?;
    let (error, code, words) = match effect {
        Effect::Unauthorized => (
            "invalid_client",
            7_000_215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the \
             client secret value, not the client secret ID.",
        ),
        Effect::Forbidden => (
            "access_denied",
            53_003,
            "Access has been blocked by Conditional Access policies. The access policy does not \
             allow token issuance.",
        ),
        Effect::Throttled => ("temporarily_unavailable", 90_055, "Tenant request throttled."),
        Effect::ServerError | Effect::BadGateway | Effect::Unavailable => (
            "temporarily_unavailable",
            90_033,
            "A transient error has occurred. Please try again.",
        ),
        _ => (
            "invalid_request",
            90_002,
            "Tenant not found. Check to make sure you have the correct tenant ID and are signing \
             into the correct cloud.",
        ),
    };
    let answer = refused(status, error, code, words, now, number);
    Some(waiting(answer, visit.retry_after()))
}

/// Entra's own shape of an error, whose one stable part is the number.
fn refused(status: StatusCode, error: &str, code: u32, words: &str, now: Timestamp, number: u64) -> Answer {
    let (trace, correlation) = (guid(0x7a, number), guid(0xc0, number));
    let time = now.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    let body = json!({
        "error": error,
        "error_description": format!(
            "AADSTS{code}: {words} Trace ID: {trace} Correlation ID: {correlation} \
             Timestamp: {time}"
        ),
        "error_codes": [code],
        "timestamp": time,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
    });
    dressed(json(status, &body), number)
}

fn dressed(answer: Answer, number: u64) -> Answer {
    let answer = with(answer, "cache-control", "no-store, no-cache");
    with(answer, "x-ms-request-id", &guid(0x7a, number))
}

/// A token with the claims of a real one, and no signature worth the name. It lasts for `lifetime`
/// seconds.
pub(super) fn token(resource: &str, client: &str, now: Timestamp, lifetime: i64, number: u64) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": "emulator" });
    let claims = json!({
        "aud": resource,
        "iss": format!("https://sts.windows.net/{TENANT}/"),
        "iat": now.as_second(),
        "nbf": now.as_second(),
        "exp": now.as_second() + lifetime,
        "appid": client,
        "oid": CALLER,
        "tid": TENANT,
        "uti": number,
        "ver": "1.0",
    });
    format!(
        "{}.{}.{}",
        part(&header),
        part(&claims),
        BASE64.encode("no signature")
    )
}

#[cfg(test)]
mod tests;
