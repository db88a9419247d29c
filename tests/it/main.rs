//! The whole product through its real entry points, against the emulator.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that panics has failed; what it prints shows why"
)]

mod alerts;
mod azure;
mod cli;
mod commands;
mod conformance;
mod hosts;
mod language;
mod machines;
mod model;
mod platforms;
mod support;
