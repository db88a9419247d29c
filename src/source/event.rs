//! Invocations by the platform itself: EventBridge Scheduler and rules, which invoke the Lambda
//! function, and timers of the Azure Functions host.
//!
//! Formats: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html>,
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html>,
//! <https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers>.

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Kind, Source,
    machine::{self, Order},
};
use crate::{
    ask::Ask,
    verify::{Request, Verified},
};

/// A source of kind `event`.
#[derive(Debug)]
pub struct Event {
    /// Of the EventBridge rule or schedule.
    pub arn: Option<String>,
    pub order: Order,
    /// Whether the event may bring the command where the configuration gives none.
    pub allow_command: bool,
}

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
    #[error("neither the configuration nor the event says a command")]
    NoCommand,
}

/// What a direct event says, in whichever of the forms; all else in it is ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Input {
    source: Value,
    time: Value,
    scheduled_time: Value,
    schedule_arn: Value,
    resources: Value,
    command: Value,
}

/// The envelope of the Functions host round a timer.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope {
    metadata: Value,
    data: Value,
}

/// What `request` asks of which of `sources`; where it is known whose it is, with its error.
pub fn read<'a>(
    sources: impl Iterator<Item = &'a Source> + Clone,
    request: &Verified<Request>,
) -> Result<(&'a Source, Ask), (Option<&'a Source>, Unheard)> {
    let events = sources.filter_map(|source| match &source.kind {
        Kind::Event(event) => Some((source, event)),
        _ => None,
    });
    let function = request.path.trim_start_matches('/');
    if let Ok(envelope) = serde_json::from_slice::<Envelope>(&request.body) {
        let found = one(events.filter(|(source, _)| source.name == function));
        let (source, event) = found.map_err(|unheard| (None, unheard))?;
        let at = envelope.due().ok_or((Some(source), Unheard::Undated))?;
        let text = event.order.text(None).ok_or((Some(source), Unheard::NoCommand))?;
        return Ok((source, machine::ask(&source.name, request, text, at)));
    }
    let input: Input = serde_json::from_slice(&request.body).map_err(|_| (None, Unheard::Nobody))?;
    let by_arn = |(_, event): &(&Source, &Event)| event.arn.as_deref().is_some_and(|arn| input.is_from(arn));
    let found = match one(events.clone().filter(by_arn)) {
        Err(Unheard::Nobody) => {
            let name = input.source.as_str().unwrap_or_default();
            one(events.filter(|(source, _)| source.name == name))
        }
        found => found,
    };
    let (source, event) = found.map_err(|unheard| (None, unheard))?;
    let at = input.due().ok_or((Some(source), Unheard::Undated))?;
    let theirs = input.command.as_str().filter(|_| event.allow_command);
    let text = event
        .order
        .text(theirs)
        .ok_or((Some(source), Unheard::NoCommand))?;
    Ok((source, machine::ask(&source.name, request, text, at)))
}

fn one<T>(mut found: impl Iterator<Item = T>) -> Result<T, Unheard> {
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Unheard::Nobody),
        (Some(_), Some(_)) => Err(Unheard::Ambiguous),
    }
}

impl Input {
    fn is_from(&self, arn: &str) -> bool {
        let rule = self.resources.get(0).and_then(Value::as_str);
        [rule, self.schedule_arn.as_str()].contains(&Some(arn))
    }

    /// When it was due, not when it came: the same for each delivery of one event.
    fn due(&self) -> Option<Timestamp> {
        let said = [&self.time, &self.scheduled_time];
        said.into_iter().find_map(|time| time.as_str()?.parse().ok())
    }
}

impl Envelope {
    /// When the timer was due: the host's own record, or else the minute in which it called.
    fn due(&self) -> Option<Timestamp> {
        let called: Timestamp = self.metadata.pointer("/sys/UtcNow")?.as_str()?.parse().ok()?;
        let mut timers = self.data.as_object()?.values();
        let next = timers.find_map(|timer| timer.pointer("/ScheduleStatus/Next")?.as_str()?.parse().ok());
        // A later one is the next run; clocks may differ a little.
        let skew = SignedDuration::from_secs(30);
        let next = next.filter(|next: &Timestamp| next.duration_since(called) <= skew);
        let minute = TimestampRound::new()
            .smallest(Unit::Minute)
            .mode(RoundMode::Trunc);
        next.or_else(|| called.round(minute).ok())
    }
}

#[cfg(test)]
mod tests;
