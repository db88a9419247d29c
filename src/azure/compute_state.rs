//! Azure's names for the states of an instance and for the operations on it.

use jiff::SignedDuration;

use crate::command::Verb;

/// An enum of Azure's names, to which Azure may add at any time.
macro_rules! names {
    ($(#[$doc:meta])* $type:ident: $($name:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $type {
            $($name,)*
            /// One that this version does not know, as Azure spells it.
            Other(String),
        }

        impl From<String> for $type {
            fn from(name: String) -> Self {
                $(if name.eq_ignore_ascii_case(stringify!($name)) {
                    return Self::$name;
                })*
                Self::Other(name)
            }
        }

        impl $type {
            /// As Azure spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::Other(name) => name,
                }
            }
        }
    };
}

names! {
    /// `properties.properties.state`
    State:
    Creating CreateFailed Deleting Running Restarting Resizing JobRunning SettingUp SetupFailed
    Starting Stopped Stopping UserSettingUp UserSetupFailed Unknown Unusable
}

names! {
    /// `lastOperation.operationName`
    OperationName: Create Start Stop Restart Resize Reimage Delete
}

names! {
    /// `lastOperation.operationTrigger`: who or what caused it.
    Trigger: User Schedule IdleShutdown
}

names! {
    /// `lastOperation.operationStatus`. `StopFailed`, `StartFailed` and so on are `Failed`: the operation's name
    /// tells them apart.
    OperationStatus: InProgress Succeeded Failed
}

names! {
    /// `schedules.computeStartStop[].action`
    ScheduleAction: Start Stop
}

/// Azure ends or gives up each operation sooner, set-up scripts included.
pub(super) const LONGEST_CHANGE: SignedDuration = SignedDuration::from_hours(2);

impl State {
    /// Whether it is changing to another state, so that Azure accepts no command.
    pub fn is_changing(&self) -> bool {
        matches!(
            self,
            Self::Creating
                | Self::Deleting
                | Self::Restarting
                | Self::Resizing
                | Self::SettingUp
                | Self::Starting
                | Self::Stopping
                | Self::UserSettingUp
        )
    }

    /// Whether creating it failed.
    pub fn has_failed(&self) -> bool {
        matches!(self, Self::CreateFailed | Self::SetupFailed | Self::UserSetupFailed)
    }

    /// The verb that passes through this state.
    pub fn verb(&self) -> Option<Verb> {
        match self {
            Self::Starting => Some(Verb::Start),
            Self::Stopping => Some(Verb::Stop),
            Self::Restarting => Some(Verb::Restart),
            Self::Deleting => Some(Verb::Delete),
            Self::Creating | Self::SettingUp | Self::UserSettingUp => Some(Verb::Create),
            _ => None,
        }
    }
}

impl OperationName {
    /// The verb that causes it, if there is one.
    pub fn verb(&self) -> Option<Verb> {
        match self {
            Self::Start => Some(Verb::Start),
            Self::Stop => Some(Verb::Stop),
            Self::Restart => Some(Verb::Restart),
            Self::Delete => Some(Verb::Delete),
            Self::Create => Some(Verb::Create),
            Self::Resize | Self::Reimage | Self::Other(_) => None,
        }
    }
}
