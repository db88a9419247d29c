//! The cloud's metadata.

use serde_json::{Value, json};

/// The answer of `/metadata/endpoints`, from which Microsoft's clients learn a cloud's addresses. Azure answers
/// version 2019-05-01 with a list of clouds, which `ARM_CLOUD_METADATA_URL` of the Azure CLI needs, and later
/// ones with one cloud, which `az cloud register` needs.
pub(crate) fn endpoints(base_url: &str, version: Option<&str>) -> Value {
    let cloud = json!({
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
    });
    if version == Some("2019-05-01") { json!([cloud]) } else { cloud }
}
