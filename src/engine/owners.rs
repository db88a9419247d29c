//! The owners of instances: how replies mention them, and who is told what somebody else does to theirs.

use std::collections::BTreeMap;

use super::execution::Execution;
use crate::{
    azure::Compute,
    command_request::{Caller, CallerKind},
    lifecycle::Status,
    policy::Policy,
    reply::{self, ActionReport, Mention, Text},
};

/// The owner, with the name and the ids of all callers that the configuration knows them by.
pub(super) fn mention(policy: &Policy, compute: &Compute) -> Option<Mention> {
    let owner = compute.owner.as_deref()?;
    let name = policy.name_of(owner).or(compute.owner_name.as_deref());
    Some(Mention {
        entra: owner.to_owned(),
        callers: policy.callers_of(owner).cloned().collect(),
        name: name.map(str::to_owned),
        of: compute.id.name.clone(),
    })
}

/// Whether `owner` may be the caller.
fn is_caller(policy: &Policy, caller: &Caller, owner: &Mention) -> bool {
    match policy.entra(caller) {
        Some(entra) => entra.eq_ignore_ascii_case(&owner.entra),
        // Somebody unknown in Entra, who is not the owner if the owner has another id in the same chat.
        None => {
            let same_source =
                |id: &String| id.split_once(':').is_some_and(|(source, _)| source == caller.source);
            caller.kind == CallerKind::Person && !owner.callers.iter().any(same_source)
        }
    }
}

impl Execution<'_> {
    /// Who does what to the instances of others: a line for each owner, who is mentioned in it.
    pub(super) fn owners_told(&self, report: &ActionReport) -> Vec<Text> {
        let (caller, policy) = (&self.request.caller, self.engine.policy());
        if caller.kind == CallerKind::Terminal {
            return Vec::new();
        }
        let mut told = BTreeMap::new();
        for (one, seen) in report.affected() {
            let status = one.outcome.status();
            if let (Status::Done | Status::Asked, Some(owner)) = (status, mention(&policy, seen))
                && !is_caller(&policy, caller, &owner)
            {
                let key = (owner.entra.to_ascii_lowercase(), status == Status::Done);
                told.entry(key).or_insert_with(|| (owner, Vec::new())).1.push(&one.id);
            }
        }
        let who = policy.called(caller).unwrap_or(&caller.id);
        let (verb, cause) = (report.command.verb(), self.request.cause.as_ref());
        let line = |((_, done), (owner, ids)): (_, (Mention, Vec<_>))| {
            reply::owner_told(self.localizer(), owner, who, (verb, done), &ids, cause)
        };
        told.into_iter().map(line).collect()
    }
}
