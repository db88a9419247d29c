//! Key Vault as a client meets it.

use http::Method;
use serde_json::json;

use crate::{
    Call, Effect, Fault, Store,
    test_rig::{Reply, Stage},
};

impl Stage {
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
async fn a_secret_is_given_to_who_has_a_token_for_vaults() {
    let stage = Stage::by_hand().await;
    stage
        .emulator
        .keep_secret(Store::KeyVault, "slack-signing", "hush");
    let token = stage.token_for("https://vault.azure.net").await;
    let found = stage.vault(Some(&token), "Slack-Signing?api-version=7.4").await;
    let id = format!(
        "{}/secrets/Slack-Signing/0000005e000040008000000000000001",
        stage.base
    );
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
    let by_version = stage
        .vault(Some(&token), &format!("slack-signing/{version}?api-version=7.4"))
        .await;
    assert_eq!(
        (by_version.status, &by_version.body["value"]),
        (200, &json!("hush"))
    );

    stage
        .emulator
        .keep_secret(Store::KeyVault, "slack-signing", "hush hush");
    let old = stage
        .vault(Some(&token), &format!("slack-signing/{version}?api-version=7.4"))
        .await;
    assert_eq!((old.status, old.code()), (404, "SecretNotFound"));
    let new = stage.vault(Some(&token), "slack-signing?api-version=7.4").await;
    assert_eq!(new.body["value"], "hush hush");
    stage.emulator.forget_secret(Store::KeyVault, "slack-signing");
    let gone = stage.vault(Some(&token), "slack-signing?api-version=7.4").await;
    assert_eq!((gone.status, gone.code()), (404, "SecretNotFound"));
    let message = gone.body["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("A secret with (name/id) slack-signing was not found in this key vault."));
}

#[tokio::test]
async fn others_are_told_what_token_to_bring() {
    let stage = Stage::by_hand().await;
    stage.emulator.keep_secret(Store::KeyVault, "s", "hush");
    let for_azure = stage.token_for("https://management.azure.com").await;
    let for_app = stage.token_for("api://lamplighter").await;
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
        (
            Some("any"),
            "AKV10022: Invalid audience. Expected https://vault.azure.net, found: .",
        ),
    ] {
        let refused = stage.vault(token, "s?api-version=7.4").await;
        let error = json!({ "error": { "code": "Unauthorized", "message": words } });
        assert_eq!((refused.status, &refused.body), (401, &error));
        let challenge = format!(
            "Bearer authorization=\"{}/00000000-0000-0000-0000-0000000000aa\", \
             resource=\"https://vault.azure.net\"",
            stage.base
        );
        assert_eq!(refused.header("www-authenticate"), Some(challenge.as_str()));
    }
    let token = stage.token_for("https://vault.azure.net").await;
    assert_eq!(
        stage.vault(Some(&token), "s").await.code(),
        "BadParameter",
        "which version of the API?"
    );
}

#[tokio::test]
async fn faults_befall_the_vault() {
    let stage = Stage::by_hand().await;
    stage.emulator.keep_secret(Store::KeyVault, "s", "hush");
    let token = stage.token_for("https://vault.azure.net").await;
    for (effect, status, code) in [
        (Effect::Unauthorized, 401, "Unauthorized"),
        (Effect::Forbidden, 403, "Forbidden"),
        (Effect::NotFound, 404, "SecretNotFound"),
        (Effect::Throttled, 429, "Throttled"),
        (Effect::ServerError, 500, "InternalServerError"),
        (Effect::Unavailable, 503, "ServiceUnavailable"),
    ] {
        stage.emulator.fault(Fault::new(Call::VaultSecret, effect));
        let refused = stage.vault(Some(&token), "s?api-version=7.4").await;
        assert_eq!((refused.status, refused.code()), (status, code));
        let waits = matches!(status, 429 | 503).then_some("1");
        assert_eq!(refused.header("retry-after"), waits);
        assert_eq!(refused.header("www-authenticate").is_some(), status == 401);
        assert_eq!(stage.vault(Some(&token), "s?api-version=7.4").await.status, 200);
    }
}
