//! Amazon Web Services, as far as we call them: who we are there, as a token that Entra takes; and
//! the secrets that Secrets Manager and Parameter Store keep. Each call is signed (SigV4) and made
//! by the process's one client; the AWS SDK would do the same in twice our size.

mod call;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use url::{Url, form_urlencoded};

use crate::client::is_private;
use call::Call;

/// For how long Entra can be shown the token, in seconds. It is shown at once.
const TOKEN_LASTS: &str = "300";

/// Where we are in AWS, and as whom. Lambda sets all of it for its functions.
#[derive(Clone)]
pub struct Settings {
    region: String,
    access_key: String,
    secret_key: SecretString,
    session_token: Option<SecretString>,
    /// Where they are not the region's own.
    endpoints: Vec<(Service, Url)>,
}

/// Why there are no [`Settings`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSettings {
    #[error(
        "needs {0} in the environment: AWS Lambda sets it; elsewhere `eval $(aws configure export-credentials --format env)` \
         and AWS_REGION do"
    )]
    Unset(&'static str),
    #[error("needs a region in AWS_REGION, such as eu-west-1")]
    BadRegion,
    #[error("finds no https address in {0}; http is for this machine alone")]
    BadEndpoint(String),
}

/// A service that we call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Sts,
    SecretsManager,
    Ssm,
}

/// What AWS did not do. Shows no value of ours, nor any text of AWS's but its code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AwsError {
    /// For a secret or a parameter that a narrow policy does not name, also where there is none.
    #[error("AWS does not let our role call {action}{}", or_absent(.action))]
    Denied { action: &'static str },
    #[error(
        "outbound web identity federation is off in this AWS account: \
         `aws iam enable-outbound-web-identity-federation` turns it on"
    )]
    FederationOff,
    /// Expired, unknown, or our clock is wrong.
    #[error("AWS does not take our credentials ({0}): have they expired, is the clock right?")]
    BadCredentials(String),
    #[error("AWS asks us to wait")]
    Throttled,
    #[error("AWS has a fault of its own (HTTP {0})")]
    Server(u16),
    #[error("AWS could not be reached")]
    Unreachable,
    #[error("AWS refused: {0}")]
    Refused(String),
    #[error("something else answers in AWS's place, such as a proxy")]
    Garbage,
}

/// Of a name that is not there, a narrow policy says the same.
fn or_absent(action: &str) -> &'static str {
    if action.starts_with("sts:") {
        ""
    } else {
        ", or there is none of that name"
    }
}

/// The client.
pub struct Aws {
    settings: Settings,
    client: reqwest::Client,
}

impl Settings {
    /// By the variables that AWS's own SDKs read: `AWS_REGION` or `AWS_DEFAULT_REGION`,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`; and, for trying things out,
    /// `AWS_ENDPOINT_URL` or `AWS_ENDPOINT_URL_STS`, `_SECRETS_MANAGER`, `_SSM`.
    ///
    /// # Errors
    ///
    /// Names the variable that is missing or wrong.
    pub fn read(env: impl Fn(&str) -> Option<String>) -> Result<Self, NoSettings> {
        let set = |name: &str| {
            env(name)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let need = |name| set(name).ok_or(NoSettings::Unset(name));
        let region = set("AWS_REGION").or_else(|| set("AWS_DEFAULT_REGION"));
        let region = region.ok_or(NoSettings::Unset("AWS_REGION"))?;
        // It becomes part of a host's name.
        if !region
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            return Err(NoSettings::BadRegion);
        }
        let endpoint = |service: Service| {
            let own = format!("AWS_ENDPOINT_URL_{}", service.variable());
            let named = [own.as_str(), "AWS_ENDPOINT_URL"].into_iter();
            let found = named.filter_map(|name| Some((name, set(name)?))).next();
            let read = |(name, text): (&str, String)| {
                endpoint(&text).ok_or_else(|| NoSettings::BadEndpoint(name.to_owned()))
            };
            let found = found.map(read).transpose()?;
            Ok(found.map(|url| (service, url)))
        };
        let services = [Service::Sts, Service::SecretsManager, Service::Ssm];
        let endpoints: Result<Vec<_>, NoSettings> = services.into_iter().map(endpoint).collect();
        Ok(Self {
            access_key: need("AWS_ACCESS_KEY_ID")?,
            secret_key: need("AWS_SECRET_ACCESS_KEY")?.into(),
            session_token: set("AWS_SESSION_TOKEN").map(Into::into),
            endpoints: endpoints?.into_iter().flatten().collect(),
            region,
        })
    }

    fn endpoint(&self, service: Service) -> Result<Url, AwsError> {
        if let Some((_, endpoint)) = self.endpoints.iter().find(|(own, _)| *own == service) {
            return Ok(endpoint.clone());
        }
        // The regional endpoints; STS's global one gives no such tokens.
        let domain = match self.region.split('-').next() {
            Some("cn") => "amazonaws.com.cn",
            Some("eusc") => "amazonaws.eu",
            _ => "amazonaws.com",
        };
        let text = format!("https://{}.{}.{domain}/", service.name(), self.region);
        Url::parse(&text).map_err(|_| AwsError::Unreachable)
    }
}

fn endpoint(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(is_private)
}

impl Service {
    /// As it stands in addresses and signatures.
    fn name(self) -> &'static str {
        match self {
            Self::Sts => "sts",
            Self::SecretsManager => "secretsmanager",
            Self::Ssm => "ssm",
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Self::Sts => "STS",
            Self::SecretsManager => "SECRETS_MANAGER",
            Self::Ssm => "SSM",
        }
    }
}

impl Aws {
    pub fn new(settings: Settings, client: reqwest::Client) -> Self {
        Self { settings, client }
    }

    /// A token of five minutes that says to `audience` who we are: RS256, since Entra takes nothing
    /// else from strangers. STS's `GetWebIdentityToken`.
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
        let answer = call.send(self).await?;
        // One element of a flat document, whose text is of base64url and dots: no parser needed.
        let token = answer
            .split_once("<WebIdentityToken>")
            .and_then(|(_, rest)| rest.split_once('<'));
        let token = token
            .map(|(token, _)| token.trim())
            .filter(|token| !token.is_empty());
        token.map(str::to_owned).ok_or(AwsError::Garbage)
    }

    /// The current version of a secret of Secrets Manager, by its name or ARN; `None` where there is
    /// no such secret, where it is being deleted, and where there is no text in it.
    pub async fn secret(&self, id: &str) -> Result<Option<SecretString>, AwsError> {
        #[derive(Deserialize)]
        struct Answer {
            #[serde(rename = "SecretString")]
            text: Option<SecretString>,
        }
        let call = Call {
            service: Service::SecretsManager,
            action: "secretsmanager:GetSecretValue",
            content_type: "application/x-amz-json-1.1",
            target: Some("secretsmanager.GetSecretValue"),
            // Deleted, it is an invalid request until it is gone.
            absent: &["ResourceNotFoundException", "InvalidRequestException"],
            body: json!({ "SecretId": id }).to_string(),
        };
        let answer: Option<Answer> = call.read(self).await?;
        Ok(answer.and_then(|answer| answer.text))
    }

    /// A parameter of Systems Manager's Parameter Store, by its name or ARN, decrypted; `None` where
    /// there is no such parameter.
    pub async fn parameter(&self, name: &str) -> Result<Option<SecretString>, AwsError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer {
            parameter: Parameter,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Parameter {
            value: SecretString,
        }
        let call = Call {
            service: Service::Ssm,
            action: "ssm:GetParameter",
            content_type: "application/x-amz-json-1.1",
            target: Some("AmazonSSM.GetParameter"),
            absent: &["ParameterNotFound"],
            body: json!({ "Name": name, "WithDecryption": true }).to_string(),
        };
        let answer: Option<Answer> = call.read(self).await?;
        Ok(answer.map(|answer| answer.parameter.value))
    }
}

/// Shows where, and not as whom.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({}, …)", self.region)
    }
}

impl Settings {
    /// As the signer takes them.
    fn credentials(&self) -> aws_credential_types::Credentials {
        let secret = |text: &SecretString| text.expose_secret().to_owned();
        let token = self.session_token.as_ref().map(secret);
        aws_credential_types::Credentials::new(
            &self.access_key,
            secret(&self.secret_key),
            token,
            None,
            "environment",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(vars: &[(&str, &str)]) -> Result<Settings, NoSettings> {
        let usual = [
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
            ("AWS_SESSION_TOKEN", "session"),
        ];
        Settings::read(|name| {
            let all = vars.iter().chain(&usual);
            let found = all.clone().find(|(known, _)| *known == name)?;
            Some(found.1.to_owned())
        })
    }

    fn at(settings: &Settings, service: Service) -> String {
        settings.endpoint(service).unwrap().into()
    }

    #[test]
    fn each_service_is_called_in_our_own_region() {
        let here = settings(&[]).unwrap();
        assert_eq!(at(&here, Service::Sts), "https://sts.eu-west-1.amazonaws.com/");
        let secrets = at(&here, Service::SecretsManager);
        assert_eq!(secrets, "https://secretsmanager.eu-west-1.amazonaws.com/");
        let europe = settings(&[("AWS_REGION", "eusc-de-east-1")]).unwrap();
        assert_eq!(
            at(&europe, Service::Sts),
            "https://sts.eusc-de-east-1.amazonaws.eu/"
        );
        let china = settings(&[("AWS_REGION", "cn-north-1")]).unwrap();
        assert_eq!(
            at(&china, Service::Ssm),
            "https://ssm.cn-north-1.amazonaws.com.cn/"
        );
        assert_eq!(format!("{here:?}"), "Settings(eu-west-1, …)");
    }

    #[test]
    fn an_endpoint_is_the_services_own_or_else_that_of_all() {
        let all = "http://127.0.0.1:8181";
        let some = settings(&[
            ("AWS_ENDPOINT_URL", all),
            ("AWS_ENDPOINT_URL_STS", "https://sts.example"),
        ])
        .unwrap();
        assert_eq!(at(&some, Service::Sts), "https://sts.example/");
        assert_eq!(at(&some, Service::Ssm), "http://127.0.0.1:8181/");
        let insecure = settings(&[("AWS_ENDPOINT_URL_SSM", "http://ssm.example")]).unwrap_err();
        assert_eq!(
            insecure,
            NoSettings::BadEndpoint("AWS_ENDPOINT_URL_SSM".to_owned())
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        for name in ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            assert_eq!(settings(&[(name, " ")]).unwrap_err(), NoSettings::Unset(name));
        }
        let other = settings(&[("AWS_REGION", "example.com/")]).unwrap_err();
        assert_eq!(other, NoSettings::BadRegion);
    }
}
