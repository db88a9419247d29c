//! The federated credential: whose assertions an app takes in place of a secret.
//!
//! Only assertions of the STS played here are checked. Those of others, of a workload identity's say,
//! are taken unseen, since the emulator knows no key of theirs.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    aws::{
        account::{AWS_ISSUER, AWS_ROLE},
        sts,
    },
    jwt,
};

/// What the app's federated credential expects of an assertion.
///
/// The default is what the STS played here says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Federation {
    pub issuer: String,
    pub subject: String,
    pub audience: String,
}

impl Default for Federation {
    fn default() -> Self {
        Self {
            issuer: AWS_ISSUER.into(),
            subject: AWS_ROLE.into(),
            audience: "api://AzureADTokenExchange".into(),
        }
    }
}

/// How far a clock may be off.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

const MORE: &str = "Check your federated identity credential Subject, Audience and Issuer against the \
                    presented assertion. \
                    https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/// Why Entra does not take an assertion: the number of its refusal, and the words.
pub(crate) fn check(assertion: &str, expected: &Federation, now: Timestamp) -> Result<(), (u32, String)> {
    let claims = jwt::claims(assertion).unwrap_or_default();
    let said = |name: &str| claims[name].as_str().unwrap_or_default();
    if said("iss") != AWS_ISSUER {
        return Ok(());
    }
    let unmatched = |code: u32, what: &str, value: &str| {
        let words = format!(
            "No matching federated identity record found for presented assertion {what} '{value}'. {MORE}"
        );
        Err((code, words))
    };
    if expected.issuer != AWS_ISSUER {
        return unmatched(700_211, "issuer", AWS_ISSUER);
    }
    if !sts::signed(assertion) {
        let words = "Assertion failed signature validation. [Reason - The provided signature value did not \
                     match the expected signature value.]";
        return Err((50_013, words.into()));
    }
    check_time(&claims, now)?;
    if said("sub") != expected.subject {
        return unmatched(700_213, "subject", said("sub"));
    }
    // One of several will not do: Entra takes an assertion for itself alone.
    if claims["aud"] != expected.audience {
        let audience = claims["aud"]
            .as_str()
            .map_or(claims["aud"].to_string(), Into::into);
        return unmatched(700_212, "audience", &audience);
    }
    Ok(())
}

fn check_time(claims: &Value, now: Timestamp) -> Result<(), (u32, String)> {
    let at = |name: &str| Timestamp::from_second(claims[name].as_i64().unwrap_or(0)).unwrap_or_default();
    let (from, until) = (at("nbf"), at("exp"));
    if from - LEEWAY <= now && now < until + LEEWAY {
        return Ok(());
    }
    let exact = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S.%6f0Z").to_string();
    let words = format!(
        "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, \
         expiry time of assertion {}. Review the documentation at \
         https://learn.microsoft.com/entra/identity-platform/certificate-credentials .",
        exact(now),
        exact(from),
        exact(until)
    );
    Err((700_024, words))
}

/// All of these refusals come with it.
pub(crate) const STATUS: StatusCode = StatusCode::UNAUTHORIZED;
