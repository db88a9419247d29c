//! The tokens that Entra gives.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ids::{CALLER, TENANT};

/// How long a token says it lasts, in seconds: Entra's hour, less one.
pub(crate) const LIFETIME: i64 = 3599;

/// A token with the claims of a real one, and no signature worth the name. It lasts for `lifetime`
/// seconds.
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
    format!(
        "{}.{}.{}",
        part(&header),
        part(&claims),
        BASE64.encode("no signature")
    )
}
