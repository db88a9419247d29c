//! One instance in a machine's answer.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::instance_facts;
use crate::{
    azure::Compute,
    lifecycle::{Outcome, Report, SettingError, Status},
    target::ComputeId,
};

/// An instance in a machine's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InstanceResult {
    /// `workspace/name`
    pub target: String,
    /// What was done about it.
    pub outcome: Status,
    /// As Azure spells it, after the command. `None` if it was not read.
    pub state: Option<String>,
    /// A word for scripts, such as `conflict`. `None` if all went well.
    pub reason: Option<&'static str>,
    /// The time that Azure took, in seconds.
    pub seconds: Option<i64>,
    /// Whether a retry may succeed.
    #[serde(skip)]
    pub transient: bool,
    /// Azure's correlation id, for its support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation: Option<String>,
    /// What the command read of the instance; `docs/result.schema.json` has the keys.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
}

impl InstanceResult {
    /// An instance that was read at `now`.
    pub(super) fn seen(compute: &Compute, now: Timestamp) -> Self {
        let state = compute.state.as_ref().map(|state| state.as_str().to_owned());
        let facts = instance_facts::seen(compute, now);
        Self { state, facts, ..Self::new(&compute.id, Status::Done, None) }
    }

    /// The same row with one more fact.
    pub(super) fn with(mut self, key: &str, fact: Value) -> Self {
        self.facts.insert(key.to_owned(), fact);
        self
    }

    /// A name of no instance that the caller sees.
    pub fn missing(name: &str) -> Self {
        Self::new(name, Status::Failed, Some("not-found"))
    }

    /// The outcome of a change of a setting: its status and a word for the reason, and what it shows of the instance.
    pub(super) fn set<T>(
        id: &ComputeId,
        outcome: &Result<T, SettingError>,
        says: impl Fn(&T) -> ((Status, Option<&'static str>), Map<String, Value>),
    ) -> Self {
        match outcome.as_ref().map(says) {
            Ok(((status, reason), facts)) => Self { facts, ..Self::new(id, status, reason) },
            Err(error) => {
                let transient = error.is_transient();
                Self { transient, ..Self::new(id, Status::Failed, Some(error.word())) }
            }
        }
    }

    pub(super) fn new(target: impl fmt::Display, outcome: Status, reason: Option<&'static str>) -> Self {
        Self {
            target: target.to_string(),
            outcome,
            state: None,
            reason,
            seconds: None,
            transient: false,
            correlation: None,
            facts: Map::new(),
        }
    }

    /// An instance of a proposal.
    pub fn proposed(report: &Report) -> Self {
        let mut row = Self::of(report);
        if let Outcome::Would(_) = report.outcome {
            row.reason = Some("proposed");
        }
        row
    }

    /// The result of an action.
    pub fn of(report: &Report) -> Self {
        let outcome = &report.outcome;
        Self {
            state: outcome.state().map(|state| state.as_str().to_owned()),
            seconds: match outcome {
                Outcome::Done { took, .. } => Some(took.as_secs()),
                _ => None,
            },
            correlation: match outcome {
                Outcome::Failed(error) => error.correlation.clone(),
                Outcome::Asked(pending) | Outcome::Unsure(pending) => pending.correlation.clone(),
                _ => None,
            },
            facts: instance_facts::of_outcome(outcome),
            ..Self::new(&report.id, outcome.status(), outcome.reason())
        }
    }
}

/// For the audit line: `research/myci failed disk-full`.
impl fmt::Display for InstanceResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.target, self.outcome)?;
        self.reason.map_or(Ok(()), |reason| write!(f, " {reason}"))
    }
}
