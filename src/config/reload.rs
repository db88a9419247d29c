//! Secrets change while the process lives: a file is replaced, a store is told another. What was read
//! can be read once more.

use std::{fmt, sync::Arc};

use super::secret_stores::Keepers;
use crate::toml_document::{Document, Stores, Surroundings, Taken};

/// A configuration that may read otherwise by now.
#[derive(Clone)]
pub struct Renewal {
    pub(super) document: Document,
    pub(super) env: Surroundings,
    /// With whatever tokens they have.
    keepers: Arc<Keepers>,
    taken: Taken,
}

impl Renewal {
    pub(super) fn new(document: Document, env: Surroundings, client: &reqwest::Client) -> Self {
        Self {
            keepers: Arc::new(Keepers::of(&document, &*env, client)),
            document,
            env,
            taken: Taken::default(),
        }
    }

    /// What the stores keep by now.
    pub(super) async fn fetch(&self) -> Stores {
        self.keepers.fetch().await
    }

    /// The same, after a reading that took this; `None` where no secret can change.
    pub(super) fn after(&self, taken: Taken) -> Option<Self> {
        taken.may_change.then_some(Self {
            taken,
            ..self.clone()
        })
    }

    /// Whether it was read with other secrets than `other`.
    pub fn differs_from(&self, other: &Self) -> bool {
        !self.taken.equals(&other.taken)
    }
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Renewal({})", self.document.name)
    }
}
