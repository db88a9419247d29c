//! The resources that a new compute refers to. ARM checks the caller's rights on them before the service sees the
//! call.

use http::StatusCode;
use serde_json::Value;

use super::{problem::ArmProblem, rights::Rights};
use crate::resource_path::ResourcePath;

/// The only subnet.
pub(crate) const SUBNET: &str = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/\
                                 Microsoft.Network/virtualNetworks/ml-net/subnets/computes";

/// A reference of a compute to another resource.
struct Link<'a> {
    /// Its place in the body.
    property: &'static str,
    id: &'a str,
    /// The action that the caller needs on the other resource.
    action: &'static str,
    exists: bool,
}

/// Refuses an id that is none, and a resource that does not exist or that the caller must not use.
pub(crate) fn check(rights: &Rights, compute: &ResourcePath, wanted: &Value) -> Result<(), ArmProblem> {
    for link in links(wanted) {
        if !link.id.to_ascii_lowercase().starts_with("/subscriptions/") {
            let message = format!(
                "Property id '{}' at path '{}' is invalid. Expect fully qualified resource Id that start with \
                 '/subscriptions/{{subscriptionId}}' or '/providers/{{resourceProviderNamespace}}/'.",
                link.id, link.property
            );
            return Err(ArmProblem::gateway(StatusCode::BAD_REQUEST, "LinkedInvalidPropertyId", message));
        }
        if !link.exists || !rights.allow(link.action) {
            return Err(ArmProblem::link_not_authorized(&compute.id(), link.action, link.id));
        }
    }
    Ok(())
}

fn links(wanted: &Value) -> Vec<Link<'_>> {
    let subnet = wanted["properties"]["properties"]["subnet"]["id"].as_str().map(|id| Link {
        property: "properties.properties.subnet.id",
        id,
        action: "Microsoft.Network/virtualNetworks/subnets/join/action",
        exists: id.eq_ignore_ascii_case(SUBNET),
    });
    let identities = wanted["identity"]["userAssignedIdentities"].as_object().into_iter().flatten();
    let identities = identities.map(|(id, _)| Link {
        property: "identity.userAssignedIdentities",
        id,
        action: "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
        exists: id
            .to_ascii_lowercase()
            .contains("/providers/microsoft.managedidentity/userassignedidentities/"),
    });
    subnet.into_iter().chain(identities).collect()
}
