//! Which instance an alert is about, and in which workspace. Tools say it in many places; the
//! clearest counts, and where it names two, none does.

use super::alert::{Alert, Pairs, the_same};
use crate::target::{Alias, Target, Which};

/// A configured workspace, as ARM ids name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    pub alias: Alias,
    pub subscription: String,
    pub resource_group: String,
    pub name: String,
}

/// Where the instance is that an alert is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// In this workspace of ours.
    Ours(Alias),
    /// In another one, or in several; or it says so, and nobody knows which.
    Elsewhere,
    /// It does not say.
    Untold,
}

// Keys as `spelled` has them: tools differ in how they join words.

/// Dimensions that name a compute instance.
const DIMENSIONS: &[&str] = &["computename", "instancename", "computeinstancename"];

/// Labels that do. In Prometheus, `instance` is the host and port that was asked.
const LABELS: &[&str] = &["compute", "computeinstance", "computename", "instancename"];

/// Columns of log queries, and labels, that hold the ARM id of what an alert is about.
const IDS: &[&str] = &["resourceid"];

/// Labels and columns that name a workspace: by its alias, its name in Azure or its ARM id.
const WORKSPACES: &[&str] = &["workspace", "workspacename"];

/// Those that name what holds a workspace.
const SUBSCRIPTIONS: &[&str] = &["subscriptionid"];
const RESOURCE_GROUPS: &[&str] = &["resourcegroup", "resourcegroupname"];

impl Alert {
    /// The name of the compute instance it is about, if that is one.
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

    /// Where that is. All that it says of a place has to fit: of a workspace that is not ours, our
    /// instance of the same name is not meant.
    pub(super) fn whereabouts<'a>(&'a self, ours: &[Workspace]) -> Whereabouts {
        let named = self.under(WORKSPACES).map(PlaceHint::called);
        let affected = self.under(IDS).map(|id| Resource::read(id).into());
        let subscription = |id: &'a str| Resource { subscription: Some(id.trim()), ..Resource::default() };
        let group = |name: &'a str| Resource { resource_group: Some(name.trim()), ..Resource::default() };
        let holders = self.under(SUBSCRIPTIONS).map(subscription);
        let holders = holders.chain(self.under(RESOURCE_GROUPS).map(group)).map(PlaceHint::Id);
        let others = self.labels.values().chain(self.dimensions.values());
        let others = others.filter_map(Resource::read).filter(Resource::is_workspace_by_full_id);
        // An alert on logs watches the logs' own workspace, which says nothing of ours.
        let watched = self.resources.iter().filter_map(|id| Resource::read(id));
        let watched = watched.filter(Resource::may_hold_computes);
        let ids = others.chain(watched).map(|id| Some(id).into());
        let places: Vec<PlaceHint<'_>> = named.chain(affected).chain(holders).chain(ids).collect();
        whereabouts(&places, ours)
    }

    /// What its dimensions and labels say under any of these keys.
    fn under<'a>(&'a self, keys: &'a [&str]) -> impl Iterator<Item = &'a str> {
        under(&self.dimensions, keys).chain(under(&self.labels, keys))
    }
}

/// What stands under a key that is one of these, however its words are joined.
fn under<'a>(pairs: &'a Pairs, keys: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let meant = |key: &str| keys.contains(&spelled(key).as_str());
    pairs.iter().filter(move |(key, _)| meant(key)).map(|(_, value)| value)
}

/// `_ResourceId`, `resource_id` and `Resource ID` are all `resourceid`.
fn spelled(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.collect::<String>().to_ascii_lowercase()
}

/// The workspace that is called so, or has this ARM id, if that is one.
pub(super) fn called(name: &str, ours: &[Workspace]) -> Option<Alias> {
    match whereabouts(&[PlaceHint::called(name)], ours) {
        Whereabouts::Ours(alias) => Some(alias),
        Whereabouts::Elsewhere | Whereabouts::Untold => None,
    }
}

fn whereabouts(places: &[PlaceHint<'_>], ours: &[Workspace]) -> Whereabouts {
    let fits = |workspace: &&Workspace| places.iter().all(|place| place.may_be(workspace, ours));
    let fitting: Vec<_> = ours.iter().filter(fits).collect();
    match fitting.as_slice() {
        // Nothing was said, or nothing that tells ours from each other.
        all if all.len() == ours.len() && (places.is_empty() || all.len() > 1) => Whereabouts::Untold,
        [one] => Whereabouts::Ours(one.alias.clone()),
        _ => Whereabouts::Elsewhere,
    }
}

/// Whether this names one instance: it is no glob, does not mean several in any language, and
/// cannot be taken for an option.
pub(super) fn is_one_name(text: &str) -> bool {
    let target = text.parse::<Target>();
    let named =
        target.is_ok_and(|target| target.workspace.is_none() && matches!(target.which, Which::Named(_)));
    named && !text.starts_with('-')
}

/// The names of the computes among what these ARM ids name.
fn computes<'a>(ids: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    ids.filter_map(Resource::read).filter(Resource::may_hold_computes).filter_map(|id| id.compute)
}

/// One thing that an alert says of where it is.
enum PlaceHint<'a> {
    /// By an alias of ours, or a name in Azure.
    Named(&'a str),
    Id(Resource<'a>),
    /// Nowhere that a compute instance can be, as far as can be read.
    Foreign,
}

impl<'a> PlaceHint<'a> {
    fn called(text: &'a str) -> Self {
        match Resource::read(text) {
            Some(id) => Some(id).into(),
            None => Self::Named(text.trim()),
        }
    }

    /// Whether this workspace may be meant. A name means the alias, where one of `ours` has it.
    fn may_be(&self, workspace: &Workspace, ours: &[Workspace]) -> bool {
        match self {
            Self::Named(name) => {
                let is_alias = |one: &Workspace| one.alias.as_str().eq_ignore_ascii_case(name);
                let by_name = !ours.iter().any(is_alias) && workspace.name.eq_ignore_ascii_case(name);
                is_alias(workspace) || by_name
            }
            Self::Id(id) => id.may_be_in(workspace),
            Self::Foreign => false,
        }
    }
}

impl<'a> From<Option<Resource<'a>>> for PlaceHint<'a> {
    fn from(id: Option<Resource<'a>>) -> Self {
        id.filter(Resource::may_hold_computes).map_or(Self::Foreign, Self::Id)
    }
}

/// What an ARM id says, the whole of one or a part: a subscription's, a resource group's, a
/// workspace's, or that of something in it.
#[derive(Default)]
struct Resource<'a> {
    subscription: Option<&'a str>,
    resource_group: Option<&'a str>,
    provider: Option<&'a str>,
    workspace: Option<&'a str>,
    /// Set when it is a compute, and nothing in one.
    compute: Option<&'a str>,
}

impl<'a> Resource<'a> {
    /// ARM ignores the case of ids, and alerts often have them in lower case.
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

    /// Whether a compute instance can be there: nowhere in what another provider has.
    fn may_hold_computes(&self) -> bool {
        self.provider.is_none() || self.is_machine_learning()
    }

    fn is_workspace_by_full_id(&self) -> bool {
        self.subscription.is_some() && self.is_machine_learning() && self.workspace.is_some()
    }

    fn may_be_in(&self, workspace: &Workspace) -> bool {
        let fits = |said: Option<&str>, ours: &str| said.is_none_or(|said| said.eq_ignore_ascii_case(ours));
        fits(self.subscription, &workspace.subscription)
            && fits(self.resource_group, &workspace.resource_group)
            && fits(self.workspace, &workspace.name)
    }
}
