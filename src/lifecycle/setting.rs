//! What a change of one setting of an instance comes to: a keep, an idle time or its schedules.

use super::{outcome::failure_word, outcome_facts::Status};
use crate::{
    azure::{AzureError, AzureErrorKind, Compute},
    target::Instance,
};

/// What became of a change, with what Azure shows after it.
#[derive(Clone, Debug)]
pub enum Change<T> {
    Done {
        now: T,
        before: T,
    },
    /// It was so before; nothing was written.
    Already(T),
    /// Somebody else keeps the instance for longer; nothing was written.
    Longer(T),
    /// Azure accepted the change, but shows something else.
    Otherwise(T),
}

impl<T> Change<T> {
    /// What Azure shows.
    pub fn now(&self) -> &T {
        let (Self::Done { now, .. } | Self::Already(now) | Self::Longer(now) | Self::Otherwise(now)) = self;
        now
    }

    /// The status in answers to machines, and a word for the reason where the status alone does not tell. That of
    /// [`Self::Otherwise`] is `otherwise`.
    pub fn status(&self, otherwise: (Status, Option<&'static str>)) -> (Status, Option<&'static str>) {
        match self {
            Self::Done { .. } => (Status::Done, None),
            Self::Already(_) => (Status::Already, None),
            Self::Longer(_) => (Status::Already, Some("kept-longer")),
            Self::Otherwise(_) => otherwise,
        }
    }
}

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
