//! Permits for what was selected.

use super::{action::Permitted, execution::Execution, refusal::Refusal};
use crate::{
    azure::{Compute, Seen},
    command::Verb,
    fleet::{SelectError, Selected},
};

impl Execution<'_> {
    /// A permit for each instance, or for none.
    pub fn authorize<A: Copy + Into<Verb>>(
        &self,
        action: A,
        force: bool,
        found: Vec<Seen<Compute>>,
    ) -> Result<Vec<Permitted<A>>, Refusal> {
        let (policy, caller) = (&self.engine.policy, &self.request.caller);
        let permit = |compute: Seen<Compute>| {
            let permit = policy.permit(caller, action, force, &compute.instance());
            Ok((permit.map_err(Refusal::Denied)?, compute))
        };
        found.into_iter().map(permit).collect()
    }

    /// A permit for the instance of a command that takes one name.
    pub fn authorize_one<A: Copy + Into<Verb>>(
        &self,
        action: A,
        looked: Selected,
    ) -> Result<Permitted<A>, Refusal> {
        let mut permitted = self.authorize(action, false, looked.found)?;
        permitted.pop().ok_or(Refusal::NotSelected(SelectError::NothingFits))
    }
}
