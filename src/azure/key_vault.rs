//! Secrets in Azure Key Vault, read with our credential by the data plane's `Get Secret`:
//! <https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret>

use std::sync::Arc;

use azure_core::http::Url;
use backon::Retryable;
use secrecy::SecretString;
use serde_json::Value;

use super::{
    credential::Credential,
    error::{AzureError, Result},
    settings::Settings,
};
use crate::{
    client::{ONE_TRY, TWICE_MORE, is_bare, is_loopback, is_private},
    lenient_json, traces,
};

const API_VERSION: &str = "7.4";

/// The client for key vaults.
#[derive(Clone)]
pub struct KeyVaults {
    credential: Arc<Credential>,
    client: reqwest::Client,
    domain: &'static str,
}

impl KeyVaults {
    /// Makes no call.
    ///
    /// # Errors
    ///
    /// As [`super::Azure::new`].
    pub fn new(settings: Settings, client: reqwest::Client) -> Result<Self> {
        let domain = settings.cloud.vaults();
        let credential = Credential::new(settings.credential, &settings.cloud, client.clone())?;
        Ok(Self { credential, client, domain })
    }

    /// The secret with this identifier ([`vault_secret`]); `None` if it does not exist or is disabled.
    ///
    /// # Errors
    ///
    /// `Foreign` if it is not in a vault of our cloud: our token goes nowhere else.
    pub async fn secret(&self, id: &Url) -> Result<Option<SecretString>, VaultError> {
        if !self.is_ours(id) {
            return Err(VaultError::Foreign(self.domain));
        }
        let scope = format!("https://{}/.default", self.domain);
        let token = self.credential.token(&scope).await.map_err(|cause| VaultError::NoToken { cause })?;
        let passing = |error: &VaultError| {
            matches!(error, VaultError::Throttled | VaultError::Server(_) | VaultError::Unreachable)
        };
        (|| self.get(id, token.secret())).retry(TWICE_MORE).when(passing).await
    }

    #[cfg_attr(feature = "otel", tracing::instrument(
        target = "traces", level = "debug", skip_all,
        fields(
            otel.kind = "client", otel.name = "Key Vault", otel.status_code, server.address = id.host_str(),
            http.request.method = "GET", http.response.status_code,
        )
    ))]
    async fn get(&self, id: &Url, token: &str) -> Result<Option<SecretString>, VaultError> {
        let mut url = id.clone();
        url.set_query(Some(&format!("api-version={API_VERSION}")));
        let request = self.client.get(url).bearer_auth(token).timeout(ONE_TRY);
        let answer = request.send().await.inspect_err(|_| traces::failed());
        let answer = answer.map_err(|_| VaultError::Unreachable)?;
        let status = answer.status().as_u16();
        traces::answered(status, status != 200);
        let text = answer.text().await.map_err(|_| VaultError::Unreachable)?;
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        match (status, refusal_code(&body).as_deref()) {
            (200, _) => lenient_json::get(&body, "/value").map(Some).ok_or(VaultError::Garbage),
            (404, Some("SecretNotFound")) | (403, Some("SecretDisabled")) => Ok(None),
            (401, _) => Err(VaultError::Rejected),
            (403, Some("ForbiddenByFirewall" | "ForbiddenByConnection")) => Err(VaultError::Firewall),
            (403, _) => Err(VaultError::Forbidden),
            (429, _) => Err(VaultError::Throttled),
            (500.., _) => Err(VaultError::Server(status)),
            _ => Err(VaultError::Garbage),
        }
    }

    /// Whether it is a vault of our cloud, or on this machine for trying out.
    fn is_ours(&self, url: &Url) -> bool {
        let vault = url.host_str().and_then(|host| host.strip_suffix(self.domain)?.strip_suffix('.'));
        let named = vault.is_some_and(|name| !name.is_empty() && !name.contains('.'));
        is_loopback(url) || url.scheme() == "https" && url.port().is_none() && named
    }
}

/// Why a secret could not be read. Contains nothing of the vault's answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Not asked, since our token may not go there. Holds the domain of the vaults of our cloud.
    #[error("its host is not a vault of azure.cloud, whose names end with .{0}")]
    Foreign(&'static str),
    /// Entra did not give us a token for vaults.
    #[error("{}", .cause.advised())]
    NoToken { cause: AzureError },
    /// A 401.
    #[error("the vault rejects our token: it may belong to another directory")]
    Rejected,
    /// A 403 without a more precise code.
    #[error("our identity may not read it: give it the role Key Vault Secrets User on the vault")]
    Forbidden,
    /// A 403 with `ForbiddenByFirewall` or `ForbiddenByConnection`.
    #[error("the vault's firewall blocks us")]
    Firewall,
    /// A 429. A later reload may succeed.
    #[error("the vault is throttling us")]
    Throttled,
    /// A 5xx, with its status. A later reload may succeed.
    #[error("the vault has an internal error (HTTP {0})")]
    Server(u16),
    /// No connection, or no complete answer.
    #[error("the vault could not be reached: check the name in its address")]
    Unreachable,
    /// Neither a secret nor an error as a vault writes it.
    #[error("the answer is not from the vault: is there a proxy in between?")]
    Garbage,
}

/// Why a vault refuses: `{"error": {"code": "Forbidden", "innererror": {"code": "SecretDisabled"}}}`,
/// where the inner code is the more precise one.
fn refusal_code(body: &Value) -> Option<String> {
    let code = |pointer| lenient_json::get(body, pointer);
    code("/error/innererror/code").or_else(|| code("/error/code"))
}

/// Reads a secret's identifier as in the portal: `https://VAULT.vault.azure.net/secrets/NAME`, with a
/// version behind it, or without for the newest.
pub fn vault_secret(text: &str) -> Result<Url, &'static str> {
    const NO_ID: &str = "is not a secret's identifier: write https://VAULT.vault.azure.net/secrets/NAME";
    let url = Url::parse(text.trim()).map_err(|_| NO_ID)?;
    let fits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let path: Vec<_> = url.path_segments().into_iter().flatten().collect();
    let named = match path.as_slice() {
        ["secrets", name] | ["secrets", name, ""] => fits(name),
        ["secrets", name, version] => fits(name) && fits(version),
        _ => false,
    };
    if is_private(&url) && is_bare(&url) && named { Ok(url) } else { Err(NO_ID) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_what_the_portal_shows() {
        for text in [
            "https://team.vault.azure.net/secrets/slack-signing-secret",
            "https://team.vault.azure.net/secrets/slack/4387e9f3d6e14c459867679a90fd0f79",
            "http://127.0.0.1:8181/secrets/slack",
        ] {
            assert!(vault_secret(text).is_ok(), "{text}");
        }
        for text in [
            "team/slack",
            "http://team.vault.azure.net/secrets/slack",
            "https://team.vault.azure.net/keys/slack",
            "https://team.vault.azure.net/secrets/",
            "https://team.vault.azure.net/secrets/a/b/c",
            "https://team.vault.azure.net/secrets/a%2Fb",
            "https://me:secret@team.vault.azure.net/secrets/slack",
        ] {
            assert!(vault_secret(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_goes_only_to_vaults_of_our_cloud() {
        let cloud = |domain| KeyVaults {
            credential: Credential::new(
                super::super::CredentialSettings::ManagedIdentity { client_id: None },
                &super::super::Cloud::public(),
                crate::client::http_client().unwrap(),
            )
            .unwrap(),
            client: crate::client::http_client().unwrap(),
            domain,
        };
        let ours = |text: &str| cloud("vault.azure.net").is_ours(&Url::parse(text).unwrap());
        assert!(ours("https://team.vault.azure.net/secrets/a"));
        assert!(ours("http://127.0.0.1:8181/secrets/a"));
        for text in [
            "https://vault.azure.net/secrets/a",
            "https://team.vault.azure.net.example/secrets/a",
            "https://example/team.vault.azure.net/secrets/a",
            "https://a.b.vault.azure.net/secrets/a",
            "https://teamvault.azure.net/secrets/a",
            "https://team.vault.azure.net:444/secrets/a",
            "https://team.vault.usgovcloudapi.net/secrets/a",
        ] {
            assert!(!ours(text), "{text}");
        }
    }
}
