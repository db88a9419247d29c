//! Answers to one of Slack's requests.

use std::sync::Arc;

use http::StatusCode;
use url::Url;

use super::{config::Slack, message};
use crate::{
    client::{is_loopback, is_private, place},
    reply::Reply,
    source::{Answer, Delivery, ReplyHandle, Source},
};

/// A `response_url`, which takes 5 posts within 30 minutes of the request.
struct SlackReply {
    /// `None` if it leads anywhere but to a reply host.
    response_url: Option<Url>,
    is_click: bool,
}

impl Slack {
    /// The way back to the person who typed a command or clicked a button.
    pub(super) fn reply_handle(&self, response_url: &str, is_click: bool) -> Arc<dyn ReplyHandle> {
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
    use crate::verify::Secrets;

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
}
