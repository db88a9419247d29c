//! Checks, reads and answers Slack's requests.

use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::{
    config::{NO_WORKSPACES, NOT_OURS, Slack, is_on_this_machine, is_slack_id},
    message,
};
use crate::{
    client::{is_loopback, is_private, place},
    command_request::{Caller, CommandRequest},
    reply::Reply,
    source::{
        Adapter, Answer, Delivery, Incoming, ReplyHandle, Source, escapes,
        incoming::{MEMBER_FORM, id_of, member_parts, pressed},
    },
    target::Pattern,
    verify::{Algorithm, Encoding, Request, Secrets, SignatureScheme, SignedPart, TimestampIn, Verified},
};

/// Slack signs `v0:<timestamp>:<body>` with the text of the signing secret, which only looks like hex.
/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
pub const SIGNATURE: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::HmacSha256,
    signature: "x-slack-signature",
    prefix: "v0=",
    encoding: Encoding::Hex,
    timestamp: TimestampIn::Header("x-slack-request-timestamp"),
    signed: &[SignedPart::Text("v0:"), SignedPart::Timestamp, SignedPart::Text(":"), SignedPart::Body],
};

impl Adapter for Slack {
    /// Slack's certificate probe carries `ssl_check=1` in body or query. It is answered without
    /// verification, as in both of Slack's own frameworks.
    fn greet(&self, request: &Request) -> Option<Answer> {
        let asks =
            |form: &[u8]| form_urlencoded::parse(form).any(|(key, value)| key == "ssl_check" && value == "1");
        let query = request.query.as_deref().unwrap_or_default();
        (asks(&request.body) || asks(query.as_bytes())).then(|| Answer::empty(StatusCode::OK))
    }

    fn signature(&self) -> Option<(&SignatureScheme, &Secrets)> {
        Some((&SIGNATURE, &self.secrets))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        let form: Vec<_> = form_urlencoded::parse(&request.body).collect();
        let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref());
        let Some(payload) = field("payload") else {
            let (team, user, url) = (field("team_id")?, field("user_id")?, field("response_url")?);
            let text = escapes::undo(field("text").unwrap_or_default(), escapes::basic);
            let caller = self.caller(source, [team, user], [field("user_name"), field("channel_id")]);
            let ask = CommandRequest::new(id_of(request), caller, text, at);
            return Some(Incoming::Command(ask, self.reply_handle(url, false)));
        };
        // A click: a `block_actions` payload.
        let payload: Value = serde_json::from_str(payload).ok()?;
        let user = &payload["user"];
        let (Some(url), true, Some(action)) =
            (payload["response_url"].as_str(), user.is_object(), payload["actions"].get(0))
        else {
            return Some(Incoming::Nothing(Answer::empty(StatusCode::OK))); // a view, a shortcut: not ours
        };
        // The clicker's own team. In Slack Connect channels, the message's team may be another.
        let (team, id) = (user["team_id"].as_str()?, user["id"].as_str()?);
        let name = user["username"].as_str().or(user["name"].as_str());
        let caller = self.caller(source, [team, id], [name, payload["channel"]["id"].as_str()]);
        let value = action["value"].as_str().unwrap_or_default().to_owned();
        let ask = CommandRequest {
            // The clicker may replace a message that nobody else sees, but not one in a channel.
            replaces_message: payload["container"]["is_ephemeral"] != false,
            ..pressed(id_of(request), caller, value, at)
        };
        Some(Incoming::Command(ask, self.reply_handle(url, true)))
    }

    fn is_local(&self) -> bool {
        self.reply_hosts.iter().all(|host| is_on_this_machine(host))
    }

    /// Checks `<team>/<user>` or `<team>/#<channel>`, with globs.
    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        const NAME: &str = "does not go by ids: write Slack's, which look like T012AB3CD, U0456 and C0789";
        let (ids, is_channel) = member_parts(member).ok_or(MEMBER_FORM)?;
        let ours = Pattern::exact_case(ids[0]);
        if !ids.iter().all(|id| is_slack_id(&id.replace('*', ""))) {
            Err(NAME)
        } else if is_channel && self.team_ids.is_empty() {
            Err(NO_WORKSPACES)
        } else if is_channel && !self.team_ids.iter().any(|team| ours.matches(team)) {
            Err(NOT_OURS)
        } else {
            Ok(())
        }
    }
}

impl Slack {
    fn caller(&self, source: &Source, [team, user]: [&str; 2], [name, channel]: [Option<&str>; 2]) -> Caller {
        let is_ours = self.team_ids.iter().any(|known| known == team);
        let channel = channel.filter(|_| is_ours);
        Caller {
            name: name.map(str::to_owned),
            channel: channel.map(|channel| format!("{}:{team}/#{channel}", source.name)),
            ..Caller::person(&source.name, &format!("{team}/{user}"))
        }
    }

    /// The way back to the person who typed a command or clicked a button.
    fn reply_handle(&self, response_url: &str, is_click: bool) -> Arc<dyn ReplyHandle> {
        Arc::new(SlackReply { response_url: self.allowed(response_url), is_click })
    }

    /// The URL, if answers may be posted there: to a host from the configuration, over https, or over
    /// plain http to this machine.
    fn allowed(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let known =
            |entry: &String| entry == place(&url) || is_loopback(&url) && url.host_str() == Some(entry);
        let plain = url.username().is_empty() && url.password().is_none();
        (plain && is_private(&url) && self.reply_hosts.iter().any(known)).then_some(url)
    }
}

/// A `response_url`, which takes 5 posts within 30 minutes of the request.
struct SlackReply {
    /// `None` if it leads anywhere but to a reply host.
    response_url: Option<Url>,
    is_click: bool,
}

impl ReplyHandle for SlackReply {
    fn answer_at_once(&self) -> Option<Answer> {
        self.is_click.then(|| Answer::empty(StatusCode::OK))
    }

    fn render(&self, _: &Source, reply: &Reply) -> Answer {
        Answer::json(&message::answer(reply))
    }

    fn deliveries(&self, _: &Source, reply: &Reply, in_place: bool) -> Vec<Delivery> {
        let mut body = if in_place { message::render(reply) } else { message::answer(reply) };
        body["replace_original"] = in_place.into();
        match &self.response_url {
            Some(url) => vec![Delivery::post(url.clone(), body)],
            None => {
                tracing::error!("response_url is not on a reply host; the answer is lost");
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::slack::PLATFORM;

    fn slack(hosts: &[&str]) -> Slack {
        Slack {
            secrets: Secrets::several([b"secret".to_vec().into()]).unwrap(),
            reply_hosts: hosts.iter().map(|h| (*h).to_owned()).collect(),
            team_ids: vec!["T1".into()],
        }
    }

    #[test]
    fn answers_go_to_slack_alone() {
        let slack = slack(&["hooks.slack.com"]);
        assert!(slack.allowed("https://hooks.slack.com/commands/T1/2/3").is_some());
        assert!(slack.allowed("https://HOOKS.slack.com:443/actions/T1/2/3").is_some());
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
    fn channels_count_for_our_own_workspaces_alone() {
        let source = Source::bare(&PLATFORM, slack(&[]));
        let ours = slack(&[]).caller(&source, ["T1", "U1"], [None, Some("C1")]);
        assert_eq!(ours.channel.as_deref(), Some("nightly:T1/#C1"));
        assert_eq!(slack(&[]).caller(&source, ["T2", "U1"], [None, Some("C1")]).channel, None);
    }
}
