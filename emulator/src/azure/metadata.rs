//! The cloud's metadata.

use serde_json::{Value, json};

/// The answer of `/metadata/endpoints`, from which Microsoft's clients learn a cloud's addresses.
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
