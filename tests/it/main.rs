//! The whole product through its real doors, against the emulator.

mod alerts_door;
mod azure_trouble;
mod cli;
mod confirm;
mod deployment;
mod discord;
mod door;
mod entra;
mod functions;
mod functions_host;
mod keeping;
mod lambda;
mod lambda_events;
mod layers;
mod mattermost;
mod once;
mod portuguese;
mod readme;
mod runtime_api;
mod slack;
mod teams;
mod teams_door;
mod templates;
mod timers;
mod world;
