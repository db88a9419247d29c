//! Carries out commands and returns results. It sends nothing: [`crate::notify`] does.

mod action_report;
mod commands;
mod confirm;
mod engine;
mod execution;
mod follow;
mod instance_result;
mod keeps_and_jobs;
mod missing_rights;
mod owners;
mod pending;
mod pipeline;
mod prelude;
mod progress;
mod refusal;
mod result;

pub(crate) use action_report::has_failed;
pub(crate) use commands::power::is_from_a_card;
pub use commands::{check::needed, later::for_later};
pub(crate) use confirm::read_typed_confirmation;
pub(crate) use engine::Engine;
pub(crate) use instance_result::InstanceResult;
pub(crate) use pipeline::run;
pub(crate) use progress::Progress;
pub use result::{AuditRow, CommandResult, Verdict};
pub(crate) use result::{DueEntry, Repetition, all_unread, distinct};

#[cfg(test)]
mod tests;
