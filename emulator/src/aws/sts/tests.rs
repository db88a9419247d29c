//! STS's tokens and refusals.

use serde_json::json;

use crate::{
    aws::tests::{TOKEN, element},
    jwt,
    test_rig::TestRig,
};

#[tokio::test]
async fn sts_returns_a_token_that_states_the_callers_role() {
    let rig = TestRig::by_hand().await;
    let (reply, xml) = rig.sts(&format!("{TOKEN}&DurationSeconds=600")).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/xml")), "{xml}");
    assert!(
        xml.starts_with("<GetWebIdentityTokenResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
    );
    assert_eq!(element(&xml, "Expiration"), "2026-11-23T12:10:00Z");
    assert_eq!(Some(element(&xml, "RequestId")), reply.header("x-amzn-requestid"));
    let token = element(&xml, "WebIdentityToken");
    assert!(super::signed(token));
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

    let (_, xml) = rig.sts(&format!("{TOKEN}&Audience.member.2=other")).await;
    let claims = jwt::claims(element(&xml, "WebIdentityToken")).unwrap();
    assert_eq!(claims["aud"], json!(["api://AzureADTokenExchange", "other"]));
    assert_eq!(element(&xml, "Expiration"), "2026-11-23T12:05:00Z", "five minutes unless told otherwise");
}

#[tokio::test]
async fn sts_refuses_invalid_parameters() {
    let rig = TestRig::by_hand().await;
    let eleven: String = (2..=11).map(|n| format!("&Audience.member.{n}=a")).collect();
    for (body, status, code, words) in [
        (format!("{TOKEN}&DurationSeconds=59"), 400, "ValidationError", "greater than or equal to 60"),
        (format!("{TOKEN}&DurationSeconds=3601"), 400, "ValidationError", "less than or equal to 3600"),
        (format!("{TOKEN}{eleven}"), 400, "ValidationError", "less than or equal to 10"),
        (TOKEN.replace(".member.1", ".member.2"), 400, "ValidationError", "'audience'"),
        (TOKEN.replace("=RS256", "=HS256"), 400, "ValidationError", "[RS256, ES384]"),
        (TOKEN.replace("SigningAlgorithm", "Other"), 400, "ValidationError", "null at 'signingAlgorithm'"),
        (TOKEN.replace("=RS256", "=ES384"), 501, "NotImplemented", "RS256 only"),
        (TOKEN.replace("2011-06-15", "2010"), 400, "InvalidAction", "for version 2010"),
        (TOKEN.replace("=GetWeb", "=Get%3CWeb"), 400, "InvalidAction", "Get&lt;Web"),
    ] {
        let (reply, xml) = rig.sts(&body).await;
        assert_eq!((reply.status, element(&xml, "Code")), (status, code), "{xml}");
        assert!(element(&xml, "Message").contains(words), "{xml}");
    }
}
