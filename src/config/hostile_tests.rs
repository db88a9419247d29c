//! The example configuration with everything in it, and what hostile text makes of a configuration.

use super::{Config, Document};

pub(super) const EXAMPLE: &str = include_str!("../../lamplighter.example.toml");

pub(super) const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
pub(super) const PREVIOUS_SECRET: &str = "the-signing-secret-before-it";
pub(super) const TICKET_KEY: &str = "a-key-of-more-than-thirty-two-letters";
pub(super) const TEAMS_TOKEN: &str = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";
pub(super) const OPS_WEBHOOK: &str = "https://hooks.slack.com/services/T1/B2/secret";
pub(super) const AZURE_SECRET: &str = "a-client-secret";

pub(super) fn env(name: &str) -> Option<String> {
    let value = match name {
        "SLACK_SIGNING_SECRET" => SECRET,
        "SLACK_SIGNING_SECRET_PREVIOUS" => PREVIOUS_SECRET,
        "LAMPLIGHTER_TICKET_KEY" => TICKET_KEY,
        "TEAMS_TOKEN_RESEARCH" | "TEAMS_TOKEN_VISION" => TEAMS_TOKEN,
        "OPS_WEBHOOK" => OPS_WEBHOOK,
        "NIGHTLY_SECRET" | "NIGHTLY_SECRET_PREVIOUS" | "DUE_SECRET" => {
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        }
        "GRAFANA_SECRET" | "ALERTMANAGER_TOKEN" => "a-secret-of-an-alerting-tool",
        "TEAMS_BOT_SECRET" => "a-secret-of-the-bot",
        "MATTERMOST_TOKEN" => "okwexkjpe7ygb8eq1ww58t483w",
        "MATTERMOST_TOKEN_PREVIOUS" => "xr3j5x3p4pfk7kk6ck7b4e6ghh",
        "AZURE_TENANT_ID" => "11111111-0000-0000-0000-000000000000",
        "AZURE_CLIENT_ID" => " 22222222-0000-0000-0000-000000000000\n",
        "AZURE_CLIENT_SECRET" => AZURE_SECRET,
        "AZURE_FEDERATED_TOKEN_FILE" => "/var/run/token",
        "WITH_NEWLINE" => "8f742231b10e8888abcd99yyyzzz85a5\r\n",
        "SHORT" => "short-secret",
        "EMPTY" => "",
        "BLANK" => " \n",
        _ => return None,
    };
    Some(value.to_owned())
}

/// The example with everything in it that is optional.
pub(crate) fn whole_example() -> String {
    let is_key = |line: &str| line.starts_with('#') && !line.starts_with("# ") && line.len() > 1;
    let line = |line| if is_key(line) { &line[1..] } else { line };
    EXAMPLE.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The configuration of the example, with everything in it.
pub(crate) fn example() -> Config {
    Config::read(&Document::new("lamplighter.toml", &whole_example()), &env).expect("the example is read")
}

/// Any text is read, or refused with reasons that show no secret.
pub(crate) fn configuration(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Err(faults) = Config::read(&Document::new("lamplighter.toml", text), &env) else { return };
    assert!(!faults.0.is_empty(), "refused without a reason");
    let said = format!("{faults} {faults:?}");
    for secret in [SECRET, PREVIOUS_SECRET, TICKET_KEY, AZURE_SECRET, TEAMS_TOKEN, OPS_WEBHOOK] {
        assert!(text.contains(secret) || !said.contains(secret), "a secret is shown: {said}");
    }
}
