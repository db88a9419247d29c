//! Checks, reads and answers Mattermost's requests.

use http::{StatusCode, header};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::form_urlencoded;

use super::{
    config::{Mattermost, check_member, is_id},
    message,
};
use crate::{
    ask::{Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo, Seat},
    lenient,
    reply::{Button, NEVER_MIND, Reply},
    source::{
        adapter::{Adapter, Source},
        deliver::Post,
        http_answer::Answer,
        incoming::{Heard, pressed},
    },
    ticket,
    verify::{Rejection, Request, SharedToken, Verified, click_seal},
};

/// A click as it comes, as far as it is read.
#[derive(Deserialize)]
struct Click {
    user_id: String,
    channel_id: String,
    context: Context,
}

/// What a button brings back. The server keeps it, or gives it away encrypted: no client reads it.
#[derive(Deserialize, Serialize)]
struct Context {
    value: String,
    /// The team that the command was typed in: a click in a direct message names none.
    team: String,
    /// [`Seat::late`] of the command, since clicks have none of their own.
    late: String,
    /// [`Seat::since`], in Unix seconds.
    since: i64,
    seal: String,
}

/// Mattermost shows the token of a slash command in both places, unless the administrator configured an OAuth access
/// token for the header.
/// <https://developers.mattermost.com/integrate/slash-commands/custom/>
const TOKEN: SharedToken = SharedToken {
    field: Some("token"),
    schemes: &["Token", "Bearer"],
};

impl Adapter for Mattermost {
    /// Checks the token, or the seal of a click. For want of a better one, the time of asking is
    /// that of arrival.
    fn verify(
        &self,
        source: &Source,
        request: Request,
        _: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        let arrived = request.arrived;
        let verified = if is_click(&request) {
            let click: Click = lenient::from_slice(&request.body).map_err(|_| Rejection::NoSeal)?;
            let seat = click.seat().ok_or(Rejection::NoSeal)?;
            let parts = parts(&source.name, &seat, &click.context.value);
            click_seal::brought_back(request, source.tickets.all(), &parts, &click.context.seal)
        } else {
            TOKEN.verify(request, &self.tokens)
        };
        Ok((verified?, arrived))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Heard {
        read(&source.name, request, at)
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        check_member(member)
    }

    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, _: Timestamp, _: &[u8]) -> Option<Vec<(&'static str, String)>> {
        Some(TOKEN.sign(self.tokens.current()))
    }

    fn render(&self, source: &Source, reply_to: &ReplyTo, reply: &Reply) -> Answer {
        match reply_to {
            ReplyTo::Mattermost { click: true, .. } => Answer::json(&message::click_answer(reply)),
            ReplyTo::Mattermost { seat, .. } => Answer::json(&self.message(source, seat, reply)),
            _ => Answer::empty(StatusCode::OK),
        }
    }

    fn later(&self, source: &Source, reply_to: &ReplyTo, reply: &Reply, _: bool) -> Vec<Post> {
        match reply_to {
            ReplyTo::Mattermost { seat, .. } => self.posts(source, seat, reply),
            _ => Vec::new(),
        }
    }
}

impl Mattermost {
    /// The reply as a post to the command's `response_url`.
    fn posts(&self, source: &Source, seat: &Seat, reply: &Reply) -> Vec<Post> {
        let late = seat.late.expose_secret();
        let url = format!("{}/hooks/commands/{late}", self.site).parse();
        match url.ok().filter(|_| !late.is_empty()) {
            Some(url) => vec![Post::new(url, self.message(source, seat, reply))],
            None => {
                tracing::error!(
                    source = source.name,
                    "no response_url that we can use; the answer is lost"
                );
                Vec::new()
            }
        }
    }

    fn message(&self, source: &Source, seat: &Seat, reply: &Reply) -> serde_json::Value {
        message::message(
            reply,
            |button| json!({"url": self.hook, "context": context(source, seat, button)}),
        )
    }
}

fn read(source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
    let said = if is_click(request) {
        pressed_button(&request.body)
    } else {
        typed(&request.body, at).map(|(seat, text)| (seat, (text, at, Confirmation::None)))
    };
    let Some((seat, (text, asked, confirmation))) = said else {
        return malformed();
    };
    let name = user_name(&request.body);
    // It is never too late to leave something be.
    let too_late = at > seat.since + ticket::LIFETIME && text != NEVER_MIND;
    let ask = Ask {
        id: AskId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()]),
        caller: Caller {
            id: format!("{source}:{}/{}", seat.team, seat.user),
            kind: CallerKind::Person,
            // The server lets none but members of a channel speak in it.
            channel: Some(format!("{source}:{}/#{}", seat.team, seat.channel)),
            entra: None,
            source: source.to_owned(),
            name,
        },
        text,
        at: asked,
        confirmation,
        locale: None,
        reply_to: ReplyTo::Mattermost {
            seat: Box::new(seat),
            click: is_click(request),
        },
        mode: Mode::Act,
        cause: None,
        alerts: Vec::new(),
    };
    if too_late {
        Heard::TooLate(ask)
    } else {
        Heard::Ask(ask)
    }
}

/// Who said what, of a slash command that came `at`.
fn typed(form: &[u8], at: Timestamp) -> Option<(Seat, String)> {
    let form: Vec<_> = form_urlencoded::parse(form).collect();
    let field = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_ref())
    };
    let id = |name: &str| field(name).filter(|id| is_id(id)).map(str::to_owned);
    let late = field("response_url").and_then(last_part).unwrap_or_default();
    let seat = Seat {
        team: id("team_id")?,
        user: id("user_id")?,
        channel: id("channel_id")?,
        late: late.into(),
        since: at,
    };
    Some((seat, field("text").unwrap_or_default().to_owned()))
}

/// What a slash command, or a click, says that its user is called.
fn user_name(body: &[u8]) -> Option<String> {
    let in_form = || form_urlencoded::parse(body).find(|(key, _)| key == "user_name");
    match lenient::from_slice::<Named>(body) {
        Ok(click) => click.user_name,
        Err(_) => in_form().map(|(_, name)| name.into_owned()),
    }
}

#[derive(Deserialize)]
struct Named {
    user_name: Option<String>,
}

/// Who pressed what. It was asked when the message with the button was: since nothing says when it
/// was pressed, whatever happened after that counts as unseen.
fn pressed_button(json: &[u8]) -> Option<(Seat, (String, Timestamp, Confirmation))> {
    let click: Click = lenient::from_slice(json).ok()?;
    let seat = click.seat()?;
    let pressed = pressed(click.context.value, seat.since);
    Some((seat, pressed))
}

/// The id that a `response_url` ends with. Where it leads to besides is the config's to say: this
/// is all of it that is ever used.
fn last_part(response_url: &str) -> Option<&str> {
    let (_, id) = response_url.rsplit_once("/hooks/commands/")?;
    is_id(id).then_some(id)
}

/// Commands are forms, clicks are JSON; each has its own proof.
fn is_click(request: &Request) -> bool {
    let content_type = request.headers.get(header::CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

fn context(source: &Source, seat: &Seat, button: &Button) -> Context {
    let parts = parts(&source.name, seat, &button.value);
    Context {
        value: button.value.clone(),
        team: seat.team.clone(),
        late: seat.late.expose_secret().to_owned(),
        since: seat.since.as_second(),
        seal: click_seal::seal(source.tickets.current(), &parts),
    }
}

/// What the seal of a button covers.
fn parts(source: &str, seat: &Seat, value: &str) -> [String; 7] {
    let since = seat.since.as_second().to_string();
    let late = seat.late.expose_secret();
    [source, &seat.team, &seat.user, &seat.channel, late, &since, value].map(str::to_owned)
}

impl Click {
    /// Where the clicker sits, as far as it can be believed.
    fn seat(&self) -> Option<Seat> {
        Some(Seat {
            team: self.context.team.clone(),
            user: self.user_id.clone(),
            channel: self.channel_id.clone(),
            late: self.context.late.clone().into(),
            since: Timestamp::from_second(self.context.since).ok()?,
        })
    }
}

fn malformed() -> Heard {
    Heard::Nothing(Answer::problem(
        StatusCode::BAD_REQUEST,
        "This shows the right token, but it is no slash command.",
    ))
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
