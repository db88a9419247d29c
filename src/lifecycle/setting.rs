//! What a change of one setting of an instance comes to: a keep, an idle time or its schedules.

use super::outcome::failure_word;
use crate::{
    azure::{AzureError, AzureErrorKind, Compute},
    target::Instance,
};

/// Why a setting was not changed, or the change could not be confirmed.
#[derive(Clone, Debug)]
pub enum SettingError {
    /// The instance is deleted, or a younger one has its name.
    Gone,
    Failed(AzureError),
}

impl From<AzureError> for SettingError {
    fn from(error: AzureError) -> Self {
        Self::Failed(error)
    }
}

impl SettingError {
    /// The reason, in answers to machines.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failed(error) => failure_word(&error.kind),
        }
    }

    /// Whether a retry may succeed.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Failed(error) if error.kind.is_transient())
    }
}

/// `read`, if it shows this instance and not a younger one with its name.
pub(super) fn of_instance<T>(
    instance: &Instance,
    read: Result<T, AzureError>,
    compute: impl Fn(&T) -> &Compute,
) -> Result<T, SettingError> {
    match read {
        Ok(read) if compute(&read).created_on != instance.created_on => Err(SettingError::Gone),
        Err(error) if error.kind == AzureErrorKind::NotFound => Err(SettingError::Gone),
        read => Ok(read?),
    }
}
