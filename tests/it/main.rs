//! The whole product through its real doors, against the emulator.

mod lambda;
mod lambda_events;
mod runtime_api;
mod slack;
mod world;
