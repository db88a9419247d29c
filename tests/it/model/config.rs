//! The configuration of a history: every request has its own caller.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    chats::{self, SIGNING_SECRET},
    history::{History, Who},
};
use crate::support::chat::{Chat, mattermost, teams, teams_bot};

/// Of every monitor.
pub const ALERT_TOKEN: &str = "a-token-of-a-monitor";

pub const TICKET_KEY: &str = "a key of tickets that nobody else has";
pub const MACHINE_KEY: &[u8] = b"a key of the nightly stop, 32 by";

/// `keys`: where those of the Bot Connector are published.
pub fn text(history: &History, azure: &str, keys: &str) -> String {
    let own = history.requests.iter().enumerate().map(|(number, request)| {
        let fixed = if request.fixed { format!("command = \"{}\"", request.text()) } else { String::new() };
        match (request.who, request.chat) {
            (Who::Monitor, _) => monitor(azure, number),
            (Who::Starter, _) => machine(azure, number, "start", &fixed),
            (Who::Machine, _) => machine(azure, number, "owner", &fixed),
            (_, Chat::Teams) => chats::teams_table(number) + &notified(azure, number, ""),
            _ => String::new(),
        }
    });
    let has_bot = history.requests.iter().any(|request| request.chat == Chat::TeamsBot);
    let bot = if has_bot { bot(keys, azure) } else { String::new() };
    let makes = history.requests.iter().any(|request| request.verb.makes());
    let made = if makes { blueprint(history) } else { String::new() };
    head(azure) + &workspaces(history.setting.workspaces) + &bot + &made + &own.collect::<String>()
}

/// What may be made, and by whom. Machines have the grant, which must not help them.
fn blueprint(history: &History) -> String {
    let requests = history.requests.iter().enumerate().filter(|(_, request)| request.verb.makes());
    let known = requests.map(|(number, request)| match request.who {
        who if who.is_machine() => {
            format!("\n[[grants]]\nto = [\"m{number}\"]\nmay = [\"create\"]\non = [\"*\"]\n")
        }
        who => chats::may_make(request.chat, number, who),
    });
    let small = "\n[blueprints.small]\nsize = \"Standard_DS3_v2\"\nidle = \"1h\"\nmost_per_person = 3\n";
    small.to_owned() + &known.collect::<String>()
}

/// Those besides the first.
fn workspaces(many: usize) -> String {
    let one = |number: usize| {
        format!(
            r#"
[workspaces.team{number}]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-ws-{number:04}"
"#
        )
    };
    (1..=many).map(one).collect()
}

/// A monitor that proposes a stop in the channel of its request.
fn monitor(azure: &str, number: usize) -> String {
    let source = format!(
        r#"
[sources.m{number}]
kind = "alertmanager"
token = {{ env = "ALERT_TOKEN" }}
notify = ["n{number}"]
rules = [{{ when = {{ alert = "GpuIdle" }}, command = "stop {{instance}}" }}]

[[grants]]
to = ["m{number}"]
may = ["stop"]
on = ["*"]
"#
    );
    source + &notified(azure, number, "source = \"slack\"")
}

/// The channel of a request, which no other shares.
fn notified(azure: &str, number: usize, more: &str) -> String {
    let url = channel(azure, number);
    format!("\n[notify.n{number}]\nkind = \"slack\"\nurl = {{ env = \"{url}\" }}\n{more}\n")
}

/// People, those who may do everything and those who may look; and where Azure is.
pub fn head(azure: &str) -> String {
    let azure_and_workspace = format!(
        r#"
[azure]
cloud = {{ authority = "{azure}", resource_manager = "{azure}", audience = "{azure}" }}
credential = "client-secret"

[workspaces.research]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-research"
"#
    );
    azure_and_workspace + &chats::tables(azure)
}

/// People in Teams, who may do everything.
fn bot(keys: &str, azure: &str) -> String {
    let tables = teams_bot::source(keys, azure.trim_start_matches("http://"));
    // The key of tickets is there already.
    let (_, own) = tables.split_once("[sources.bot]").expect("the bot's table");
    format!("\n[sources.bot]{own}")
        + r#"
[[grants]]
to = ["bot:*/*"]
may = ["owner"]
on = ["research/*"]
"#
}

/// The machine of a request, whose channel no other shares.
pub fn machine(azure: &str, number: usize, may: &str, fixed: &str) -> String {
    let source = format!(
        r#"
[sources.m{number}]
kind = "signed"
secret = {{ env = "MACHINE_SECRET" }}
notify = ["n{number}"]
{fixed}

[[grants]]
to = ["m{number}"]
may = ["{may}"]
on = ["*"]
"#
    );
    source + &notified(azure, number, "")
}

/// The variable that holds the address of a machine's channel, and says it.
fn channel(azure: &str, number: usize) -> String {
    format!("INBOX_{azure}/_emulator/inbox/r{number}")
}

/// The variables of a configuration with one machine.
pub fn names(azure: &str, number: usize) -> Vec<String> {
    let names = "LAMPLIGHTER_CONFIG SIGNING_SECRET LAMPLIGHTER_TICKET_KEY MACHINE_SECRET MATTERMOST_TOKEN AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET";
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
        "MATTERMOST_TOKEN" => Some(mattermost::TOKEN.to_owned()),
        "TEAMS_TOKEN" => Some(teams::TOKEN.to_owned()),
        "ALERT_TOKEN" => Some(ALERT_TOKEN.to_owned()),
        "AZURE_TENANT_ID" | "AZURE_CLIENT_ID" => Some("00000000-0000-0000-0000-0000000000aa".to_owned()),
        "AZURE_CLIENT_SECRET" => Some("any".to_owned()),
        other => other.strip_prefix("INBOX_").map(str::to_owned),
    }
}
