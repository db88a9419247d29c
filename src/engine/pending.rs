//! Pending commands whose seals fit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures::future::join_all;

use super::{engine::Engine, execution::Execution};
use crate::{
    azure::{Compute, Seen, Tags, ThrottleWait},
    command::Verb,
    command_request::Caller,
    lifecycle::{Entry, Keeps, PendingCommand, later_store},
    policy,
    source::Source,
    target::{Alias, Instance, Target},
};

impl Execution<'_> {
    /// The keeps and the pending commands in the workspaces of the instances, as far as Azure answers in time.
    pub(super) async fn keeps_and_pending<'f>(
        &self,
        found: &'f [Seen<Compute>],
    ) -> (BTreeMap<&'f Alias, Arc<Keeps>>, Vec<PendingCommand>) {
        let engine = self.engine;
        let places: BTreeSet<_> = found.iter().map(|seen| &seen.id.workspace).collect();
        let reads =
            places.into_iter().map(async |alias| Some((alias, engine.lifecycle.keeps_to_show(alias).await?)));
        let keeps: BTreeMap<_, _> = join_all(reads).await.into_iter().flatten().collect();
        let source = engine.registry.get(&self.request.caller.source);
        let pending = source.iter().flat_map(|source| {
            keeps.iter().flat_map(|(alias, keeps)| engine.pending(source, alias, &keeps.pending))
        });
        let pending = pending.collect();
        (keeps, pending)
    }
}

impl Engine {
    /// Whether a timer carries out what is due.
    pub(super) fn has_due_timer(&self) -> bool {
        let sources = self.registry.all();
        sources.iter().any(|source| !source.closed && source.carries_out(Verb::Due))
    }

    /// The entry with this value, if it was sealed for this workspace and for its caller as the configuration knows them
    /// now. Any source has the keys of all.
    pub(super) fn entry(&self, source: &Source, workspace: &Alias, value: &str) -> Option<Entry> {
        let mut entry = Entry::read(value)?;
        let Caller { id, source: asked, .. } = &entry.caller;
        let vouches =
            self.registry.get(asked).is_some_and(|source| source.platform.capabilities.knows_entra_ids);
        entry.caller.entra = id.rsplit_once('/').filter(|_| vouches).map(|(_, member)| member.to_owned());
        let policy = self.policy();
        entry.caller.entra = policy.entra(&entry.caller).map(str::to_owned);
        entry.caller.name = policy.person(&entry.caller).and_then(|person| person.name.clone());
        let id = self.azure.workspace_id(workspace)?;
        entry.fits(source.later.as_ref()?, &id, entry.caller.entra.as_deref()).then_some(entry)
    }

    /// The pending commands among the tags of a workspace, the next one first.
    pub(super) fn pending(&self, source: &Source, workspace: &Alias, tags: &Tags) -> Vec<PendingCommand> {
        let pending = tags.iter().filter_map(|(name, value)| {
            let entry = self.entry(source, workspace, value)?;
            Some(PendingCommand { workspace: workspace.clone(), tag: (name.clone(), value.clone()), entry })
        });
        let mut pending: Vec<_> = pending.collect();
        pending.sort_by_key(|pending| pending.entry.due);
        pending
    }

    /// Deletes the tag of a pending command. If that fails, the next timer finds that it is done.
    pub async fn forget_pending(&self, workspace: &Alias, tag: (&str, &str)) {
        if let Err(error) = later_store::remove(&self.azure, workspace, tag, &ThrottleWait::new()).await {
            tracing::warn!(%workspace, tag = tag.0, %error, "a pending command stays");
        }
    }

    /// Whether the command would be about this instance.
    pub(super) fn is_pending_for(&self, pending: &PendingCommand, instance: &Instance) -> bool {
        let (command, policy) = (pending.command(), self.policy());
        let sight = policy.sight(&pending.entry.caller);
        command.selection().is_some_and(|selection| {
            let is_among =
                |targets: &[Target]| targets.iter().any(|target| policy::selected(target, instance, &sight));
            is_among(&selection.targets) && !is_among(&selection.except)
        })
    }
}
