//! Alerts, and the commands that the configured rules make of them: the same that people type.
//!
//! In reading order: `alert` (what tools send), `subject` (which instance, which workspace), `rule`
//! (which alerts), `template` (which command), `group` (the commands of one delivery).

mod alert;
pub mod alertmanager;
mod amount;
pub mod azure_monitor;
pub mod config;
pub mod grafana;
mod group;
mod rule;
pub(super) mod subject;
mod template;

pub use alert::State;
pub use group::Rules;
pub use rule::{Rule, When};
pub use subject::Workspace;
pub use template::Template;

#[cfg(test)]
mod tests;
