//! The outcome of an explanation.

use std::process::ExitCode;

use lamplighter::target::Instance;

/// How it would go.
pub enum Decision {
    Permitted,
    /// With what the caller is told.
    Refused(String),
    /// And why that cannot be told.
    Unknown(String),
}

impl Decision {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::Refused(_) => "refused",
            Self::Unknown(_) => "unknown",
        }
    }

    /// 0 permitted, 3 refused, 1 where nobody can tell.
    pub fn code(&self) -> ExitCode {
        match self {
            Self::Permitted => ExitCode::SUCCESS,
            Self::Refused(_) => ExitCode::from(3),
            Self::Unknown(_) => ExitCode::FAILURE,
        }
    }
}

/// The instances that a command would be about.
pub struct AffectedInstances {
    pub instances: Vec<Instance>,
    /// Whether they were read, and are not merely named.
    pub read: bool,
}
