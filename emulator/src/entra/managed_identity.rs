//! The endpoint that gives a managed identity its tokens, as App Service, Functions and Container Apps
//! have it on the machine itself: `IDENTITY_ENDPOINT=http://HOST/msi/token`, and any
//! `IDENTITY_HEADER`.
//!
//! <https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference>
//! tells the request and the token. How refusals look beyond `statusCode` and `message` is not told
//! there; nobody should depend on it.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::json;

use super::token::token;
use crate::{
    answer::{Answer, json, waiting},
    faults::Effect,
    ids::{CALLER, guid},
    request::Visit,
};

/// The one version of this endpoint that is documented for `X-IDENTITY-HEADER`.
const VERSION: &str = "2019-08-01";

/// How long a token says it lasts, in seconds: a day.
const LIFETIME: i64 = 86_400;

/// Gives a token for the `resource`, or says what is missing. Which identity is asked for does not
/// matter: there is one.
pub(crate) fn answer(visit: &Visit, now: Timestamp, number: u64) -> Answer {
    if !visit.has_identity_header {
        let words = "The request lacks the header X-IDENTITY-HEADER, or it is wrong.";
        return refused(StatusCode::UNAUTHORIZED, words, number);
    }
    if visit.parameter("api-version").as_deref() != Some(VERSION) {
        return refused(
            StatusCode::BAD_REQUEST,
            "The api-version is not supported.",
            number,
        );
    }
    let Some(resource) = visit.parameter("resource").filter(|text| !text.is_empty()) else {
        return refused(
            StatusCode::BAD_REQUEST,
            "The parameter resource is missing.",
            number,
        );
    };
    let client = visit.parameter("client_id").unwrap_or_else(|| CALLER.into());
    let body = json!({
        "access_token": token(&resource, &client, now, LIFETIME, number),
        // In seconds since 1970, as text.
        "expires_on": (now.as_second() + LIFETIME).to_string(),
        "resource": resource,
        "token_type": "Bearer",
        "client_id": client,
    });
    json(StatusCode::OK, &body)
}

/// A refusal that a fault asks for.
pub(crate) fn refusal(effect: Effect, visit: &Visit, number: u64) -> Option<Answer> {
    let answer = refused(
        effect.status()?,
        "Unable to load requested managed identity.",
        number,
    );
    Some(waiting(answer, visit.retry_after()))
}

fn refused(status: StatusCode, message: &str, number: u64) -> Answer {
    let body = json!({
        "statusCode": status.as_u16(),
        "message": message,
        "correlationId": guid(0xc0, number),
    });
    json(status, &body)
}
