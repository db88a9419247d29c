//! The faults that are armed.

use super::fault::Fault;
use crate::call::Call;

/// The faults armed and not yet spent.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

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
    use crate::faults::effect::Effect;

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
