//! Signs requests as the platforms do, without the product's code, so that a signer and a verifier cannot share a
//! mistake. Each signer reproduces vectors that come from elsewhere.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use ring::{hmac, signature::Ed25519KeyPair};

/// Names and values, in the order in which the platform sends them.
pub type Headers = Vec<(&'static str, String)>;

/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
pub fn slack(secret: &str, at: Timestamp, body: &str) -> Headers {
    let stamp = at.as_second().to_string();
    let signature = hmac_sha256(secret.as_bytes(), &format!("v0:{stamp}:{body}"));
    vec![
        ("x-slack-request-timestamp", stamp),
        ("x-slack-signature", format!("v0={}", hex::encode(signature))),
    ]
}

/// `token` is the base64 text that Teams shows when an outgoing webhook is made.
/// <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook>
pub fn teams(token: &str, body: &str) -> Headers {
    teams_with_key(&STANDARD.decode(token).unwrap(), body)
}

pub fn teams_with_key(key: &[u8], body: &str) -> Headers {
    let signature = STANDARD.encode(hmac_sha256(key, body));
    vec![("authorization", format!("HMAC {signature}"))]
}

/// A token in the header that Entra's and the Bot Connector's requests show it in.
pub fn bearer(token: &str) -> Headers {
    vec![("authorization", format!("Bearer {token}"))]
}

/// `private_key` is the seed of RFC 8032, in hex.
/// <https://docs.discord.com/developers/interactions/overview>
pub fn discord(private_key: &str, at: Timestamp, body: &str) -> Headers {
    let seed = hex::decode(private_key).unwrap();
    let key = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    let stamp = at.as_second().to_string();
    let signature = key.sign(format!("{stamp}{body}").as_bytes());
    vec![("x-signature-timestamp", stamp), ("x-signature-ed25519", hex::encode(signature))]
}

/// <https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/>
pub fn grafana(secret: &str, at: Timestamp, body: &str) -> Headers {
    let stamp = at.as_second().to_string();
    let signature = hmac_sha256(secret.as_bytes(), &format!("{stamp}:{body}"));
    vec![("x-grafana-alerting-timestamp", stamp), ("x-grafana-alerting-signature", hex::encode(signature))]
}

/// `key` is what the secret's `whsec_` precedes, decoded.
/// <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>
pub fn standard_webhook(key: &[u8], id: &str, at: Timestamp, body: &str) -> Headers {
    let stamp = at.as_second().to_string();
    let signature = STANDARD.encode(hmac_sha256(key, &format!("{id}.{stamp}.{body}")));
    vec![
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", stamp),
        ("webhook-signature", format!("v1,{signature}")),
    ]
}

fn hmac_sha256(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The private key of RFC 8032 §7.1, TEST 3, which signed the vectors.
    const RFC_8032_TEST_3: &str = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

    /// Those that sign a body, which not all of Discord's do.
    fn vectors(json: &str) -> Vec<Value> {
        let vectors: Vec<Value> = serde_json::from_str(json).unwrap();
        vectors.into_iter().filter(|vector| vector["body"].is_string()).collect()
    }

    fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
        vector[key].as_str().unwrap_or_else(|| panic!("{key} of {vector}"))
    }

    fn signed_at(vector: &Value) -> Timestamp {
        Timestamp::from_second(text(vector, "timestamp").parse().unwrap()).unwrap()
    }

    #[test]
    fn slack_signs_like_its_documentation_and_another_client() {
        let vectors = vectors(include_str!("../../../events/slack/vectors.json"));
        assert_eq!(vectors.len(), 5);
        for vector in &vectors {
            let headers = slack(text(vector, "secret"), signed_at(vector), text(vector, "body"));
            assert_eq!(headers[1].1, text(vector, "signature"), "{vector}");
        }
    }

    #[test]
    fn teams_signs_like_microsofts_samples() {
        let vectors = vectors(include_str!("../../../events/teams/vectors.json"));
        assert_eq!(vectors.len(), 2);
        for vector in &vectors {
            let headers = teams(text(vector, "token"), text(vector, "body"));
            assert_eq!(headers[0].1, text(vector, "authorization"), "{vector}");
        }
    }

    #[test]
    fn discord_signs_like_another_implementation() {
        let vectors = vectors(include_str!("../../../events/discord/vectors.json"));
        assert_eq!(vectors.len(), 3);
        for vector in &vectors {
            let headers = discord(RFC_8032_TEST_3, signed_at(vector), text(vector, "body"));
            assert_eq!(headers[1].1, text(vector, "signature"), "{vector}");
        }
    }

    #[test]
    fn grafana_signs_like_its_own_code() {
        let vectors = vectors(include_str!("../../../events/grafana/vectors.json"));
        assert_eq!(vectors.len(), 3);
        for vector in &vectors {
            let headers = grafana(text(vector, "secret"), signed_at(vector), text(vector, "body"));
            assert_eq!(headers[1].1, text(vector, "signature"), "{vector}");
        }
    }

    /// The vector of the specification's own libraries.
    #[test]
    fn standard_webhooks_are_signed_like_the_specifications_vector() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let headers = standard_webhook(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, "{\"test\": 2432232314}");
        assert_eq!(headers[2].1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
