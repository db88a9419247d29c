//! The configuration of a history: every request has its own caller.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::history::{History, Who};
use crate::support::chat::teams_bot;

pub const SIGNING_SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
pub const TICKET_KEY: &str = "a key of tickets that nobody else has";
pub const MACHINE_KEY: &[u8] = b"a key of the nightly stop, 32 by";

/// `keys`: where those of the Bot Connector are published.
pub fn text(history: &History, azure: &str, keys: &str) -> String {
    let machines = history.requests.iter().enumerate();
    let machines = machines.filter(|(_, request)| request.who.is_machine());
    let machines = machines.map(|(number, request)| {
        let fixed = if request.fixed { format!("command = \"{}\"", request.text()) } else { String::new() };
        let may = if request.who == Who::Starter { "start" } else { "owner" };
        machine(azure, number, may, &fixed)
    });
    let has_bot = history.requests.iter().any(|request| request.pressed);
    let bot = if has_bot { bot(keys, azure) } else { String::new() };
    head(azure) + &bot + &machines.collect::<String>()
}

/// People, those who may do everything and those who may look; and where Azure is.
pub fn head(azure: &str) -> String {
    format!(
        r#"
[azure]
cloud = {{ authority = "{azure}", resource_manager = "{azure}", audience = "{azure}" }}
credential = "client-secret"

[workspaces.research]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-research"

[sources.slack]
kind = "slack"
secret = {{ env = "SIGNING_SECRET" }}
reply_hosts = ["127.0.0.1"]

[[grants]]
to = ["slack:TOWNER/*"]
may = ["owner"]
on = ["research/*"]

[[grants]]
to = ["slack:TREADER/*"]
may = ["reader"]
on = ["research/*"]
"#
    )
}

/// People in Teams, who may do everything.
fn bot(keys: &str, azure: &str) -> String {
    teams_bot::source(keys, azure.trim_start_matches("http://"))
        + r#"
[[grants]]
to = ["bot:*/*"]
may = ["owner"]
on = ["research/*"]
"#
}

/// The machine of a request, whose channel no other shares.
pub fn machine(azure: &str, number: usize, may: &str, fixed: &str) -> String {
    let channel = channel(azure, number);
    format!(
        r#"
[sources.m{number}]
kind = "signed"
secret = {{ env = "MACHINE_SECRET" }}
notify = ["n{number}"]
{fixed}

[notify.n{number}]
kind = "slack"
url = {{ env = "{channel}" }}

[[grants]]
to = ["m{number}"]
may = ["{may}"]
on = ["research/*"]
"#
    )
}

/// The variable that holds the address of a machine's channel, and says it.
fn channel(azure: &str, number: usize) -> String {
    format!("INBOX_{azure}/_emulator/inbox/r{number}")
}

/// The variables of a configuration with one machine.
pub fn names(azure: &str, number: usize) -> Vec<String> {
    let names = "LAMPLIGHTER_CONFIG SIGNING_SECRET MACHINE_SECRET AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET";
    let names = names.split(' ').map(str::to_owned);
    names.chain([channel(azure, number)]).collect()
}

/// What a variable holds, where the configuration is `text`.
pub fn variable(name: &str, text: &str) -> Option<String> {
    match name {
        "LAMPLIGHTER_CONFIG" => Some(text.to_owned()),
        "SIGNING_SECRET" => Some(SIGNING_SECRET.to_owned()),
        "LAMPLIGHTER_TICKET_KEY" => Some(TICKET_KEY.to_owned()),
        "TEAMS_BOT_SECRET" => Some("any".to_owned()),
        "MACHINE_SECRET" => Some(format!("whsec_{}", STANDARD.encode(MACHINE_KEY))),
        "AZURE_TENANT_ID" | "AZURE_CLIENT_ID" => Some("00000000-0000-0000-0000-0000000000aa".to_owned()),
        "AZURE_CLIENT_SECRET" => Some("any".to_owned()),
        other => other.strip_prefix("INBOX_").map(str::to_owned),
    }
}
