//! Azure Machine Learning's compute instances, through Azure Resource Manager (ARM).
//!
//! One method sends one request and reads one answer; [`crate::lifecycle`] decides what to do about it.
//! A call waits for at most the two seconds of a read's retries, and for its slot in ARM's budgets
//! (`rate_limiter`). [`ThrottleWait::retry_throttled`] waits out a 429.
//!
//! Wire formats follow `Microsoft.MachineLearningServices` 2025-12-01 of Azure/azure-rest-api-specs
//! and, where the service differs from it, recordings in Azure/azure-sdk-for-python.

mod aadsts;
mod arm;
mod arm_error;
mod aws_federation;
mod blueprint;
mod blueprint_check;
mod client;
mod cloud;
mod compute;
mod compute_state;
mod credential;
mod cron;
mod error;
mod error_codes;
mod freshness;
mod jobs;
mod key_vault;
mod making;
pub(crate) mod money;
mod operation;
mod pending_request;
mod permissions;
mod price_list;
mod prices;
mod rate_limiter;
mod recreation;
mod schedule;
mod schedule_forecast;
mod schedule_list;
pub(crate) mod security_settings;
mod settings;
mod tags;
mod throttle_wait;
mod transport;
pub(crate) mod vm_size;
mod zone;

pub use recreation::{Loss, Recreation};
pub(crate) use {
    arm_error::InstanceError,
    blueprint::Blueprint,
    cloud::Endpoint,
    compute::{Application, LastOperation},
    compute_state::{OperationName, OperationStatus, ScheduleAction, State, Trigger},
    credential::{Credential, CredentialSettings},
    cron::{Crontab, Weekly},
    error::{AzureErrorKind, MissingScope, TokenFault},
    freshness::{OLDEST_READ, Seen, good_until},
    jobs::Jobs,
    key_vault::{KeyVaults, vault_secret},
    making::{Home, Making},
    money::Money,
    operation::{Accepted, Operation, OperationResult},
    pending_request::PendingRequest,
    prices::PRICE_PATIENCE,
    schedule::{Schedule, Timing, short_ids},
    schedule_forecast::{Drift, ScheduleForecast},
    schedule_list::{MOST_SCHEDULES, ScheduleEntry, ScheduleList},
    security_settings::OsImage,
    settings::{DEFAULT_API_VERSION, DEFAULT_IDLE_API_VERSION, DEFAULT_SCHEDULES_API_VERSION},
    tags::Tags,
    throttle_wait::{LONGEST_BACKOFF, PATIENCE},
    zone::Zone,
};
pub use {
    aws_federation::AssertionClaims, client::Azure, cloud::Cloud, compute::Compute, error::AzureError,
    permissions::Permissions, settings::Settings, throttle_wait::ThrottleWait,
};

#[cfg(any(test, fuzzing))]
pub(crate) mod hostile_tests;
#[cfg(all(test, feature = "emulator"))]
mod tests;
