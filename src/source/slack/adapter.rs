//! Checks, reads and answers Slack's requests.

use http::StatusCode;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use super::{
    config::{Slack, check_member},
    message,
};
use crate::{
    ask::{Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo},
    client::is_loopback,
    lenient,
    reply::Reply,
    source::{
        adapter::{Adapter, Source},
        character_entities,
        deliver::Post,
        http_answer::Answer,
        incoming::{Heard, pressed},
    },
    verify::{
        Algorithm, Encoding, Rejection, Request, Secrets, SignatureScheme, SignedPart, TimestampIn, Verified,
    },
};

/// Slack signs `v0:<timestamp>:<body>` with the text of the signing secret, which only looks like hex.
/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
pub const SIGNATURE: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::HmacSha256,
    signature: "x-slack-signature",
    prefix: "v0=",
    encoding: Encoding::Hex,
    timestamp: TimestampIn::Header("x-slack-request-timestamp"),
    signed: &[
        SignedPart::Text("v0:"),
        SignedPart::Timestamp,
        SignedPart::Text(":"),
        SignedPart::Body,
    ],
};

impl Adapter for Slack {
    /// Slack's certificate probe carries `ssl_check=1` in body or query. It is answered unverified,
    /// as both of Slack's own frameworks do; nothing else is.
    fn greet(&self, request: &Request) -> Option<Answer> {
        let asks =
            |form: &[u8]| form_urlencoded::parse(form).any(|(key, value)| key == "ssl_check" && value == "1");
        let probe = asks(&request.body)
            || request
                .query
                .as_deref()
                .is_some_and(|query| asks(query.as_bytes()));
        probe.then(|| Answer::empty(StatusCode::OK))
    }

    fn verify(
        &self,
        _: &Source,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        SIGNATURE.verify(request, &self.secrets, now)
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Heard {
        let source = &source.name;
        let id = AskId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()]);
        let form: Vec<_> = form_urlencoded::parse(&request.body).collect();
        let field = |name: &str| {
            form.iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_ref())
        };
        match field("payload") {
            Some(payload) => self.read_click(source, id, payload, at),
            None => {
                let text =
                    character_entities::undo(field("text").unwrap_or_default(), character_entities::basic);
                let (Some(team), Some(user), Some(url)) =
                    (field("team_id"), field("user_id"), field("response_url"))
                else {
                    return malformed();
                };
                let channel = field("channel_id");
                Heard::Ask(Ask {
                    id,
                    caller: Caller {
                        name: field("user_name").map(str::to_owned),
                        ..self.caller(source, team, user, channel)
                    },
                    text,
                    at,
                    confirmation: Confirmation::None,
                    locale: None,
                    reply_to: reply_to(url, None),
                    mode: Mode::Act,
                    cause: None,
                    alerts: Vec::new(),
                })
            }
        }
    }

    fn ticket_secret(&self) -> Option<&Secrets> {
        Some(&self.secrets)
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        check_member(member, &self.teams)
    }

    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        Some(SIGNATURE.sign(self.secrets.current(), at, body))
    }

    fn answers_at_once(&self, reply_to: &ReplyTo) -> Option<Answer> {
        let click = matches!(reply_to, ReplyTo::Slack { click: true, .. });
        click.then(|| Answer::empty(StatusCode::OK))
    }

    fn render(&self, _: &Source, _: &ReplyTo, reply: &Reply) -> Answer {
        Answer::json(&message::render(reply))
    }

    fn later(&self, _: &Source, reply_to: &ReplyTo, reply: &Reply, in_place: bool) -> Vec<Post> {
        match reply_to {
            ReplyTo::Slack {
                response_url, click, ..
            } => self.posts(response_url, reply, *click && in_place),
            _ => Vec::new(),
        }
    }
}

impl Slack {
    fn read_click(&self, source: &str, id: AskId, payload: &str, at: Timestamp) -> Heard {
        let Ok(payload) = lenient::from_slice::<Payload>(payload.as_bytes()) else {
            return malformed();
        };
        let (Some(user), Some(url), [action, ..]) =
            (payload.user, payload.response_url, payload.actions.as_slice())
        else {
            return Heard::Nothing(Answer::empty(StatusCode::OK)); // a view, a shortcut: not ours
        };
        // The clicker's own: in Slack Connect channels the message's team is another.
        let Some(team) = user.team_id else {
            return malformed();
        };
        let channel = payload.channel.and_then(|channel| channel.id);
        let caller = Caller {
            name: user.username.or(user.name),
            ..self.caller(source, &team, &user.id, channel.as_deref())
        };
        let (text, at, confirmation) = pressed(action.value.clone(), at);
        Heard::Ask(Ask {
            id,
            caller,
            text,
            at,
            confirmation,
            locale: None,
            reply_to: reply_to(&url, Some(payload.container)),
            mode: Mode::Act,
            cause: None,
            alerts: Vec::new(),
        })
    }

    fn caller(&self, source: &str, team: &str, user: &str, channel: Option<&str>) -> Caller {
        let ours = self.teams.iter().any(|known| known == team);
        Caller {
            id: format!("{source}:{team}/{user}"),
            kind: CallerKind::Person,
            channel: channel
                .filter(|_| ours)
                .map(|channel| format!("{source}:{team}/#{channel}")),
            entra: None,
            source: source.to_owned(),
            name: None,
        }
    }

    fn posts(&self, response_url: &SecretString, reply: &Reply, in_place: bool) -> Vec<Post> {
        let mut body = message::render(reply);
        body["replace_original"] = in_place.into();
        if in_place && let Some(fields) = body.as_object_mut() {
            fields.remove("response_type"); // who sees a message never changes
        }
        match self.allowed(response_url.expose_secret()) {
            Some(url) => vec![Post::new(url, body)],
            None => {
                tracing::error!("response_url is not on a reply host; the answer is lost");
                Vec::new()
            }
        }
    }

    /// The URL, if it is one that we may post to: a host from the config, over https, or over
    /// plain http to loopback.
    fn allowed(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let loopback = is_loopback(&url.host()?);
        let host = url.host_str()?;
        let place = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let known = |entry: &String| *entry == place || loopback && entry == host;
        let plain = url.username().is_empty() && url.password().is_none();
        let safe = url.scheme() == "https" || url.scheme() == "http" && loopback;
        (plain && safe && self.reply_hosts.iter().any(known)).then_some(url)
    }
}

fn reply_to(url: &str, pressed: Option<Container>) -> ReplyTo {
    ReplyTo::Slack {
        response_url: url.to_owned().into(),
        click: pressed.is_some(),
        own: pressed.is_some_and(|container| container.is_own()),
    }
}

fn malformed() -> Heard {
    Heard::Nothing(Answer::problem(
        StatusCode::BAD_REQUEST,
        "This is signed, but it is neither a slash command nor a button click.",
    ))
}

/// A `block_actions` payload, as far as we read it.
#[derive(Deserialize)]
struct Payload {
    user: Option<User>,
    channel: Option<Id>,
    response_url: Option<String>,
    #[serde(default)]
    actions: Vec<Action>,
    #[serde(default)]
    container: Container,
}

/// The message that the button is on.
#[derive(Default, Deserialize)]
struct Container {
    is_ephemeral: Option<bool>,
}

impl Container {
    /// Whether it was said to the clicker alone, who then may have it replaced. What a channel was
    /// told is everybody's.
    fn is_own(&self) -> bool {
        self.is_ephemeral != Some(false)
    }
}

#[derive(Deserialize)]
struct User {
    id: String,
    /// The clicker's own team: in Slack Connect channels not the channel's.
    team_id: Option<String>,
    username: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Id {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Action {
    #[serde(default)]
    value: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slack(hosts: &[&str]) -> Slack {
        Slack {
            secrets: Secrets::new("secret".into(), None).unwrap(),
            reply_hosts: hosts.iter().map(|h| (*h).to_owned()).collect(),
            teams: vec!["T1".into()],
        }
    }

    #[test]
    fn answers_go_to_slack_alone() {
        let slack = slack(&["hooks.slack.com"]);
        assert!(slack.allowed("https://hooks.slack.com/commands/T1/2/3").is_some());
        assert!(
            slack
                .allowed("https://HOOKS.slack.com:443/actions/T1/2/3")
                .is_some()
        );
        for elsewhere in [
            "https://hooks.slack.com.evil.test/commands/1",
            "https://evil.test/hooks.slack.com/",
            "https://hooks.slack.com@evil.test/",
            "https://user:pw@hooks.slack.com/",
            "https://hooks.slack.com:8443/",
            "http://hooks.slack.com/commands/1",
            "https://hooks.slack.com./commands/1",
            "https://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:8181/_emulator/inbox/x",
            "https://hоoks.slack.com/",
            "ftp://hooks.slack.com/",
            "hooks.slack.com",
            "",
        ] {
            assert_eq!(slack.allowed(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_and_only_when_configured() {
        let local = slack(&["127.0.0.1:8181", "localhost"]);
        assert!(local.allowed("http://127.0.0.1:8181/_emulator/inbox/x").is_some());
        assert!(local.allowed("http://localhost:9999/x").is_some());
        assert!(local.allowed("http://127.0.0.1:8182/x").is_none());
        assert!(slack(&["10.0.0.1"]).allowed("http://10.0.0.1/x").is_none());
    }

    #[test]
    fn channels_count_for_our_own_teams_alone() {
        let slack = slack(&[]);
        let ours = slack.caller("slack", "T1", "U1", Some("C1"));
        assert_eq!(ours.channel.as_deref(), Some("slack:T1/#C1"));
        assert_eq!(slack.caller("slack", "T2", "U1", Some("C1")).channel, None);
    }
}
