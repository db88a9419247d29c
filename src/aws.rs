//! Amazon Web Services, as far as we call them: who we are there, as a token that Entra takes; and
//! the secrets that Secrets Manager and Parameter Store keep. Each call is signed (SigV4) and made
//! by the process's one client; the AWS SDK would do the same in twice our size.

mod call;
mod client;
mod error;
mod settings;

pub use {
    client::Aws,
    error::AwsError,
    settings::{AwsSettings, AwsSettingsError},
};
