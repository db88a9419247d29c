//! The result of a command: the reply, and the same for machines.

use std::{collections::BTreeSet, fmt};

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::json;

use super::instance_result::InstanceResult;
use crate::{
    audit::Severity,
    command::Verb,
    command_request::CommandRequest,
    fleet::{Selected, Unreadable},
    lifecycle::{Report, Status, failure_word},
    reply::Reply,
    target::{Alias, ComputeId},
};

/// The result of a command, or of a part of it.
#[derive(Debug, Default)]
pub struct CommandResult {
    /// The answer for people, in the caller's language.
    pub reply: Reply,
    /// What became of the command as a whole, for exit codes and HTTP statuses.
    pub verdict: Verdict,
    /// A row for each instance that the command showed, changed or left alone.
    pub results: Vec<InstanceResult>,
    /// The findings of an `audit`, the worst instance first.
    pub findings: Option<Box<[AuditRow]>>,
    /// Workspaces that could not be read: with one, the result is a failure whatever was done elsewhere.
    pub unread: Vec<Unreadable>,
    /// Whether this is the final answer.
    pub last: bool,
    /// Whether nothing could be done, for a reason that may pass.
    pub transient: bool,
    /// Whether channels need to hear of it.
    pub repetition: Repetition,
    /// The state of the status card whose button was pressed, where that is another message than the reply.
    pub card: Option<Reply>,
    /// The instances that were followed since the interim result before, and what was done to them.
    pub followed: Vec<(ComputeId, Verb)>,
    /// Whether it replaces the message whose button was pressed.
    pub in_place: bool,
    /// Pending commands that are due, or that do nothing.
    pub due: Vec<DueEntry>,
}

/// What follows from a tag that is an entry by its name.
#[derive(Debug)]
pub struct DueEntry {
    pub workspace: Alias,
    /// Its name and value, as Azure returned them.
    pub tag: (String, String),
    /// The source that the command came from. `None` if the seal does not fit, so that nothing of it is known.
    pub source: Option<String>,
    /// The command to carry out; or what people are told, and whether the tag is deleted.
    pub then: Result<Box<CommandRequest>, (Reply, bool)>,
}

/// Whether the result is news to the channels that a machine's source notifies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repetition {
    /// Something was done, or could not be.
    #[default]
    Something,
    /// An answer to a question.
    Answer,
    /// There was nothing to do.
    Nothing,
    /// The same request came before.
    Repeat,
}

impl Repetition {
    /// `Nothing` or `Something`.
    pub(super) fn unless(nothing: bool) -> Self {
        if nothing { Self::Nothing } else { Self::Something }
    }
}

/// As [`failure_word`] has it.
const FORBIDDEN: &str = "forbidden";

impl CommandResult {
    /// A final result without rows.
    pub fn finally(verdict: Verdict, reply: Reply) -> Self {
        Self { reply, verdict, last: true, ..Self::default() }
    }

    /// An interim reply that replaces the message whose button was pressed.
    pub fn in_place(reply: Reply) -> Self {
        Self { last: false, in_place: true, ..Self::finally(Verdict::Pending, reply) }
    }

    /// The result of a question that is not about instances.
    pub(super) fn answer(reply: Reply) -> Self {
        Self { repetition: Repetition::Answer, ..Self::finally(Verdict::Done, reply) }
    }

    /// The result of a query: what was read, without changes.
    pub(super) fn shown(selected: &Selected, now: Timestamp, reply: Reply) -> Self {
        Self {
            results: selected.found.iter().map(|seen| InstanceResult::seen(seen, now)).collect(),
            unread: all_unread(&selected.unread, &[]),
            repetition: Repetition::Answer,
            ..Self::finally(Verdict::of_look(&selected.unread), reply)
        }
    }

    /// The result of a change of instances' settings, with a row for each. `unread` are the workspaces whose instances
    /// could not be read.
    pub(super) fn set(results: Vec<InstanceResult>, unread: &[Unreadable], reply: Reply) -> Self {
        let any = |status: Status| results.iter().any(|row| row.outcome == status);
        let (failed, done) = (any(Status::Failed), any(Status::Done));
        let verdict = if failed { Verdict::Failed } else { Verdict::of_look(unread) };
        Self {
            transient: results.iter().all(|row| row.transient),
            repetition: Repetition::unless(!failed && !done && unread.is_empty()),
            results,
            unread: all_unread(unread, &[]),
            ..Self::finally(verdict, reply)
        }
    }

    /// The workspaces in which a role of Lamplighter lacks a right.
    pub(super) fn forbidden(&self) -> BTreeSet<String> {
        let failed = self.results.iter().filter(|row| row.reason == Some(FORBIDDEN));
        let failed = failed.filter_map(|row| row.target.split_once('/'));
        let unread = self.unread.iter().filter(|unread| failure_word(&unread.error.kind) == FORBIDDEN);
        let unread = unread.filter_map(|unread| Some(unread.alias.as_ref()?.to_string()));
        failed.map(|(workspace, _)| workspace.to_owned()).chain(unread).collect()
    }

    /// Whether a retry may succeed.
    pub fn is_transient(&self) -> bool {
        self.transient || self.unread.iter().any(|unread| unread.error.kind.is_transient())
    }

    /// Whether Azure could not be read, or only in part.
    pub fn could_not_look(&self) -> bool {
        self.transient || !self.unread.is_empty()
    }
}

/// The outcome, for exit codes and HTTP statuses. Of several, the greatest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Everything was done or shown, or there was nothing to do.
    #[default]
    Done,
    /// A named instance was left as it is: it runs a job, is kept, or is changing.
    Left,
    /// Not settled.
    Pending,
    /// A person has to confirm it.
    Unconfirmed,
    /// The caller lacks the right, a confirmation does not count, or the targets fit nothing.
    Refused,
    /// Not understood.
    Misread,
    /// Azure refused or could not be asked, at least for one instance.
    Failed,
}

impl Verdict {
    /// The verdict of a query that is incomplete without the unread workspaces.
    pub(super) fn of_look<T>(unread: &[T]) -> Self {
        if unread.is_empty() { Self::Done } else { Self::Failed }
    }

    /// The verdict of what `failed` in part, or was `refused`.
    pub(super) fn of(failed: bool, refused: bool) -> Self {
        if failed {
            Self::Failed
        } else if refused {
            Self::Refused
        } else {
            Self::Done
        }
    }
}

/// The workspaces whose instances could not be read, or whose keeps and jobs could not.
pub fn all_unread(unread: &[Unreadable], reports: &[Report]) -> Vec<Unreadable> {
    let unseen = reports.iter().filter_map(|report| {
        let error = report.outcome.not_looked()?.clone();
        Some(Unreadable { alias: Some(report.id.workspace.clone()), error })
    });
    distinct(unread.iter().cloned().chain(unseen))
}

/// Each workspace once for each reason.
pub fn distinct(unread: impl Iterator<Item = Unreadable>) -> Vec<Unreadable> {
    let mut told = BTreeSet::new();
    unread.filter(|one| told.insert((one.alias.clone(), failure_word(&one.error.kind)))).collect()
}

/// In answers to machines: its name, unless the caller may not know it, and a word as in [`InstanceResult::reason`].
impl Serialize for Unreadable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let workspace = self.alias.as_ref().map(Alias::as_str);
        json!({ "workspace": workspace, "reason": failure_word(&self.error.kind) }).serialize(serializer)
    }
}

/// For the audit line: `research forbidden`.
impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let workspace = self.alias.as_ref().map_or("somewhere", Alias::as_str);
        write!(f, "{workspace} {}", failure_word(&self.error.kind))
    }
}

/// A finding of an audit, for spreadsheets and scripts. `finding`, `severity` and `policy` do not depend on the
/// language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// The alias of its workspace.
    pub workspace: String,
    /// Its name, without the workspace.
    pub instance: String,
    /// `no-idle-shutdown`
    pub finding: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The id of Azure's built-in policy definition for the same finding.
    pub policy: Option<&'static str>,
    /// The finding in words, in the caller's language: a version, an error code, a time.
    pub detail: String,
    /// Empty if Azure does not show whether anything has to be done.
    pub remedy: String,
}
