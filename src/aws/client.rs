//! The calls: a token for Entra, a secret, a parameter.

use secrecy::SecretString;
use serde_json::json;
use url::form_urlencoded;

use super::{
    call::{Call, element},
    error::AwsError,
    settings::{AwsSettings, Service},
};
use crate::lenient;

/// The lifetime of the token in seconds; it is used at once.
const TOKEN_LASTS: &str = "300";

/// The client.
#[derive(Clone)]
pub struct Aws {
    settings: AwsSettings,
    client: reqwest::Client,
}

impl Aws {
    pub fn new(settings: AwsSettings, client: reqwest::Client) -> Self {
        Self { settings, client }
    }

    /// A token about our role for `audience`, valid for five minutes, from STS's `GetWebIdentityToken`.
    /// RS256: Entra accepts nothing else in federation.
    pub async fn web_identity_token(&self, audience: &str) -> Result<String, AwsError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("Action", "GetWebIdentityToken")
            .append_pair("Version", "2011-06-15")
            .append_pair("Audience.member.1", audience)
            .append_pair("SigningAlgorithm", "RS256")
            .append_pair("DurationSeconds", TOKEN_LASTS)
            .finish();
        let call = Call {
            service: Service::Sts,
            action: "sts:GetWebIdentityToken",
            content_type: "application/x-www-form-urlencoded",
            target: None,
            absent: &[],
            body: form,
        };
        let answer = call.send(&self.settings, &self.client).await?;
        let token = element(&answer, "WebIdentityToken").map(str::trim);
        let token = token.filter(|token| !token.is_empty());
        token.map(str::to_owned).ok_or(AwsError::Garbage)
    }

    /// The current version of a secret of Secrets Manager, by its name or ARN; `None` if it does not
    /// exist, is being deleted or has no text.
    pub async fn secret(&self, id: &str) -> Result<Option<SecretString>, AwsError> {
        let call = Call {
            service: Service::SecretsManager,
            action: "secretsmanager:GetSecretValue",
            content_type: "application/x-amz-json-1.1",
            target: Some("secretsmanager.GetSecretValue"),
            // The second code: the secret is scheduled for deletion.
            absent: &["ResourceNotFoundException", "InvalidRequestException"],
            body: json!({ "SecretId": id }).to_string(),
        };
        let answer = call.read(&self.settings, &self.client).await?;
        Ok(answer.and_then(|answer| lenient::get(&answer, "/SecretString")))
    }

    /// A parameter of Systems Manager's Parameter Store, by its name or ARN, decrypted; `None` if it does
    /// not exist.
    pub async fn parameter(&self, name: &str) -> Result<Option<SecretString>, AwsError> {
        let call = Call {
            service: Service::Ssm,
            action: "ssm:GetParameter",
            content_type: "application/x-amz-json-1.1",
            target: Some("AmazonSSM.GetParameter"),
            absent: &["ParameterNotFound"],
            body: json!({ "Name": name, "WithDecryption": true }).to_string(),
        };
        let answer = call.read(&self.settings, &self.client).await?;
        answer.map(|answer| lenient::get(&answer, "/Parameter/Value").ok_or(AwsError::Garbage)).transpose()
    }
}
