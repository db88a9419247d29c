//! AWS from a client's point of view: signatures, faults, the request log.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::{Value, json};

use super::{AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, signature};
use crate::{
    Call, Effect, Fault, Store,
    test_rig::{Reply, TestRig},
};

pub(crate) const TOKEN: &str = "Action=GetWebIdentityToken&Version=2011-06-15&SigningAlgorithm=RS256\
                     &Audience.member.1=api%3A%2F%2FAzureADTokenExchange";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const KEY: (&str, &str) = (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY);

impl TestRig {
    /// A signed call to AWS.
    pub async fn aws(&self, service: &str, headers: &[(&'static str, &str)], body: &str) -> (Reply, String) {
        self.aws_as(KEY, service, headers, body).await
    }

    async fn aws_as(
        &self,
        key: (&str, &str),
        service: &str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> (Reply, String) {
        let stamp = self.now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let host = self.base.trim_start_matches("http://");
        let mut all = HeaderMap::new();
        for (name, value) in [&[("host", host), ("x-amz-date", &stamp)], headers].concat() {
            all.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        let authorization = signature::tests::authorization(&all, body, key, service, &stamp);
        let request = self
            .client
            .post(format!("{}/", self.base))
            .headers(all)
            .header("authorization", authorization)
            .body(body.to_owned());
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let reply = Reply { status, headers, body };
        (reply, text)
    }

    pub async fn sts(&self, body: &str) -> (Reply, String) {
        self.aws("sts", &[FORM], body).await
    }

    pub(crate) async fn store(&self, target: &str, body: &Value) -> Reply {
        let service = if target.starts_with("AmazonSSM") { "ssm" } else { "secretsmanager" };
        let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)];
        self.aws(service, &headers, &body.to_string()).await.0
    }

    pub(crate) async fn secret(&self, id: &str) -> Reply {
        self.store("secretsmanager.GetSecretValue", &json!({ "SecretId": id })).await
    }

    pub(crate) async fn parameter(&self, name: &str) -> Reply {
        let body = json!({ "Name": name, "WithDecryption": true });
        self.store("AmazonSSM.GetParameter", &body).await
    }
}

/// The text between an element's tags.
pub(crate) fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{xml}"));
    rest.split_once(&format!("</{name}>")).unwrap().0
}

#[tokio::test]
async fn a_wrong_signature_gives_the_error_of_each_service() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::AwsSecret, "s", "hush");
    let target = [("x-amz-target", "secretsmanager.GetSecretValue")];
    for (key, service, xml_code, json_code) in [
        (("AKIAOTHER", KEY.1), "", "InvalidClientTokenId", "UnrecognizedClientException"),
        ((KEY.0, "other"), "", "SignatureDoesNotMatch", "InvalidSignatureException"),
        (KEY, "iam", "SignatureDoesNotMatch", "InvalidSignatureException"),
    ] {
        let either = |own: &'static str| if service.is_empty() { own } else { service };
        let (reply, xml) = rig.aws_as(key, either("sts"), &[FORM], TOKEN).await;
        assert_eq!((reply.status, element(&xml, "Code")), (403, xml_code));
        let body = r#"{"SecretId":"s"}"#;
        let (reply, _) = rig.aws_as(key, either("secretsmanager"), &target, body).await;
        assert_eq!((reply.status, &reply.body["__type"]), (400, &json!(json_code)));
        assert!(reply.body["message"].is_string(), "{}", reply.body);
    }
    let unsigned = rig.client.post(&rig.base).header(FORM.0, FORM.1).body(TOKEN).send();
    let unsigned = unsigned.await.unwrap();
    assert_eq!(unsigned.status(), 403);
    assert_eq!(element(&unsigned.text().await.unwrap(), "Code"), "MissingAuthenticationToken");
    let token = [FORM, ("x-amz-security-token", "any")];
    assert_eq!(rig.aws("sts", &token, TOKEN).await.0.status, 200, "a session's token, if it is signed");
}

#[tokio::test]
async fn faults_give_the_statuses_of_aws() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::AwsSecret, "s", "hush");
    for (effect, status, xml_code, json_status, json_code) in [
        (Effect::BadRequest, 400, "ValidationError", 400, "ValidationException"),
        (Effect::Unauthorized, 403, "ExpiredToken", 400, "ExpiredTokenException"),
        (Effect::Forbidden, 403, "AccessDenied", 400, "AccessDeniedException"),
        (Effect::NotFound, 400, "ValidationError", 400, "ResourceNotFoundException"),
        (Effect::Throttled, 400, "Throttling", 400, "ThrottlingException"),
        (Effect::ServerError, 500, "InternalFailure", 500, "InternalServiceError"),
        (Effect::Unavailable, 503, "ServiceUnavailable", 503, "ServiceUnavailableException"),
    ] {
        rig.emulator.fault(Fault::new(Call::Sts, effect));
        rig.emulator.fault(Fault::new(Call::AwsSecret, effect));
        let (reply, xml) = rig.sts(TOKEN).await;
        assert_eq!((reply.status, element(&xml, "Code")), (status, xml_code));
        let reply = rig.secret("s").await;
        assert_eq!((reply.status, &reply.body["__type"]), (json_status, &json!(json_code)));
        assert_eq!(rig.secret("s").await.status, 200, "once");
    }
    rig.emulator.fault(Fault::new(Call::AwsSecret, Effect::Forbidden));
    let refused = rig.secret("s").await.body["Message"].take();
    let words = "User: arn:aws:sts::123456789012:assumed-role/lamplighter/lamplighter is not authorized to \
                 perform: secretsmanager:GetSecretValue on resource: s because";
    assert!(refused.as_str().unwrap().starts_with(words), "{refused}");
    let disabled = "OutboundWebIdentityFederationDisabledException";
    rig.emulator.fault(Fault::new(Call::Sts, Effect::Forbidden).because(disabled, "Not enabled."));
    let (reply, xml) = rig.sts(TOKEN).await;
    assert_eq!(
        (reply.status, element(&xml, "Code"), element(&xml, "Message")),
        (403, disabled, "Not enabled.")
    );
    for name in ["sts", "aws-secret", "aws-parameter", "vault-secret"] {
        let fault = json!({ "operation": name, "fault": "503" });
        assert_eq!(rig.send(Method::POST, "/_emulator/faults", &fault).await.status, 200, "{name}");
        let fault = json!({ "operation": name, "fault": "409" });
        assert_eq!(rig.send(Method::POST, "/_emulator/faults", &fault).await.status, 400, "{name}");
    }
    assert_eq!(rig.parameter("/any").await.status, 503);
}

#[tokio::test]
async fn calls_are_recorded_with_the_secrets_name() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::AwsSecret, "s", "hush");
    let (_, xml) = rig.sts(TOKEN).await;
    let token = element(&xml, "WebIdentityToken").to_owned();
    rig.secret("s").await;
    rig.parameter("/p").await;
    rig.get("/secrets/v?api-version=7.4&X-Amz-Signature=5ea1").await;
    let requests = rig.emulator.requests();
    let told: Vec<_> = requests.iter().map(|it| (it.operation, it.secret.as_deref(), it.status)).collect();
    assert_eq!(
        told,
        [
            (Call::Sts, None, Some(200)),
            (Call::AwsSecret, Some("s"), Some(200)),
            (Call::AwsParameter, Some("/p"), Some(400)),
            (Call::VaultSecret, Some("v"), Some(401)),
        ]
    );
    let told = serde_json::to_string(&requests).unwrap();
    assert!(!told.contains("hush") && !told.contains(&token) && !told.contains("5ea1"), "{told}");
    assert_eq!(requests[3].query, "api-version=7.4&X-Amz-Signature=…");
}

#[tokio::test]
async fn the_root_belongs_to_the_controls() {
    let rig = TestRig::by_hand().await;
    let help = rig.client.get(&rig.base).send().await.unwrap().text().await.unwrap();
    assert!(help.contains("/_emulator/secrets") && help.contains("/_emulator/federation"));
    let (reply, told) = rig.aws("dynamodb", &[("x-amz-target", "DynamoDB_20120810.GetItem")], "{}").await;
    assert!(reply.status == 404 && told.contains("There is no control POST"), "{told}");
}
