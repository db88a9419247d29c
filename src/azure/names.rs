//! The words that Azure has for what an instance is and what is done to it.

/// A closed list of names that Azure may open at any time.
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
            pub fn name(&self) -> &str {
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
    /// `lastOperation.operationStatus`
    OperationResult:
    InProgress Succeeded CreateFailed StartFailed StopFailed RestartFailed ResizeFailed
    ReimageFailed DeleteFailed
}

names! {
    /// `lastOperation.operationTrigger`: who or what caused it.
    Trigger: User Schedule IdleShutdown
}
