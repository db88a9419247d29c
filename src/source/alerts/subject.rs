//! Which instance an alert is about, and in which workspace. Tools say it in many places. The clearest place counts, and
//! two names in one place count as none.

use std::collections::BTreeMap;

use super::alert::{Alert, Pairs, the_same};
use crate::{
    command_request::UnmatchedReason,
    target::{Alias, Target, Which, WorkspaceAddress},
};

// Keys as `spelled` returns them: tools differ in how they join words.

/// Dimensions that name a compute instance.
const DIMENSIONS: &[&str] = &["computename", "instancename", "computeinstancename"];

/// Labels that name one. In Prometheus, `instance` is the host and port that was scraped.
const LABELS: &[&str] = &["compute", "computeinstance", "computename", "instancename"];

/// Columns of log queries, and labels, that hold the ARM id of an alert's subject.
const IDS: &[&str] = &["resourceid"];

/// Labels and columns that name a workspace: by its alias, its name in Azure or its ARM id.
const WORKSPACES: &[&str] = &["workspace", "workspacename"];

/// Labels and columns that name a workspace's parents.
const SUBSCRIPTIONS: &[&str] = &["subscriptionid"];
const RESOURCE_GROUPS: &[&str] = &["resourcegroup", "resourcegroupname"];

impl Alert {
    /// The name of the compute instance that the alert is about, if it names exactly one.
    pub(super) fn instance(&self) -> Option<&str> {
        let resources = self.resources.iter().map(String::as_str);
        let ranks: [Vec<&str>; 4] = [
            under(&self.dimensions, DIMENSIONS).chain(computes(self.under(IDS))).collect(),
            under(&self.labels, LABELS).collect(),
            computes(resources).collect(),
            self.names.iter().map(String::as_str).collect(),
        ];
        let clearest = ranks.into_iter().find(|rank| !rank.is_empty())?;
        the_same(clearest.into_iter()).filter(|name| is_one_name(name))
    }

    /// The workspace that the alert is about. `None`: it does not say.
    ///
    /// # Errors
    ///
    /// If the alert is about another workspace or several, or if that cannot be read. Everything it says about the place
    /// has to fit: another workspace's instance may have the name of one of ours.
    pub(super) fn workspace<'a>(
        &'a self,
        ours: &BTreeMap<Alias, WorkspaceAddress>,
    ) -> Result<Option<Alias>, UnmatchedReason> {
        let named = self.under(WORKSPACES).map(Place::called);
        // An id that cannot be read is somewhere else.
        let unreadable = || Place { provider: Some("unreadable"), ..Place::default() };
        let affected = self.under(IDS).map(|id| Place::read(id).unwrap_or_else(unreadable));
        let subscription = |id: &'a str| Place { subscription: Some(id.trim()), ..Place::default() };
        let group = |name: &'a str| Place { resource_group: Some(name.trim()), ..Place::default() };
        let holders = self.under(SUBSCRIPTIONS).map(subscription);
        let holders = holders.chain(self.under(RESOURCE_GROUPS).map(group));
        let others = self.labels.values().chain(self.dimensions.values());
        let others = others.filter_map(Place::read).filter(Place::is_workspace_by_full_id);
        // An alert on logs watches the workspace of the logs, which is not a workspace of Azure ML.
        let watched = self.resources.iter().filter_map(|id| Place::read(id));
        let watched = watched.filter(Place::may_hold_computes);
        let places: Vec<_> = named.chain(affected).chain(holders).chain(others).chain(watched).collect();
        workspace(&places, ours)
    }

    /// The values of dimensions and labels under any of these keys.
    fn under<'a>(&'a self, keys: &'a [&str]) -> impl Iterator<Item = &'a str> {
        under(&self.dimensions, keys).chain(under(&self.labels, keys))
    }
}

/// The values under any of these keys, however the words of a key are joined.
fn under<'a>(pairs: &'a Pairs, keys: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let meant = |key: &str| keys.contains(&spelled(key).as_str());
    pairs.iter().filter(move |(key, _)| meant(key)).map(|(_, value)| value)
}

/// `_ResourceId`, `resource_id` and `Resource ID` are all `resourceid`.
fn spelled(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.collect::<String>().to_ascii_lowercase()
}

/// The workspace with this alias, name or ARM id, if there is exactly one.
pub(super) fn called(name: &str, ours: &BTreeMap<Alias, WorkspaceAddress>) -> Option<Alias> {
    workspace(&[Place::called(name)], ours).ok()?
}

fn workspace(
    places: &[Place<'_>],
    ours: &BTreeMap<Alias, WorkspaceAddress>,
) -> Result<Option<Alias>, UnmatchedReason> {
    let fits = |alias: &&Alias| places.iter().all(|place| place.may_be(alias, ours));
    let fitting: Vec<_> = ours.keys().filter(fits).collect();
    match fitting.as_slice() {
        // The alert says nothing, or nothing that distinguishes our workspaces.
        all if all.len() == ours.len() && (places.is_empty() || all.len() > 1) => Ok(None),
        [one] => Ok(Some((*one).clone())),
        _ => Err(UnmatchedReason::Elsewhere),
    }
}

/// Whether the text names one instance: it is not a glob, does not mean several in any language, and cannot be taken for
/// an option.
pub(super) fn is_one_name(text: &str) -> bool {
    let is_name = |target: Target| target.workspace.is_none() && matches!(target.which, Which::Named(_));
    text.parse::<Target>().is_ok_and(is_name) && !text.starts_with('-')
}

/// The names of the computes among the resources with these ARM ids.
fn computes<'a>(ids: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    ids.filter_map(Place::read).filter(Place::may_hold_computes).filter_map(|id| id.compute)
}

/// One statement of an alert about its place: a bare name, or an ARM id or a part of one, such as a subscription's, a
/// workspace's, or that of a resource in it.
#[derive(Default)]
struct Place<'a> {
    /// An alias of ours, or a workspace's name in Azure.
    alias_or_name: Option<&'a str>,
    subscription: Option<&'a str>,
    resource_group: Option<&'a str>,
    provider: Option<&'a str>,
    workspace: Option<&'a str>,
    /// Set if the id is that of a compute, and not of something in one.
    compute: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn called(text: &'a str) -> Self {
        let named = || Self { alias_or_name: Some(text.trim()), ..Self::default() };
        Self::read(text).unwrap_or_else(named)
    }

    /// Reads an ARM id. ARM ignores the case of ids, and alerts often have them in lower case.
    fn read(text: &'a str) -> Option<Self> {
        const BEGINNINGS: [&str; 3] = ["resourceGroups", "providers", "workspaces"];
        let parts: Vec<&str> = text.trim().trim_matches('/').split('/').collect();
        let is = |part: &str, word: &str| part.eq_ignore_ascii_case(word);
        let whole = parts.iter().position(|part| is(part, "subscriptions"));
        let part = || BEGINNINGS.iter().any(|word| is(parts[0], word)).then_some(0);
        let pairs = parts[whole.or_else(part)?..].chunks_exact(2);
        let (mut id, mut last) = (Self::default(), None);
        for pair in pairs {
            let known = match pair[0].to_ascii_lowercase().as_str() {
                "subscriptions" => &mut id.subscription,
                "resourcegroups" => &mut id.resource_group,
                "providers" => &mut id.provider,
                "workspaces" => &mut id.workspace,
                _ => &mut None,
            };
            known.get_or_insert(pair[1]);
            last = Some(pair);
        }
        id.compute = last.filter(|pair| is(pair[0], "computes")).map(|pair| pair[1]);
        Some(id)
    }

    fn is_machine_learning(&self) -> bool {
        let provider = "Microsoft.MachineLearningServices";
        self.provider.is_some_and(|it| it.eq_ignore_ascii_case(provider))
    }

    /// Whether a compute instance can be there: resources of other providers hold none.
    fn may_hold_computes(&self) -> bool {
        self.provider.is_none() || self.is_machine_learning()
    }

    fn is_workspace_by_full_id(&self) -> bool {
        self.subscription.is_some() && self.is_machine_learning() && self.workspace.is_some()
    }

    /// Whether the workspace of this alias may be meant. A name means the alias, if one of `ours` has it.
    fn may_be(&self, alias: &Alias, ours: &BTreeMap<Alias, WorkspaceAddress>) -> bool {
        let workspace = &ours[alias];
        let fits = |said: Option<&str>, ours: &str| said.is_none_or(|said| said.eq_ignore_ascii_case(ours));
        let has_name = |name: &str| {
            let is_alias = |one: &Alias| one.as_str().eq_ignore_ascii_case(name);
            let by_name = !ours.keys().any(is_alias) && workspace.workspace.eq_ignore_ascii_case(name);
            is_alias(alias) || by_name
        };
        self.may_hold_computes()
            && self.alias_or_name.is_none_or(has_name)
            && fits(self.subscription, &workspace.subscription)
            && fits(self.resource_group, &workspace.resource_group)
            && fits(self.workspace, &workspace.workspace)
    }
}
