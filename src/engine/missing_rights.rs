//! After Azure refused for want of a right: everything that Lamplighter's roles lack for the command, so that whoever
//! grants it needs not come back for the next one.

use std::{collections::BTreeSet, time::Duration};

use futures::future::join_all;
use tokio::time::timeout;

use super::{execution::Execution, result::CommandResult};
use crate::{
    command::{self, READ_JOBS, READ_TAGS, Verb},
    reply,
    target::Alias,
};

/// The reply does not wait longer for it.
const TIME_LIMIT: Duration = Duration::from_secs(2);

impl Execution<'_> {
    /// Adds a line to the reply for each workspace that lacks several of the rights that the command needs.
    pub(super) async fn tell_missing_rights(&self, mut result: CommandResult) -> CommandResult {
        let (azure, caller) = (&self.engine.azure, &self.request.caller);
        let policy = self.engine.policy();
        let sight = policy.sight(caller);
        let places = result.forbidden();
        let places: Vec<_> = azure
            .workspaces()
            .filter(|alias| places.contains(alias.as_str()) && sight.knows(alias))
            .collect();
        if places.is_empty() {
            return result;
        }
        let needed = self.needed();
        let missing = places.iter().map(async |alias: &&Alias| {
            let held = timeout(TIME_LIMIT, azure.permissions(alias)).await.ok()?.ok()?;
            let missing = held.missing(&needed);
            (missing.len() > 1).then(|| reply::missing_rights(self.localizer(), alias, &missing))
        });
        result.reply.lines.extend(join_all(missing).await.into_iter().flatten());
        result
    }

    /// The actions that the command needs. A machine also reads what it leaves alone.
    fn needed(&self) -> BTreeSet<&'static str> {
        let verb = command::parse(&self.request.text).ok().map(|command| command.verb());
        let own = verb.into_iter().flat_map(|verb| verb.row().actions).copied();
        let machine = self.request.is_unattended() && verb.is_some_and(Verb::is_power);
        let jobs = (machine && self.engine.azure.sees_jobs()).then_some(READ_JOBS);
        own.chain(machine.then_some(READ_TAGS)).chain(jobs).collect()
    }
}
