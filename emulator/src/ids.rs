//! The names of what exists in the emulated cloud, and generated ids.

/// The subscription of all workspaces but one.
pub const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000001";
/// The other subscription, for configurations with several: [`OTHER_WORKSPACE`] is in it.
pub const OTHER_SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000002";
/// The only resource group of each subscription.
pub const RESOURCE_GROUP: &str = "ml-rg";
/// The workspace that always exists in [`SUBSCRIPTION`].
pub const WORKSPACE: &str = "ml-research";
/// The only workspace of [`OTHER_SUBSCRIPTION`].
pub const OTHER_WORKSPACE: &str = "ml-sandbox";
/// The location of every resource.
pub const LOCATION: &str = "eastus2";
/// The Entra tenant of people and computes.
pub const TENANT: &str = "00000000-0000-0000-0000-0000000000aa";
/// The object id of the caller, who owns what it creates.
pub const CALLER: &str = "00000000-0000-0000-0000-0000000000cb";

/// An id in the form that Azure uses. Counted, not random, so that a run can be repeated.
pub(crate) fn guid(kind: u32, number: u64) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

/// Whether `called`, a `name` or `workspace/name`, refers to this instance.
pub(crate) fn means(called: &str, workspace: &str, name: &str) -> bool {
    let name_called = match called.split_once('/') {
        Some((wanted, name)) if wanted.eq_ignore_ascii_case(workspace) => name,
        Some(_) => return false,
        None => called,
    };
    name_called.eq_ignore_ascii_case(name)
}
