//! Reads Azure Key Vault's secrets: <https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret>.
//! The challenge and the errors are from recordings of the Azure SDKs.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    answer::{Answer, json, waiting, with},
    faults::Effect,
    ids::{CALLER, RESOURCE_GROUP, SUBSCRIPTION, TENANT, guid},
    jwt,
    request::EmulatedRequest,
    route::vault_secret,
    secrets::{Secret, Secrets, Store},
};

/// The audience of tokens for any vault.
const AUDIENCE: &str = "https://vault.azure.net";

/// Returns a secret to a caller with a token for vaults, unless a fault applies.
pub(crate) fn answer(
    request: &EmulatedRequest,
    effect: Option<Effect>,
    secrets: &Secrets,
    number: u64,
) -> Answer {
    let outcome = match effect.and_then(|effect| by_fault(effect, request)) {
        Some(problem) => Err(problem),
        None => read_secret(request, secrets),
    };
    let answer = match outcome {
        Ok(body) => json(StatusCode::OK, &body),
        Err(problem) => problem.into_answer(request),
    };
    let answer = with(answer, "cache-control", "no-cache");
    with(answer, "x-ms-request-id", &guid(0x4b, number))
}

fn read_secret(request: &EmulatedRequest, secrets: &Secrets) -> Result<Value, VaultProblem> {
    let token = request.bearer().ok_or_else(|| {
        let message = "AKV10000: Request is missing a Bearer or PoP token.";
        VaultProblem::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    })?;
    let claims = jwt::claims(token).unwrap_or_default();
    let audience = claims["aud"].as_str().unwrap_or_default();
    if audience.trim_end_matches('/') != AUDIENCE {
        let message = format!("AKV10022: Invalid audience. Expected {AUDIENCE}, found: {audience}.");
        return Err(VaultProblem::new(StatusCode::UNAUTHORIZED, "Unauthorized", message));
    }
    if request.parameter("api-version").is_none_or(|version| version.is_empty()) {
        let message = "The api-version query parameter must be specified.";
        return Err(VaultProblem::new(StatusCode::BAD_REQUEST, "BadParameter", message));
    }
    let (name, version) = vault_secret(&request.path);
    let secret = secrets.get(Store::KeyVault, name);
    let secret = secret.filter(|secret| version.is_none_or(|asked| asked == version_of(secret)));
    let secret = secret.ok_or_else(|| missing(request))?;
    Ok(json!({
        "value": secret.value,
        "id": format!("{}/secrets/{name}/{}", request.base_url(), version_of(secret)),
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

/// 32 hex digits, like real versions.
fn version_of(secret: &Secret) -> String {
    guid(0x5e, secret.version).replace('-', "")
}

struct VaultProblem {
    status: StatusCode,
    code: &'static str,
    message: String,
    inner: Option<String>,
}

impl VaultProblem {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), inner: None }
    }

    fn into_answer(self, request: &EmulatedRequest) -> Answer {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(inner) = self.inner {
            error["innererror"] = json!({ "code": inner });
        }
        let answer = json(self.status, &json!({ "error": error }));
        if self.status == StatusCode::UNAUTHORIZED {
            let authority = format!("{}/{TENANT}", request.base_url());
            let challenge = format!("Bearer authorization=\"{authority}\", resource=\"{AUDIENCE}\"");
            return with(answer, "www-authenticate", &challenge);
        }
        waiting(answer, request.retry_after())
    }
}

fn missing(request: &EmulatedRequest) -> VaultProblem {
    let (name, version) = vault_secret(&request.path);
    let called = version.map_or(name.to_owned(), |version| format!("{name}/{version}"));
    let message = format!(
        "A secret with (name/id) {called} was not found in this key vault. If you recently deleted this \
         secret you may be able to recover it using the correct recovery command. For help resolving this \
         issue, please see https://go.microsoft.com/fwlink/?linkid=2125182"
    );
    VaultProblem::new(StatusCode::NOT_FOUND, "SecretNotFound", message)
}

/// The error that a fault demands.
fn by_fault(effect: Effect, request: &EmulatedRequest) -> Option<VaultProblem> {
    let status = effect.status()?;
    let name = vault_secret(&request.path).0;
    let told = request.fault.as_ref().and_then(|fault| fault.code.clone());
    Some(match effect {
        Effect::Unauthorized => {
            VaultProblem::new(status, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.")
        }
        Effect::Forbidden => VaultProblem {
            inner: Some(told.unwrap_or_else(|| "ForbiddenByRbac".to_owned())),
            ..VaultProblem::new(
                status,
                "Forbidden",
                format!(
                    "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny \
                     assignments or role definitions were changed recently, please observe propagation \
                     time.\r\nCaller: appid={CALLER};oid={CALLER};iss=https://sts.windows.net/{TENANT}/\r\n\
                     Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\nResource: \
                     '/subscriptions/{SUBSCRIPTION}/resourcegroups/{RESOURCE_GROUP}/providers/microsoft.keyvault/vaults/emulated/\
                     secrets/{name}'\r\nAssignment: (not found)\r\n",
                ),
            )
        },
        Effect::NotFound => missing(request),
        Effect::Throttled => VaultProblem::new(
            status,
            "Throttled",
            "Request was not processed because too many requests were received.",
        ),
        Effect::ServerError => {
            VaultProblem::new(status, "InternalServerError", "An internal error occurred.")
        }
        Effect::BadGateway | Effect::Unavailable => {
            VaultProblem::new(status, "ServiceUnavailable", "The service is unavailable.")
        }
        _ => VaultProblem::new(status, "BadParameter", "The request is invalid."),
    })
}

#[cfg(test)]
mod tests;
