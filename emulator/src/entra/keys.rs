//! The signing key for the tokens of apps, and Entra's addresses for its public keys.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use http::StatusCode;
use jiff::Timestamp;
use ring::signature::{RsaKeyPair, RsaPublicKeyComponents};
use serde_json::json;

use crate::{
    answer::{Answer, json},
    ids::CALLER,
    jwt,
    request::EmulatedRequest,
};

/// Public, like everything in the emulator: nothing real may trust this key.
pub(crate) static KEY: LazyLock<RsaKeyPair> =
    LazyLock::new(|| jwt::key(include_str!("insecure-test-key-entra.b64")));

const KEY_ID: &str = "emulator-signing-key";

/// The app id of action groups' secure webhooks.
const ACTION_GROUPS: &str = "461e8683-5575-4561-ac7f-899cc907d62a";

/// Whether a scope is Resource Manager or Key Vault, as opposed to an app registration. Clients that learned the
/// cloud's addresses here ask for `base_url`.
pub(crate) fn is_for_azure(scope: &str, base_url: &str) -> bool {
    let theirs = ["https://management.", "https://vault.", "http://", base_url];
    theirs.iter().any(|start| scope.starts_with(start))
}

/// How the audience of tokens for the Bot Connector begins, whatever the cloud.
pub(crate) const BOT_CONNECTOR: &str = "https://api.botframework.";

/// A token for an app, or for the Bot Connector. It is version 1.0, the default of app registrations; it is signed, and its
/// key is published. Whoever asks for a token for itself or for the Bot Connector gets it as who it is; for another app,
/// as an action group that calls its secure webhook.
pub(crate) fn app_token(
    tenant: &str,
    audience: &str,
    client: &str,
    now: Timestamp,
    lifetime: i64,
    number: u64,
) -> String {
    let issuer = format!("https://sts.windows.net/{tenant}/");
    let is_itself = audience == client || audience.starts_with(BOT_CONNECTOR);
    let (app, roles) =
        if is_itself { (client, json!([])) } else { (ACTION_GROUPS, json!(["ActionGroupsSecureWebhook"])) };
    let header = json!({ "typ": "JWT", "alg": "RS256", "x5t": KEY_ID, "kid": KEY_ID });
    let claims = json!({
        "aud": audience,
        "iss": issuer,
        "iat": now.as_second(),
        "nbf": now.as_second(),
        "exp": now.as_second() + lifetime,
        "appid": app,
        "appidacr": "2",
        "idp": issuer,
        "oid": CALLER,
        "roles": roles,
        "sub": CALLER,
        "tid": tenant,
        "uti": number.to_string(),
        "ver": "1.0",
    });
    jwt::signed(&KEY, &header, &claims)
}

/// The public keys of a tenant.
pub(crate) fn published(request: &EmulatedRequest) -> Answer {
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(KEY.public());
    let key = json!({
        "kty": "RSA",
        "use": "sig",
        "kid": KEY_ID,
        "x5t": KEY_ID,
        "n": BASE64.encode(public.n),
        "e": BASE64.encode(public.e),
        "issuer": format!("https://login.microsoftonline.com/{}/v2.0", request.directory()),
    });
    json(StatusCode::OK, &json!({ "keys": [key] }))
}

/// The metadata of a tenant (OpenID Connect Discovery 1.0).
pub(crate) fn discovery(request: &EmulatedRequest) -> Answer {
    let (base, tenant) = (request.base_url(), request.directory());
    let body = json!({
        "token_endpoint": format!("{base}/{tenant}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "jwks_uri": format!("{base}/{tenant}/discovery/v2.0/keys"),
        "response_types_supported": ["code", "id_token", "code id_token", "token id_token", "token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": format!("{base}/{tenant}/v2.0"),
        "authorization_endpoint": format!("{base}/{tenant}/oauth2/v2.0/authorize"),
    });
    json(StatusCode::OK, &body)
}
