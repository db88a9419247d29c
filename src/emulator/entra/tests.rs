//! The tokens of secure webhooks, as their receivers check them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use http::Method;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

use crate::emulator::stage::Stage;

#[tokio::test]
async fn a_token_for_anything_but_azure_is_signed_with_a_key_that_is_published() {
    let stage = Stage::by_hand().await;
    let form = "grant_type=client_credentials&client_id=any&client_secret=any&scope=";
    let token = async |scope: &str| {
        let request = stage.request(Method::POST, "/a-tenant/oauth2/v2.0/token");
        let answer = request.body(format!("{form}{scope}")).send().await.unwrap();
        let token = Stage::read(answer).await.body["access_token"].take();
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
        let key = stage.get(address).await.body["keys"][0].take();
        assert_eq!(key["kid"], header["kid"]);
        let number = |name: &str| BASE64.decode(key[name].as_str().unwrap()).unwrap();
        let public = RsaPublicKeyComponents {
            n: number("n"),
            e: number("e"),
        };
        let signature = BASE64.decode(signature).unwrap();
        let verified = public.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature);
        assert!(verified.is_ok());
    }
    let discovery = stage
        .get("/a-tenant/v2.0/.well-known/openid-configuration")
        .await
        .body;
    let keys = discovery["jwks_uri"].as_str().unwrap();
    assert_eq!(stage.get(keys).await.status, 200);
    let for_azure = token("https://management.azure.com/.default").await;
    assert!(for_azure.ends_with(&BASE64.encode("no signature")));
}
