//! The calls to AWS: a token for Entra, a secret, a parameter. Each is signed, and repeated after a passing fault.

use std::time::SystemTime;

use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use backon::Retryable;
use bytes::Bytes;
use http::header;
use secrecy::SecretString;
use serde_json::{Value, json};
use tracing::warn;
use url::form_urlencoded;

use super::{error::AwsError, settings::AwsSettings};
use crate::{
    client::{ONE_TRY, TWICE_MORE},
    lenient_json, traces,
};

/// The lifetime of the token in seconds; it is used at once.
const TOKEN_LASTS: &str = "300";

/// The client.
#[derive(Clone)]
pub struct Aws {
    settings: AwsSettings,
    client: reqwest::Client,
}

/// A POST to a service's endpoint, as in the query protocol and the JSON protocol.
struct Call {
    /// The name of the service in addresses and signatures.
    service: &'static str,
    /// The action's name in IAM.
    action: &'static str,
    /// `X-Amz-Target`: the operation, in the JSON protocol.
    target: Option<&'static str>,
    /// The error codes for a missing secret or parameter.
    absent: &'static [&'static str],
    body: String,
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
        let action = "sts:GetWebIdentityToken";
        let answer =
            self.send(&Call { service: "sts", action, target: None, absent: &[], body: form }).await?;
        let token = element(&answer, "WebIdentityToken").map(str::trim).filter(|token| !token.is_empty());
        token.map(str::to_owned).ok_or(AwsError::Garbage)
    }

    /// The current version of a secret of Secrets Manager, by its name or ARN; `None` if it does not
    /// exist, is being deleted or has no text.
    pub async fn secret(&self, id: &str) -> Result<Option<SecretString>, AwsError> {
        let call = Call {
            service: "secretsmanager",
            action: "secretsmanager:GetSecretValue",
            target: Some("secretsmanager.GetSecretValue"),
            // The second code: the secret is scheduled for deletion.
            absent: &["ResourceNotFoundException", "InvalidRequestException"],
            body: json!({ "SecretId": id }).to_string(),
        };
        let answer = self.read(&call).await?;
        Ok(answer.and_then(|answer| lenient_json::get(&answer, "/SecretString")))
    }

    /// A parameter of Systems Manager's Parameter Store, by its name or ARN, decrypted; `None` if it does
    /// not exist.
    pub async fn parameter(&self, name: &str) -> Result<Option<SecretString>, AwsError> {
        let call = Call {
            service: "ssm",
            action: "ssm:GetParameter",
            target: Some("AmazonSSM.GetParameter"),
            absent: &["ParameterNotFound"],
            body: json!({ "Name": name, "WithDecryption": true }).to_string(),
        };
        let answer = self.read(&call).await?;
        answer
            .map(|answer| lenient_json::get(&answer, "/Parameter/Value").ok_or(AwsError::Garbage))
            .transpose()
    }

    /// The answer in the JSON protocol; `None` for one of the codes in `absent`.
    async fn read(&self, call: &Call) -> Result<Option<Value>, AwsError> {
        match self.send(call).await {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|_| AwsError::Garbage),
            Err(error) if call.says_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The text of a successful answer.
    async fn send(&self, call: &Call) -> Result<String, AwsError> {
        let passing = |error: &AwsError| {
            matches!(error, AwsError::Throttled | AwsError::Server(_) | AwsError::Unreachable)
        };
        (|| self.send_once(call)).retry(TWICE_MORE).when(passing).await
    }

    #[cfg_attr(feature = "otel", tracing::instrument(
        name = "aws", target = "traces", level = "debug", skip_all,
        fields(otel.kind = "client", otel.name = call.action, otel.status_code, http.response.status_code),
    ))]
    async fn send_once(&self, call: &Call) -> Result<String, AwsError> {
        let mut request = call.signed(&self.settings, SystemTime::now())?;
        *request.timeout_mut() = Some(ONE_TRY);
        let answer = self.client.execute(request).await.inspect_err(|_| traces::failed());
        let answer = answer.map_err(|_| AwsError::Unreachable)?;
        let status = answer.status();
        traces::answered(status.as_u16(), !status.is_success());
        let text = answer.text().await.map_err(|_| AwsError::Unreachable)?;
        if status.is_success() {
            return Ok(text);
        }
        let error = call.refusal(status.as_u16(), &text);
        if !call.says_absent(&error) {
            warn!(action = call.action, status = status.as_u16(), %error, "AWS refused a call");
        }
        Err(error)
    }
}

impl Call {
    fn says_absent(&self, error: &AwsError) -> bool {
        matches!(error, AwsError::Refused(code) if self.absent.contains(&code.as_str()))
    }

    fn signed(&self, settings: &AwsSettings, now: SystemTime) -> Result<reqwest::Request, AwsError> {
        let url = settings.endpoint(self.service)?;
        let identity = settings.credentials.clone().into();
        let unsignable = |_| AwsError::BadCredentials("they cannot be signed with".to_owned());
        let how = v4::SigningParams::builder()
            .identity(&identity)
            .region(&settings.region)
            .name(self.service)
            .time(now)
            .settings(SigningSettings::default())
            .build()
            .map_err(|_| AwsError::BadCredentials("they are not whole".to_owned()))?
            .into();
        let json = self.target.map(|target| ("x-amz-target", target));
        let content = json.map_or("application/x-www-form-urlencoded", |_| "application/x-amz-json-1.1");
        let headers = [(header::CONTENT_TYPE.as_str(), content)].into_iter().chain(json);
        let body = SignableBody::Bytes(self.body.as_bytes());
        let signable = SignableRequest::new("POST", url.as_str(), headers.clone(), body);
        let (signature, _) = sign(signable.map_err(unsignable)?, &how).map_err(unsignable)?.into_parts();
        let mut request = http::Request::post(url.as_str());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let body = Bytes::from(self.body.clone());
        let mut request = request.body(body).map_err(|_| AwsError::Unreachable)?;
        signature.apply_to_request_http1x(&mut request);
        request.try_into().map_err(|_| AwsError::Unreachable)
    }

    /// The error by the code of a refusal: in `<Code>` in the query protocol; in `__type` in the JSON
    /// protocol, after an optional namespace and `#`.
    fn refusal(&self, status: u16, text: &str) -> AwsError {
        let code = match serde_json::from_str::<Value>(text) {
            Ok(body) => lenient_json::get(&body, "/__type").unwrap_or_default(),
            Err(_) => element(text, "Code").unwrap_or_default().to_owned(),
        };
        let code = code.rsplit('#').next().unwrap_or_default();
        let is_code = !code.is_empty() && code.len() <= 64 && code.bytes().all(|b| b.is_ascii_alphanumeric());
        match code {
            _ if status >= 500 => AwsError::Server(status),
            _ if !is_code => AwsError::Garbage,
            "AccessDenied" | "AccessDeniedException" => AwsError::Denied { action: self.action },
            "OutboundWebIdentityFederationDisabled" | "OutboundWebIdentityFederationDisabledException" => {
                AwsError::FederationOff
            }
            "Throttling" | "ThrottlingException" | "RequestLimitExceeded" | "TooManyRequestsException" => {
                AwsError::Throttled
            }
            "ExpiredToken"
            | "ExpiredTokenException"
            | "InvalidClientTokenId"
            | "UnrecognizedClientException"
            | "SignatureDoesNotMatch"
            | "InvalidSignatureException"
            | "MissingAuthenticationToken" => AwsError::BadCredentials(code.to_owned()),
            _ => AwsError::Refused(code.to_owned()),
        }
    }
}

/// The text of the first element of the name in XML. AWS's documents are flat and their texts plain:
/// no parser needed.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once('<')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, text: &str) -> AwsError {
        let action = "sts:GetWebIdentityToken";
        let call = Call { service: "sts", action, target: None, absent: &[], body: String::new() };
        call.refusal(status, text)
    }

    #[test]
    fn a_refusal_is_recognised_by_its_code_in_both_protocols() {
        let query = |code: &str| {
            format!("<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code></Error></ErrorResponse>")
        };
        let denied = AwsError::Denied { action: "sts:GetWebIdentityToken" };
        assert_eq!(refusal(403, &query("AccessDenied")), denied);
        assert_eq!(refusal(400, r#"{"__type":"AccessDeniedException","Message":"no"}"#), denied);
        let off = query("OutboundWebIdentityFederationDisabled");
        assert_eq!(refusal(400, &off), AwsError::FederationOff);
        let absent = r#"{"__type":"com.amazonaws.secretsmanager#ResourceNotFoundException"}"#;
        assert_eq!(refusal(400, absent), AwsError::Refused("ResourceNotFoundException".to_owned()));
        assert_eq!(refusal(503, ""), AwsError::Server(503));
    }

    #[test]
    fn only_the_code_of_an_answer_is_shown() {
        for text in ["", "<html>", "<Code>a secret</Code>", r#"{"__type":"a\nline"}"#, r#"{"__type":1}"#] {
            assert_eq!(refusal(400, text), AwsError::Garbage, "{text}");
        }
    }
}
