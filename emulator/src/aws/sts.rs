//! STS's `GetWebIdentityToken`: a token that states the caller's role.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html>; for its claims
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html>.

use std::{collections::HashMap, sync::LazyLock};

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use ring::signature::RsaKeyPair;
use serde_json::{Value, json};

use super::{
    account::{AWS_ACCOUNT, AWS_ISSUER, AWS_ROLE},
    problem::{AwsProblem, NAMESPACE},
};
use crate::{
    answer::{Answer, text},
    ids::guid,
    jwt,
    request::EmulatedRequest,
};

/// Public, like everything in the emulator: nothing real may trust this key.
static KEY: LazyLock<RsaKeyPair> = LazyLock::new(|| jwt::key(include_str!("insecure-test-key-sts.b64")));

/// Whether STS signed the token.
pub(crate) fn signed(token: &str) -> bool {
    jwt::is_signed_by(&KEY, token)
}

/// Returns a token, or the error in the request.
pub(crate) fn answer(
    request: &EmulatedRequest,
    region: &str,
    now: Timestamp,
    number: u64,
) -> Result<Answer, AwsProblem> {
    let form: HashMap<_, _> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let field = |name: &str| form.get(name).map(String::as_str);
    let action = field("Action").unwrap_or_default();
    let version = field("Version").unwrap_or("NO_VERSION_SPECIFIED");
    if (action, version) != ("GetWebIdentityToken", "2011-06-15") {
        let message = format!("Could not find operation {action} for version {version}");
        return Err(AwsProblem::new(StatusCode::BAD_REQUEST, "InvalidAction", message));
    }
    let audiences: Vec<_> = (1..).map_while(|n| field(&format!("Audience.member.{n}"))).collect();
    let seconds = field("DurationSeconds").unwrap_or("300");
    let lifetime = check(&audiences, field("SigningAlgorithm"), seconds)?;
    let expires = now + SignedDuration::from_secs(lifetime);
    let token = jwt::signed(
        &KEY,
        &json!({ "typ": "JWT", "alg": "RS256", "kid": "RSA_0" }),
        // The documentation lists no "nbf".
        &json!({
            "iss": AWS_ISSUER,
            "sub": AWS_ROLE,
            "aud": match audiences[..] {
                [one] => json!(one),
                _ => Value::from(audiences),
            },
            "iat": now.as_second(),
            "exp": expires.as_second(),
            "jti": guid(0x15, number),
            "https://sts.amazonaws.com/": {
                "aws_account": AWS_ACCOUNT,
                "source_region": region,
                "principal_id": AWS_ROLE,
            },
        }),
    );
    let body = format!(
        "<GetWebIdentityTokenResponse xmlns=\"{NAMESPACE}\">\n  <GetWebIdentityTokenResult>\n    \
         <WebIdentityToken>{token}</WebIdentityToken>\n    <Expiration>{}</Expiration>\n  \
         </GetWebIdentityTokenResult>\n  <ResponseMetadata>\n    <RequestId>{}</RequestId>\n  \
         </ResponseMetadata>\n</GetWebIdentityTokenResponse>\n",
        expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        guid(0xa5, number),
    );
    Ok(text(StatusCode::OK, "text/xml", body))
}

/// Checks the parameters against the documented limits. Returns the token's lifetime in seconds.
fn check(audiences: &[&str], algorithm: Option<&str>, seconds: &str) -> Result<i64, AwsProblem> {
    let invalid = |value: &str, name: &str, words: &str| {
        let message = format!(
            "1 validation error detected: Value {value} at '{name}' failed to satisfy constraint: Member \
             must {words}"
        );
        AwsProblem::new(StatusCode::BAD_REQUEST, "ValidationError", message)
    };
    let quoted = |value: &str| format!("'{value}'");
    let listed = format!("'[{}]'", audiences.join(", "));
    if audiences.is_empty() {
        return Err(invalid("null", "audience", "not be null"));
    }
    if audiences.len() > 10 {
        let words = "have length less than or equal to 10";
        return Err(invalid(&listed, "audience", words));
    }
    if audiences.iter().any(|it| it.is_empty() || it.len() > 1000) {
        let words = "satisfy constraint: [Member must have length less than or equal to 1000, Member must \
                     have length greater than or equal to 1]";
        return Err(invalid(&listed, "audience", words));
    }
    match algorithm {
        Some("RS256") => {}
        Some("ES384") => {
            let message = "The emulator signs with RS256 only.";
            return Err(AwsProblem::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message));
        }
        None => return Err(invalid("null", "signingAlgorithm", "not be null")),
        Some(other) => {
            let words = "satisfy enum value set: [RS256, ES384]";
            return Err(invalid(&quoted(other), "signingAlgorithm", words));
        }
    }
    let bound = |words: &str| Err(invalid(&quoted(seconds), "durationSeconds", words));
    match seconds.parse() {
        Ok(number @ 60..=3600) => Ok(number),
        Ok(..60) => bound("have value greater than or equal to 60"),
        Ok(_) => bound("have value less than or equal to 3600"),
        Err(_) => bound("be a number"),
    }
}

#[cfg(test)]
mod tests;
