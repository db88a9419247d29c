//! Reading and setting secrets and parameters.

use http::Method;
use serde_json::json;

use crate::{Store, test_rig::TestRig};

#[tokio::test]
async fn a_secret_is_read_by_name_or_arn_in_its_newest_version() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::AwsSecret, "lamplighter", "old");
    let old = rig.secret("lamplighter").await.body;
    rig.emulator.keep_secret(Store::AwsSecret, "lamplighter", r#"{"A":"hush"}"#);
    let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:lamplighter";
    for id in ["lamplighter".to_owned(), arn.to_owned(), format!("{arn}-EmuL8d")] {
        let found = rig.secret(&id).await;
        assert_eq!((found.status, found.header("content-type")), (200, Some("application/x-amz-json-1.1")));
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
    for id in ["Lamplighter", &arn.replace("eu-west-1", "us-east-1"), &arn.replace("123", "321")] {
        let found = rig.secret(id).await;
        assert_eq!((found.status, &found.body), (400, &missing), "{id}");
    }
    let empty = rig.store("secretsmanager.GetSecretValue", &json!({})).await;
    assert_eq!(empty.body["__type"], "ValidationException");
    let other = rig.store("secretsmanager.ListSecrets", &json!({})).await;
    assert_eq!((other.status, other.body), (400, json!({ "__type": "UnknownOperationException" })));
}

#[tokio::test]
async fn a_parameter_is_decrypted_on_request() {
    let rig = TestRig::by_hand().await;
    let set = json!({ "store": "aws-parameter", "name": "/lamplighter/hook", "value": "hush" });
    assert_eq!(rig.send(Method::POST, "/_emulator/secrets", &set).await.status, 200);
    let found = rig.parameter("/lamplighter/hook").await;
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
    let by_arn = rig.parameter("arn:aws:ssm:eu-west-1:123456789012:parameter/lamplighter/hook").await;
    assert_eq!(by_arn.body, expected);
    let sealed = rig.store("AmazonSSM.GetParameter", &json!({ "Name": "/lamplighter/hook" })).await;
    assert!(sealed.status == 200 && !sealed.body.to_string().contains("hush"));

    let gone = json!({ "store": "aws-parameter", "name": "/lamplighter/hook", "value": null });
    assert_eq!(rig.send(Method::POST, "/_emulator/secrets", &gone).await.status, 200);
    let missing = rig.parameter("/lamplighter/hook").await;
    assert_eq!((missing.status, missing.body), (400, json!({ "__type": "ParameterNotFound" })));
    for (wrong, sentence) in [
        (json!({ "store": "aws-parameter", "name": "n" }), "missing field `value`"),
        (json!({ "store": "s3", "name": "n", "value": "v" }), "unknown variant `s3`"),
        (json!({ "store": "key-vault", "name": "n", "value": {} }), "neither text nor null"),
    ] {
        let told = rig.send(Method::POST, "/_emulator/secrets", &wrong).await;
        assert!(told.status == 400 && told.body["error"].to_string().contains(sentence), "{}", told.body);
    }
}
