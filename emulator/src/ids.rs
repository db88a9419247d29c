//! The names of all that exists in the emulated cloud, and ids that are made up.

/// The subscription that exists.
pub const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000001";
/// Its one resource group.
pub const RESOURCE_GROUP: &str = "ml-rg";
/// The workspace that is always there.
pub const WORKSPACE: &str = "ml-research";
/// Where everything is.
pub const LOCATION: &str = "eastus2";
/// The directory that people and computes belong to.
pub const TENANT: &str = "00000000-0000-0000-0000-0000000000aa";
/// The caller's object id: the owner of what it creates.
pub const CALLER: &str = "00000000-0000-0000-0000-0000000000cb";

/// An id as Azure writes them. Counted rather than drawn, so that a run can be told again.
pub(crate) fn guid(kind: u32, number: u64) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

/// Whether `called`, a `name` or `workspace/name`, means this instance.
pub(crate) fn means(called: &str, workspace: &str, name: &str) -> bool {
    let name_called = match called.split_once('/') {
        Some((wanted, name)) if wanted.eq_ignore_ascii_case(workspace) => name,
        Some(_) => return false,
        None => called,
    };
    name_called.eq_ignore_ascii_case(name)
}
