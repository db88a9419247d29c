//! Entra ID's token endpoint: any directory, any client, any secret, and of assertions those that the
//! federated credential expects; and the keys it signs with.

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
use self::{
    problem::{dressed, refused},
    token::{LIFETIME, token},
};
use super::{
    answer::{Answer, json},
    call::Call,
    faults::Effect,
    request::Visit,
};

/// A token, or what there is to know of tokens. Those that are got with GET are for managed
/// identities, which have an endpoint of their own.
pub(crate) fn answer(
    visit: &Visit,
    effect: Option<Effect>,
    federation: &Federation,
    now: Timestamp,
    serial: u64,
) -> Answer {
    if visit.route.call == Call::Token && visit.method == Method::GET {
        let refusal = effect.and_then(|it| managed_identity::refusal(it, visit, serial));
        return refusal.unwrap_or_else(|| managed_identity::answer(visit, now, serial));
    }
    let refusal = effect.and_then(|it| problem::refusal(it, visit, now, serial));
    refusal.unwrap_or_else(|| at_entra(visit, federation, now, serial))
}

/// Answers one of the calls that Entra takes.
fn at_entra(visit: &Visit, federation: &Federation, now: Timestamp, number: u64) -> Answer {
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

#[cfg(test)]
mod tests;
