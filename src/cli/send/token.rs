//! A token as an action group would show it, from whoever plays Entra.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lamplighter::{
    azure::Cloud,
    config::Env,
    verify::{ACTION_GROUPS, SecureWebhook},
};
use serde_json::Value;
use url::form_urlencoded;

/// What Entra itself answers for, whoever we are.
const NOT_OURS: &str = "only the action group itself can be given a token for this: press Test action group in the \
                        Azure portal; samples are for the emulator";

/// Asks the directory for a token for the webhook, as the AZURE_CLIENT_ID of `environment`.
pub(super) async fn get(
    webhook: &SecureWebhook,
    cloud: &Cloud,
    environment: Env<'_>,
    client: &reqwest::Client,
) -> Result<String, String> {
    let variable =
        |name: &str| environment(name).ok_or_else(|| format!("set {name}: a token is asked for with it"));
    let (client_id, secret) = (variable("AZURE_CLIENT_ID")?, variable("AZURE_CLIENT_SECRET")?);
    let audience = webhook.audiences.first().map_or("", String::as_str);
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", client_id.trim())
        .append_pair("client_secret", secret.trim())
        .append_pair("scope", &format!("{audience}/.default"))
        .finish();
    let request = client
        .post(cloud.token_endpoint(&webhook.tenant))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let answer = request.send().await.map_err(|error| {
        if error.is_connect() {
            format!("nobody answers at {}: is `lamplighter emulate` running?", cloud.authority)
        } else {
            error.without_url().to_string()
        }
    })?;
    let body = answer.bytes().await.map_err(|error| error.without_url().to_string())?;
    let token = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|answer| Some(answer["access_token"].as_str()?.to_owned()));
    token.filter(|token| is_for_action_groups(token)).ok_or_else(|| NOT_OURS.to_owned())
}

fn is_for_action_groups(token: &str) -> bool {
    let claims = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims = claims.and_then(|claims| serde_json::from_slice::<Value>(&claims).ok());
    claims.is_some_and(|claims| ["appid", "azp"].iter().any(|name| claims[*name] == ACTION_GROUPS))
}
