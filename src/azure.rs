//! Azure Machine Learning's compute instances, through Azure Resource Manager (ARM).
//!
//! Thin on purpose: one method, one request, one answer read carefully. What to do about an answer
//! is [`crate::lifecycle`]'s business. Nothing here sleeps for longer than the two seconds of a
//! read's retries, but to keep within ARM's budgets (`pace`); who wants to sit out a throttle uses
//! [`Waiting::patiently`].
//!
//! Wire formats follow `Microsoft.MachineLearningServices` 2025-12-01 of Azure/azure-rest-api-specs
//! and, where the service differs from it, recordings in Azure/azure-sdk-for-python.

mod aadsts;
mod arm;
mod arm_error;
mod bearer;
mod client;
mod cloud;
mod credential;
mod cron;
mod departure;
mod due;
mod error;
mod federation;
mod idle;
mod jobs;
mod model;
mod money;
mod names;
mod operation;
mod order;
mod pace;
mod permissions;
mod posture;
mod price_list;
mod prices;
mod schedule;
mod seen;
mod settings;
mod tags;
mod throttle;
mod timetable;
mod transport;
mod vault;
mod zone;

pub use {
    arm_error::InstanceError,
    client::Azure,
    cloud::{Cloud, Endpoint, EndpointError},
    credential::CredentialSettings,
    cron::{Crontab, Weekly},
    due::{Drift, ScheduleForecast},
    error::{AzureError, Kind, MissingScope},
    federation::Presented,
    jobs::Jobs,
    model::{Application, Compute, LastOperation},
    money::{Currency, Money},
    names::{OperationName, OperationStatus, State, Trigger},
    operation::{Accepted, Operation, OperationResult},
    order::PendingRequest,
    permissions::Permissions,
    posture::{OsImage, SecuritySettings},
    price_list::Prices,
    schedule::{Action, Schedule, Timing, short_ids},
    seen::{OLDEST_LOOK, Seen},
    settings::{
        DEFAULT_API_VERSION, DEFAULT_IDLE_API_VERSION, DEFAULT_SCHEDULES_API_VERSION, Settings,
        WorkspaceAddress,
    },
    tags::Tags,
    throttle::{LONGEST_BACKOFF, PATIENCE, Waiting},
    timetable::{Entry, MOST_SCHEDULES, Timetable},
    vault::{KeyVaults, SecretId, VaultError},
    zone::{ClockChange, Zone},
};

#[cfg(all(test, feature = "emulator"))]
mod tests;
