//! One instance in a machine's answer, with what a command read of it. Replies put the same into words.
//!
//! A missing key was not read. `null` was read, and there is none.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    azure::{
        Application, Compute, InstanceError, LastOperation, Money, OsImage, Schedule, ScheduleForecast,
        Timing, Trigger,
    },
    lifecycle::{
        Change, Changed, Keep, Kept, Outcome, Report, ScheduleOutcome, SettingError, Status, failure_word,
    },
    target::ComputeId,
};

/// An instance in a machine's answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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
        let facts = seen(compute, now);
        Self { state, facts, ..Self::new(&compute.id, Status::Done, None) }
    }

    /// The same row with one more fact.
    pub(super) fn with(mut self, key: &str, fact: Value) -> Self {
        self.facts.insert(key.to_owned(), fact);
        self
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
        Self { target: target.to_string(), outcome, reason, ..Self::default() }
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
                Outcome::Failed(error) | Outcome::LeftBroken(error) => error.correlation.clone(),
                Outcome::Asked(pending) | Outcome::Unsure(pending) => pending.correlation.clone(),
                _ => None,
            },
            facts: of_outcome(outcome),
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

/// What is seen of each instance that a command shows.
pub(super) fn seen(compute: &Compute, now: Timestamp) -> Map<String, Value> {
    let image = &compute.security.os_image;
    let mut facts = object(json!({
        "size": compute.vm_size,
        "owner": owner(compute),
        "last_operation": compute.last_operation.as_ref().map(operation),
        "image": {
            "version": image.version, "latest": image.latest, "is_latest": image.is_latest,
            "days": days(image, now),
        },
        "idle": idle(compute),
        "errors": compute.errors.iter().map(error).collect::<Vec<_>>(),
        "schedules": schedules(&compute.schedules, now),
    }));
    facts.extend(since(compute.cause()));
    facts
}

/// What the bill of an instance goes by. Without a key for a price that was not read.
pub(super) fn billed(compute: &Compute, price: Option<Money>) -> Map<String, Value> {
    let price = price.map(|price| ("price".to_owned(), money(Some(price))));
    let mut facts = object(json!({ "size": compute.vm_size, "owner": owner(compute) }));
    facts.extend(price);
    facts
}

/// How old the image is, as far as its version shows.
fn days(image: &OsImage, now: Timestamp) -> Value {
    match image.age(now) {
        Some(age) => (age.as_hours() / 24).into(),
        None if image.version.is_some() => json!({ "unknown": "unreadable" }),
        None => Value::Null,
    }
}

fn owner(compute: &Compute) -> Option<Value> {
    compute.owner.as_ref().map(|id| json!({ "id": id, "name": compute.owner_name }))
}

/// What the outcome of an action says besides its status, reason and state.
pub(super) fn of_outcome(outcome: &Outcome) -> Map<String, Value> {
    match outcome {
        Outcome::Already { state, last } => since(last.as_ref().filter(|last| last.led_to(state.as_ref()))),
        Outcome::Busy { since, .. } => object(json!({ "since": since })),
        Outcome::Stale(last)
        | Outcome::Overtaken { last, .. }
        | Outcome::Unattributed { last: Some(last), .. } => {
            object(json!({ "last_operation": operation(last) }))
        }
        Outcome::HasJobs { jobs, .. } => object(json!({ "jobs": jobs })),
        Outcome::Kept(keep) => object(json!({ "kept": keep_terms(keep) })),
        Outcome::KeepUnreadable => object(json!({ "kept": kept(Some(&Kept::Unreadable)) })),
        Outcome::KeepUnknown(_) => object(json!({ "kept": kept(None) })),
        _ => Map::new(),
    }
}

/// What Azure shows after a change by `idle`, and what it was before.
pub(super) fn of_idle(change: &Change<Option<SignedDuration>>) -> Map<String, Value> {
    let after = |idle: &Option<SignedDuration>| idle.map_or(Value::Null, idle_after);
    object(match change {
        Change::Done { now, before } => json!({ "idle": after(now), "idle_before": after(before) }),
        other => json!({ "idle": after(other.now()) }),
    })
}

/// The keep after a change by `keep`.
pub(super) fn of_keep(change: &Change<Kept>) -> Map<String, Value> {
    object(json!({ "kept": kept(Some(change.now())) }))
}

/// The schedules after a change by `schedule`.
pub(super) fn of_schedule(outcome: &ScheduleOutcome, now: Timestamp) -> Map<String, Value> {
    object(match outcome {
        ScheduleOutcome::Done(Changed { now: list, .. })
        | ScheduleOutcome::Already { now: list, .. }
        | ScheduleOutcome::Otherwise(list)
        | ScheduleOutcome::Full(list)
        | ScheduleOutcome::Unknown(list) => json!({ "schedules": schedules(&list.schedules(), now) }),
        ScheduleOutcome::Ambiguous(_) | ScheduleOutcome::Crowded => Value::Null,
    })
}

/// Since when an instance is in its state, and who or what caused that.
fn since(cause: Option<&LastOperation>) -> Map<String, Value> {
    let trigger = cause.and_then(|last| last.trigger.as_ref()).map(Trigger::as_str);
    object(json!({ "since": cause.map(|last| last.time), "cause": trigger }))
}

fn operation(last: &LastOperation) -> Value {
    json!({
        "name": last.name.as_str(),
        "at": last.time,
        "status": last.status.as_str(),
        "cause": last.trigger.as_ref().map(Trigger::as_str),
    })
}

fn idle(compute: &Compute) -> Value {
    match compute.idle_shutdown {
        Some(idle) => idle_after(idle),
        None if compute.security.has_idle_time => json!({ "unknown": "unreadable" }),
        None => Value::Null,
    }
}

fn idle_after(idle: SignedDuration) -> Value {
    json!({ "seconds": idle.as_secs() })
}

/// `kept` is `None` if it could not be read.
pub(super) fn kept(kept: Option<&Kept>) -> Value {
    match kept {
        Some(Kept::No) => Value::Null,
        Some(Kept::Until(keep)) => keep_terms(keep),
        Some(Kept::Unreadable) => json!({ "unknown": "unreadable" }),
        None => json!({ "unknown": "not-read" }),
    }
}

fn keep_terms(keep: &Keep) -> Value {
    json!({ "until": keep.until, "by": keep.name(), "because": keep.because })
}

fn error(error: &InstanceError) -> Value {
    let reason = error.kind().as_ref().map(failure_word);
    json!({ "code": error.code, "message": error.message, "reason": reason })
}

/// An amount in the currency's unit. `None` if it is not known.
pub(super) fn money(money: Option<Money>) -> Value {
    let amount = |money: Money| money.millionths as f64 / 1e6;
    money.map_or(Value::Null, |money| json!({ "amount": amount(money), "currency": money.currency.as_str() }))
}

/// The links of a running instance.
pub(super) fn applications(compute: &Compute) -> Value {
    let link = |app: &Application| json!({ "name": app.display_name, "url": app.endpoint_uri });
    compute.applications.iter().map(link).collect()
}

fn schedules(schedules: &[Schedule], now: Timestamp) -> Value {
    schedules.iter().map(|schedule| one_schedule(schedule, &schedule.due(now))).collect()
}

fn one_schedule(schedule: &Schedule, due: &ScheduleForecast) -> Value {
    let drift = due.drift.map(|drift| json!({ "at": drift.at, "seconds": drift.by.as_secs() }));
    let (cron, recurrence) = match &schedule.timing {
        Some(Timing::Cron { expression, .. }) => (Some(expression), None),
        Some(Timing::Recurrence { frequency, interval, hours, minutes, week_days, month_days, .. }) => {
            let recurrence = json!({
                "frequency": frequency, "interval": interval, "hours": hours, "minutes": minutes,
                "week_days": week_days, "month_days": month_days,
            });
            (None, Some(recurrence))
        }
        None => (None, None),
    };
    json!({
        "id": schedule.id,
        "action": schedule.action.as_str(),
        "enabled": schedule.enabled,
        "failed": schedule.failed,
        "cron": cron,
        "recurrence": recurrence,
        "time_zone": schedule.timing.as_ref().map(Timing::zone_name),
        "start": schedule.timing.as_ref().and_then(Timing::start),
        "next": due.next,
        "drift": drift,
    })
}

/// The members of a JSON object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
