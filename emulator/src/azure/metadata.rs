//! The cloud's own endpoints.

use serde_json::{Value, json};

/// The answer of `/metadata/endpoints`, by which Microsoft's clients learn of a cloud.
pub(crate) fn endpoints(base_url: &str) -> Value {
    json!({
        "name": "LamplighterEmulator",
        "portal": base_url,
        "resourceManager": base_url,
        "authentication": {
            "loginEndpoint": base_url,
            "audiences": [base_url],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "suffixes": { "storage": "core.windows.net" },
    })
}
