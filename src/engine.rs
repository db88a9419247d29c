//! Carries out commands and returns results. It sends nothing: [`crate::notify`] does.

mod action_report;
mod batch;
mod commands;
mod confirm;
mod engine;
mod execution;
mod follow;
mod instance_facts;
mod instance_result;
mod keeps_and_jobs;
mod pipeline;
mod progress;
mod refusal;
mod result;

pub use action_report::has_failed;
pub use commands::power::is_from_a_card;
pub use confirm::read_typed_confirmation;
pub use engine::Engine;
pub use instance_result::InstanceResult;
pub use pipeline::run;
pub use progress::Progress;
pub use result::{AuditRow, CommandResult, Repetition, UnreadWorkspace, Verdict, distinct};

#[cfg(test)]
mod tests;
