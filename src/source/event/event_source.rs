//! The settings of a source for the hosting platform's events.

use crate::source::fixed_command::FixedCommand;

/// A source of kind `event`.
#[derive(Debug)]
pub struct EventSource {
    /// Of the EventBridge rule or schedule.
    pub arn: Option<String>,
    pub order: FixedCommand,
    /// Whether the event may bring the command where the configuration gives none.
    pub allow_command: bool,
}
