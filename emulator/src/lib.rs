//! The Azure that Lamplighter talks to, in small: Entra's token endpoint and a managed identity's, Azure Resource Manager
//! as far as Machine Learning's compute instances go, Key Vault, and an inbox that stands for the chats;
//! beside it the AWS that Lamplighter may run on: STS, Secrets Manager and Systems Manager.
//!
//! It is a part of the product, not a test helper: `lamplighter demo` plays on it, people try
//! configurations against it, and the tests hold their conversations with it. It speaks plain
//! HTTP on one port, writes JSON in the shapes that were recorded of the real service, and shares
//! no type with the client: a wrong belief about Azure would otherwise agree with itself.
//!
//! A request changes what an instance was *asked* to be; its state follows later. At
//! [`Pace::Real`] that takes seconds, worked out from the clock whenever somebody looks; at
//! [`Pace::ByHand`] it takes [`Emulator::settle`], so that no test ever sleeps.
//!
//! In reading order: `route` and `visit` (what is asked), `door` (how it is met), `arm`, `entra`, `identity`,
//! `vault` and `aws` (who answers), `secrets`, `world`, `instance` and `operation` (what is so), `fault` (what goes wrong),
//! `control` (how it is told to).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

mod answer;
mod aws;
mod azure;
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
mod resource_id;
mod route;
mod router;
mod secrets;
#[cfg(test)]
mod test_rig;
#[cfg(test)]
mod tests;
mod vault;

pub use self::{
    aws::{AWS_ACCESS_KEY_ID, AWS_ACCOUNT, AWS_ISSUER, AWS_ROLE, AWS_SECRET_ACCESS_KEY},
    azure::Rights,
    call::Call,
    emulator::Emulator,
    entra::Federation,
    faults::{Effect, Fault},
    ids::{CALLER, LOCATION, RESOURCE_GROUP, SUBSCRIPTION, TENANT, WORKSPACE},
    inbox::Message,
    options::{ADDRESS, Clock, OperationHeaders, Options, Pace},
    request_log::{Met, Recorded},
    secrets::Store,
};
