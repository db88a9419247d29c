//! The record of a history: what Azure did, what was answered, and what was logged.

use std::fmt::Write;

use jiff::Timestamp;
use lamplighter_emulator::{Call, Effect, Message, RecordedRequest};
use serde_json::Value;

use super::{
    chats,
    history::{History, Verb, Who, Yes},
};
use crate::support::chat::Chat;

/// A request whose bytes were signed: `r0`, or the yes to its question.
#[derive(Clone, Debug)]
pub struct Signed {
    pub request: usize,
    pub yes: Option<Yes>,
    pub who: Who,
    /// Where a person says it; a machine's has none.
    pub chat: Option<Chat>,
    pub verb: Verb,
    pub force: bool,
    pub meant: Vec<String>,
    /// The time of the state that its author saw: by the signature, or when the question was asked.
    pub asked: Timestamp,
    /// Whether anything may be done for it.
    pub counts: bool,
    /// The question that it is the yes to.
    pub question: String,
}

impl Signed {
    pub fn name(&self) -> String {
        let yes = self.yes.map_or(String::new(), |yes| format!("'s yes ({yes:?})"));
        format!("r{}{yes}", self.request)
    }

    /// Whether its question said that this job would end.
    pub fn was_told_of(&self, instance: &str, job: &str) -> bool {
        let mut lines = self.question.lines();
        let ends = |line: &str| line.contains("which would end") && line.contains(instance);
        lines.any(|line| ends(line) || line.contains(&format!("`{job}`")))
    }

    /// The end of the address that late answers to it go to. Teams has one channel for all, and a click in Mattermost goes on
    /// with the command's.
    pub fn address(&self) -> String {
        let own = match (self.chat, self.yes) {
            (Some(Chat::Teams), _) | (_, None) => false,
            (Some(Chat::Mattermost), Some(yes)) => yes == Yes::Typed,
            _ => true,
        };
        format!("r{}{}", self.request, if own { "-yes" } else { "" })
    }
}

/// When, with which status, and what.
pub type Answer = (Timestamp, u16, Value);

/// One delivery of a signed request to one process.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub signed: usize,
    pub host: usize,
    pub at: Timestamp,
    /// Its id in the log.
    pub id: String,
    pub answer: Option<Answer>,
    /// When its process died, if it was still at it or may have been.
    pub died: Option<Timestamp>,
}

/// An audit line.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: Timestamp,
    pub id: String,
    /// `heard` or `settled`.
    pub event: String,
    pub verdict: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub instance: String,
    pub word: String,
    pub reason: String,
}

impl Line {
    pub fn row(&self, instance: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.instance == instance)
    }
}

impl Row {
    pub fn is_pending(&self) -> bool {
        matches!(self.word.as_str(), "asked" | "unsure") && self.reason.is_empty()
    }
}

/// What somebody else did, and whether Azure accepted it.
#[derive(Clone, Debug)]
pub struct Other {
    pub at: Timestamp,
    pub verb: Verb,
    pub instance: String,
    pub status: u16,
}

#[derive(Clone, Debug)]
pub struct Job {
    pub name: String,
    pub began: Timestamp,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub beginning: Timestamp,
    pub signed: Vec<Signed>,
    pub deliveries: Vec<Delivery>,
    pub requests: Vec<RecordedRequest>,
    pub messages: Vec<Message>,
    pub lines: Vec<Line>,
    pub others: Vec<Other>,
    /// When somebody else began to keep which instance.
    pub keeps: Vec<(Timestamp, String)>,
    pub jobs: Vec<Job>,
    /// What was logged besides audit lines, as errors and warnings.
    pub logged: Vec<(Timestamp, String)>,
    /// Steps as they were taken.
    pub steps: Vec<(Timestamp, String)>,
    /// A process had work left an hour later.
    pub left_over: bool,
}

impl Record {
    /// The history as a person can read it.
    pub fn tell(&self, history: &History) -> String {
        let mut lines: Vec<(Timestamp, u8, String)> = Vec::new();
        lines.extend(self.steps.iter().map(|(at, step)| (*at, 0, format!("         {step}"))));
        for request in self
            .requests
            .iter()
            .filter(|request| !matches!(request.operation, Call::Inbox | Call::Activity | Call::Conversation))
        {
            lines.extend(azure(request));
        }
        for delivery in &self.deliveries {
            let name = self.signed[delivery.signed].name();
            if let Some((at, status, body)) = &delivery.answer {
                let text = format!("answer   {name} (id {}): {status} {}", delivery.id, said(body));
                lines.push((*at, 3, text));
            }
        }
        for message in &self.messages {
            let to = message.path.rsplit('/').next().unwrap_or_default();
            lines.push((message.at, 4, format!("message  {to}: {}", said(&message.body))));
        }
        for line in &self.lines {
            let rows: Vec<_> = line.rows.iter().map(Row::tell).collect();
            let text = format!("log      {} {} {}: {}", line.id, line.event, line.verdict, rows.join(", "));
            lines.push((line.at, 5, text));
        }
        lines.extend(self.logged.iter().map(|(at, line)| (*at, 5, format!("log      {line}"))));
        lines.sort_by_key(|(at, kind, _)| (*at, *kind));
        let mut told = format!("{:?}\n", history.setting);
        for (number, request) in history.requests.iter().enumerate() {
            let off = match request.skew {
                0 => String::new(),
                skew => format!(", its clock off by {skew} s"),
            };
            let off =
                format!("{off}{}", if request.who.is_machine() && request.patient { ", waits" } else { "" });
            writeln!(
                told,
                "r{number}: {:?} says `{}` ({:?}{off})",
                (request.who, request.chat),
                request.text(),
                request.proof
            )
            .unwrap();
        }
        for (at, _, mut text) in lines {
            // Ids depend on the emulator's port, which differs each time.
            for (number, delivery) in self.deliveries.iter().enumerate() {
                text = text.replace(&delivery.id, &format!("d{number}"));
            }
            let since = at.duration_since(self.beginning).as_secs_f64();
            writeln!(told, "{since:9.3}  {text}").unwrap();
        }
        told
    }
}

impl Row {
    fn tell(&self) -> String {
        format!("{} {} {}", self.instance, self.word, self.reason).trim_end().to_owned()
    }
}

/// When it came, was done and was answered, as far as these differ.
fn azure(request: &RecordedRequest) -> Vec<(Timestamp, u8, String)> {
    let what = match &request.instance {
        Some(instance) => format!("{} {instance}", request.operation),
        None => request.operation.to_string(),
    };
    let fault = request.fault.map_or(String::new(), |fault| format!(" [{fault:?}]"));
    let met = request.found.as_ref().map_or(String::new(), |met| {
        let jobs = if met.jobs.is_empty() { String::new() } else { format!(", jobs {}", met.jobs.join(" ")) };
        let state = met.state.as_deref().unwrap_or("null");
        let accepted = if met.accepted { "ACCEPTED" } else { "not accepted" };
        format!(" {accepted} (was {state}{jobs})")
    });
    let status = request.status.map_or("no answer".to_owned(), |status| status.to_string());
    let (came, done) = (request.at, request.done.unwrap_or(request.at));
    let answered = request.answered.unwrap_or(done);
    let mut lines = Vec::new();
    if done > came {
        lines.push((came, 1, format!("Azure    {what}: on its way{fault}")));
    }
    if answered > done {
        lines.push((done, 1, format!("Azure    {what}{met}: answer on its way{fault}")));
        lines.push((answered, 2, format!("Azure    {what}: {status}")));
    } else {
        lines.push((done, 1, format!("Azure    {what}{met}: {status}{fault}")));
    }
    lines
}

/// What a reply says.
pub fn said(body: &Value) -> String {
    chats::said(body).map_or_else(|| "(empty)".to_owned(), |text| text.replace('\n', " ⏎ "))
}

/// Whether a call was carried out, whatever was answered.
pub fn took_effect(request: &RecordedRequest) -> bool {
    let through = matches!(
        request.fault,
        None | Some(
            Effect::Slow
                | Effect::Late
                | Effect::ResetAfter
                | Effect::Truncated
                | Effect::FailsLate
                | Effect::NoStatus
        )
    );
    let answered = request.status.is_none_or(|status| (200..300).contains(&status));
    through && answered && request.done.is_some()
}
