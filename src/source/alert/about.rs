//! Which instance an alert is about, and in which workspace. Tools say it in many places; the
//! clearest counts, and where it names two, none does.

use super::Alert;
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
    /// In another one, or in several.
    Elsewhere,
    /// It does not say.
    Untold,
}

/// Dimensions that name a compute instance.
const DIMENSIONS: &[&str] = &["ComputeName", "InstanceName", "ComputeInstanceName"];

/// Labels that do. In Prometheus, `instance` is the host and port that was asked.
const LABELS: &[&str] = &["compute", "compute_instance", "compute_name", "instance_name"];

/// Columns of log queries, and labels, that hold an ARM id.
const IDS: &[&str] = &["_ResourceId", "ResourceId"];

/// The label that names a workspace, by its alias or by its name in Azure.
const WORKSPACE: &str = "workspace";

impl Alert {
    /// The name of the compute instance it is about, if that is one.
    pub(super) fn instance(&self) -> Option<&str> {
        let resources = self.resources.iter().map(String::as_str);
        let ranks: [Vec<&str>; 4] = [
            self.dimensions
                .under(DIMENSIONS)
                .chain(computes(self.ids()))
                .collect(),
            self.labels.under(LABELS).collect(),
            computes(resources).collect(),
            self.names.iter().map(String::as_str).collect(),
        ];
        let clearest = ranks.into_iter().find(|rank| !rank.is_empty())?;
        the_same(clearest.into_iter()).filter(|name| is_one_name(name))
    }

    /// Where that is, by the ARM ids in it, or else by its label.
    pub(super) fn whereabouts(&self, ours: &[Workspace]) -> Whereabouts {
        let resources = self.resources.iter().map(String::as_str);
        let mut places = self
            .ids()
            .chain(resources)
            .filter_map(Resource::read)
            .map(|resource| ours.iter().find(|workspace| resource.is_in(workspace)))
            .peekable();
        if let Some(first) = places.next() {
            return match first {
                Some(place) if places.all(|other| other == Some(place)) => {
                    Whereabouts::Ours(place.alias.clone())
                }
                _ => Whereabouts::Elsewhere,
            };
        }
        let label = self.labels.get(WORKSPACE).and_then(|name| called(name, ours));
        label.map_or(Whereabouts::Untold, Whereabouts::Ours)
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.dimensions.under(IDS).chain(self.labels.under(IDS))
    }
}

/// The workspace of this alias, or else the only one of this name in Azure.
pub(super) fn called(name: &str, ours: &[Workspace]) -> Option<Alias> {
    let mut namesakes = ours.iter().filter(|one| one.name.eq_ignore_ascii_case(name));
    let by_alias = ours.iter().find(|one| one.alias.as_str() == name);
    let found = by_alias.or_else(|| namesakes.next().filter(|_| namesakes.next().is_none()));
    found.map(|workspace| workspace.alias.clone())
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
    ids.filter_map(|id| Resource::read(id)?.compute)
}

/// What all of them are, capitals aside.
pub(super) fn the_same<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = texts.next()?;
    texts
        .all(|text| text.eq_ignore_ascii_case(first))
        .then_some(first)
}

/// A Machine Learning workspace, or something in it, by its ARM id.
struct Resource<'a> {
    subscription: &'a str,
    resource_group: &'a str,
    workspace: &'a str,
    /// Set when it is a compute.
    compute: Option<&'a str>,
}

impl<'a> Resource<'a> {
    /// ARM ignores the case of ids, and alerts often have them in lower case.
    fn read(id: &'a str) -> Option<Self> {
        const WORDS: [(usize, &str); 5] = [
            (0, "subscriptions"),
            (2, "resourceGroups"),
            (4, "providers"),
            (5, "Microsoft.MachineLearningServices"),
            (6, "workspaces"),
        ];
        let parts: Vec<_> = id.strip_prefix('/')?.trim_end_matches('/').split('/').collect();
        let says = |at: usize, word: &str| parts.get(at).is_some_and(|part| part.eq_ignore_ascii_case(word));
        if parts.len() < 8 || !WORDS.iter().all(|(at, word)| says(*at, word)) {
            return None;
        }
        Some(Self {
            subscription: parts[1],
            resource_group: parts[3],
            workspace: parts[7],
            compute: (parts.len() == 10 && says(8, "computes")).then(|| parts[9]),
        })
    }

    fn is_in(&self, workspace: &Workspace) -> bool {
        self.subscription.eq_ignore_ascii_case(&workspace.subscription)
            && self
                .resource_group
                .eq_ignore_ascii_case(&workspace.resource_group)
            && self.workspace.eq_ignore_ascii_case(&workspace.name)
    }
}
