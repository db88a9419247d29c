//! Finds the instances that a command selects, as Azure has them now, among those that the caller may see.

mod lists;
mod query;
mod selection;

use std::sync::Arc;

use crate::{
    azure::{Azure, ThrottleWait},
    command::{Selection, Verb},
    command_request::{Caller, CallerKind},
    policy::{Denial, Policy},
    target::{Alias, Target, Which},
};

use query::{Query, may_be_in};
pub use selection::{SelectError, Selected, Unreadable};

/// Reads instances for commands. Acting and following up read single instances again.
pub struct Fleet {
    azure: Arc<Azure>,
}

impl Fleet {
    pub fn new(azure: Arc<Azure>) -> Self {
        Self { azure }
    }

    /// The only workspace that can have the named instances, if that is plain before anything is read.
    pub fn only_place(
        &self,
        policy: &Policy,
        caller: &Caller,
        verb: Verb,
        selection: &Selection,
    ) -> Option<&Alias> {
        policy.scope(caller, verb).ok()?;
        let sight = policy.sight(caller);
        if !selection.names_only() {
            return None;
        }
        let mut places = self.azure.workspaces().filter(|alias| {
            let mut targets = selection.targets.iter();
            targets.any(|target| may_be_in(&sight, alias, target))
        });
        places.next().filter(|_| places.next().is_none())
    }

    /// Reads the instances that `selection` selects for `verb`, sorted by id.
    ///
    /// # Errors
    ///
    /// A [`SelectError`], if there is nothing to act on or to show.
    pub async fn look(
        &self,
        policy: &Policy,
        caller: &Caller,
        verb: Verb,
        selection: &Selection,
        waiting: &ThrottleWait,
    ) -> Result<Selected, SelectError> {
        let scope = policy.scope(caller, verb).map_err(SelectError::Refused)?;
        let own = |target: &Target| target.which == Which::Mine;
        let asks_for_own = selection.targets.iter().any(own) || selection.owner.as_deref() == Some("me");
        if asks_for_own && policy.entra(caller).is_none() {
            return Err(SelectError::Refused(Denial::NobodyKnown));
        }
        let query = Query {
            azure: &self.azure,
            verb,
            selection,
            scope,
            sight: policy.sight(caller),
            waiting,
            goes_on: caller.kind == CallerKind::Machine && verb.is_power(),
        };
        let mut looked = match selection.targets.as_slice() {
            [] => query.matching(&[Target::all()]).await?,
            targets if selection.names_only() => query.named(targets).await?,
            targets => query.matching(targets).await?,
        };
        looked.found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        looked.found.dedup_by(|a, b| a.id == b.id);
        Ok(looked)
    }
}
