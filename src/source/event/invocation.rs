//! Invocations by the platform itself: EventBridge Scheduler and rules, which invoke the Lambda
//! function, and timers of the Azure Functions host.
//!
//! Formats: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html>,
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html>,
//! <https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers>.

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::config::EventSource;
use crate::{
    command_request::CommandRequest,
    source::{Source, incoming::from_machine, timestamp::moment},
    verify::{Request, Verified},
};

/// Longer than any ARN of EventBridge.
pub(super) const LONGEST_NAME: usize = 150;

/// Why no command is carried out for an event. For the log and the notified channels; the event does not fail, since
/// the platform would only deliver the same one again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unheard {
    /// No source has its ARN, its `source` or its function as name.
    #[error("no source of kind `event` fits it")]
    Nobody,
    /// Two sources have the same ARN, for example.
    #[error("more than one source of kind `event` fits it")]
    Ambiguous,
    /// Without a time, an event that is delivered late cannot be told from a fresh one.
    #[error("the event of a schedule does not say when it was due")]
    Undated,
    /// As above, for a rule.
    #[error("the event of a rule does not say when it was due")]
    UndatedRule,
    /// As above, for a timer of Azure Functions.
    #[error("the Functions host does not say, in a form that can be read, when its timer was due")]
    UndatedTimer,
    /// Or the source may not take a command from the event.
    #[error("neither the configuration nor the event says a command")]
    NoCommand,
}

impl Unheard {
    /// Identifies what an event lacks, in replies.
    pub fn id(self) -> &'static str {
        match self {
            Self::Nobody | Self::Ambiguous => "source",
            Self::Undated => "undated",
            Self::UndatedRule => "undated-rule",
            Self::UndatedTimer => "undated-timer",
            Self::NoCommand => "no-command",
        }
    }
}

/// The fields that are read of an event, and of the envelope that the Functions host puts round a timer. A struct and
/// not a JSON value, so that a field given twice is an error.
#[derive(Default, Deserialize)]
#[serde(default)]
struct EventInput {
    source: Value,
    time: Value,
    scheduled_time: Value,
    schedule_arn: Value,
    resources: Value,
    command: Value,
    #[serde(alias = "Metadata", deserialize_with = "given")]
    metadata: Option<Value>,
    #[serde(alias = "Data", deserialize_with = "given")]
    data: Option<Value>,
}

/// A field that is there, with whatever value: the envelope of a timer is one with null in it, too.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The source that an event is for, and its command. The error has the source if it is known.
pub fn read<'a>(
    sources: impl Iterator<Item = &'a Source> + Clone,
    request: &Verified<Request>,
) -> Result<(&'a Source, CommandRequest), (Option<&'a Source>, Unheard)> {
    let events = sources.filter_map(|source| Some((source, source.adapter_as::<EventSource>()?)));
    let event: EventInput = serde_json::from_slice(&request.body).map_err(|_| (None, Unheard::Nobody))?;
    let timer = event.metadata.as_ref().zip(event.data.as_ref());
    let found = if timer.is_some() {
        // A source's name is in lower case, and a function's may not be.
        let function = request.path.trim_start_matches('/');
        one(events.filter(|(source, _)| source.name.eq_ignore_ascii_case(function)))
    } else {
        let by_arn = |(_, known): &(&Source, &EventSource)| {
            known.arn.as_deref().is_some_and(|arn| event.arns().contains(&&Value::from(arn)))
        };
        match one(events.clone().filter(by_arn)) {
            Err(Unheard::Nobody) => {
                let name = event.source.as_str().unwrap_or_default();
                // A source with an ARN takes no events of other rules and schedules.
                let is_anonymous = event.arns().iter().all(|arn| arn.is_null());
                let is_free = |known: &EventSource| known.arn.is_none() || is_anonymous;
                one(events.filter(|(source, known)| source.name == name && is_free(known)))
            }
            found => found,
        }
    };
    let (source, known) = found.map_err(|unheard| (None, unheard))?;
    let at = match timer {
        Some((metadata, data)) => timer_due(metadata, data).ok_or(Unheard::UndatedTimer),
        None if event.resources[0].is_string() => event.due().ok_or(Unheard::UndatedRule),
        None => event.due().ok_or(Unheard::Undated),
    };
    let at = at.map_err(|undated| (Some(source), undated))?;
    let brought = event.command.as_str().filter(|_| timer.is_none() && known.allow_command);
    let text = known.order.text(brought).ok_or((Some(source), Unheard::NoCommand))?;
    Ok((source, from_machine(&source.name, request, text, at)))
}

/// The platform's name for the event's rule, schedule or function, for the log. Empty if the event has none.
pub fn name(request: &Request) -> String {
    let event: EventInput = serde_json::from_slice(&request.body).unwrap_or_default();
    let mut names = event.arns().into_iter().chain([&event.source]);
    let name = if event.metadata.is_some() && event.data.is_some() {
        request.path.trim_start_matches('/')
    } else {
        names.find_map(Value::as_str).unwrap_or_default()
    };
    name.chars().take(LONGEST_NAME).collect()
}

fn one<T>(mut found: impl Iterator<Item = T>) -> Result<T, Unheard> {
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Unheard::Nobody),
        (Some(_), Some(_)) => Err(Unheard::Ambiguous),
    }
}

impl EventInput {
    /// The ARNs of the event's rule and schedule, or null.
    fn arns(&self) -> [&Value; 2] {
        [&self.resources[0], &self.schedule_arn]
    }

    /// When the event was due, not when it came: the same for each of its deliveries.
    fn due(&self) -> Option<Timestamp> {
        match moment(&self.time).ok()? {
            Some(time) => Some(time),
            None => moment(&self.scheduled_time).ok()?,
        }
    }
}

/// When the timer was due: the host's own record, or else the minute in which it called. `None`
/// if a date cannot be read, or if the timer is past due and the host does not say since when.
fn timer_due(metadata: &Value, data: &Value) -> Option<Timestamp> {
    let sys = lowered(&lowered(metadata)?["sys"])?;
    let called = moment(&sys["utcnow"]).ok()??;
    let (mut due, mut is_past_due) = (None, false);
    for data in data.as_object()?.values() {
        let timer = match lowered(data) {
            Some(timer) => timer,
            None if data.as_str().is_some_and(|text| text.trim_start().starts_with('{')) => return None,
            // Not a timer's.
            None => continue,
        };
        due = due.or(moment(&lowered(&timer["schedulestatus"])?["next"]).ok()?);
        is_past_due |= match &timer["ispastdue"] {
            Value::Null => false,
            Value::String(said) => !said.eq_ignore_ascii_case("false"),
            said => *said != false,
        };
    }
    // .NET writes the year 1 for no date at all, and a date after the call is that of the next run. Clocks may differ a
    // little.
    let skew = SignedDuration::from_secs(30);
    let is_due = |next: &Timestamp| *next > Timestamp::UNIX_EPOCH && next.duration_since(called) <= skew;
    let minute = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc);
    match due.filter(is_due) {
        None if is_past_due => None,
        None => called.round(minute).ok(),
        due => due,
    }
}

/// The object, or the object in a text, with its keys in lower case, since hosts differ in their case. Null stays null.
/// `None`: anything else.
fn lowered(value: &Value) -> Option<Value> {
    match value {
        Value::Null => Some(Value::Null),
        Value::Object(fields) => {
            let fields = fields.iter();
            Some(fields.map(|(key, value)| (key.to_ascii_lowercase(), value.clone())).collect())
        }
        Value::String(text) => lowered(&serde_json::from_str(text).ok()?),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}
