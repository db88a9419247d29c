//! Tokens of secure webhooks, as their receivers check them, and assertions.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use http::Method;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

use serde_json::{Value, json};

use super::keys;
use crate::{aws::tests::element, jwt, test_rig::TestRig};

const BOT: &str = "https://api.botframework.com/.default";

#[tokio::test]
async fn a_token_for_an_app_is_signed_with_a_published_key() {
    let rig = TestRig::by_hand().await;
    let form = "grant_type=client_credentials&client_id=any&client_secret=any&scope=";
    let token = async |scope: &str| {
        let request = rig.request(Method::POST, "/a-tenant/oauth2/v2.0/token");
        let answer = request.body(format!("{form}{scope}")).send().await.unwrap();
        let token = TestRig::read(answer).await.body["access_token"].take();
        token.as_str().unwrap().to_owned()
    };
    let token_for_app = token("api://lamplighter/.default").await;
    let (signed, signature) = token_for_app.rsplit_once('.').unwrap();
    let part = |index: usize| -> serde_json::Value {
        let part = signed.split('.').nth(index).unwrap();
        serde_json::from_slice(&BASE64.decode(part).unwrap()).unwrap()
    };
    let (header, claims) = (part(0), part(1));
    assert_eq!(claims["aud"], "api://lamplighter");
    assert_eq!(claims["iss"], "https://sts.windows.net/a-tenant/");
    assert_eq!(claims["appid"], "461e8683-5575-4561-ac7f-899cc907d62a");
    for address in ["/a-tenant/discovery/v2.0/keys", "/a-tenant/discovery/keys"] {
        let key = rig.get(address).await.body["keys"][0].take();
        assert_eq!(key["kid"], header["kid"]);
        let number = |name: &str| BASE64.decode(key[name].as_str().unwrap()).unwrap();
        let public = RsaPublicKeyComponents { n: number("n"), e: number("e") };
        let signature = BASE64.decode(signature).unwrap();
        let verified = public.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature);
        assert!(verified.is_ok());
    }
    let discovery = rig.get("/a-tenant/v2.0/.well-known/openid-configuration").await.body;
    let keys = discovery["jwks_uri"].as_str().unwrap();
    assert_eq!(rig.get(keys).await.status, 200);
    // Whoever asks for itself, or for the Bot Connector, is itself.
    for (scope, audience) in [("any/.default", "any"), (BOT, BOT.trim_end_matches("/.default"))] {
        let token = token(scope).await;
        let claims = jwt::claims(&token).unwrap();
        assert_eq!((&claims["aud"], &claims["appid"]), (&audience.into(), &"any".into()));
        assert!(jwt::is_signed_by(&keys::KEY, &token));
    }
    let for_azure = token("https://management.azure.com/.default").await;
    assert!(for_azure.ends_with(&BASE64.encode("no signature")));
}

#[tokio::test]
async fn an_assertion_of_sts_is_accepted_if_the_federated_credential_expects_it() {
    let rig = TestRig::by_hand().await;
    let ask = async |assertion: &str| {
        let form = format!(
            "grant_type=client_credentials&client_id=any&scope=https%3A%2F%2Fvault.azure.net%2F.default\
             &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
             &client_assertion={assertion}"
        );
        let request = rig.request(Method::POST, "/a-tenant/oauth2/v2.0/token");
        TestRig::read(request.body(form).send().await.unwrap()).await
    };
    let assertion = async |audience: &str| {
        let form = format!(
            "Action=GetWebIdentityToken&Version=2011-06-15&SigningAlgorithm=RS256&Audience.member.1={audience}"
        );
        let (_, xml) = rig.sts(&form).await;
        element(&xml, "WebIdentityToken").to_owned()
    };
    let right = assertion("api%3A%2F%2FAzureADTokenExchange").await;
    let taken = ask(&right).await;
    assert_eq!(taken.status, 200);
    let claims = jwt::claims(taken.body["access_token"].as_str().unwrap()).unwrap();
    assert_eq!(claims["aud"], "https://vault.azure.net");

    let refused = async |assertion: &str| {
        let refused = ask(assertion).await;
        assert_eq!((refused.status, &refused.body["error"]), (401, &json!("invalid_client")));
        let description = refused.body["error_description"].as_str().unwrap();
        let words = description.split(['\'', '.', '[']).next().unwrap().trim_end().to_owned();
        let value = description.split('\'').nth(1).unwrap_or_default().to_owned();
        assert!(words.contains(&refused.body["error_codes"][0].to_string()), "{description}");
        (words, value)
    };
    let told = |code: u32, what: &str, value: &str| {
        let words = format!(
            "AADSTS{code}: No matching federated identity record found for presented assertion {what}"
        );
        (words, value.to_owned())
    };
    let other = assertion("api%3A%2F%2Fother").await;
    assert_eq!(refused(&other).await, told(700_212, "audience", "api://other"));
    // The same claims, signed with another key: Entra's own.
    let forged = jwt::signed(&super::keys::KEY, &json!({ "alg": "RS256" }), &jwt::claims(&right).unwrap());
    assert_eq!(refused(&forged).await.0, "AADSTS50013: Assertion failed signature validation");

    let set = async |federation: Value| {
        let set = rig.send(Method::POST, "/_emulator/federation", &federation).await;
        assert_eq!(set.status, 200);
    };
    let role = "arn:aws:iam::123456789012:role/lamplighter";
    set(json!({ "subject": "arn:aws:iam::123456789012:role/Lamplighter" })).await;
    assert_eq!(refused(&right).await, told(700_213, "subject", role));
    set(json!({ "issuer": "https://other.tokens.sts.global.api.aws" })).await;
    let issuer = "https://emulated.tokens.sts.global.api.aws";
    assert_eq!(refused(&right).await, told(700_211, "issuer", issuer));
    set(json!({ "audience": "api://other" })).await;
    assert_eq!(ask(&other).await.status, 200);
    set(json!({})).await;
    assert_eq!(ask(&right).await.status, 200);

    rig.pass(599);
    assert_eq!(ask(&right).await.status, 200, "five minutes, and five for the clock");
    rig.pass(1);
    let late = refused(&right).await.0;
    assert_eq!(late, "AADSTS700024: Client assertion is not within its valid time range");
    let foreign = ask("any.other.assertion").await;
    assert_eq!(foreign.status, 200, "whose keys are not known here");
}
