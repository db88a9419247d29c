//! Lamplighter starts Azure Machine Learning compute instances when people need them and stops them when they don't: by
//! chat commands, timers and alerts.
//!
//! Each request takes one line, and data moves along it forward only:
//!
//! ```text
//!  read ──▶ parse ──▶ look ──▶ permit ──▶ perform ──▶ reply
//! ```
//!
//! The modules, in reading order. A module uses only modules below it; `docs/architecture.md` has the rows.
//!
//! - [`host`]: AWS Lambda, Azure Functions, plain HTTP
//! - [`app`]: verifies requests and answers in time
//! - [`notify`]: delivers answers and notifications
//! - [`engine`]: carries out commands
//! - [`registry`]: the configured sources, whose secrets are reloaded
//! - [`config`]: text and environment to settings
//! - [`source`]: one folder for each platform
//! - [`toml_document`]: TOML values with locations, faults, references to secrets
//! - [`reply`]: every reply, in each language
//! - [`follow_up`]: the next look at an instance that is changing
//! - [`lifecycle`]: from a permit to an outcome
//! - [`audit`]: findings about instances
//! - [`fleet`]: from a selection to instances
//! - [`azure`]: calls to Azure Resource Manager, and their answers
//! - [`aws`]: calls to AWS: an identity for Entra, and secrets
//! - [`policy`]: who may do what
//! - [`ticket`]: confirmations without storage
//! - [`command`], [`target`], [`command_request`]: what is asked, of which instances, by whom
//! - [`verify`]: signatures and tokens
//! - [`locale`], [`unicode`]: languages; invisible characters
//! - [`lenient_json`]: JSON in which `null` is missing
//! - [`traces`]: spans for an OpenTelemetry collector, by the feature `otel`
//! - [`background`]: work after the first answer
//! - [`clock`], [`client`]: the time, and the HTTP client
//! - [`log_limit`]: limits for log lines that unverified requests cause
//!
//! The crate `lamplighter-emulator` imitates Azure and AWS, and shares no code with this one.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

/// How a type is shown: by a format string, and what is put into it.
macro_rules! formatted {
    ($trait:ident for $type:ty, |$shown:pat_param| $($format:tt)+) => {
        impl std::fmt::$trait for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let $shown = self;
                write!(f, $($format)+)
            }
        }
    };
}

pub mod app;
pub mod audit;
mod aws;
pub mod azure;
pub mod background;
pub mod client;
pub mod clock;
pub mod command;
pub mod command_request;
pub mod config;
pub mod engine;
pub mod fleet;
pub mod follow_up;
pub mod host;
mod lenient_json;
mod lifecycle;
pub mod locale;
mod log_limit;
mod notify;
pub mod policy;
mod registry;
pub mod reply;
pub mod source;
pub mod target;
#[cfg(any(test, fuzzing))]
pub mod tests;
pub mod ticket;
mod toml_document;
mod traces;
mod unicode;
pub mod verify;
