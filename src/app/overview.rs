//! What there is: one instance in full, or many in a line each.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures::future::join_all;

use super::{App, Said, Verdict};
use crate::{
    ask::{Ask, CallerKind},
    azure::{Compute, Seen},
    command::{Command, Verb},
    fleet::Looked,
    lifecycle::Keeps,
    reply::{self, Detail, Voice},
    target::Alias,
};

/// The keeps of workspaces that were read already, or could not be.
pub(super) type Ahead = BTreeMap<Alias, Option<Arc<Keeps>>>;

impl App {
    pub(super) async fn overview(
        &self,
        ask: &Ask,
        command: &Command,
        looked: &Looked,
        ahead: Ahead,
        voice: &Voice,
    ) -> Said {
        let details = if reply::is_in_full(command.verb(), &looked.found) {
            self.details(&looked.found, ahead).await
        } else {
            Vec::new()
        };
        let entra = self.policy.entra(&ask.caller);
        let mut reply = reply::status(voice, command.verb(), looked, &details, entra, ask.id);
        if let (Verb::Status, [only], []) =
            (command.verb(), looked.found.as_slice(), looked.unread.as_slice())
        {
            reply.buttons = self.offers(ask, &only.instance(), only.state.as_ref(), voice);
        }
        // A person sees which part of an overview is missing; a program does not.
        let verdict = match ask.caller.kind {
            CallerKind::Person if !looked.found.is_empty() => Verdict::Done,
            _ => Verdict::of_look(&looked.unread),
        };
        Said::shown(looked, verdict, reply)
    }

    /// Begins to read what [`App::overview`] will want to tell of one instance, while that instance is
    /// still being read. Nothing is read of a workspace that may turn out not to be the one.
    pub(super) async fn look_ahead(&self, ask: &Ask, command: &Command) -> Ahead {
        let mut ahead = Ahead::new();
        if let Command::Status { selection } = command
            && let Some(workspace) = self
                .fleet
                .only_place(&self.policy, &ask.caller, Verb::Status, selection)
        {
            ahead.insert(
                workspace.clone(),
                self.lifecycle.safeguards.keeps_to_show(workspace).await,
            );
        }
        ahead
    }

    /// What each of them costs, and who keeps it: as far as Azure tells in time.
    async fn details(&self, found: &[Seen<Compute>], mut keeps: Ahead) -> Vec<Detail> {
        let computes: Vec<_> = found.iter().map(|seen| &**seen).collect();
        let workspaces: BTreeSet<_> = found.iter().map(|compute| &compute.id.workspace).collect();
        let unread = workspaces.into_iter().filter(|alias| !keeps.contains_key(*alias));
        let reads = unread.map(async |alias| {
            (
                alias.clone(),
                self.lifecycle.safeguards.keeps_to_show(alias).await,
            )
        });
        let (prices, read) = tokio::join!(self.azure.prices_of(&computes), join_all(reads));
        keeps.extend(read);
        let now = self.clock.now();
        let keep = |compute: &Compute| {
            let keeps = keeps.get(&compute.id.workspace)?.as_ref()?;
            Some(keeps.of(&compute.instance(), now))
        };
        let told = found.iter().zip(prices);
        told.map(|(compute, price)| Detail {
            price,
            keep: keep(compute),
        })
        .collect()
    }
}
