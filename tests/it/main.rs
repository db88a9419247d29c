//! The whole product through its real doors, against the emulator.

mod azure_trouble;
mod cli;
mod deployment;
mod door;
mod lambda;
mod lambda_events;
mod once;
mod portuguese;
mod runtime_api;
mod slack;
mod world;
