//! The doors: each configured source is one URL and one kind of signature. An adapter hears
//! (verified bytes to an [`Ask`]), renders, and delivers what comes late; it knows nothing of
//! Azure. To add a platform: a file, and an arm in each `match` below.

pub mod alerts;
pub mod deliver;
pub mod discord;
mod entities;
pub mod event;
mod http_answer;
mod incoming;
pub mod machine;
pub mod mattermost;
pub mod signed;
pub mod slack;
pub mod teams;
pub mod webhook;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    ask::{Ask, ReplyTo},
    command::{self, Verb},
    reply::{Late, Locale, Reply, Stage},
    ticket,
    verify::{Rejection, Request, Verified},
};

use alerts::{Rules, alertmanager, azure_monitor, grafana};
pub use deliver::{Mailbox, Post, Undelivered};
pub use http_answer::Answer;
pub use incoming::{Alerts, Heard, Unmatched};
pub use webhook::Notify;

/// One `[sources.<name>]` table, ready to use.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub kind: Kind,
    pub tickets: ticket::Keys,
    /// Where is told what the platform takes no late answer for.
    pub notify: Vec<Notify>,
    /// Whether a run that changes nothing is not told of.
    pub quiet: bool,
    /// A machine's request that is older comes too late to be carried out.
    pub max_age: Option<SignedDuration>,
    /// The language of those whose own is not known.
    pub locale: Option<Locale>,
    /// Whether its secret was taken away since we began: nobody is let in.
    pub closed: bool,
}

#[derive(Debug)]
pub enum Kind {
    Slack(slack::Slack),
    Teams(teams::Teams),
    Discord(discord::Discord),
    Mattermost(mattermost::Mattermost),
    Signed(signed::Signed),
    Event(event::Event),
    AzureMonitor(azure_monitor::AzureMonitor),
    Grafana(grafana::Grafana),
    Alertmanager(alertmanager::Alertmanager),
}

impl Source {
    /// Answers that are given before anything is verified; they say nothing and do nothing.
    pub fn greet(&self, request: &Request) -> Option<Answer> {
        match &self.kind {
            Kind::Slack(_) => slack::greet(request),
            _ => None,
        }
    }

    /// Fetches what [`Source::verify`] will need for this request, unless it is there.
    pub async fn prepare(&self, request: &Request, client: &reqwest::Client, now: Timestamp) {
        if let Kind::AzureMonitor(monitor) = &self.kind {
            monitor.prepare(request, client, now).await;
        }
    }

    /// Checks the signature, over the raw bytes.
    pub fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        if self.closed {
            return Err(Rejection::NoSecret);
        }
        match &self.kind {
            Kind::Slack(slack) => slack.verify(request, now),
            Kind::Teams(teams) => teams.verify(request, now),
            Kind::Discord(discord) => discord.verify(request, now),
            Kind::Mattermost(mattermost) => mattermost.verify(self, request),
            Kind::AzureMonitor(monitor) => monitor.verify(request, now),
            Kind::Grafana(grafana) => grafana.verify(request, now),
            Kind::Alertmanager(alertmanager) => alertmanager.verify(request),
            Kind::Signed(signed) => signed.verify(request, now),
            // Events have no route.
            Kind::Event(_) => Err(Rejection::NotThePlatform),
        }
    }

    /// The headers that the platform would send with `body`: for samples and tests. None where
    /// only the platform itself can sign, or Entra for it.
    pub fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        match &self.kind {
            Kind::Slack(slack) => Some(slack.sign(at, body)),
            Kind::Teams(teams) => Some(teams.sign(at, body)),
            Kind::Discord(discord) => discord.sign(at, body),
            Kind::Mattermost(mattermost) => Some(mattermost.sign()),
            Kind::AzureMonitor(_) => None,
            Kind::Grafana(grafana) => Some(grafana.sign(at, body)),
            Kind::Alertmanager(alertmanager) => Some(alertmanager.sign()),
            Kind::Signed(signed) => Some(signed.sign(at, body)),
            Kind::Event(_) => None,
        }
    }

    /// What a verified request, signed at `at`, asks.
    pub fn read(&self, request: &Verified<Request>, at: Timestamp) -> Heard {
        match &self.kind {
            Kind::Slack(slack) => slack.read(&self.name, request, at),
            Kind::Teams(_) => teams::read(&self.name, request, at),
            Kind::Discord(discord) => discord.read(&self.name, request, at),
            Kind::Mattermost(_) => mattermost::read(&self.name, request, at),
            Kind::AzureMonitor(monitor) => monitor.read(&self.name, request, at),
            Kind::Grafana(grafana) => alertmanager::read(&grafana.rules, &self.name, request, at),
            Kind::Alertmanager(own) => alertmanager::read(&own.rules, &self.name, request, at),
            Kind::Signed(signed) => signed.read(&self.name, request, at),
            Kind::Event(_) => Heard::Nothing(Answer::empty(http::StatusCode::OK)),
        }
    }

    /// How long after its arrival the first answer is due, with a margin for the way back.
    pub fn patience(&self) -> Duration {
        match &self.kind {
            Kind::Slack(_) => slack::FIRST_ANSWER,
            Kind::Teams(_) => teams::FIRST_ANSWER,
            Kind::Discord(_) => discord::FIRST_ANSWER,
            Kind::Mattermost(_) => mattermost::FIRST_ANSWER,
            Kind::Signed(_) | Kind::Event(_) => machine::FIRST_ANSWER,
            Kind::AzureMonitor(_) | Kind::Grafana(_) | Kind::Alertmanager(_) => machine::FIRST_ANSWER,
        }
    }

    /// How long after the request its last answer can still be brought, with a margin.
    pub fn reach(&self) -> Duration {
        match &self.kind {
            Kind::Slack(_) => slack::LAST_ANSWER,
            Kind::Teams(_) => teams::LAST_ANSWER,
            Kind::Discord(_) => discord::LAST_ANSWER,
            Kind::Mattermost(_) => mattermost::LAST_ANSWER,
            Kind::Signed(_) | Kind::Event(_) => machine::LAST_ANSWER,
            Kind::AzureMonitor(_) | Kind::Grafana(_) | Kind::Alertmanager(_) => machine::LAST_ANSWER,
        }
    }

    /// What can be promised and offered here.
    pub fn stage(&self) -> Stage {
        match &self.kind {
            Kind::Slack(_) | Kind::Mattermost(_) => Stage::default(),
            Kind::Discord(_) => Stage {
                button: Some(discord::message::CUSTOM_ID),
                ..Stage::default()
            },
            Kind::Teams(_)
            | Kind::Signed(_)
            | Kind::Event(_)
            | Kind::AzureMonitor(_)
            | Kind::Grafana(_)
            | Kind::Alertmanager(_) => Stage {
                typed: true,
                button: None,
                late: if self.notify.is_empty() {
                    Late::Nowhere
                } else {
                    Late::There(self.notify.iter().map(|channel| channel.name.clone()).collect())
                },
            },
        }
    }

    /// Whether a program waits for the answers, not a person in a chat.
    pub fn is_machine(&self) -> bool {
        match &self.kind {
            Kind::Slack(_) | Kind::Teams(_) | Kind::Discord(_) | Kind::Mattermost(_) => false,
            Kind::Signed(_) | Kind::Event(_) => true,
            Kind::AzureMonitor(_) | Kind::Grafana(_) | Kind::Alertmanager(_) => true,
        }
    }

    /// Whether the configuration says what is done, whoever sends what.
    pub fn has_fixed_command(&self) -> bool {
        match &self.kind {
            Kind::Slack(_) | Kind::Teams(_) | Kind::Discord(_) | Kind::Mattermost(_) => false,
            Kind::Signed(signed) => signed.order.command.is_some(),
            // Nobody reads what an event is answered.
            Kind::Event(_) => true,
            Kind::AzureMonitor(_) | Kind::Grafana(_) | Kind::Alertmanager(_) => true,
        }
    }

    /// What the configuration has it do, by verb.
    pub fn ordered(&self) -> Vec<Verb> {
        let fixed = |command: &Option<String>| {
            let command = command.as_deref().and_then(|text| command::parse(text).ok());
            command.map(|command| command.verb()).into_iter().collect()
        };
        let ruled = |rules: &Rules| rules.rules.iter().map(|rule| rule.command.verb()).collect();
        match &self.kind {
            Kind::Slack(_) | Kind::Teams(_) | Kind::Discord(_) | Kind::Mattermost(_) => Vec::new(),
            Kind::Signed(signed) => fixed(&signed.order.command),
            Kind::Event(event) => fixed(&event.order.command),
            Kind::AzureMonitor(monitor) => ruled(&monitor.rules),
            Kind::Grafana(grafana) => ruled(&grafana.rules),
            Kind::Alertmanager(alertmanager) => ruled(&alertmanager.rules),
        }
    }

    /// Whether who signs for `other` can sign for this one too.
    pub fn shares_secret(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Signed(one), Kind::Signed(other)) => one.secrets.current() == other.secrets.current(),
            _ => false,
        }
    }

    /// In bytes. A longer body is nobody's command: chats send a few kilobytes, alerts come by the hundred.
    pub fn longest_body(&self) -> usize {
        if self.is_machine() {
            1024 * 1024
        } else {
            256 * 1024
        }
    }

    /// Whether the sender is known by the head of a request, whatever its body is.
    pub fn proves_by_head(&self) -> bool {
        matches!(self.kind, Kind::AzureMonitor(_) | Kind::Alertmanager(_))
    }

    /// Whether it is heard over HTTP at all.
    pub fn has_route(&self) -> bool {
        !matches!(self.kind, Kind::Event(_))
    }

    /// The answer given at once when all that is said comes through [`Source::later`].
    pub fn answers_at_once(&self, ask: &Ask) -> Option<Answer> {
        match (&self.kind, &ask.reply_to) {
            (Kind::Slack(_), ReplyTo::Slack { click: true, .. }) => Some(Answer::empty(http::StatusCode::OK)),
            (Kind::Discord(_), ReplyTo::Discord { click: true, .. }) => Some(discord::hold_still()),
            _ => None,
        }
    }

    /// The reply as the direct answer to the request.
    pub fn render(&self, reply_to: &ReplyTo, reply: &Reply) -> Answer {
        match (&self.kind, reply_to) {
            (Kind::Slack(_), _) => Answer::json(&slack::message::render(reply)),
            (Kind::Teams(_), _) => Answer::json(&teams::message::message(reply, None)),
            (Kind::Discord(_), _) => discord::render(reply),
            (Kind::Mattermost(mattermost), ReplyTo::Mattermost { seat, click }) => {
                mattermost.render(self, seat, *click, reply)
            }
            (Kind::Mattermost(_), _) => Answer::empty(http::StatusCode::OK),
            // Machines are answered by `app`, which knows what their statuses mean.
            (Kind::Signed(_) | Kind::Event(_), _) => Answer::empty(http::StatusCode::OK),
            (Kind::AzureMonitor(_) | Kind::Grafana(_) | Kind::Alertmanager(_), _) => {
                Answer::empty(http::StatusCode::OK)
            }
        }
    }

    /// The direct answer when the work takes longer, to those who will see `reply`: its words, or
    /// a placeholder.
    pub fn acknowledge(&self, reply_to: &ReplyTo, reply: &Reply) -> Answer {
        match &self.kind {
            Kind::Discord(_) => discord::hold_a_place(reply),
            _ => self.render(reply_to, reply),
        }
    }

    /// Whether [`Source::acknowledge`] leaves a placeholder, for whatever is said next.
    pub fn holds_a_place(&self) -> bool {
        matches!(self.kind, Kind::Discord(_))
    }

    /// The ends of what somebody is typing, as the direct answer.
    pub fn offer(&self, choices: &[discord::Choice]) -> Answer {
        match &self.kind {
            Kind::Discord(_) => discord::offer(choices),
            _ => Answer::empty(http::StatusCode::OK),
        }
    }

    /// The reply as posts to where late answers go, in order; `in_place` of the message that is
    /// there.
    pub fn later(&self, reply_to: &ReplyTo, reply: &Reply, in_place: bool) -> Vec<Post> {
        match (&self.kind, reply_to) {
            (
                Kind::Slack(slack),
                ReplyTo::Slack {
                    response_url, click, ..
                },
            ) => slack.posts(response_url, reply, *click && in_place),
            (Kind::Discord(discord), ReplyTo::Discord { token, .. }) => discord.posts(token, reply, in_place),
            (Kind::Teams(_), ReplyTo::Teams { asker }) => {
                let tell = |channel: &Notify| channel.tell(reply, Some(asker));
                self.notify.iter().map(tell).collect()
            }
            (_, ReplyTo::Machine) => self.tell(reply),
            (Kind::Mattermost(mattermost), ReplyTo::Mattermost { seat, .. }) => {
                mattermost.posts(self, seat, reply)
            }
            // One platform's address is not another's.
            (
                _,
                ReplyTo::Slack { .. }
                | ReplyTo::Teams { .. }
                | ReplyTo::Discord { .. }
                | ReplyTo::Mattermost { .. }
                | ReplyTo::Waiting,
            ) => Vec::new(),
        }
    }
}

impl Source {
    /// The reply on its way to the channels that are notified.
    pub fn tell(&self, reply: &Reply) -> Vec<Post> {
        self.notify
            .iter()
            .map(|channel| channel.tell(reply, None))
            .collect()
    }
}
