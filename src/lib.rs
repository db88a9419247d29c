//! Lamplighter lights Azure Machine Learning compute instances when somebody needs them and puts
//! them out when nobody does.
//!
//! One line, and data moves along it forward only:
//!
//! ```text
//!  hear ──▶ parse ──▶ look ──▶ permit ──▶ perform ──▶ say
//!  verify   command   fleet    policy     lifecycle   reply, source
//!  source             azure               azure       follow_up (what is said later)
//! ```
//!
//! The modules, in reading order. [`app`] tells the whole story; each of the others is a step of
//! it or what a step stands on, and uses only what stands below it here:
//!
//! - [`host`]: where requests come from: AWS Lambda, plain HTTP
//! - [`app`]: a request in, an answer out in time, and the rest told later
//! - [`config`]: text and environment to the settings of everything below
//! - [`source`]: the doors: hear, render, deliver, one file per platform
//! - [`toml_document`]: TOML whose values know where they stand, its faults and references to secrets
//! - [`reply`]: every word we say
//! - [`follow_up`]: what is still to be told: plain data and a pure step
//! - [`lifecycle`]: from a permit to an outcome
//! - [`audit`]: what about an instance needs a look
//! - [`fleet`]: from a selection to the instances it means
//! - [`azure`]: the calls to Azure Resource Manager, and what its answers mean
//! - [`aws`]: the few calls to AWS: a proof for Entra, and secrets
//! - [`policy`]: who may do what
//! - [`ticket`]: a confirmation that nobody has to remember
//! - [`command`], [`target`], [`ask`]: what is asked, of what, by whom
//! - [`verify`]: who is at the door
//! - [`locale`], [`unicode`]: the languages spoken here; characters that nobody sees
//! - [`lenient`]: JSON of others, in which `null` is missing
//! - [`traces`]: what an operator's collector is told, where it is built in
//! - [`clock`], [`client`]: the time, and the one HTTP client
//! - [`log_limit`]: log lines that anybody can cause, bounded
//!
//! Apart from all that stands the crate `lamplighter-emulator`, which plays Azure and AWS.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

pub mod app;
pub mod audit;
pub mod aws;
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
pub mod lenient;
pub mod lifecycle;
pub mod locale;
pub mod log_limit;
pub mod notify;
pub mod policy;
pub mod registry;
pub mod reply;
pub mod source;
pub mod target;
pub mod ticket;
pub mod toml_document;
pub mod traces;
pub mod unicode;
pub mod verify;
