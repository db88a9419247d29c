//! Faults on demand: what may go wrong, where, and how often.

use serde::{Deserialize, Serialize};

use super::{route::Call, world::means};

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

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    #[serde(rename = "400")]
    BadRequest,
    /// AWS, which has no 401, says that the session token is too old.
    #[serde(rename = "401")]
    Unauthorized,
    /// No role for it: the message names the action and the scope of this very call.
    #[serde(rename = "403")]
    Forbidden,
    #[serde(rename = "404")]
    NotFound,
    #[serde(rename = "409")]
    Conflict,
    /// With `Retry-After`; AWS, which has no 429, says so with 400.
    #[serde(rename = "429")]
    Throttled,
    #[serde(rename = "500")]
    ServerError,
    #[serde(rename = "502")]
    BadGateway,
    /// With `Retry-After`.
    #[serde(rename = "503")]
    Unavailable,
    /// Done at once, answered after `delay_ms`: a caller that gives up cannot know.
    Slow,
    /// Comes to Azure only after `delay_ms`: done then, and answered at once.
    Late,
    /// The connection ends without an answer; nothing was done.
    Reset,
    /// The connection ends without an answer; it was done all the same.
    ResetAfter,
    /// The answer breaks off before the length it promised.
    Truncated,
    /// 200 with a page of HTML, as from a proxy in between; nothing was done.
    Garbage,
    /// Accepted, and failed when its time comes.
    FailsLate,
    /// Instances read back with `state` and `lastOperation` null, as just after their creation.
    Nulls,
    /// 400: an instance with a full disk cannot be stopped.
    DiskFull,
    /// 400: no quota for the size.
    Quota,
    /// The operation is accepted, but its status may not be read: 403.
    NoStatus,
    /// 200 to a new setting, and nothing comes of it.
    Ignored,
    /// The addresses to go on with, of the status or the next page, are on another host.
    ForeignStatus,
}

impl Effect {
    /// Whether it can befall such a call at all.
    fn befalls(self, call: Call) -> bool {
        let is_entra = matches!(call, Call::Token | Call::Keys | Call::OpenId);
        let is_aws = matches!(call, Call::Sts | Call::AwsSecret | Call::AwsParameter);
        let is_arm =
            !(is_entra || is_aws || matches!(call, Call::VaultSecret | Call::Inbox | Call::Metadata));
        match self {
            Self::FailsLate => call.is_long_running(),
            Self::DiskFull => call == Call::Stop,
            Self::Quota => matches!(call, Call::Create | Call::Start),
            Self::Nulls => matches!(call, Call::Get | Call::List),
            Self::Ignored => matches!(call, Call::Idle | Call::Schedules),
            Self::NoStatus => call.is_long_running() || call == Call::Operation,
            Self::ForeignStatus => {
                call.is_long_running() || matches!(call, Call::List | Call::Jobs | Call::Workspaces)
            }
            Self::Conflict => is_arm,
            _ => true,
        }
    }
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
    pub(super) fn check(&self) -> Result<(), String> {
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

    fn befalls(&self, call: Call, workspace: &str, instance: &str) -> bool {
        let asked = self.operation == call || self.operation == Call::Any;
        let meant = self
            .instance
            .as_deref()
            .is_none_or(|called| means(called, workspace, instance));
        asked && meant && self.fault.befalls(call)
    }
}

/// The faults armed and not yet spent.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub fn arm(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn armed(&self) -> &[Fault] {
        &self.0
    }

    /// The fault that befalls this call: the one armed first.
    pub fn take(&mut self, call: Call, workspace: &str, instance: &str) -> Option<Fault> {
        let index = self
            .0
            .iter()
            .position(|fault| fault.befalls(call, workspace, instance))?;
        let fault = self.0[index].clone();
        match fault.times {
            0 => {}
            1 => drop(self.0.remove(index)),
            times => self.0[index].times = times - 1,
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_the_name_it_is_documented_by() {
        let names = "400 401 403 404 409 429 500 502 503 slow reset reset-after truncated garbage \
                     fails-late nulls disk-full quota no-status ignored foreign-status late";
        for name in names.split_whitespace() {
            let effect: Effect = serde_json::from_value(name.into()).expect(name);
            assert_eq!(serde_json::to_value(effect).unwrap(), name);
            assert!(Fault::new(Call::Any, effect).check().is_ok());
        }
    }

    #[test]
    fn faults_befall_calls_in_the_order_they_were_armed() {
        let mut faults = Faults::default();
        faults.arm(Fault::new(Call::Stop, Effect::Throttled).times(2));
        faults.arm(Fault::new(Call::Any, Effect::ServerError).on("other"));
        let mut met = |call, name| faults.take(call, "ws", name).map(|fault| fault.fault);
        assert_eq!(met(Call::Start, "myci"), None);
        assert_eq!(met(Call::Stop, "other"), Some(Effect::Throttled));
        assert_eq!(met(Call::Stop, "myci"), Some(Effect::Throttled));
        assert_eq!(met(Call::Stop, "OTHER"), Some(Effect::ServerError));
        assert_eq!(met(Call::Stop, "other"), None);
    }
}
