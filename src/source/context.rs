//! The parts of the configuration that a source's table refers to.

use crate::azure::Settings;

/// The parts of the configuration that reading one source needs.
pub struct SourceContext<'a> {
    /// The source's name.
    pub name: &'a str,
    /// Whether the configuration has channels to notify.
    pub has_channels: bool,
    /// The cloud and the workspaces. `None` if `[azure]` has faults.
    pub azure: Option<&'a Settings>,
}
