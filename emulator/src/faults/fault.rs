//! A fault: what goes wrong, where, and how often.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use crate::{call::Call, ids::means};

/// Something that shall go wrong.
///
/// Over the control port: `{"operation":"stop","fault":"429","times":2,"retry_after":1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The calls it befalls.
    pub operation: Call,
    pub fault: Effect,
    /// How many calls it befalls; 0 is all, until cleared.
    #[serde(default = "once")]
    pub times: u32,
    /// Seconds that a refusal tells the caller to wait.
    #[serde(default)]
    pub retry_after: Option<u64>,
    /// Milliseconds that [`Effect::Slow`] and [`Effect::Late`] take.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// Only calls about this instance: its name, or `workspace/name`.
    #[serde(default)]
    pub instance: Option<String>,
    /// The error code of [`Effect::FailsLate`], or of a refusal by AWS, in place of a plausible one.
    #[serde(default)]
    pub code: Option<String>,
    /// The error message that goes with `code`.
    #[serde(default)]
    pub message: Option<String>,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Befalls the next such call.
    pub fn new(operation: Call, fault: Effect) -> Self {
        Self {
            operation,
            fault,
            times: 1,
            retry_after: None,
            delay_ms: None,
            instance: None,
            code: None,
            message: None,
        }
    }

    /// Befalls so many calls; 0 is all, until cleared.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// Tells the caller to wait so many seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// Takes so many milliseconds to answer.
    #[must_use]
    pub fn delay_ms(self, milliseconds: u64) -> Self {
        Self {
            delay_ms: Some(milliseconds),
            ..self
        }
    }

    /// Befalls calls about one instance only, by its name or `workspace/name`.
    #[must_use]
    pub fn on(self, instance: &str) -> Self {
        Self {
            instance: Some(instance.into()),
            ..self
        }
    }

    /// Fails late, or is refused by AWS, for this reason.
    #[must_use]
    pub fn because(self, code: &str, message: &str) -> Self {
        Self {
            code: Some(code.into()),
            message: Some(message.into()),
            ..self
        }
    }

    /// Says what is wrong with a fault that could never come about.
    pub(crate) fn check(&self) -> Result<(), String> {
        let possible = self.operation == Call::Any || self.fault.befalls(self.operation);
        if possible && self.operation != Call::Unknown {
            return Ok(());
        }
        let fault = serde_json::json!(self.fault);
        Err(format!(
            "The fault {fault} cannot befall the operation \"{}\".",
            self.operation
        ))
    }

    pub(crate) fn befalls(&self, call: Call, workspace: &str, instance: &str) -> bool {
        let asked = self.operation == call || self.operation == Call::Any;
        let meant = self
            .instance
            .as_deref()
            .is_none_or(|called| means(called, workspace, instance));
        asked && meant && self.fault.befalls(call)
    }
}
