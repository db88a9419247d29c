//! The federated credential: the assertions that an app accepts in place of a secret.
//!
//! Only assertions of the emulated STS are checked. Others, such as those of a workload identity, are accepted
//! unchecked, since their keys are unknown here.

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

/// The assertions that the app's federated credential accepts.
///
/// The default accepts those of the emulated STS.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Federation {
    /// The only `iss` that is accepted.
    pub issuer: String,
    /// The only `sub` that is accepted: the ARN of a role.
    pub subject: String,
    /// The only `aud` that is accepted.
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

/// The tolerance for a clock.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

const MORE: &str = "Check your federated identity credential Subject, Audience and Issuer against the \
                    presented assertion. \
                    https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/// Checks an assertion. An error is Entra's error number and text.
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
    // An array is refused: Entra accepts only an assertion that is for Entra alone.
    if claims["aud"] != expected.audience {
        let audience = claims["aud"].as_str().map_or(claims["aud"].to_string(), Into::into);
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

/// The status of all these errors.
pub(crate) const STATUS: StatusCode = StatusCode::UNAUTHORIZED;
