//! What a source's table may refer to elsewhere in the configuration.

use url::Url;

use super::alerts::subject::Workspace;

/// The rest of the configuration, as far as reading one source needs it.
pub struct SourceContext<'a> {
    /// The source's name.
    pub name: &'a str,
    /// Whether the configuration has channels to notify.
    pub has_channels: bool,
    /// The configured workspaces. Empty where `[azure]` has faults.
    pub workspaces: &'a [Workspace],
    /// Looks up a directory by its id. `None` where `[azure]` has faults.
    pub directory: &'a dyn Fn(&str) -> Option<Directory>,
}

/// An Entra directory, as its tokens are checked.
pub struct Directory {
    /// The issuers that its tokens may name.
    pub issuers: Vec<String>,
    /// Where its signing keys are.
    pub signing_keys: Url,
}
