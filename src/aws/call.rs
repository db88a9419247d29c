//! One signed call, with retries.

use std::time::SystemTime;

use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use backon::Retryable;
use bytes::Bytes;
use http::header;
use serde_json::Value;
use tracing::warn;

use super::{
    error::AwsError,
    settings::{AwsSettings, Service},
};
use crate::{
    client::{ONE_TRY, TWICE_MORE},
    lenient, traces,
};

/// A POST to a service's endpoint, as in the query protocol and the JSON protocol.
pub(super) struct Call {
    pub service: Service,
    /// The action's name in IAM.
    pub action: &'static str,
    pub content_type: &'static str,
    /// `X-Amz-Target`: the operation, in the JSON protocol.
    pub target: Option<&'static str>,
    /// The error codes for a missing secret or parameter.
    pub absent: &'static [&'static str],
    pub body: String,
}

impl Call {
    /// The answer in the JSON protocol; `None` for one of the codes in `absent`.
    pub async fn read(
        &self,
        settings: &AwsSettings,
        client: &reqwest::Client,
    ) -> Result<Option<Value>, AwsError> {
        match self.send(settings, client).await {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|_| AwsError::Garbage),
            Err(error) if self.says_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The text of a successful answer.
    pub async fn send(&self, settings: &AwsSettings, client: &reqwest::Client) -> Result<String, AwsError> {
        let passing = |error: &AwsError| {
            matches!(error, AwsError::Throttled | AwsError::Server(_) | AwsError::Unreachable)
        };
        (|| self.send_once(settings, client)).retry(TWICE_MORE).when(passing).await
    }

    #[cfg_attr(feature = "otel", tracing::instrument(
        name = "aws", target = "traces", level = "debug", skip_all,
        fields(otel.kind = "client", otel.name = self.action, otel.status_code, http.response.status_code),
    ))]
    async fn send_once(&self, settings: &AwsSettings, client: &reqwest::Client) -> Result<String, AwsError> {
        let mut request = self.signed(settings, SystemTime::now())?;
        *request.timeout_mut() = Some(ONE_TRY);
        let answer = client
            .execute(request)
            .await
            .inspect_err(|_| traces::failed())
            .map_err(|_| AwsError::Unreachable)?;
        let status = answer.status();
        traces::answered(status.as_u16(), !status.is_success());
        let text = answer.text().await.map_err(|_| AwsError::Unreachable)?;
        if status.is_success() {
            return Ok(text);
        }
        let error = self.refusal(status.as_u16(), &text);
        if !self.says_absent(&error) {
            warn!(action = self.action, status = status.as_u16(), %error, "AWS refused a call");
        }
        Err(error)
    }

    fn says_absent(&self, error: &AwsError) -> bool {
        matches!(error, AwsError::Refused(code) if self.absent.contains(&code.as_str()))
    }

    fn signed(&self, settings: &AwsSettings, now: SystemTime) -> Result<reqwest::Request, AwsError> {
        let url = settings.endpoint(self.service)?;
        let identity = settings.credentials().into();
        let unsignable = |_| AwsError::BadCredentials("they cannot be signed with".to_owned());
        let how = v4::SigningParams::builder()
            .identity(&identity)
            .region(&settings.region)
            .name(self.service.name())
            .time(now)
            .settings(SigningSettings::default())
            .build()
            .map_err(|_| AwsError::BadCredentials("they are not whole".to_owned()))?
            .into();
        let target = self.target.map(|target| ("x-amz-target", target));
        let headers = [(header::CONTENT_TYPE.as_str(), self.content_type)].into_iter().chain(target);
        let signable = SignableRequest::new(
            "POST",
            url.as_str(),
            headers.clone(),
            SignableBody::Bytes(self.body.as_bytes()),
        );
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
            Ok(body) => lenient::get(&body, "/__type").unwrap_or_default(),
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
pub(super) fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once('<')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, text: &str) -> AwsError {
        let call = Call {
            service: Service::Sts,
            action: "sts:GetWebIdentityToken",
            content_type: "",
            target: None,
            absent: &[],
            body: String::new(),
        };
        call.refusal(status, text)
    }

    #[test]
    fn a_refusal_is_known_by_its_code_in_both_protocols() {
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
    fn nothing_of_what_answers_is_shown_but_a_code() {
        for text in ["", "<html>", "<Code>a secret</Code>", r#"{"__type":"a\nline"}"#, r#"{"__type":1}"#] {
            assert_eq!(refusal(400, text), AwsError::Garbage, "{text}");
        }
    }
}
