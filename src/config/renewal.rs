//! Secrets change while the process lives: a file is replaced, a store is told another. What was read
//! can be read once more.

use std::{fmt, sync::Arc};

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::{Config, document::Document, env::Surroundings, fault::Faults, stores::Keepers};

/// A configuration that may read otherwise by now.
#[derive(Clone)]
pub struct Renewal {
    document: Document,
    env: Surroundings,
    /// With whatever tokens they have.
    keepers: Arc<Keepers>,
    taken: Taken,
}

/// What was taken for secrets in one reading, in order, so that two readings can be compared.
#[derive(Clone, Default)]
pub(super) struct Taken {
    digest: Sha256,
    may_change: bool,
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

    /// Fetches and reads it all. Once more, what a store does not say goes on to count as it was, and a
    /// source whose secret was taken away is closed.
    ///
    /// # Errors
    ///
    /// When what is there does not do.
    pub async fn read(&self) -> Result<Config, Faults> {
        let stores = self.keepers.fetch().await;
        let (mut config, taken) = Config::read_with(&self.document, &*self.env, &stores)?;
        config.renewal = taken.may_change.then_some(Self {
            taken,
            ..self.clone()
        });
        Ok(config)
    }

    /// Whether it was read with other secrets than `other`.
    pub fn differs_from(&self, other: &Self) -> bool {
        !self.taken.equals(&other.taken)
    }
}

impl Taken {
    pub fn add(&mut self, secret: Option<&SecretString>, may_change: bool) {
        let text = secret.map_or("", |secret| secret.expose_secret());
        self.digest.update(text.len().to_be_bytes());
        self.digest.update(text);
        self.may_change |= may_change;
    }

    fn equals(&self, other: &Self) -> bool {
        self.digest.clone().finalize() == other.digest.clone().finalize()
    }
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Renewal({})", self.document.name)
    }
}
