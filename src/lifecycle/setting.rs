//! What a change of one setting of an instance comes to: a keep, an idle time or its schedules.

use super::{outcome::failure_word, outcome_facts::Status};
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

/// What a change of a setting means for machines.
pub trait SettingOutcome {
    /// The status, and a word for the reason where the status alone does not tell.
    fn status(&self) -> (Status, Option<&'static str>);

    /// Whether the change failed for a reason that may pass.
    fn is_transient(&self) -> bool {
        false
    }
}

impl<D: SettingOutcome> SettingOutcome for Result<D, SettingError> {
    fn status(&self) -> (Status, Option<&'static str>) {
        match self {
            Ok(outcome) => outcome.status(),
            Err(SettingError::Gone) => (Status::Failed, Some("gone")),
            Err(SettingError::Failed(error)) => (Status::Failed, Some(failure_word(&error.kind))),
        }
    }

    fn is_transient(&self) -> bool {
        matches!(self, Err(SettingError::Failed(error)) if error.kind.is_transient())
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
