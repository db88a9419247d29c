//! The whole product through its real entry points, against the emulator.

mod alerts;
mod azure;
mod cli;
mod commands;
mod conformance;
mod hosts;
mod machines;
mod model;
mod platforms;
mod support;
