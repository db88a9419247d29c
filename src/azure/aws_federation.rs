//! Our role in AWS as a proof to Entra, without a stored secret. Entra compares issuer, subject and
//! audience of STS's token with a federated credential of the app or the identity.

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::ClientMethodOptions,
};
use azure_identity::ClientAssertion;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use tracing::info;

use super::error::{AzureError, AzureErrorKind, Result};
use crate::{
    aws::{Aws, AwsError},
    lenient_json,
};

/// Fetches a token from STS for each request to Entra, about once an hour.
pub(super) struct AwsAssertion {
    pub aws: Aws,
    /// The token's audience: [`super::Cloud::exchange`].
    pub audience: &'static str,
}

/// The claims of such a token, which the federated credential has to match.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AssertionClaims {
    /// The `iss` claim: STS of our AWS account.
    pub issuer: String,
    /// The `sub` claim: the ARN of our role.
    pub subject: String,
    /// The `aud` claim: what we asked STS for, by the cloud. Several are joined by commas.
    pub audience: String,
}

#[async_trait]
impl ClientAssertion for AwsAssertion {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let token = self.aws.web_identity_token(self.audience).await;
        let token = token.map_err(|error| Error::new(ErrorKind::Credential, AzureError::from(error)))?;
        // For comparison with the federated credential after a refusal.
        if let Some(AssertionClaims { issuer, subject, audience }) = AssertionClaims::read(&token) {
            info!(issuer, subject, audience, "shown to Entra");
        }
        Ok(token)
    }
}

formatted!(Debug for AwsAssertion, |_| "AwsAssertion(…)");

impl AssertionClaims {
    /// The claims of a token for this role.
    pub(super) async fn by(aws: &Aws, audience: &str) -> Result<Self> {
        let token = aws.web_identity_token(audience).await?;
        Self::read(&token).ok_or_else(|| AzureError::of(AzureErrorKind::Garbage))
    }

    fn read(token: &str) -> Option<Self> {
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
        let claims: Value = serde_json::from_slice(&claims).ok()?;
        let text = |pointer| lenient_json::get(&claims, pointer);
        Some(Self {
            issuer: text("/iss")?,
            subject: text("/sub")?,
            // One audience or a list of them.
            audience: text("/aud")
                .unwrap_or_else(|| lenient_json::list::<String>(&claims, "/aud").join(", ")),
        })
    }
}

impl From<AwsError> for AzureError {
    fn from(error: AwsError) -> Self {
        let what = match error {
            AwsError::Throttled => return Self::of(AzureErrorKind::throttled(None)),
            AwsError::Garbage => return Self::of(AzureErrorKind::Garbage),
            AwsError::Unreachable | AwsError::Server(_) => return Self::of(AzureErrorKind::TokenServiceDown),
            AwsError::Denied { .. } => {
                "the AWS role may not call sts:GetWebIdentityToken for Entra's audience, RS256 and 300 s"
            }
            AwsError::FederationOff => {
                "outbound web identity federation is off in this AWS account; run \
                 `aws iam enable-outbound-web-identity-federation`"
            }
            AwsError::BadCredentials(_) => {
                "AWS rejects the credentials in AWS_ACCESS_KEY_ID and the like: have they expired, or is the clock wrong?"
            }
            AwsError::Refused(_) => "AWS gives no web identity token; the log names its code",
        };
        Self::of(AzureErrorKind::CredentialUnavailable { what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(claims: &str) -> Option<AssertionClaims> {
        AssertionClaims::read(&format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims)))
    }

    #[test]
    fn the_claims_of_a_token_are_read_with_one_or_more_audiences() {
        let one = read(r#"{"iss":"i","sub":"s","aud":"a"}"#).unwrap();
        assert_eq!((one.issuer.as_str(), one.subject.as_str(), one.audience.as_str()), ("i", "s", "a"));
        assert_eq!(read(r#"{"iss":"i","sub":"s","aud":["a"]}"#).unwrap(), one);
        assert_eq!(read(r#"{"iss":"i","sub":"s"}"#).unwrap().audience, "");
        for other in ["{}", "", "[]"] {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(AssertionClaims::read("no token"), None);
    }
}
