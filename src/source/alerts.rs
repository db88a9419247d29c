//! Alerts, and the commands that the configured rules make of them: the same that people type.
//!
//! In reading order: `alert` (what tools send), `subject` (which instance, which workspace), `rule`
//! (which alerts), `template` (which command), `group` (the commands of one delivery).

mod alert;
pub(crate) mod alertmanager;
mod amount;
pub mod azure_monitor;
pub(crate) mod config;
pub(crate) mod grafana;
pub(crate) mod group;
mod rule;
pub(super) mod subject;
mod template;

#[cfg(test)]
mod tests;
