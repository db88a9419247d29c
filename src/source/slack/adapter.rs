//! Checks and reads Slack's requests.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;
use url::form_urlencoded;

use super::config::{NO_WORKSPACES, NOT_OURS, Slack, is_on_this_machine, is_slack_id};
use crate::{
    command_request::{Caller, CommandRequest},
    source::{
        Adapter, Answer, Incoming, Source, escapes,
        incoming::{MEMBER_FORM, id_of, member_parts, pressed},
    },
    target::Pattern,
    verify::{Algorithm, Encoding, Request, Secrets, SignatureScheme, SignedPart, TimestampIn, Verified},
};

/// Slack signs `v0:<timestamp>:<body>` with the text of the signing secret, which only looks like hex.
/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
pub(super) const SIGNATURE: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::HmacSha256,
    signature: "x-slack-signature",
    prefix: "v0=",
    encoding: Encoding::Hex,
    timestamp: TimestampIn::Header("x-slack-request-timestamp"),
    signed: &[SignedPart::Text("v0:"), SignedPart::Timestamp, SignedPart::Text(":"), SignedPart::Body],
};

const MALFORMED: &str = "This is signed, but it is neither a slash command nor a button click.";

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

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Incoming {
        let form: Vec<_> = form_urlencoded::parse(&request.body).collect();
        let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref());
        if let Some(payload) = field("payload") {
            return self.read_click(source, request, payload, at);
        }
        let (Some(team), Some(user), Some(url)) = (field("team_id"), field("user_id"), field("response_url"))
        else {
            return Incoming::malformed(MALFORMED);
        };
        let text = escapes::undo(field("text").unwrap_or_default(), escapes::basic);
        let caller = Caller {
            name: field("user_name").map(str::to_owned),
            ..self.caller(source, team, user, field("channel_id"))
        };
        let ask = CommandRequest::new(id_of(request), caller, text, at);
        Incoming::Command(ask, self.reply_handle(url, false))
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

    #[cfg(any(test, feature = "emulator"))]
    fn shown(&self, answer: &Value) -> Option<String> {
        super::message::shown(answer)
    }
}

impl Slack {
    /// Reads a `block_actions` payload.
    fn read_click(&self, source: &Source, request: &Request, payload: &str, at: Timestamp) -> Incoming {
        let Ok(payload) = serde_json::from_str::<Value>(payload) else {
            return Incoming::malformed(MALFORMED);
        };
        let user = &payload["user"];
        let (Some(url), true, Some(action)) =
            (payload["response_url"].as_str(), user.is_object(), payload["actions"].get(0))
        else {
            return Incoming::Nothing(Answer::empty(StatusCode::OK)); // a view, a shortcut: not ours
        };
        // The clicker's own team. In Slack Connect channels, the message's team may be another.
        let (Some(team), Some(id)) = (user["team_id"].as_str(), user["id"].as_str()) else {
            return Incoming::malformed(MALFORMED);
        };
        let name = user["username"].as_str().or(user["name"].as_str());
        let caller = Caller {
            name: name.map(str::to_owned),
            ..self.caller(source, team, id, payload["channel"]["id"].as_str())
        };
        let value = action["value"].as_str().unwrap_or_default().to_owned();
        let ask = CommandRequest {
            // The clicker may replace a message that nobody else sees, but not one in a channel.
            replaces_message: payload["container"]["is_ephemeral"] != false,
            ..pressed(id_of(request), caller, value, at)
        };
        Incoming::Command(ask, self.reply_handle(url, true))
    }

    fn caller(&self, source: &Source, team: &str, user: &str, channel: Option<&str>) -> Caller {
        let is_ours = self.team_ids.iter().any(|known| known == team);
        let channel = channel.filter(|_| is_ours);
        Caller {
            channel: channel.map(|channel| format!("{}:{team}/#{channel}", source.name)),
            ..Caller::person(&source.name, &format!("{team}/{user}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::slack::PLATFORM;

    #[test]
    fn channels_count_for_our_own_workspaces_alone() {
        let slack = || Slack {
            secrets: Secrets::several([b"secret".to_vec().into()]).unwrap(),
            reply_hosts: Vec::new(),
            team_ids: vec!["T1".into()],
        };
        let source = Source::bare(&PLATFORM, slack());
        let ours = slack().caller(&source, "T1", "U1", Some("C1"));
        assert_eq!(ours.channel.as_deref(), Some("nightly:T1/#C1"));
        assert_eq!(slack().caller(&source, "T2", "U1", Some("C1")).channel, None);
    }
}
