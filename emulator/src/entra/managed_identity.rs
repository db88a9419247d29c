//! The token endpoint of a managed identity, as App Service, Functions and Container Apps have it on the
//! machine itself: `IDENTITY_ENDPOINT=http://HOST/msi/token`, and any `IDENTITY_HEADER`.
//!
//! <https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference>
//! documents the request and the token. Errors are documented only as far as `statusCode` and `message`;
//! clients should depend on nothing else.

use std::collections::HashMap;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    keys::{BOT_CONNECTOR, app_token},
    token::token,
};
use crate::{
    answer::{Answer, json, waiting},
    faults::Effect,
    ids::{CALLER, TENANT, guid},
    request::EmulatedRequest,
};

/// The only version documented for `X-IDENTITY-HEADER`.
const VERSION: &str = "2019-08-01";

/// The lifetime of a token in seconds: a day.
const LIFETIME: i64 = 86_400;

/// The tokens that the endpoint has given, which it gives again until they end: by resource and client, with the end.
#[derive(Debug, Default)]
pub(crate) struct IdentityTokens(HashMap<(String, String), (String, i64)>);

/// Returns a token for `resource`. There is one identity, so the one requested is not checked. A client can say of which
/// token, by its SHA-256, it does not want the same again:
/// <https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/blob/main/docs/msiv1_token_revocation.md>.
pub(crate) fn answer(
    request: &EmulatedRequest,
    given: &mut IdentityTokens,
    now: Timestamp,
    number: u64,
) -> Answer {
    if !request.has_identity_header {
        let words = "The request lacks the header X-IDENTITY-HEADER, or it is wrong.";
        return refused(StatusCode::UNAUTHORIZED, words, number);
    }
    if request.parameter("api-version").as_deref() != Some(VERSION) {
        return refused(StatusCode::BAD_REQUEST, "The api-version is not supported.", number);
    }
    let Some(resource) = request.parameter("resource").filter(|text| !text.is_empty()) else {
        return refused(StatusCode::BAD_REQUEST, "The parameter resource is missing.", number);
    };
    let client = request.parameter("client_id").unwrap_or_else(|| CALLER.into());
    let unwanted = request.parameter("token_sha256_to_refresh");
    let is_wanted = |(token, end): &&(String, i64)| {
        *end > now.as_second() && unwanted.as_ref() != Some(&hex::encode(Sha256::digest(token)))
    };
    let key = (resource.clone(), client.clone());
    let known = given.0.get(&key).filter(is_wanted).cloned();
    let (token, end) = known.unwrap_or_else(|| {
        let token = if resource.starts_with(BOT_CONNECTOR) {
            app_token(TENANT, &resource, &client, now, LIFETIME, number)
        } else {
            token(&resource, &client, now, LIFETIME, number)
        };
        (token, now.as_second() + LIFETIME)
    });
    given.0.insert(key, (token.clone(), end));
    let body = json!({
        "access_token": token,
        // Seconds since 1970, as a string.
        "expires_on": end.to_string(),
        "resource": resource,
        "token_type": "Bearer",
        "client_id": client,
    });
    json(StatusCode::OK, &body)
}

/// The error that a fault demands.
pub(crate) fn refusal(effect: Effect, request: &EmulatedRequest, number: u64) -> Option<Answer> {
    let answer = refused(effect.status()?, "Unable to load requested managed identity.", number);
    Some(waiting(answer, request.retry_after()))
}

fn refused(status: StatusCode, message: &str, number: u64) -> Answer {
    let body = json!({
        "statusCode": status.as_u16(),
        "message": message,
        "correlationId": guid(0xc0, number),
    });
    json(status, &body)
}
