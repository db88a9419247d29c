//! Entra ID: its token endpoint and its public keys. It accepts any tenant, any client and any secret, and the
//! assertions that the federated credential expects.

mod federation;
mod keys;
mod managed_identity;
mod problem;
mod token;

use std::collections::HashMap;

use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::json;

pub use self::federation::Federation;
pub(crate) use self::keys::{BOT_CONNECTOR, KEY};
pub(crate) use self::managed_identity::IdentityTokens;
use self::{
    problem::{refused, with_entra_headers},
    token::{LIFETIME, token},
};
use super::{
    answer::{Answer, json},
    call::Call,
    faults::Effect,
    request::EmulatedRequest,
};

/// Answers a call to Entra, or to a managed identity's endpoint: the only one whose tokens are requested by
/// GET.
pub(crate) fn answer(
    request: &EmulatedRequest,
    effect: Option<Effect>,
    (federation, given): (&Federation, &mut IdentityTokens),
    now: Timestamp,
    serial: u64,
) -> Answer {
    if request.route.call == Call::Token && request.method == Method::GET {
        let refusal = effect.and_then(|it| managed_identity::refusal(it, request, serial));
        return refusal.unwrap_or_else(|| managed_identity::answer(request, given, now, serial));
    }
    let refusal = effect.and_then(|it| problem::refusal(it, request, now, serial));
    refusal.unwrap_or_else(|| at_entra(request, federation, now, serial))
}

fn at_entra(request: &EmulatedRequest, federation: &Federation, now: Timestamp, number: u64) -> Answer {
    match request.route.call {
        Call::Keys => with_entra_headers(keys::published(request), number),
        Call::OpenId => with_entra_headers(keys::discovery(request), number),
        _ => credentials(request, federation, now, number),
    }
}

/// Answers a client credentials request.
fn credentials(request: &EmulatedRequest, federation: &Federation, now: Timestamp, number: u64) -> Answer {
    let form: HashMap<_, _> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let has = |name: &str| form.get(name).is_some_and(|value| !value.is_empty());
    if let Some(missing) = ["grant_type", "client_id", "scope"].into_iter().find(|name| !has(name)) {
        let words = format!("The request body must contain the following parameter: '{missing}'.");
        return refused(StatusCode::BAD_REQUEST, "invalid_request", 900_144, &words, now, number);
    }
    if form["grant_type"] != "client_credentials" {
        let words = format!("The provided grant type '{}' is not supported.", form["grant_type"]);
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
    let token = if keys::is_for_azure(resource, &request.base_url()) {
        token(resource, client, now, LIFETIME, number)
    } else {
        keys::app_token(request.directory(), resource, client, now, LIFETIME, number)
    };
    let body = json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "ext_expires_in": LIFETIME,
        "access_token": token,
    });
    with_entra_headers(json(StatusCode::OK, &body), number)
}

#[cfg(test)]
mod tests;
