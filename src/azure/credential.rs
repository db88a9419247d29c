//! Our credential at Entra: where tokens come from, and the error if there is none.

use std::{env, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::{
    credentials::{Secret, TokenCredential},
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, ClientOptions, Context, RawResponse, Request, Url,
        policies::{Policy, PolicyResult},
    },
};
use azure_identity::{
    AzureCliCredential, ClientAssertionCredential, ClientAssertionCredentialOptions, ClientSecretCredential,
    ClientSecretCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions,
    UserAssignedId, WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};
use tracing::warn;

use crate::{
    aws::{Aws, AwsSettings},
    lenient_json,
};

use super::{
    aws_federation::{AssertionClaims, AwsAssertion},
    cloud::Cloud,
    error::{AzureError, AzureErrorKind, Result, TokenFault, correlation, retry_after},
    transport::{Transport, TwiceMore},
};

/// The limit on fetching one token with retries. The managed identity's own retries may take 72 s, and
/// other callers wait for the same token.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// How long a failure is kept: callers that waited behind it get the same error.
const FAILURE_HOLDS: Duration = Duration::from_secs(1);

/// How long a refused token is not sent again. Later it is tried once more, in case Resource Manager
/// was at fault.
const REJECTION_HOLDS: Duration = Duration::from_secs(30);

/// The token endpoint of a managed identity in App Service, Functions and Container Apps;
/// `azure_identity` reads the same variable.
const IDENTITY_ENDPOINT: &str = "IDENTITY_ENDPOINT";

/// The token endpoint on a virtual machine.
const METADATA_SERVICE: &str = "http://169.254.169.254/";

/// The kind of credential.
#[derive(Clone, Debug)]
pub enum CredentialSettings {
    /// A secret of an app registration, for hosts without an identity of their own.
    ClientSecret {
        /// The directory's id.
        tenant: String,
        /// The app's id.
        client: String,
        /// The secret's value, not its id.
        secret: SecretString,
    },
    /// A Kubernetes service account's token, federated. A `None` comes from
    /// `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_FEDERATED_TOKEN_FILE`.
    WorkloadIdentity {
        /// The directory's id.
        tenant: Option<String>,
        /// The id of the app or the identity.
        client: Option<String>,
        /// Where Kubernetes renews the token.
        token_file: Option<PathBuf>,
    },
    /// The identity of the Azure service that runs us.
    ManagedIdentity {
        /// A user-assigned identity; `None` for the system-assigned one.
        client_id: Option<String>,
    },
    /// The account that `az` is logged in to: for use at a terminal.
    AzureCli,
    /// Our role in AWS, trusted by a federated credential of the app or the identity.
    AwsFederation {
        /// The directory's id.
        tenant: String,
        /// The id of the app or the identity.
        client: String,
        /// The region and the credentials of our role there.
        aws: Box<AwsSettings>,
    },
}

/// A credential of `azure_identity` with a time limit and our own errors.
///
/// It keeps a token until five minutes before its end, and fetches one at a time: all callers that
/// wait share its success or failure.
pub struct Credential {
    /// Locked while a token is fetched.
    tokens: Mutex<TokenState>,
    /// Makes another `source` with an empty cache: the crate cannot clear one. It asks for another token than that of this
    /// SHA-256.
    rebuild: Box<dyn Fn(String) -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync>,
    /// What to fix if no token can be requested.
    remedy: &'static str,
}

struct TokenState {
    source: Arc<dyn TokenCredential>,
    /// The last token that Resource Manager refused, and when.
    rejected: Option<(Instant, Secret)>,
    failed: Option<(Instant, AzureError)>,
}

impl TokenState {
    /// Whether this is the token that was recently refused.
    fn is_rejected(&self, token: &Secret) -> bool {
        let mut rejected = self.rejected.iter();
        rejected.any(|(at, rejected)| rejected == token && at.elapsed() < REJECTION_HOLDS)
    }
}

impl Credential {
    /// Makes no call, but reads the federated token's file.
    pub fn new(settings: CredentialSettings, cloud: &Cloud, client: reqwest::Client) -> Result<Arc<Self>> {
        let remedy = settings.remedy();
        let caller = client.clone();
        let unavailable = AzureError::of(AzureErrorKind::CredentialUnavailable { what: remedy });
        let (transport, uncoded) = match &settings {
            CredentialSettings::ManagedIdentity { .. } => {
                (Transport::to_managed_identity(client, identity_endpoints()), unavailable.kind.clone())
            }
            _ => (Transport::to_cloud(client, cloud), AzureErrorKind::TokenRefused { aadsts: None }),
        };
        let options = transport.options(cloud, TwiceMore::options());
        let cloud = cloud.clone();
        let is_app_service = matches!(settings, CredentialSettings::ManagedIdentity { .. })
            && env::var_os(IDENTITY_ENDPOINT).is_some();
        let build = move |rejected: Option<String>| {
            let rejected = rejected.filter(|_| is_app_service);
            let mut options = options.clone();
            options.per_call_policies.push(Arc::new(TokenPolicy { uncoded: uncoded.clone(), rejected }));
            settings.clone().build(options, caller.clone(), &cloud)
        };
        let source = build(None).map_err(|_| unavailable)?;
        let rebuild = Box::new(move |rejected| build(Some(rejected)));
        let tokens = Mutex::new(TokenState { source, rejected: None, failed: None });
        Ok(Arc::new(Self { tokens, rebuild, remedy }))
    }

    /// Drops `token`, which Resource Manager refused: the next caller fetches another one. Further
    /// refusals of the same token change nothing.
    pub async fn reject(&self, token: Secret) {
        let mut tokens = self.tokens.lock().await;
        if tokens.is_rejected(&token) {
            return;
        }
        if let Ok(source) = (self.rebuild)(hex::encode(Sha256::digest(token.secret()))) {
            tokens.source = source;
        }
        tokens.rejected = Some((Instant::now(), token));
    }

    /// A token, unless it is the one that was just refused: the token service may cache it. An error is logged once for
    /// all that wait, and kept for them.
    pub async fn token(&self, scope: &str) -> Result<Secret> {
        let mut tokens = self.tokens.lock().await;
        if let Some((at, error)) = &tokens.failed
            && at.elapsed() < FAILURE_HOLDS
        {
            return Err(error.clone());
        }
        let token = match timeout(TIME_LIMIT, tokens.source.get_token(&[scope], None)).await {
            Ok(token) => token.map_err(|error| self.error(&error)),
            Err(_) => Err(AzureError::of(AzureErrorKind::Unreachable)),
        };
        match token {
            Ok(token) if tokens.is_rejected(&token.token) => {
                Err(AzureError::of(AzureErrorKind::TokenRejected(TokenFault::Unknown)))
            }
            Ok(token) => Ok(token.token),
            Err(error) => {
                warn!(%error, advice = error.advice(), "there is no token");
                tokens.failed = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    fn error(&self, error: &Error) -> AzureError {
        AzureError::within(error).unwrap_or_else(|| {
            let kind = match root_kind(error) {
                ErrorKind::Io | ErrorKind::Connection => AzureErrorKind::Unreachable,
                _ => AzureErrorKind::CredentialUnavailable { what: self.remedy },
            };
            AzureError::of(kind)
        })
    }
}

/// The endpoints that `azure_identity` may use for a managed identity; it decides by the environment.
fn identity_endpoints() -> Vec<Url> {
    let configured = env::var(IDENTITY_ENDPOINT).ok();
    let texts = configured.as_deref().into_iter().chain([METADATA_SERVICE]);
    texts.filter_map(|text| Url::parse(text).ok()).collect()
}

impl CredentialSettings {
    fn build(
        self,
        client_options: ClientOptions,
        client: reqwest::Client,
        cloud: &Cloud,
    ) -> azure_core::Result<Arc<dyn TokenCredential>> {
        Ok(match self {
            Self::ClientSecret { tenant, client, secret } => ClientSecretCredential::new(
                &tenant,
                client,
                Secret::new(secret.expose_secret().to_owned()),
                Some(ClientSecretCredentialOptions { client_options }),
            )?,
            Self::WorkloadIdentity { tenant, client, token_file } => {
                WorkloadIdentityCredential::new(Some(WorkloadIdentityCredentialOptions {
                    credential_options: ClientAssertionCredentialOptions { client_options },
                    client_id: client,
                    tenant_id: tenant,
                    token_file_path: token_file,
                }))?
            }
            Self::ManagedIdentity { client_id } => {
                ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
                    user_assigned_id: client_id.map(UserAssignedId::ClientId),
                    client_options,
                }))?
            }
            Self::AzureCli => AzureCliCredential::new(None)?,
            Self::AwsFederation { tenant, client: app, aws } => ClientAssertionCredential::new(
                tenant,
                app,
                AwsAssertion { aws: Aws::new(*aws, client), audience: cloud.exchange() },
                Some(ClientAssertionCredentialOptions { client_options }),
            )?,
        })
    }

    /// The claims of our proof with AWS federation, to compare with the federated credential.
    pub async fn presented(&self, cloud: &Cloud, client: reqwest::Client) -> Option<Result<AssertionClaims>> {
        let Self::AwsFederation { aws, .. } = self else { return None };
        Some(AssertionClaims::by(&Aws::new(*aws.clone(), client), cloud.exchange()).await)
    }

    fn remedy(&self) -> &'static str {
        match self {
            Self::ClientSecret { .. } => "the client secret needs a tenant id, a client id and a secret",
            Self::WorkloadIdentity { .. } => {
                "workload identity needs AZURE_TENANT_ID, AZURE_CLIENT_ID and a readable \
                 AZURE_FEDERATED_TOKEN_FILE"
            }
            Self::ManagedIdentity { .. } => {
                "there is no such managed identity here; assign it to this service"
            }
            Self::AzureCli => "the Azure CLI gives no token: is it installed, and logged in by `az login`?",
            Self::AwsFederation { .. } => "AWS federation needs AZURE_TENANT_ID and AZURE_CLIENT_ID",
        }
    }
}

/// Reads refusals of the token endpoint before `azure_identity` does: that loses the status of a body
/// that it cannot parse, and keeps the description of one that it can.
#[derive(Debug)]
struct TokenPolicy {
    /// The kind of a refusal without Entra's code: the answer may not be from Entra.
    uncoded: AzureErrorKind,
    /// The SHA-256 of the token that was refused. App Service caches a token for hours, unless it is told so; the service on
    /// a virtual machine cannot be told.
    /// <https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/blob/main/docs/msiv1_token_revocation.md>
    rejected: Option<String>,
}

#[async_trait]
impl Policy for TokenPolicy {
    async fn send(&self, ctx: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        if let Some(rejected) = &self.rejected {
            request.url_mut().query_pairs_mut().append_pair("token_sha256_to_refresh", rejected);
        }
        let response = next[0].send(ctx, request, &next[1..]).await?;
        let response = response.try_into_raw_response().await?;
        if response.status().is_success() {
            return Ok(without_nulls(response));
        }
        let status = u16::from(response.status());
        let headers = response.headers();
        let kind = match (status, retry_after(headers)) {
            (429, wait) | (503, wait @ Some(_)) => AzureErrorKind::throttled(wait),
            (400..500, _) => match refusal_code(response.body()) {
                Some(code) => AzureErrorKind::TokenRefused { aadsts: Some(code) },
                None => self.uncoded.clone(),
            },
            _ => AzureErrorKind::TokenServiceDown,
        };
        let error = AzureError { kind, code: None, status: Some(status), correlation: correlation(headers) };
        Err(Error::new(ErrorKind::Credential, error))
    }
}

/// The answer without nulls, which `azure_identity` cannot read.
fn without_nulls(response: RawResponse) -> AsyncRawResponse {
    let (status, headers, body) = response.deconstruct();
    match lenient_json::from_slice::<Value>(&body) {
        Ok(body) => AsyncRawResponse::from_bytes(status, headers, body.to_string()),
        Err(_) => AsyncRawResponse::from_bytes(status, headers, body),
    }
}

/// The first code in Entra's answer when it refuses:
/// `{"error", "error_description": "AADSTS…", "error_codes": [7000215], "trace_id", …}`.
fn refusal_code(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let codes: Vec<u32> = lenient_json::list(&body, "/error_codes");
    codes.first().map(|code| format!("AADSTS{code}"))
}

/// The kind of the innermost error of the Azure crates.
fn root_kind(error: &Error) -> &ErrorKind {
    let mut root = error;
    while let Some(cause) = root.downcast_ref::<Error>() {
        root = cause;
    }
    root.kind()
}

#[cfg(test)]
mod tests {
    use azure_core::credentials::{AccessToken, TokenRequestOptions};

    use super::*;
    use crate::client::http_client;

    fn made(settings: CredentialSettings) -> Result<Arc<Credential>> {
        Credential::new(settings, &Cloud::public(), http_client().unwrap())
    }

    fn secret(tenant: &str, secret: &str) -> CredentialSettings {
        CredentialSettings::ClientSecret {
            tenant: tenant.into(),
            client: "app".into(),
            secret: secret.into(),
        }
    }

    #[test]
    fn no_credential_builds_its_own_http_client() {
        let token_file = Some(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").into());
        for settings in [
            secret("tenant", "hunter2"),
            CredentialSettings::WorkloadIdentity {
                tenant: Some("tenant".into()),
                client: Some("app".into()),
                token_file,
            },
            CredentialSettings::ManagedIdentity { client_id: None },
            CredentialSettings::ManagedIdentity { client_id: Some("app".into()) },
            CredentialSettings::AzureCli,
        ] {
            assert!(made(settings).is_ok());
        }
    }

    #[test]
    fn a_missing_setting_is_named_without_a_value() {
        for (settings, word) in [
            (secret("my tenant/", "hunter2"), "tenant id"),
            (secret("tenant", ""), "secret"),
            (
                CredentialSettings::WorkloadIdentity {
                    tenant: Some("tenant".into()),
                    client: Some("app".into()),
                    token_file: Some("/there/is/no/such/token".into()),
                },
                "AZURE_FEDERATED_TOKEN_FILE",
            ),
        ] {
            let error = made(settings).err().unwrap();
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(word), "{shown}");
            assert!(!shown.contains("my tenant") && !shown.contains("/such/"), "{shown}");
        }
    }

    /// Like the service of a managed identity: it caches a token even if Resource Manager refuses it.
    #[derive(Debug)]
    struct Keeper;

    #[async_trait]
    impl TokenCredential for Keeper {
        async fn get_token(
            &self,
            _: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<AccessToken> {
            let end = azure_core::time::OffsetDateTime::now_utc() + azure_core::time::Duration::hours(1);
            Ok(AccessToken::new("kept", end))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_token_from_the_cache_is_an_error_and_tried_again_later() {
        let rebuild = |_: String| Ok(Arc::new(Keeper) as Arc<dyn TokenCredential>);
        let tokens = TokenState { source: rebuild(String::new()).unwrap(), rejected: None, failed: None };
        let credential = Credential { tokens: Mutex::new(tokens), rebuild: Box::new(rebuild), remedy: "" };
        let get = || credential.token("scope");
        credential.reject(get().await.unwrap()).await;
        let error = get().await.unwrap_err();
        assert_eq!(error.kind, AzureErrorKind::TokenRejected(TokenFault::Unknown));
        tokio::time::advance(REJECTION_HOLDS).await;
        assert!(get().await.is_ok());
    }

    #[test]
    fn a_refusal_is_recognised_by_its_number_whatever_its_description() {
        let escaped = br#"{"error":"invalid_client","error_description":"AADSTS7000215: \"No\".\r\nTrace",
            "error_codes":[7000215,1]}"#;
        assert_eq!(refusal_code(escaped).as_deref(), Some("AADSTS7000215"));
        for other in ["", "<html>", "[]", r#"{"error_codes":["a"]}"#, r#"{"error_codes":[]}"#] {
            assert_eq!(refusal_code(other.as_bytes()), None, "{other}");
        }
    }
}
