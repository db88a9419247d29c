//! Entra's access tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ids::{CALLER, TENANT};

/// The lifetime of a token in seconds: Entra's hour, minus one second.
pub(crate) const LIFETIME: i64 = 3599;

/// A token with realistic claims and without a real signature. `lifetime` is in seconds.
pub(crate) fn token(resource: &str, client: &str, now: Timestamp, lifetime: i64, number: u64) -> String {
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
    format!("{}.{}.{}", part(&header), part(&claims), BASE64.encode("no signature"))
}
