//! Key Vault from a client's point of view.

use http::Method;
use serde_json::json;

use crate::{
    Call, Effect, Fault, Store,
    test_rig::{Reply, TestRig},
};

impl TestRig {
    async fn token_for(&self, scope: &str) -> String {
        let form =
            format!("grant_type=client_credentials&client_id=c&client_secret=any&scope={scope}/.default");
        let request = self.request(Method::POST, "/any/oauth2/v2.0/token").body(form);
        let answer = Self::read(request.send().await.unwrap()).await.body;
        answer["access_token"].as_str().unwrap().to_owned()
    }

    async fn vault(&self, token: Option<&str>, path: &str) -> Reply {
        let mut request = self.client.get(format!("{}/secrets/{path}", self.base));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        Self::read(request.send().await.unwrap()).await
    }
}

#[tokio::test]
async fn a_secret_is_returned_to_a_caller_with_a_token_for_vaults() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::KeyVault, "slack-signing", "hush");
    let token = rig.token_for("https://vault.azure.net").await;
    let found = rig.vault(Some(&token), "Slack-Signing?api-version=7.4").await;
    let id = format!("{}/secrets/Slack-Signing/0000005e000040008000000000000001", rig.base);
    let expected = json!({
        "value": "hush",
        "id": id,
        "attributes": {
            "enabled": true,
            "created": 1_795_435_200,
            "updated": 1_795_435_200,
            "recoveryLevel": "Recoverable+Purgeable",
            "recoverableDays": 90,
        },
        "tags": {},
    });
    assert_eq!((found.status, &found.body), (200, &expected));
    let version = id.rsplit('/').next().unwrap();
    let by_version = rig.vault(Some(&token), &format!("slack-signing/{version}?api-version=7.4")).await;
    assert_eq!((by_version.status, &by_version.body["value"]), (200, &json!("hush")));

    rig.emulator.keep_secret(Store::KeyVault, "slack-signing", "hush hush");
    let old = rig.vault(Some(&token), &format!("slack-signing/{version}?api-version=7.4")).await;
    assert_eq!((old.status, old.code()), (404, "SecretNotFound"));
    let new = rig.vault(Some(&token), "slack-signing?api-version=7.4").await;
    assert_eq!(new.body["value"], "hush hush");
    rig.emulator.forget_secret(Store::KeyVault, "slack-signing");
    let gone = rig.vault(Some(&token), "slack-signing?api-version=7.4").await;
    assert_eq!((gone.status, gone.code()), (404, "SecretNotFound"));
    let message = gone.body["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("A secret with (name/id) slack-signing was not found in this key vault."));
}

#[tokio::test]
async fn a_caller_without_that_token_gets_a_challenge() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::KeyVault, "s", "hush");
    let for_azure = rig.token_for("https://management.azure.com").await;
    let for_app = rig.token_for("api://lamplighter").await;
    for (token, words) in [
        (None, "AKV10000: Request is missing a Bearer or PoP token."),
        (
            Some(for_azure.as_str()),
            "AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.azure.com.",
        ),
        (
            Some(for_app.as_str()),
            "AKV10022: Invalid audience. Expected https://vault.azure.net, found: api://lamplighter.",
        ),
        (Some("any"), "AKV10022: Invalid audience. Expected https://vault.azure.net, found: ."),
    ] {
        let refused = rig.vault(token, "s?api-version=7.4").await;
        let error = json!({ "error": { "code": "Unauthorized", "message": words } });
        assert_eq!((refused.status, &refused.body), (401, &error));
        let challenge = format!(
            "Bearer authorization=\"{}/00000000-0000-0000-0000-0000000000aa\", \
             resource=\"https://vault.azure.net\"",
            rig.base
        );
        assert_eq!(refused.header("www-authenticate"), Some(challenge.as_str()));
    }
    let token = rig.token_for("https://vault.azure.net").await;
    assert_eq!(rig.vault(Some(&token), "s").await.code(), "BadParameter", "which version of the API?");
}

#[tokio::test]
async fn faults_apply_to_the_vault() {
    let rig = TestRig::by_hand().await;
    rig.emulator.keep_secret(Store::KeyVault, "s", "hush");
    let token = rig.token_for("https://vault.azure.net").await;
    for (effect, status, code) in [
        (Effect::Unauthorized, 401, "Unauthorized"),
        (Effect::Forbidden, 403, "Forbidden"),
        (Effect::NotFound, 404, "SecretNotFound"),
        (Effect::Throttled, 429, "Throttled"),
        (Effect::ServerError, 500, "InternalServerError"),
        (Effect::Unavailable, 503, "ServiceUnavailable"),
    ] {
        rig.emulator.fault(Fault::new(Call::VaultSecret, effect));
        let refused = rig.vault(Some(&token), "s?api-version=7.4").await;
        assert_eq!((refused.status, refused.code()), (status, code));
        let waits = matches!(status, 429 | 503).then_some("1");
        assert_eq!(refused.header("retry-after"), waits);
        assert_eq!(refused.header("www-authenticate").is_some(), status == 401);
        assert_eq!(rig.vault(Some(&token), "s?api-version=7.4").await.status, 200);
    }
}
