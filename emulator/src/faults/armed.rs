use super::fault::Fault;
use crate::call::Call;

/// The armed faults.
#[derive(Debug, Default)]
pub(crate) struct ArmedFaults(Vec<Fault>);

impl ArmedFaults {
    pub fn arm(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn armed(&self) -> &[Fault] {
        &self.0
    }

    /// The fault that applies to this call: the one armed first.
    pub fn take(&mut self, call: Call, workspace: &str, instance: &str) -> Option<Fault> {
        let index = self.0.iter().position(|fault| fault.applies_to(call, workspace, instance))?;
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
    fn every_fault_has_its_documented_name() {
        let names = "400 401 403 404 409 429 500 502 503 slow reset reset-after truncated garbage \
                     fails-late nulls disk-full quota no-status ignored foreign-status late unconditional \
                     policy locked no-capacity setup-fails";
        for name in names.split_whitespace() {
            let effect: Effect = serde_json::from_value(name.into()).expect(name);
            assert_eq!(serde_json::to_value(effect).unwrap(), name);
            assert!(Fault::new(Call::Any, effect).check().is_ok());
        }
    }

    #[test]
    fn faults_apply_in_the_order_they_were_armed() {
        let mut faults = ArmedFaults::default();
        faults.arm(Fault::new(Call::Stop, Effect::Throttled).times(2));
        faults.arm(Fault::new(Call::Any, Effect::ServerError).on("other"));
        let mut found = |call, name| faults.take(call, "ws", name).map(|fault| fault.fault);
        assert_eq!(found(Call::Start, "myci"), None);
        assert_eq!(found(Call::Stop, "other"), Some(Effect::Throttled));
        assert_eq!(found(Call::Stop, "myci"), Some(Effect::Throttled));
        assert_eq!(found(Call::Stop, "OTHER"), Some(Effect::ServerError));
        assert_eq!(found(Call::Stop, "other"), None);
    }
}
