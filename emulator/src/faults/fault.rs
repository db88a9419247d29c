//! Faults, as tests and the controls arm them.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use crate::{call::Call, ids::means};

/// A fault: what goes wrong, for which calls, and how often.
///
/// As JSON: `{"operation":"stop","fault":"429","times":2,"retry_after":1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The calls that it applies to.
    pub operation: Call,
    /// What the caller gets in place of the usual answer.
    pub fault: Effect,
    /// The number of calls that it applies to; 0 is all calls until it is disarmed.
    #[serde(default = "once")]
    pub times: u32,
    /// The seconds in `Retry-After` of a refusal.
    #[serde(default)]
    pub retry_after: Option<u64>,
    /// The delay of [`Effect::Slow`] and [`Effect::Late`], in milliseconds.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// Restricts the fault to one instance: its name, or `workspace/name`.
    #[serde(default)]
    pub instance: Option<String>,
    /// The error code of a refusal or of [`Effect::FailsLate`]. There is a plausible default.
    #[serde(default)]
    pub code: Option<String>,
    /// The error message that belongs to `code`.
    #[serde(default)]
    pub message: Option<String>,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Applies to the next such call.
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

    /// Applies to this number of calls; 0 is all calls until it is disarmed.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// Sets `Retry-After`.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// Sets the delay.
    #[must_use]
    pub fn delay_ms(self, milliseconds: u64) -> Self {
        Self { delay_ms: Some(milliseconds), ..self }
    }

    /// Restricts the fault to one instance, by its name or `workspace/name`.
    #[must_use]
    pub fn on(self, instance: &str) -> Self {
        Self { instance: Some(instance.into()), ..self }
    }

    /// Sets the error's code and message.
    #[must_use]
    pub fn because(self, code: &str, message: &str) -> Self {
        Self { code: Some(code.into()), message: Some(message.into()), ..self }
    }

    /// Explains why a fault is impossible, if it is.
    pub(crate) fn check(&self) -> Result<(), String> {
        let possible = self.operation == Call::Any || self.fault.applies_to(self.operation);
        if possible && self.operation != Call::Unknown {
            return Ok(());
        }
        let fault = serde_json::json!(self.fault);
        Err(format!("The fault {fault} cannot befall the operation \"{}\".", self.operation))
    }

    pub(crate) fn applies_to(&self, call: Call, workspace: &str, instance: &str) -> bool {
        let asked = self.operation == call || self.operation == Call::Any;
        let meant = self.instance.as_deref().is_none_or(|called| means(called, workspace, instance));
        asked && meant && self.fault.applies_to(call)
    }
}
