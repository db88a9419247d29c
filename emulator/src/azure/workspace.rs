//! A workspace and its computes.

use serde_json::{Map, Value};

use super::{instance::Instance, resources};
use crate::resource_path::ResourcePath;

pub(crate) struct Workspace {
    pub name: String,
    pub tags: Map<String, Value>,
    /// In list order.
    pub computes: Vec<Compute>,
    /// Newest first.
    pub jobs: Vec<Value>,
}

pub(crate) enum Compute {
    Instance(Box<Instance>),
    /// Any other kind of compute. It never changes.
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
}

impl Workspace {
    /// The workspace as ARM returns it.
    pub fn resource(&self) -> Value {
        resources::workspace(&ResourcePath::of(&self.name, ""), &self.tags)
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
