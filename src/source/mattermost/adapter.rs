//! Checks, reads and answers Mattermost's requests.

use std::sync::Arc;

use http::header;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::{
    config::{Mattermost, is_id},
    message,
};
use crate::{
    client::is_loopback,
    command_request::{Caller, CommandRequest},
    lenient_json::get,
    reply::{NEVER_MIND, Reply},
    source::{
        Adapter, Answer, Delivery, Incoming, ReplyHandle, Source, Verification,
        incoming::{MEMBER_FORM, id_of, member_parts, pressed},
    },
    ticket,
    verify::{Rejection, Request, SharedToken, Verified, click_seal, seal},
};

/// Mattermost shows the token of a slash command in both places, unless the administrator configured an OAuth access
/// token for the header.
/// <https://developers.mattermost.com/integrate/slash-commands/custom/>
const TOKEN: SharedToken = SharedToken { field: Some("token"), schemes: &["Token", "Bearer"] };

impl Adapter for Mattermost {
    /// Checks the token, or the seal of a click. The time of asking is that of arrival, since
    /// Mattermost sends none.
    fn verify(&self, source: &Source, request: Request, _: Timestamp) -> Verification {
        let arrived = request.arrived;
        let verified = if is_click(&request) {
            let click = Click::read(&request.body).ok_or(Rejection::NoSeal)?;
            let sealed = click.thread.sealed(source, &click.value);
            click_seal::brought_back(request, source.tickets.all(), &sealed, &click.seal)
        } else {
            TOKEN.verify(request, &self.tokens)
        };
        Ok((verified?, arrived))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        let is_click = is_click(request);
        let (thread, ask) = if is_click {
            // The time of asking is that of the message with the button: nothing says when it was clicked, so the caller may
            // not know what happened after that message.
            let Click { thread, user_name, value, .. } = Click::read(&request.body)?;
            let caller = caller(source, &thread, user_name);
            let ask = pressed(id_of(request), caller, value, thread.since);
            (thread, ask)
        } else {
            read_command(source, request, at)?
        };
        // "Never mind" does not expire.
        let has_expired = at > thread.since + ticket::LIFETIME && ask.text != NEVER_MIND;
        let handle = self.reply_handle(thread, is_click);
        Some(if has_expired { Incoming::ExpiredButton(ask, handle) } else { Incoming::Command(ask, handle) })
    }

    /// Checks `<team>/<user>` or `<team>/#<channel>`, with globs.
    fn is_local(&self) -> bool {
        [&self.site, &self.hook].iter().all(|base| Url::parse(base).is_ok_and(|url| is_loopback(&url)))
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        const NAME: &str = "does not go by ids: write Mattermost's, 26 of a-z and 0-9; `whoami` tells yours";
        let (ids, _) = member_parts(member).ok_or(MEMBER_FORM)?;
        let may_stand = |b: u8| b == b'*' || b.is_ascii_lowercase() || b.is_ascii_digit();
        let fits = |id: &str| is_id(id) || id.contains('*') && id.bytes().all(may_stand);
        if ids.into_iter().all(fits) { Ok(()) } else { Err(NAME) }
    }

    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, _: Timestamp, _: &[u8]) -> Option<Vec<(&'static str, String)>> {
        Some(TOKEN.sign(self.tokens.current()))
    }
}

/// Commands are forms, clicks are JSON; each has its own proof.
fn is_click(request: &Request) -> bool {
    let content_type = request.headers.get(header::CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

/// A slash command that arrived `at`.
fn read_command(
    source: &Source,
    request: &Request,
    at: Timestamp,
) -> Option<(MattermostThread, CommandRequest)> {
    let form: Vec<_> = form_urlencoded::parse(&request.body).collect();
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref());
    let id = |name: &str| field(name).filter(|id| is_id(id)).map(str::to_owned);
    let late = field("response_url").and_then(last_part).unwrap_or_default();
    let thread = MattermostThread {
        team: id("team_id")?,
        user: id("user_id")?,
        channel: id("channel_id")?,
        late: late.into(),
        since: at,
    };
    let caller = caller(source, &thread, field("user_name").map(str::to_owned));
    let all = |name: &'static str| form.iter().filter(move |(key, _)| key == name).map(|(_, value)| value);
    let mentions: Vec<_> = all("user_mentions").zip(all("user_mentions_ids")).collect();
    let text = field("text").unwrap_or_default().split(' ').map(|word| {
        let mention = mentions.iter().find(|(name, _)| word.strip_prefix('@') == Some(name));
        mention.map_or_else(|| word.to_owned(), |(name, id)| format!("<@{id}|{name}>"))
    });
    let text = text.collect::<Vec<_>>().join(" ");
    Some((thread, CommandRequest::new(id_of(request), caller, text, at)))
}

fn caller(source: &Source, thread: &MattermostThread, name: Option<String>) -> Caller {
    let MattermostThread { team, user, channel, .. } = thread;
    Caller {
        // Only members of a channel can write in it.
        channel: Some(format!("{}:{team}/#{channel}", source.name)),
        name,
        ..Caller::person(&source.name, &format!("{team}/{user}"))
    }
}

/// The id at the end of a `response_url`. The rest of the URL is not used: the configuration has the server's address.
fn last_part(response_url: &str) -> Option<&str> {
    let (_, id) = response_url.rsplit_once("/hooks/commands/")?;
    is_id(id).then_some(id)
}

/// A command's `response_url`, which takes posts for 30 minutes. It cannot change messages.
struct MattermostReply {
    thread: MattermostThread,
    is_click: bool,
    site: String,
    hook: String,
}

impl Mattermost {
    /// The way back to the person who typed a command or clicked a button.
    fn reply_handle(&self, thread: MattermostThread, is_click: bool) -> Arc<dyn ReplyHandle> {
        Arc::new(MattermostReply { thread, is_click, site: self.site.clone(), hook: self.hook.clone() })
    }
}

impl MattermostReply {
    fn message(&self, source: &Source, reply: &Reply) -> Value {
        message::message(reply, |button| {
            let context = self.thread.context(source, &button.value);
            json!({"url": self.hook, "context": context})
        })
    }
}

impl ReplyHandle for MattermostReply {
    fn render(&self, source: &Source, reply: &Reply) -> Answer {
        Answer::json(&if self.is_message_too(reply) {
            json!({})
        } else if self.is_click {
            message::click_answer(reply)
        } else {
            self.message(source, reply)
        })
    }

    fn is_answered_aside(&self) -> bool {
        self.is_click
    }

    fn is_message_too(&self, reply: &Reply) -> bool {
        let asks = reply.buttons.iter().any(|button| button.danger);
        self.is_click && asks && !self.thread.late.expose_secret().is_empty()
    }

    fn deliveries(&self, source: &Source, reply: &Reply, _: bool) -> Vec<Delivery> {
        let late = self.thread.late.expose_secret();
        let url = format!("{}/hooks/commands/{late}", self.site).parse();
        match url.ok().filter(|_| !late.is_empty()) {
            Some(url) => vec![Delivery::post(url, self.message(source, reply))],
            None => {
                let source = source.name.as_str();
                tracing::error!(source, "no response_url that we can use; the answer is lost");
                Vec::new()
            }
        }
    }
}

/// Distinguishes the seals of clicks from others made with the same key.
const LABEL: &str = "lamplighter click 1";

/// A command and the clicks on the buttons of its answers.
#[derive(Clone, Debug)]
pub(super) struct MattermostThread {
    /// An id, like the next two.
    pub team: String,
    pub user: String,
    pub channel: String,
    /// The end of the command's `response_url`; empty if it had no usable one. Clicks have none.
    pub late: SecretString,
    /// When the command came.
    pub since: Timestamp,
}

/// A click on a button. It counts only if its seal does.
pub(super) struct Click {
    pub thread: MattermostThread,
    pub user_name: Option<String>,
    /// The value of the button.
    pub value: String,
    pub seal: String,
}

impl MattermostThread {
    /// The context that a click on a button of this `value` brings back, with its seal. The server keeps it, or
    /// encrypts it for the clients.
    pub fn context(&self, source: &Source, value: &str) -> Value {
        json!({
            "value": value,
            // The team that the command was typed in, since a click in a direct message names none.
            "team": self.team,
            "late": self.late.expose_secret(),
            "since": self.since.as_second(),
            "seal": seal::seal(source.tickets.current(), &self.sealed(source, value)),
        })
    }

    /// The texts that the seal of a button covers.
    pub fn sealed(&self, source: &Source, value: &str) -> [String; 8] {
        let since = self.since.as_second().to_string();
        let late = self.late.expose_secret();
        [LABEL, &source.name, &self.team, &self.user, &self.channel, late, &since, value].map(str::to_owned)
    }
}

impl Click {
    pub fn read(body: &[u8]) -> Option<Self> {
        let click: Value = serde_json::from_slice(body).ok()?;
        let text = |pointer: &str| get::<String>(&click, pointer);
        Some(Self {
            thread: MattermostThread {
                team: text("/context/team")?,
                user: text("/user_id")?,
                channel: text("/channel_id")?,
                late: text("/context/late")?.into(),
                since: Timestamp::from_second(get(&click, "/context/since")?).ok()?,
            },
            user_name: text("/user_name"),
            value: text("/context/value")?,
            seal: text("/context/seal")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_response_url_is_used_but_an_id() {
        let id = "xbrkb8p393gjpq5cawei7npije";
        for url in [
            "http://localhost:8065/hooks/commands/xbrkb8p393gjpq5cawei7npije",
            "https://chat.example.com/sub/path/hooks/commands/xbrkb8p393gjpq5cawei7npije",
            "https://chat.example.com.evil.test/hooks/commands/xbrkb8p393gjpq5cawei7npije",
        ] {
            assert_eq!(last_part(url), Some(id), "{url}");
        }
        for url in [
            "",
            "https://chat.example.com/hooks/xbrkb8p393gjpq5cawei7npije",
            "https://chat.example.com/hooks/commands/",
            "https://chat.example.com/hooks/commands/xbrkb8p393gjpq5cawei7npij",
            "https://chat.example.com/hooks/commands/xbrkb8p393gjpq5cawei7npije/",
            "https://chat.example.com/hooks/commands/xbrkb8p393gjpq5cawei7npije?x",
            "https://chat.example.com/hooks/commands/../../api/v4/users/me/12345",
            "https://chat.example.com/hooks/commands/Xbrkb8p393gjpq5cawei7npije",
            "https://chat.example.com/hooks/commands/xbrkb8p393gjpq5cawei7npij\u{e9}",
            "https://evil.test/?/hooks/commands/@evil.test/xbrkb8p393gjpq5caw",
        ] {
            assert_eq!(last_part(url), None, "{url}");
        }
    }
}
