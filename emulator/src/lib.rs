//! An emulator of the Azure services that Lamplighter calls: Entra's token endpoint and a managed identity's,
//! Azure Resource Manager for Machine Learning's compute instances, Key Vault; of the AWS services that it
//! calls: STS, Secrets Manager and Systems Manager; and an inbox in place of a chat platform.
//!
//! The emulator is a part of the product, not a test helper: `lamplighter demo` runs against it, people try
//! configurations against it, and the tests use it. It speaks plain HTTP on one port and writes JSON in the
//! shapes that were recorded from the real services. It shares no type with the client: a wrong belief about
//! Azure would otherwise confirm itself.
//!
//! A request changes the *requested* state of an instance; its actual state follows later. At [`Pace::Real`]
//! this takes seconds by the clock; at [`Pace::ByHand`] it waits for [`Emulator::settle`], so that no test
//! sleeps.
//!
//! In reading order: `route` and `request` (what is asked), `router` (dispatch), `azure`, `entra`, `vault` and
//! `aws` (the answers), `faults` (what goes wrong), `controls` and `emulator` (the interfaces to change the
//! state).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

mod answer;
mod aws;
mod azure;
mod bot_connector;
mod call;
mod connection;
mod controls;
mod emulator;
mod entra;
mod faults;
mod fixtures;
mod ids;
mod inbox;
mod jwt;
mod options;
mod page;
mod request;
mod request_log;
mod resource_path;
mod route;
mod router;
mod secrets;
#[cfg(test)]
mod test_rig;
#[cfg(test)]
mod tests;
mod vault;

pub use self::{
    aws::{AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY},
    azure::Rights,
    call::Call,
    emulator::Emulator,
    entra::Federation,
    faults::{Effect, Fault},
    ids::{RESOURCE_GROUP, SUBSCRIPTION, WORKSPACE},
    inbox::Message,
    options::{ADDRESS, Clock, OperationHeaders, Options, Pace},
    request_log::{FoundInstance, RecordedRequest},
    secrets::Store,
};
