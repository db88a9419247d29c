//! Calls to Amazon Web Services: a token about our role for Entra, and secrets of Secrets Manager and
//! Parameter Store. Each call is signed (SigV4) and sent by the process's one client; the AWS SDK would
//! double the binary.

mod client;
mod error;
mod settings;

pub use {client::Aws, error::AwsError, settings::AwsSettings};
