//! The doors: each configured source is one URL and one kind of signature. An adapter hears
//! (verified bytes to an [`Ask`]), renders, and delivers what comes late; it knows nothing of
//! Azure. To add a platform: a file, and an arm in each `match` below.

pub mod deliver;
pub mod slack;

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use crate::{
    ask::{Ask, ReplyTo},
    reply::{Locale, Reply},
    ticket,
    verify::{Rejection, Request, Verified},
};

pub use deliver::{Mailbox, Post};

/// One `[sources.<name>]` table, ready to use.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub kind: Kind,
    pub tickets: ticket::Keys,
    /// The language of those whose own is not known.
    pub locale: Option<Locale>,
}

#[derive(Debug)]
pub enum Kind {
    Slack(slack::Slack),
}

/// What a verified request turned out to be.
#[derive(Debug)]
pub enum Heard {
    Ask(Ask),
    /// Nothing to do, and this is the polite answer.
    Nothing(Answer),
}

/// An HTTP answer before any host's types: status, content type, body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: http::StatusCode,
    pub content_type: Option<&'static str>,
    pub body: Bytes,
}

impl Answer {
    pub fn empty(status: http::StatusCode) -> Self {
        Self {
            status,
            content_type: None,
            body: Bytes::new(),
        }
    }

    /// A problem document (RFC 9457), for senders that are machines.
    pub fn problem(status: http::StatusCode, detail: &str) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        let problem = serde_json::json!({"title": title, "status": status.as_u16(), "detail": detail});
        Self {
            status,
            content_type: Some("application/problem+json"),
            body: problem.to_string().into(),
        }
    }

    pub fn json(value: &serde_json::Value) -> Self {
        Self {
            status: http::StatusCode::OK,
            content_type: Some("application/json"),
            body: value.to_string().into(),
        }
    }
}

impl Source {
    /// Answers that are given before anything is verified; they say nothing and do nothing.
    pub fn greet(&self, request: &Request) -> Option<Answer> {
        match &self.kind {
            Kind::Slack(_) => slack::greet(request),
        }
    }

    /// Checks the signature, over the raw bytes.
    pub fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        match &self.kind {
            Kind::Slack(slack) => slack.verify(request, now),
        }
    }

    /// The headers that the platform would send with `body`: for samples and tests.
    pub fn sign(&self, at: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
        match &self.kind {
            Kind::Slack(slack) => slack.sign(at, body),
        }
    }

    /// What a verified request, signed at `at`, asks.
    pub fn read(&self, request: &Verified<Request>, at: Timestamp) -> Heard {
        match &self.kind {
            Kind::Slack(slack) => slack.read(&self.name, request, at),
        }
    }

    /// How long after its arrival the first answer is due, with a margin for the way back.
    pub fn patience(&self) -> Duration {
        match &self.kind {
            Kind::Slack(_) => slack::FIRST_ANSWER,
        }
    }

    /// How long after the request its last answer can still be brought, with a margin.
    pub fn reach(&self) -> Duration {
        match &self.kind {
            Kind::Slack(_) => slack::LAST_ANSWER,
        }
    }

    /// The answer given at once when all that is said comes through [`Source::later`].
    pub fn answers_at_once(&self, ask: &Ask) -> Option<Answer> {
        match (&self.kind, &ask.reply_to) {
            (Kind::Slack(_), ReplyTo::Slack { click: true, .. }) => Some(Answer::empty(http::StatusCode::OK)),
            _ => None,
        }
    }

    /// The reply as the direct answer to the request.
    pub fn render(&self, reply: &Reply) -> Answer {
        match &self.kind {
            Kind::Slack(_) => Answer::json(&crate::reply::block_kit::render(reply)),
        }
    }

    /// The reply as posts to where late answers go, in order.
    pub fn later(&self, reply_to: &ReplyTo, reply: &Reply, in_place: bool) -> Vec<Post> {
        match (&self.kind, reply_to) {
            (Kind::Slack(slack), ReplyTo::Slack { response_url, click }) => {
                slack.posts(response_url, reply, *click && in_place)
            }
            (_, ReplyTo::Waiting) => Vec::new(),
        }
    }
}
