//! What is said, and what it means to a machine.

use std::fmt;

use serde::Serialize;

use crate::{
    azure::{Compute, Kind},
    fleet::{Looked, Unread},
    lifecycle::{Outcome, Report, Status, failure_word},
    reply::{Audience, Reply},
    target::{Alias, ComputeId},
};

/// One answer.
#[derive(Debug)]
pub struct Said {
    pub reply: Reply,
    pub verdict: Verdict,
    pub results: Vec<Row>,
    /// What an audit found, the worst instance first; nothing else finds anything.
    pub findings: Option<Box<[Found]>>,
    /// What could not be looked at, so that it is no success whatever was done of the rest.
    pub unread: Box<[UnreadWorkspace]>,
    /// Whether nothing follows.
    pub last: bool,
    /// Whether nothing could be done of what was found, for a reason that may pass.
    pub transient: bool,
    pub news: News,
}

/// Whether those hear of it who did not ask: the channels that a machine's source notifies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum News {
    /// Something was done, or could not be.
    #[default]
    Something,
    /// An answer to a question.
    Answer,
    /// There was nothing to do.
    Nothing,
    /// It was asked before, and is done or on its way since.
    Repeat,
}

impl Said {
    pub(super) fn finally(verdict: Verdict, reply: Reply) -> Self {
        Self {
            reply,
            verdict,
            results: Vec::new(),
            findings: None,
            unread: Box::default(),
            last: true,
            transient: false,
            news: News::default(),
        }
    }

    /// An answer that tells of what was `looked` at, and changes nothing.
    pub(super) fn shown(looked: &Looked, verdict: Verdict, reply: Reply) -> Self {
        Self {
            results: looked.found.iter().map(|seen| Row::seen(seen)).collect(),
            unread: UnreadWorkspace::all(&looked.unread, &[]),
            news: News::Answer,
            ..Self::finally(verdict, reply)
        }
    }

    /// For the caller alone: what changes a message that only they see.
    pub(super) fn aside(mut self) -> Self {
        self.reply.audience = Audience::Caller;
        self
    }

    pub(super) fn refused(reply: Reply) -> Self {
        Self::finally(Verdict::Refused, reply)
    }

    /// Whether asking again helps.
    pub(super) fn is_transient(&self) -> bool {
        self.transient || self.unread.iter().any(|unread| unread.may_pass)
    }

    /// Whether it could not look, or at a part only.
    pub(super) fn could_not_look(&self) -> bool {
        self.transient || !self.unread.is_empty()
    }
}

/// How it went, as an exit code or a status would put it. Of several, the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Done,
    /// An instance that was named was left as it is: it runs a job, is kept, or is changing.
    Left,
    /// Not settled.
    Pending,
    /// Waits for a yes.
    Unconfirmed,
    Refused,
    /// Not understood.
    Misread,
    Failed,
}

impl Verdict {
    /// Of a look that is worth little unless it is whole.
    pub(super) fn of_look<T>(unread: &[T]) -> Self {
        if unread.is_empty() {
            Self::Done
        } else {
            Self::Failed
        }
    }
}

/// A workspace that could not be looked at, in a machine's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadWorkspace {
    /// `None` where the caller may not know its name.
    pub workspace: Option<String>,
    /// As in [`Row::reason`].
    pub reason: &'static str,
    #[serde(skip)]
    may_pass: bool,
}

impl UnreadWorkspace {
    /// Those whose instances could not be read, or what has to be known of them before they are acted on.
    pub(super) fn all(unread: &[Unread], reports: &[Report]) -> Box<[Self]> {
        let unread = unread
            .iter()
            .map(|(alias, error)| Self::of(alias.as_ref(), &error.kind));
        let unseen = reports.iter().filter_map(|report| {
            let error = report.outcome.not_looked()?;
            Some(Self::of(Some(&report.id.workspace), &error.kind))
        });
        let mut all = Vec::new();
        for one in unread.chain(unseen) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all.into()
    }

    fn of(alias: Option<&Alias>, kind: &Kind) -> Self {
        Self {
            workspace: alias.map(Alias::to_string),
            reason: failure_word(kind),
            may_pass: kind.may_pass(),
        }
    }
}

/// For the audit line: `research forbidden`.
impl fmt::Display for UnreadWorkspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let workspace = self.workspace.as_deref().unwrap_or("somewhere");
        write!(f, "{workspace} {}", self.reason)
    }
}

/// One instance's line in a machine's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// `workspace/name`
    pub target: String,
    pub outcome: Status,
    pub state: Option<String>,
    pub reason: Option<&'static str>,
    /// How long Azure took.
    pub seconds: Option<i64>,
    /// What Azure's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation: Option<String>,
}

impl Row {
    /// An instance that was looked at.
    pub fn seen(compute: &Compute) -> Self {
        Self {
            target: compute.id.to_string(),
            outcome: Status::Done,
            state: compute.state.as_ref().map(|state| state.as_str().to_owned()),
            reason: None,
            seconds: None,
            correlation: None,
        }
    }

    /// What was named, and is no instance that can be seen.
    pub fn missing(name: &str) -> Self {
        Self {
            target: name.to_owned(),
            outcome: Status::Failed,
            state: None,
            reason: Some("not-found"),
            seconds: None,
            correlation: None,
        }
    }

    /// An instance of which a setting was changed, or was to be.
    pub fn set(id: &ComputeId, (outcome, reason): (Status, Option<&'static str>)) -> Self {
        Self {
            target: id.to_string(),
            outcome,
            state: None,
            reason,
            seconds: None,
            correlation: None,
        }
    }

    /// An instance that people are asked about, or were not.
    pub fn proposed(report: &Report) -> Self {
        let row = Self::of(report);
        let reason = match report.outcome {
            Outcome::Would { .. } => Some("proposed"),
            _ => row.reason,
        };
        Self { reason, ..row }
    }

    /// An instance that was acted on.
    pub fn of(report: &Report) -> Self {
        let outcome = &report.outcome;
        let facts = outcome.facts();
        Self {
            target: report.id.to_string(),
            outcome: facts.status,
            state: facts.state.map(|state| state.as_str().to_owned()),
            reason: facts.reason,
            seconds: match outcome {
                Outcome::Done { took, .. } => Some(took.as_secs()),
                _ => None,
            },
            correlation: match outcome {
                Outcome::Failed(error) => error.correlation.clone(),
                Outcome::Asked(pending) | Outcome::Unsure(pending) => pending.correlation.clone(),
                _ => None,
            },
        }
    }
}

/// A finding of an audit, for sheets and scripts. What stands in `finding`, `severity` and `policy`
/// does not change with the language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    pub workspace: String,
    pub instance: String,
    /// `no-idle-shutdown`
    pub finding: &'static str,
    pub severity: &'static str,
    /// The id of Azure's built-in policy definition that finds the same.
    pub policy: Option<&'static str>,
    pub detail: String,
    /// Empty where Azure does not say whether there is anything to do.
    pub remedy: String,
}

/// For the audit line: `research/myci failed disk-full`.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.target, self.outcome)?;
        self.reason.map_or(Ok(()), |reason| write!(f, " {reason}"))
    }
}
