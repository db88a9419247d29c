//! The parts of the configuration that a source's table refers to.

use std::collections::BTreeMap;

use url::Url;

use crate::target::{Alias, WorkspaceAddress};

/// The parts of the configuration that reading one source needs.
pub struct SourceContext<'a> {
    /// The source's name.
    pub name: &'a str,
    /// Whether the configuration has channels to notify.
    pub has_channels: bool,
    /// The configured workspaces. `None` if `[azure]` has faults.
    pub workspaces: Option<&'a BTreeMap<Alias, WorkspaceAddress>>,
    /// Looks up a directory by its id. `None` if `[azure]` has faults.
    pub directory: &'a dyn Fn(&str) -> Option<Directory>,
}

/// What the tokens of an Entra directory are checked with: the issuers that they may name, and where the signing keys are.
pub type Directory = (Vec<String>, Url);
