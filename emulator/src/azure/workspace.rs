//! A workspace and its computes.

use serde_json::{Value, json};

use super::{instance::Instance, tags::Tags};
use crate::{
    ids::{LOCATION, TENANT},
    resource_path::ResourcePath,
};

pub(crate) struct Workspace {
    pub path: ResourcePath,
    pub friendly_name: String,
    pub description: String,
    pub tags: Tags,
    /// In list order.
    pub computes: Vec<Compute>,
    /// Newest first.
    pub jobs: Vec<Value>,
}

pub(crate) enum Compute {
    Instance(Box<Instance>),
    /// Any other kind of compute: the resource as ARM returns it.
    Other(Value),
}

impl Compute {
    pub fn name(&self) -> &str {
        match self {
            Self::Instance(instance) => &instance.name,
            Self::Other(resource) => resource["name"].as_str().unwrap_or_default(),
        }
    }

    pub fn resource(&self) -> Value {
        match self {
            Self::Instance(instance) => instance.resource(),
            Self::Other(resource) => resource.clone(),
        }
    }

    pub fn instance(&self) -> Option<&Instance> {
        match self {
            Self::Instance(instance) => Some(instance),
            Self::Other(_) => None,
        }
    }

    /// What is stored of the resource: all but an instance's state.
    pub fn stored(&mut self) -> &mut Value {
        match self {
            Self::Instance(instance) => instance.stored(),
            Self::Other(resource) => resource,
        }
    }
}

impl Workspace {
    /// A workspace without computes, jobs and tags.
    pub fn empty(path: ResourcePath) -> Self {
        Self {
            friendly_name: path.workspace.clone(),
            path,
            description: String::new(),
            tags: Tags::new(),
            computes: Vec::new(),
            jobs: Vec::new(),
        }
    }

    pub fn name(&self) -> &str {
        &self.path.workspace
    }

    /// The workspace as ARM returns it, with only those properties that clients of its computes read.
    pub fn resource(&self) -> Value {
        json!({
            "id": self.path.id(),
            "name": self.name(),
            "type": "Microsoft.MachineLearningServices/workspaces",
            "location": LOCATION,
            "tags": self.tags,
            "kind": "Default",
            "sku": { "name": "Basic", "tier": "Basic" },
            "identity": {
                "type": "SystemAssigned",
                "principalId": "00000000-0000-0000-0000-0000000000ce",
                "tenantId": TENANT,
            },
            "properties": {
                "friendlyName": self.friendly_name,
                "description": self.description,
                "provisioningState": "Succeeded",
                "tenantId": TENANT,
                "workspaceId": "00000000-0000-0000-0000-0000000000cd",
                "hbiWorkspace": false,
                "publicNetworkAccess": "Enabled",
            },
        })
    }

    pub fn position(&self, compute: &str) -> Option<usize> {
        self.computes.iter().position(|own| own.name().eq_ignore_ascii_case(compute))
    }

    pub fn instances(&mut self) -> impl Iterator<Item = &mut Instance> {
        self.computes.iter_mut().filter_map(|compute| match compute {
            Compute::Instance(instance) => Some(&mut **instance),
            Compute::Other(_) => None,
        })
    }
}
