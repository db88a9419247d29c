//! The instances that a command is about.

use super::verb::{Class, Takes, Verb};
use crate::target::{Pattern, Target, Which};

/// The instances that a command is about; without targets, everything that the caller may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Instances that fit any of these are meant. Empty stands for everything that the caller may see.
    pub targets: Vec<Target>,
    /// `my instance`: the target is `mine`, and if that is several, none of them is acted on.
    pub one: bool,
    /// `--except`: instances that fit any of these are left out.
    pub except: Vec<Target>,
    /// Only instances in this state, as Azure spells it, in any case.
    pub state: Option<String>,
    /// Only instances of this owner, as [`crate::policy::Policy::owner`] reads it: a name, a mention, an Entra object id, or
    /// `me`.
    pub owner: Option<String>,
    /// Only instances whose size has a GPU.
    pub gpu: bool,
    /// Only instances whose size has this in its name, in any case.
    pub size: Option<String>,
}

impl Selection {
    /// What `list gpu`, `status research`, `list ada`, `list adas` and `list all of ada` may mean if nothing has that name:
    /// names with that part and workspaces, or an owner.
    pub(crate) fn widened(&self, verb: Verb) -> Vec<Self> {
        let name = match self.targets.as_slice() {
            [Target { workspace: None, which: Which::Named(name) }] => name.as_str(),
            [Target { workspace: Some(place), which: Which::All }] if !place.is_glob() => place.as_str(),
            _ => return Vec::new(),
        };
        if verb.row().class != Class::Query || verb.row().takes != Takes::AnyNumber {
            return Vec::new();
        }
        let part = (verb == Verb::List).then(|| format!("*{name}*"));
        let targets = [Some(format!("{name}/*")), part].into_iter().flatten();
        let named = Self { targets: targets.filter_map(|text| text.parse().ok()).collect(), ..self.clone() };
        let owners = [Some(name), name.strip_suffix('s')].into_iter().flatten();
        let owners = owners.filter(|_| verb == Verb::List && self.owner.is_none());
        let owned =
            owners.map(|name| Self { targets: Vec::new(), owner: Some(name.to_owned()), ..self.clone() });
        [named].into_iter().chain(owned).collect()
    }

    /// Whether no target is a name.
    pub(super) fn names_none(&self) -> bool {
        !self.targets.iter().any(|target| matches!(target.which, Which::Named(_)))
    }

    /// Whether the targets are names, so that reading those instances is enough.
    pub fn names_only(&self) -> bool {
        self.targets.iter().all(|target| {
            let placed = !target.workspace.as_ref().is_some_and(Pattern::is_glob);
            placed && matches!(target.which, Which::Named(_))
        })
    }
}
