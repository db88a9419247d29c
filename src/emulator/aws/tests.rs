//! STS and the two stores of AWS, as a client meets them.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::{Value, json};

use super::{AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, sign};
use crate::emulator::{
    Call, Effect, Fault, Store, jwt,
    stage::{Reply, Stage},
};

const TOKEN: &str = "Action=GetWebIdentityToken&Version=2011-06-15&SigningAlgorithm=RS256\
                     &Audience.member.1=api%3A%2F%2FAzureADTokenExchange";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const KEY: (&str, &str) = (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY);

impl Stage {
    /// A call to AWS, signed.
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
            all.insert(
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        let authorization = sign::tests::authorization(&all, body, key, service, &stamp);
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
        let reply = Reply {
            status,
            headers,
            body,
        };
        (reply, text)
    }

    pub async fn sts(&self, body: &str) -> (Reply, String) {
        self.aws("sts", &[FORM], body).await
    }

    async fn store(&self, target: &str, body: &Value) -> Reply {
        let service = if target.starts_with("AmazonSSM") {
            "ssm"
        } else {
            "secretsmanager"
        };
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
        ];
        self.aws(service, &headers, &body.to_string()).await.0
    }

    async fn secret(&self, id: &str) -> Reply {
        self.store("secretsmanager.GetSecretValue", &json!({ "SecretId": id }))
            .await
    }

    async fn parameter(&self, name: &str) -> Reply {
        let body = json!({ "Name": name, "WithDecryption": true });
        self.store("AmazonSSM.GetParameter", &body).await
    }
}

/// What stands between the tags of an element.
pub(in crate::emulator) fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml
        .split_once(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("{xml}"));
    rest.split_once(&format!("</{name}>")).unwrap().0
}

#[tokio::test]
async fn sts_gives_a_token_that_says_which_role_the_caller_has() {
    let stage = Stage::by_hand().await;
    let (reply, xml) = stage.sts(&format!("{TOKEN}&DurationSeconds=600")).await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("text/xml")),
        "{xml}"
    );
    assert!(
        xml.starts_with("<GetWebIdentityTokenResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
    );
    assert_eq!(element(&xml, "Expiration"), "2026-11-23T12:10:00Z");
    assert_eq!(Some(element(&xml, "RequestId")), reply.header("x-amzn-requestid"));
    let token = element(&xml, "WebIdentityToken");
    assert!(super::sts::signed(token));
    let expected = json!({
        "iss": "https://emulated.tokens.sts.global.api.aws",
        "sub": "arn:aws:iam::123456789012:role/lamplighter",
        "aud": "api://AzureADTokenExchange",
        "iat": 1_795_435_200,
        "exp": 1_795_435_800,
        "jti": "00000015-0000-4000-8000-000000000001",
        "https://sts.amazonaws.com/": {
            "aws_account": "123456789012",
            "source_region": "eu-west-1",
            "principal_id": "arn:aws:iam::123456789012:role/lamplighter",
        },
    });
    assert_eq!(jwt::claims(token), Some(expected));

    let (_, xml) = stage.sts(&format!("{TOKEN}&Audience.member.2=other")).await;
    let claims = jwt::claims(element(&xml, "WebIdentityToken")).unwrap();
    assert_eq!(claims["aud"], json!(["api://AzureADTokenExchange", "other"]));
    assert_eq!(
        element(&xml, "Expiration"),
        "2026-11-23T12:05:00Z",
        "five minutes unless told otherwise"
    );
}

#[tokio::test]
async fn sts_refuses_what_it_cannot_grant() {
    let stage = Stage::by_hand().await;
    let eleven: String = (2..=11).map(|n| format!("&Audience.member.{n}=a")).collect();
    for (body, status, code, words) in [
        (
            format!("{TOKEN}&DurationSeconds=59"),
            400,
            "ValidationError",
            "greater than or equal to 60",
        ),
        (
            format!("{TOKEN}&DurationSeconds=3601"),
            400,
            "ValidationError",
            "less than or equal to 3600",
        ),
        (
            format!("{TOKEN}{eleven}"),
            400,
            "ValidationError",
            "less than or equal to 10",
        ),
        (
            TOKEN.replace(".member.1", ".member.2"),
            400,
            "ValidationError",
            "'audience'",
        ),
        (
            TOKEN.replace("=RS256", "=HS256"),
            400,
            "ValidationError",
            "[RS256, ES384]",
        ),
        (
            TOKEN.replace("SigningAlgorithm", "Other"),
            400,
            "ValidationError",
            "null at 'signingAlgorithm'",
        ),
        (
            TOKEN.replace("=RS256", "=ES384"),
            501,
            "NotImplemented",
            "RS256 only",
        ),
        (
            TOKEN.replace("2011-06-15", "2010"),
            400,
            "InvalidAction",
            "for version 2010",
        ),
        (
            TOKEN.replace("=GetWeb", "=Get%3CWeb"),
            400,
            "InvalidAction",
            "Get&lt;Web",
        ),
    ] {
        let (reply, xml) = stage.sts(&body).await;
        assert_eq!((reply.status, element(&xml, "Code")), (status, code), "{xml}");
        assert!(element(&xml, "Message").contains(words), "{xml}");
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused_in_the_words_of_each_service() {
    let stage = Stage::by_hand().await;
    stage.emulator.keep_secret(Store::AwsSecret, "s", "hush");
    let target = [("x-amz-target", "secretsmanager.GetSecretValue")];
    for (key, service, in_xml, in_json) in [
        (
            ("AKIAOTHER", KEY.1),
            "",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
        ),
        (
            (KEY.0, "other"),
            "",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
        ),
        (KEY, "iam", "SignatureDoesNotMatch", "InvalidSignatureException"),
    ] {
        let either = |own: &'static str| if service.is_empty() { own } else { service };
        let (reply, xml) = stage.aws_as(key, either("sts"), &[FORM], TOKEN).await;
        assert_eq!((reply.status, element(&xml, "Code")), (403, in_xml));
        let body = r#"{"SecretId":"s"}"#;
        let (reply, _) = stage.aws_as(key, either("secretsmanager"), &target, body).await;
        assert_eq!((reply.status, &reply.body["__type"]), (400, &json!(in_json)));
        assert!(reply.body["message"].is_string(), "{}", reply.body);
    }
    let unsigned = stage
        .client
        .post(&stage.base)
        .header(FORM.0, FORM.1)
        .body(TOKEN)
        .send();
    let unsigned = unsigned.await.unwrap();
    assert_eq!(unsigned.status(), 403);
    assert_eq!(
        element(&unsigned.text().await.unwrap(), "Code"),
        "MissingAuthenticationToken"
    );
    let token = [FORM, ("x-amz-security-token", "any")];
    assert_eq!(
        stage.aws("sts", &token, TOKEN).await.0.status,
        200,
        "a session's token, if it is signed"
    );
}

#[tokio::test]
async fn secrets_are_got_by_name_or_arn_in_their_newest_version() {
    let stage = Stage::by_hand().await;
    stage.emulator.keep_secret(Store::AwsSecret, "lamplighter", "old");
    let old = stage.secret("lamplighter").await.body;
    stage
        .emulator
        .keep_secret(Store::AwsSecret, "lamplighter", r#"{"A":"hush"}"#);
    let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:lamplighter";
    for id in ["lamplighter".to_owned(), arn.to_owned(), format!("{arn}-EmuL8d")] {
        let found = stage.secret(&id).await;
        assert_eq!(
            (found.status, found.header("content-type")),
            (200, Some("application/x-amz-json-1.1"))
        );
        let expected = json!({
            "ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:lamplighter-EmuL8d",
            "CreatedDate": 1_795_435_200.0,
            "Name": "lamplighter",
            "SecretString": "{\"A\":\"hush\"}",
            "VersionId": "0000005e-0000-4000-8000-000000000002",
            "VersionStages": ["AWSCURRENT"],
        });
        assert_eq!(found.body, expected);
        assert_ne!(old["VersionId"], found.body["VersionId"]);
    }
    let missing = json!({
        "__type": "ResourceNotFoundException",
        "Message": "Secrets Manager can't find the specified secret.",
    });
    for id in [
        "Lamplighter",
        &arn.replace("eu-west-1", "us-east-1"),
        &arn.replace("123", "321"),
    ] {
        let found = stage.secret(id).await;
        assert_eq!((found.status, &found.body), (400, &missing), "{id}");
    }
    let empty = stage.store("secretsmanager.GetSecretValue", &json!({})).await;
    assert_eq!(empty.body["__type"], "ValidationException");
    let other = stage.store("secretsmanager.ListSecrets", &json!({})).await;
    assert_eq!(
        (other.status, other.body),
        (400, json!({ "__type": "UnknownOperationException" }))
    );
}

#[tokio::test]
async fn parameters_are_got_in_the_clear_by_those_who_ask_for_it() {
    let stage = Stage::by_hand().await;
    let set = json!({ "store": "aws-parameter", "name": "/lamplighter/hook", "value": "hush" });
    assert_eq!(
        stage.send(Method::POST, "/_emulator/secrets", &set).await.status,
        200
    );
    let found = stage.parameter("/lamplighter/hook").await;
    let expected = json!({ "Parameter": {
        "ARN": "arn:aws:ssm:eu-west-1:123456789012:parameter/lamplighter/hook",
        "DataType": "text",
        "LastModifiedDate": 1_795_435_200.0,
        "Name": "/lamplighter/hook",
        "Type": "SecureString",
        "Value": "hush",
        "Version": 1,
    }});
    assert_eq!((found.status, &found.body), (200, &expected));
    let by_arn = stage
        .parameter("arn:aws:ssm:eu-west-1:123456789012:parameter/lamplighter/hook")
        .await;
    assert_eq!(by_arn.body, expected);
    let sealed = stage
        .store("AmazonSSM.GetParameter", &json!({ "Name": "/lamplighter/hook" }))
        .await;
    assert!(sealed.status == 200 && !sealed.body.to_string().contains("hush"));

    let gone = json!({ "store": "aws-parameter", "name": "/lamplighter/hook", "value": null });
    assert_eq!(
        stage.send(Method::POST, "/_emulator/secrets", &gone).await.status,
        200
    );
    let missing = stage.parameter("/lamplighter/hook").await;
    assert_eq!(
        (missing.status, missing.body),
        (400, json!({ "__type": "ParameterNotFound" }))
    );
    for (wrong, sentence) in [
        (
            json!({ "store": "aws-parameter", "name": "n" }),
            "missing field `value`",
        ),
        (
            json!({ "store": "s3", "name": "n", "value": "v" }),
            "unknown variant `s3`",
        ),
        (
            json!({ "store": "key-vault", "name": "n", "value": {} }),
            "neither text nor null",
        ),
    ] {
        let told = stage.send(Method::POST, "/_emulator/secrets", &wrong).await;
        assert!(
            told.status == 400 && told.body["error"].to_string().contains(sentence),
            "{}",
            told.body
        );
    }
}

#[tokio::test]
async fn faults_befall_aws_in_its_own_numbers() {
    let stage = Stage::by_hand().await;
    stage.emulator.keep_secret(Store::AwsSecret, "s", "hush");
    for (effect, status, in_xml, json_status, in_json) in [
        (
            Effect::BadRequest,
            400,
            "ValidationError",
            400,
            "ValidationException",
        ),
        (
            Effect::Unauthorized,
            403,
            "ExpiredToken",
            400,
            "ExpiredTokenException",
        ),
        (
            Effect::Forbidden,
            403,
            "AccessDenied",
            400,
            "AccessDeniedException",
        ),
        (
            Effect::NotFound,
            400,
            "ValidationError",
            400,
            "ResourceNotFoundException",
        ),
        (Effect::Throttled, 400, "Throttling", 400, "ThrottlingException"),
        (
            Effect::ServerError,
            500,
            "InternalFailure",
            500,
            "InternalServiceError",
        ),
        (
            Effect::Unavailable,
            503,
            "ServiceUnavailable",
            503,
            "ServiceUnavailableException",
        ),
    ] {
        stage.emulator.fault(Fault::new(Call::Sts, effect));
        stage.emulator.fault(Fault::new(Call::AwsSecret, effect));
        let (reply, xml) = stage.sts(TOKEN).await;
        assert_eq!((reply.status, element(&xml, "Code")), (status, in_xml));
        let reply = stage.secret("s").await;
        assert_eq!(
            (reply.status, &reply.body["__type"]),
            (json_status, &json!(in_json))
        );
        assert_eq!(stage.secret("s").await.status, 200, "once");
    }
    stage
        .emulator
        .fault(Fault::new(Call::AwsSecret, Effect::Forbidden));
    let refused = stage.secret("s").await.body["Message"].take();
    let words = "User: arn:aws:sts::123456789012:assumed-role/lamplighter/lamplighter is not authorized to \
                 perform: secretsmanager:GetSecretValue on resource: s because";
    assert!(refused.as_str().unwrap().starts_with(words), "{refused}");
    let disabled = "OutboundWebIdentityFederationDisabledException";
    stage
        .emulator
        .fault(Fault::new(Call::Sts, Effect::Forbidden).because(disabled, "Not enabled."));
    let (reply, xml) = stage.sts(TOKEN).await;
    assert_eq!(
        (reply.status, element(&xml, "Code"), element(&xml, "Message")),
        (403, disabled, "Not enabled.")
    );
    for name in ["sts", "aws-secret", "aws-parameter", "vault-secret"] {
        let fault = json!({ "operation": name, "fault": "503" });
        assert_eq!(
            stage.send(Method::POST, "/_emulator/faults", &fault).await.status,
            200,
            "{name}"
        );
        let fault = json!({ "operation": name, "fault": "409" });
        assert_eq!(
            stage.send(Method::POST, "/_emulator/faults", &fault).await.status,
            400,
            "{name}"
        );
    }
    assert_eq!(stage.parameter("/any").await.status, 503);
}

#[tokio::test]
async fn calls_are_recorded_by_the_name_of_what_they_ask_for() {
    let stage = Stage::by_hand().await;
    stage.emulator.keep_secret(Store::AwsSecret, "s", "hush");
    let (_, xml) = stage.sts(TOKEN).await;
    let token = element(&xml, "WebIdentityToken").to_owned();
    stage.secret("s").await;
    stage.parameter("/p").await;
    stage.get("/?X-Amz-Signature=5ea1").await;
    stage.get("/secrets/v?api-version=7.4&X-Amz-Signature=5ea1").await;
    let requests = stage.emulator.requests();
    let told: Vec<_> = requests
        .iter()
        .map(|it| (it.operation, it.secret.as_deref(), it.status))
        .collect();
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
    assert!(
        !told.contains("hush") && !told.contains(&token) && !told.contains("5ea1"),
        "{told}"
    );
    assert!(
        !told.contains("Signature=") || told.contains("X-Amz-Signature=…"),
        "{told}"
    );
}

#[tokio::test]
async fn the_root_is_still_the_controls() {
    let stage = Stage::by_hand().await;
    let help = stage
        .client
        .get(&stage.base)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(help.contains("/_emulator/secrets") && help.contains("/_emulator/federation"));
    let (reply, told) = stage
        .aws("dynamodb", &[("x-amz-target", "DynamoDB_20120810.GetItem")], "{}")
        .await;
    assert!(
        reply.status == 404 && told.contains("There is no control POST"),
        "{told}"
    );
}
