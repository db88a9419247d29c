//! `[sources.<name>]` of kind `event`.

use http::StatusCode;
use jiff::Timestamp;

use crate::{
    command::Verb,
    source::{Adapter, Answer, Incoming, Source, SourceContext, fixed_command::FixedCommand},
    toml_document::{Table, Value},
    verify::{Request, Verified},
};

pub(super) const KEYS: &[&str] =
    &["kind", "arn", "command", "allow_command", "max_age", "notify", "dry_run", "quiet", "locale"];

/// A source of kind `event`. It has no route: its events are read by [`super::read`].
#[derive(Debug)]
pub struct EventSource {
    /// Of the EventBridge rule or schedule.
    pub arn: Option<String>,
    /// The configured command, if the event does not bring one.
    pub(crate) order: FixedCommand,
    /// Whether the event may bring the command if the configuration gives none.
    pub(crate) allow_command: bool,
}

impl Adapter for EventSource {
    fn read(&self, _: &Source, _: &Verified<Request>, _: Timestamp) -> Option<Incoming> {
        Some(Incoming::Nothing(Answer::empty(StatusCode::OK)))
    }

    /// Always some, since nobody reads the answer to an event.
    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        Some(self.order.verb().into_iter().collect())
    }
}

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let arn = |value: &Value<'_>| value.fitting(is_arn, "is no ARN of an EventBridge rule or schedule");
    let arn = table.or("arn", None, |value| arn(value).map(Some));
    let allow_command = table.is_true("allow_command");
    let order = FixedCommand::read_config(table)?;
    if order.command.is_none() && !allow_command {
        return table.location.refuse(
            "says no command: write command = \"stop all\", or allow_command = true to let the event say one",
        );
    }
    if order.command.is_some() && allow_command {
        table.location.fault("says a command, so allow_command is of no use: leave one of them out");
    }
    Some(Box::new(EventSource { arn: arn?, order, allow_command }))
}

fn is_arn(text: &str) -> bool {
    let service = text.split(':').nth(2);
    text.starts_with("arn:") && matches!(service, Some("events" | "scheduler"))
}
