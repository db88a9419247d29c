//! What the tests share: the world that they talk in, the hosts that they start, and signers of their own.

pub mod alert_senders;
pub mod captured_log;
pub mod chat;
pub mod demo_config;
pub mod entra;
pub mod functions_host;
pub mod lambda_deployment;
pub mod lambda_events;
pub mod lambda_runtime_api;
pub mod process;
pub mod reply;
pub mod schema;
pub mod signers;
pub mod transcript;
pub mod world;
