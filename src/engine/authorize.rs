//! Permits for what was selected.

use super::{action::Permitted, execution::Execution, refusal::Refusal};
use crate::{
    azure::{Compute, Seen},
    command::Verb,
    fleet::{Looked, Miss},
};

impl Execution<'_> {
    /// A permit for each instance, or for none.
    pub fn authorize(
        &self,
        verb: Verb,
        force: bool,
        found: Vec<Seen<Compute>>,
    ) -> Result<Vec<Permitted>, Refusal> {
        let (policy, caller) = (&self.engine.policy, &self.request.caller);
        let permit = |compute: Seen<Compute>| {
            let permit = policy.permit(caller, verb, force, &compute.instance());
            Ok((permit.map_err(Refusal::Denied)?, compute))
        };
        found.into_iter().map(permit).collect()
    }

    /// A permit for the instance of a command that takes one name.
    pub fn authorize_one(&self, verb: Verb, looked: Looked) -> Result<Permitted, Refusal> {
        let mut permitted = self.authorize(verb, false, looked.found)?;
        permitted.pop().ok_or(Refusal::NotSelected(Miss::NothingFits))
    }
}
