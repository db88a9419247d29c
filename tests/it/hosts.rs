//! The binary under AWS Lambda, Azure Functions and as a plain server.

pub mod aws_identity;
pub mod eventbridge;
pub mod exhaustion;
pub mod functions;
pub mod lambda;
pub mod morning_report;
pub mod overload;
pub mod people_file;
mod readiness;
pub mod secret_reload;
#[cfg(feature = "otel")]
pub mod traces;
