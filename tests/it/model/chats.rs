//! What people send in each chat, and what they read there. A new chat is an arm in each of these functions.

use jiff::{SignedDuration, Timestamp};
use lamplighter_emulator::Message;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{
    history::{Who, Yes},
    record::Signed,
};
use crate::support::{
    chat::{Chat, discord, mattermost, teams},
    signers::{self, Headers},
};

pub const SIGNING_SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// Those in which people type. The bot of Teams has its cards alone, whose buttons `sign.rs` presses.
pub const CHATS: [Chat; 4] = [Chat::Slack, Chat::Teams, Chat::Discord, Chat::Mattermost];

fn has_cards_alone() -> ! {
    panic!("nobody types in a chat with the bot of Teams here")
}

/// The tables of all chats but Teams, whose late answers go to a channel: each request has a source of its own there.
pub fn tables(azure: &str) -> String {
    let inbox = format!("{azure}/_emulator/inbox");
    let sources = format!(
        r#"
[tickets]
key = {{ env = "LAMPLIGHTER_TICKET_KEY" }}

[sources.slack]
kind = "slack"
secret = {{ env = "SIGNING_SECRET" }}
reply_hosts = ["127.0.0.1"]

[sources.discord]
kind = "discord"
public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
application_id = "{}"
api = "{inbox}"

[sources.mattermost]
kind = "mattermost"
token = {{ env = "MATTERMOST_TOKEN" }}
site_url = "{inbox}"
url = "http://127.0.0.1:9"
"#,
        discord::APPLICATION
    );
    let chats = [Chat::Slack, Chat::Discord, Chat::Mattermost];
    sources + &chats.map(|chat| grants(chat, chat.source())).concat()
}

/// The source of a request in Teams.
pub fn teams_table(number: usize) -> String {
    let source = format!("t{number}");
    let table = format!(
        "\n[sources.{source}]\nkind = \"teams\"\ntokens = {{ ops = {{ env = \"TEAMS_TOKEN\" }} }}\nnotify = [\"n{number}\"]\n"
    );
    table + &grants(Chat::Teams, &source)
}

fn grants(chat: Chat, source: &str) -> String {
    let grant = |who, may: &str| {
        let team = team(chat, who);
        format!("\n[[grants]]\nto = [\"{source}:{team}/*\"]\nmay = [\"{may}\"]\non = [\"*\"]\n")
    };
    grant(Who::Owner, "owner") + &grant(Who::Reader, "reader")
}

/// The ids in Entra of whoever signs a request and of the thief, and for owners the grant to make instances.
pub fn may_make(chat: Chat, number: usize, who: Who) -> String {
    let (source, team) = (source(chat, number), team(chat, who));
    let person = |thief: bool| {
        let user = user_of(chat, number, thief);
        let thief = u8::from(thief);
        format!(
            "\n[people.\"{source}:{team}/{user}\"]\nid = \"0000{thief}000-0000-0000-0000-{number:012}\"\n"
        )
    };
    let grant = |to| {
        format!(
            "\n[[grants]]\nto = [\"{source}:{team}/{to}\"]\nmay = [\"create\", \"renew\"]\non = [\"*\"]\n"
        )
    };
    let grants = [false, true].map(|thief| grant(user_of(chat, number, thief))).concat();
    person(false) + &person(true) + if who == Who::Owner { &grants } else { "" }
}

/// What tells those who may do everything, those who may look and strangers apart.
fn team(chat: Chat, who: Who) -> String {
    let rank = match who {
        Who::Reader => 2,
        Who::Stranger => 3,
        _ => 1,
    };
    match chat {
        Chat::Slack => format!("T{rank}"),
        Chat::Teams => format!("00000000-0000-0000-0000-00000000000{rank}"),
        Chat::Discord => format!("129000000000000000{rank}"),
        Chat::TeamsBot => has_cards_alone(),
        Chat::Mattermost => padded(&format!("team{rank}")),
    }
}

/// Whoever signs; a thief is somebody else in the same team.
fn user(chat: Chat, signed: &Signed) -> String {
    user_of(chat, signed.request, signed.yes == Some(Yes::Stolen))
}

fn user_of(chat: Chat, number: usize, thief: bool) -> String {
    let thief = u8::from(thief);
    match chat {
        Chat::Slack => format!("U{thief}{number}"),
        Chat::Teams => format!("0000{thief}000-0000-0000-0000-{number:012}"),
        Chat::Discord => format!("13{thief}{number:016}"),
        Chat::TeamsBot => has_cards_alone(),
        Chat::Mattermost => padded(&format!("user{thief}{number}")),
    }
}

/// An id of Mattermost.
fn padded(text: &str) -> String {
    format!("{text:x<26}")
}

/// The name of the source in the address of a request.
pub fn source(chat: Chat, number: usize) -> String {
    if chat == Chat::Teams { format!("t{number}") } else { chat.source().to_owned() }
}

/// When somebody must have been answered: what the platform waits, less what it takes itself.
pub fn in_time(chat: Chat) -> SignedDuration {
    SignedDuration::from_millis(match chat {
        Chat::Slack | Chat::Discord | Chat::TeamsBot => 2500,
        Chat::Mattermost => 3500,
        Chat::Teams => 4000,
    })
}

/// Whether its requests carry a signature with a time. Others show a token, and each of their deliveries is a new request.
pub fn signs(chat: Chat) -> bool {
    chat != Chat::Mattermost
}

/// The body of a request in which somebody types `text`.
pub fn typed(chat: Chat, signed: &Signed, text: &str, at: Timestamp, azure: &str) -> String {
    let (team, user) = (team(chat, signed.who), user(chat, signed));
    match chat {
        Chat::Slack => form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("team_id", &team), ("user_id", &user)])
            .extend_pairs([("channel_id", "C0OPS"), ("command", "/ci"), ("text", text)])
            .append_pair("response_url", &slack_inbox(signed, azure))
            .finish(),
        Chat::Teams => {
            let mut activity = teams::activity(at, &user, text);
            activity["channelData"]["tenant"]["id"] = json!(team);
            activity.to_string()
        }
        Chat::Discord => interaction(2, signed, discord::command(&format!("do text:{text}"))),
        Chat::TeamsBot => has_cards_alone(),
        Chat::Mattermost => form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("team_id", &team), ("user_id", &user), ("channel_id", &padded("ops"))])
            .extend_pairs([("command", "/ci"), ("text", text), ("token", mattermost::TOKEN)])
            .append_pair(
                "response_url",
                &format!("https://chat.example.com/hooks/commands/{}", place(chat, signed)),
            )
            .finish(),
    }
}

/// The body of a request in which somebody presses the button with this value.
pub fn pressed(chat: Chat, signed: &Signed, value: &Value, azure: &str) -> String {
    let (team, user) = (team(chat, signed.who), user(chat, signed));
    match chat {
        Chat::Slack => {
            let payload = json!({
                "type": "block_actions",
                "user": {"id": user, "team_id": team},
                // A proposal is everybody's, a question its asker's.
                "container": {"type": "message", "is_ephemeral": !signed.question.is_empty()},
                "team": {"id": team},
                "channel": {"id": "C0OPS"},
                "response_url": slack_inbox(signed, azure),
                "actions": [{"action_id": "lamplighter:0", "type": "button", "value": value}],
            });
            form_urlencoded::Serializer::new(String::new())
                .append_pair("payload", &payload.to_string())
                .finish()
        }
        Chat::Teams => panic!("messages in Teams have no buttons"),
        Chat::Discord => interaction(3, signed, json!({"component_type": 2, "custom_id": value})),
        Chat::TeamsBot => has_cards_alone(),
        Chat::Mattermost => {
            json!({"user_id": user, "channel_id": padded("ops"), "team_id": team, "context": value})
                .to_string()
        }
    }
}

fn interaction(kind: u8, signed: &Signed, data: Value) -> String {
    let mut sent = discord::interaction(kind, &user(Chat::Discord, signed), data);
    sent["guild_id"] = json!(team(Chat::Discord, signed.who));
    sent["token"] = json!(place(Chat::Discord, signed));
    sent.to_string()
}

fn slack_inbox(signed: &Signed, azure: &str) -> String {
    format!("{azure}/_emulator/inbox/{}", place(Chat::Slack, signed))
}

/// What proves where a body comes from; forged, if `forged`.
pub fn headers(chat: Chat, forged: bool, at: Timestamp, body: &str) -> Headers {
    match chat {
        Chat::Slack => signers::slack(if forged { "another secret" } else { SIGNING_SECRET }, at, body),
        Chat::Teams => signers::teams(if forged { teams::TOKEN_2 } else { teams::TOKEN }, body),
        Chat::Discord if forged => signers::discord(&"17".repeat(32), at, body),
        Chat::Discord => signers::discord(discord::INSECURE_TEST_KEY, at, body),
        Chat::TeamsBot => has_cards_alone(),
        Chat::Mattermost => mattermost::headers(body),
    }
}

/// Mattermost's token stands in the body, too.
pub fn forged_body(chat: Chat, body: String) -> String {
    if chat == Chat::Mattermost { body.replace(mattermost::TOKEN, &padded("another")) } else { body }
}

/// The part of a path that late answers to this come to.
fn place(chat: Chat, signed: &Signed) -> String {
    let address = signed.address();
    if chat == Chat::Mattermost { padded(&address.replace('-', "")) } else { address }
}

/// Whether a message is a late answer to this.
pub fn came_to(chat: Option<Chat>, message: &Message, signed: &Signed) -> bool {
    let place = chat.map_or_else(|| signed.address(), |chat| place(chat, signed));
    message.path.split('/').any(|part| part == place) || message.body["members"][0]["id"] == place.as_str()
}

/// What is read of an answer or a message: its text alone. `None` for an answer without one.
pub fn said(body: &Value) -> Option<String> {
    let fields = ["/text", "/message", "/ephemeral_text", "/content", "/data/content"];
    let field = fields.iter().find_map(|field| body.pointer(field)?.as_str()).map(str::to_owned);
    let cards = ["/value", "/attachments/0/content", "/activity/attachments/0/content"];
    let card = || {
        cards
            .iter()
            .filter_map(|place| body.pointer(place))
            .find(|card| card.is_object())
            .map(teams::shows_card)
    };
    let field = field.or_else(|| body["value"].as_str().map(str::to_owned));
    field.or_else(card).map(|text| text.replace(['*', '\\', '\u{200b}'], ""))
}

/// The ticket of a question, and what a press of its button brings back.
pub fn question(body: &Value) -> Option<(String, Value)> {
    let buttons = buttons(body).into_iter().find_map(|value| {
        let ticket = value.as_str().or(value["value"].as_str()).filter(|text| text.starts_with("1|"))?;
        Some((ticket.to_owned(), value.clone()))
    });
    let typed = || {
        let text = said(body)?;
        let (_, line) = text.split_once("`confirm ")?;
        let (code, command) = line.split('`').next()?.split_once(' ')?;
        let (expires, seal) = code.split_once('.')?;
        let seal = base64::Engine::encode(
            &base64::engine::general_purpose::URL_SAFE_NO_PAD,
            hex::decode(seal).ok()?,
        );
        Some((format!("1|{command}|{expires}|{seal}"), Value::Null))
    };
    buttons.or_else(typed)
}

/// The values of all buttons of an answer or a message.
pub fn buttons(body: &Value) -> Vec<Value> {
    let lists = |value: &Value, key: &str| -> Vec<Value> {
        let outer = value.as_array().into_iter().flatten();
        outer.flat_map(|one| one[key].as_array().cloned().unwrap_or_default()).collect()
    };
    let data = if body["data"].is_object() { &body["data"] } else { body };
    let slack = lists(&body["blocks"], "elements").into_iter().map(|button| button["value"].clone());
    let discord =
        lists(&data["components"], "components").into_iter().map(|button| button["custom_id"].clone());
    let mattermost = lists(&body["attachments"], "actions")
        .into_iter()
        .map(|button| button["integration"]["context"].clone());
    slack.chain(discord).chain(mattermost).filter(|value| !value.is_null()).collect()
}
