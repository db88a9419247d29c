//! `[sources.<name>]` of kind `event`.

use super::event_source::EventSource;
use crate::{
    source::{adapter::Input, context::SourceContext, fixed_command::FixedCommand},
    toml_document::Table,
};

pub(super) const KEYS: &[&str] =
    &["kind", "arn", "command", "allow_command", "max_age", "notify", "dry_run", "quiet", "locale"];

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Input> {
    let arn = table.get("arn");
    let arn = arn.map(|value| value.fitting(is_arn, "is no ARN of an EventBridge rule or schedule"));
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
    Some(Input::Events(EventSource {
        arn: match arn {
            Some(arn) => Some(arn?),
            None => None,
        },
        order,
        allow_command,
    }))
}

fn is_arn(text: &str) -> bool {
    let service = text.split(':').nth(2);
    text.starts_with("arn:") && matches!(service, Some("events" | "scheduler"))
}
