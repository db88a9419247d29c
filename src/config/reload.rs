//! Secrets change while the process lives: a file is replaced, a store is told another. What was read
//! can be read once more.

use std::{fmt, sync::Arc};

use super::secret_stores::SecretStoreClients;
use crate::toml_document::{Document, FetchedSecrets, OwnedEnv, SecretSnapshot};

/// A configuration that may read otherwise by now.
#[derive(Clone)]
pub struct ReloadPlan {
    pub(super) document: Document,
    pub(super) env: OwnedEnv,
    /// With whatever tokens they have.
    keepers: Arc<SecretStoreClients>,
    taken: SecretSnapshot,
}

impl ReloadPlan {
    pub(super) fn new(document: Document, env: OwnedEnv, client: &reqwest::Client) -> Self {
        Self {
            keepers: Arc::new(SecretStoreClients::of(&document, &*env, client)),
            document,
            env,
            taken: SecretSnapshot::default(),
        }
    }

    /// What the stores keep by now.
    pub(super) async fn fetch(&self) -> FetchedSecrets {
        self.keepers.fetch().await
    }

    /// The same, after a reading that took this; `None` where no secret can change.
    pub(super) fn after(&self, taken: SecretSnapshot) -> Option<Self> {
        taken.may_change.then_some(Self { taken, ..self.clone() })
    }

    /// Whether it was read with other secrets than `other`.
    pub fn differs_from(&self, other: &Self) -> bool {
        !self.taken.equals(&other.taken)
    }
}

impl fmt::Debug for ReloadPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReloadPlan({})", self.document.name)
    }
}
