//! JSON Web Tokens signed with RS256.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64},
};
use ring::{
    rand::SystemRandom,
    signature::{self, RsaKeyPair, RsaPublicKeyComponents},
};
use serde_json::Value;

/// Reads a private key: PKCS #8 in base64, in lines, after a line that begins with `#`.
pub(crate) fn key(pkcs8: &str) -> RsaKeyPair {
    let pkcs8: String = pkcs8.lines().filter(|line| !line.starts_with('#')).collect();
    let pkcs8 = STANDARD.decode(pkcs8).expect("base64");
    RsaKeyPair::from_pkcs8(&pkcs8).expect("an RSA key of 2048 bits")
}

/// A signed token.
pub(crate) fn signed(key: &RsaKeyPair, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .expect("the key can sign");
    format!("{signed}.{}", BASE64.encode(signature))
}

/// The claims of a token; the signature is not checked.
pub(crate) fn claims(token: &str) -> Option<Value> {
    let claims = BASE64.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&claims).ok()
}

/// Whether `key` signed the token.
pub(crate) fn is_signed_by(key: &RsaKeyPair, token: &str) -> bool {
    let Some((signed, signature)) = token.rsplit_once('.') else {
        return false;
    };
    let Ok(signature) = BASE64.decode(signature) else {
        return false;
    };
    RsaPublicKeyComponents::<Vec<u8>>::from(key.public())
        .verify(&signature::RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature)
        .is_ok()
}
