//! Azure Key Vault's secrets, read: <https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret>.
//! The challenge and the refusals are as recordings of the Azure SDKs show them.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    answer::{Answer, json, waiting, with},
    faults::Effect,
    ids::{CALLER, RESOURCE_GROUP, SUBSCRIPTION, TENANT, guid},
    jwt,
    request::Visit,
    route::vault_secret,
    secrets::{Secret, Secrets, Store},
};

/// What a token for any vault is for.
const AUDIENCE: &str = "https://vault.azure.net";

/// Gives a secret to whoever has a token for vaults, or does as a fault asks.
pub(crate) fn answer(visit: &Visit, effect: Option<Effect>, secrets: &Secrets, number: u64) -> Answer {
    let outcome = match effect.and_then(|effect| by_fault(effect, visit)) {
        Some(problem) => Err(problem),
        None => look(visit, secrets),
    };
    let answer = match outcome {
        Ok(body) => json(StatusCode::OK, &body),
        Err(problem) => problem.into_answer(visit),
    };
    let answer = with(answer, "cache-control", "no-cache");
    with(answer, "x-ms-request-id", &guid(0x4b, number))
}

fn look(visit: &Visit, secrets: &Secrets) -> Result<Value, Problem> {
    let token = visit.bearer().ok_or_else(|| {
        let message = "AKV10000: Request is missing a Bearer or PoP token.";
        Problem::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    })?;
    let claims = jwt::claims(token).unwrap_or_default();
    let audience = claims["aud"].as_str().unwrap_or_default();
    if audience.trim_end_matches('/') != AUDIENCE {
        let message = format!("AKV10022: Invalid audience. Expected {AUDIENCE}, found: {audience}.");
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "Unauthorized", message));
    }
    if visit
        .parameter("api-version")
        .is_none_or(|version| version.is_empty())
    {
        let message = "The api-version query parameter must be specified.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "BadParameter", message));
    }
    let (name, version) = vault_secret(&visit.path);
    let secret = secrets.get(Store::KeyVault, name);
    let secret = secret.filter(|secret| version.is_none_or(|asked| asked == version_of(secret)));
    let secret = secret.ok_or_else(|| missing(visit))?;
    Ok(json!({
        "value": secret.value,
        "id": format!("{}/secrets/{name}/{}", visit.base_url(), version_of(secret)),
        "attributes": {
            "enabled": true,
            "created": secret.set.as_second(),
            "updated": secret.set.as_second(),
            "recoveryLevel": "Recoverable+Purgeable",
            "recoverableDays": 90,
        },
        "tags": {},
    }))
}

/// 32 hex digits, as real versions have them.
fn version_of(secret: &Secret) -> String {
    guid(0x5e, secret.version).replace('-', "")
}

struct Problem {
    status: StatusCode,
    code: &'static str,
    message: String,
    inner: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            inner: None,
        }
    }

    fn into_answer(self, visit: &Visit) -> Answer {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(inner) = self.inner {
            error["innererror"] = json!({ "code": inner });
        }
        let answer = json(self.status, &json!({ "error": error }));
        if self.status == StatusCode::UNAUTHORIZED {
            let authority = format!("{}/{TENANT}", visit.base_url());
            let challenge = format!("Bearer authorization=\"{authority}\", resource=\"{AUDIENCE}\"");
            return with(answer, "www-authenticate", &challenge);
        }
        waiting(answer, visit.retry_after())
    }
}

fn missing(visit: &Visit) -> Problem {
    let (name, version) = vault_secret(&visit.path);
    let called = version.map_or(name.to_owned(), |version| format!("{name}/{version}"));
    let message = format!(
        "A secret with (name/id) {called} was not found in this key vault. If you recently deleted this \
         secret you may be able to recover it using the correct recovery command. For help resolving this \
         issue, please see https://go.microsoft.com/fwlink/?linkid=2125182"
    );
    Problem::new(StatusCode::NOT_FOUND, "SecretNotFound", message)
}

/// The refusal that a fault asks for.
fn by_fault(effect: Effect, visit: &Visit) -> Option<Problem> {
    let status = effect.status()?;
    let name = vault_secret(&visit.path).0;
    let told = visit.fault.as_ref().and_then(|fault| fault.code.clone());
    Some(match effect {
        Effect::Unauthorized => Problem::new(
            status,
            "Unauthorized",
            "AKV10000: Request is missing a Bearer or PoP token.",
        ),
        Effect::Forbidden => Problem {
            inner: Some(told.unwrap_or_else(|| "ForbiddenByRbac".to_owned())),
            ..Problem::new(
                status,
                "Forbidden",
                format!(
                    "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny \
                     assignments or role definitions were changed recently, please observe propagation \
                     time.\r\nCaller: appid={CALLER};oid={CALLER};iss=https://sts.windows.net/{TENANT}/\r\n\
                     Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\nResource: \
                     '/subscriptions/{}/resourcegroups/{}/providers/microsoft.keyvault/vaults/emulated/\
                     secrets/{name}'\r\nAssignment: (not found)\r\n",
                    SUBSCRIPTION, RESOURCE_GROUP,
                ),
            )
        },
        Effect::NotFound => missing(visit),
        Effect::Throttled => Problem::new(
            status,
            "Throttled",
            "Request was not processed because too many requests were received.",
        ),
        Effect::ServerError => Problem::new(status, "InternalServerError", "An internal error occurred."),
        Effect::BadGateway | Effect::Unavailable => {
            Problem::new(status, "ServiceUnavailable", "The service is unavailable.")
        }
        _ => Problem::new(status, "BadParameter", "The request is invalid."),
    })
}

#[cfg(test)]
mod tests;
