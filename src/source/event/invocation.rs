//! Invocations by the platform itself: EventBridge Scheduler and rules, which invoke the Lambda
//! function, and timers of the Azure Functions host.
//!
//! Formats: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html>,
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html>,
//! <https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers>.

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use serde::Deserialize;
use serde_json::Value;

use super::event_source::EventSource;
use crate::{
    command_request::CommandRequest,
    source::{adapter::Source, incoming::from_machine, timestamp::moment},
    verify::{Request, Verified},
};

/// Longer than any ARN of EventBridge's.
pub(super) const LONGEST_NAME: usize = 150;

/// Why an event asks nothing. For the log, and for whoever is notified; it fails no event, since
/// the platform would only deliver the same again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unheard {
    #[error("no source of kind `event` fits it")]
    Nobody,
    #[error("more than one source of kind `event` fits it")]
    Ambiguous,
    #[error("it does not say when it was due: pass \"time\": \"<aws.scheduler.scheduled-time>\"")]
    Undated,
    #[error("the Functions host does not say, in a form that can be read, when its timer was due")]
    UndatedTimer,
    #[error("neither the configuration nor the event says a command")]
    NoCommand,
}

/// What a direct event says, in whichever of the forms; all else in it is ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EventInput {
    source: Value,
    time: Value,
    scheduled_time: Value,
    schedule_arn: Value,
    resources: Value,
    command: Value,
}

/// The envelope of the Functions host round a timer.
#[derive(Deserialize)]
struct TimerEnvelope {
    #[serde(rename = "Metadata", alias = "metadata")]
    metadata: Value,
    #[serde(rename = "Data", alias = "data")]
    data: Value,
}

/// What `request` asks of which of `sources`; where it is known whose it is, with its error.
pub fn read<'a>(
    sources: impl Iterator<Item = &'a Source> + Clone,
    request: &Verified<Request>,
) -> Result<(&'a Source, CommandRequest), (Option<&'a Source>, Unheard)> {
    let events = sources.filter_map(|source| Some((source, source.as_event()?)));
    let function = request.path.trim_start_matches('/');
    if let Ok(envelope) = serde_json::from_slice::<TimerEnvelope>(&request.body) {
        // A source's name is in lower case, and a function's may not be.
        let found = one(events.filter(|(source, _)| source.name.eq_ignore_ascii_case(function)));
        let (source, event) = found.map_err(|unheard| (None, unheard))?;
        let at = envelope.due().ok_or((Some(source), Unheard::UndatedTimer))?;
        let text = event.order.text(None).ok_or((Some(source), Unheard::NoCommand))?;
        return Ok((source, from_machine(&source.name, request, text, at)));
    }
    let input: EventInput = serde_json::from_slice(&request.body).map_err(|_| (None, Unheard::Nobody))?;
    let by_arn =
        |(_, event): &(&Source, &EventSource)| event.arn.as_deref().is_some_and(|arn| input.is_from(arn));
    let found = match one(events.clone().filter(by_arn)) {
        Err(Unheard::Nobody) => {
            let name = input.source.as_str().unwrap_or_default();
            // One that another rule or schedule fired is not that of a source with an ARN.
            let is_free = |event: &EventSource| event.arn.is_none() || !input.says_whose_it_is();
            one(events.filter(|(source, event)| source.name == name && is_free(event)))
        }
        found => found,
    };
    let (source, event) = found.map_err(|unheard| (None, unheard))?;
    let at = input.due().ok_or((Some(source), Unheard::Undated))?;
    let theirs = input.command.as_str().filter(|_| event.allow_command);
    let text = event.order.text(theirs).ok_or((Some(source), Unheard::NoCommand))?;
    Ok((source, from_machine(&source.name, request, text, at)))
}

/// What the platform calls it: the rule, the schedule or the function that it is from. For the log; empty where
/// the event does not say.
pub fn name(request: &Request) -> String {
    let input: EventInput = serde_json::from_slice(&request.body).unwrap_or_default();
    let said = input.arns().into_iter().chain([&input.source]);
    let name = match serde_json::from_slice::<TimerEnvelope>(&request.body) {
        Ok(_) => request.path.trim_start_matches('/'),
        Err(_) => said.filter_map(Value::as_str).next().unwrap_or_default(),
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
    fn is_from(&self, arn: &str) -> bool {
        self.arns().contains(&&Value::from(arn))
    }

    fn says_whose_it_is(&self) -> bool {
        self.arns().iter().any(|arn| !arn.is_null())
    }

    /// The rule's and the schedule's, or null.
    fn arns(&self) -> [&Value; 2] {
        [&self.resources[0], &self.schedule_arn]
    }

    /// When it was due, not when it came: the same for each delivery of one event.
    fn due(&self) -> Option<Timestamp> {
        match moment(&self.time).ok()? {
            Some(time) => Some(time),
            None => moment(&self.scheduled_time).ok()?,
        }
    }
}

impl TimerEnvelope {
    /// When the timer was due: the host's own record, or else the minute in which it called. `None`
    /// where a date cannot be read, or the timer is past due and nothing tells since when.
    fn due(&self) -> Option<Timestamp> {
        let sys = lowered(&lowered(&self.metadata)?["sys"])?;
        let called = moment(&sys["utcnow"]).ok()??;
        let (mut due, mut is_past_due) = (None, false);
        for data in self.data.as_object()?.values() {
            let timer = match lowered(data) {
                Some(timer) => timer,
                None if data.as_str().is_some_and(|text| text.trim_start().starts_with('{')) => {
                    return None;
                }
                // Of another kind than a timer's.
                None => continue,
            };
            due = due.or(moment(&lowered(&timer["schedulestatus"])?["next"]).ok()?);
            is_past_due |= match &timer["ispastdue"] {
                Value::Null => false,
                Value::String(said) => !said.eq_ignore_ascii_case("false"),
                said => *said != false,
            };
        }
        // .NET writes the year 1 for no date at all, and a later one is that of the next run. Clocks
        // may differ a little.
        let skew = SignedDuration::from_secs(30);
        let is_due = |next: &Timestamp| *next > Timestamp::UNIX_EPOCH && next.duration_since(called) <= skew;
        let minute = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc);
        match due.filter(is_due) {
            None if is_past_due => None,
            None => called.round(minute).ok(),
            due => due,
        }
    }
}

/// An object with its keys in lower case, since hosts differ in theirs; null stays null. It may come
/// as a text that holds it. `None`: it is something else.
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
