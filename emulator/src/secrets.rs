//! The secrets in AWS and Key Vault.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

/// A kind of secret store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Store {
    /// AWS Secrets Manager.
    AwsSecret,
    /// The parameter store of AWS Systems Manager, with `SecureString`s.
    AwsParameter,
    /// Azure Key Vault. There is one vault, at the root of the emulator's address.
    KeyVault,
}

/// The current version of a secret. Earlier versions are not kept.
#[derive(Clone)]
pub(crate) struct Secret {
    pub value: String,
    /// 1, incremented each time that the value is set.
    pub version: u64,
    pub set: Timestamp,
}

/// All secrets by store and name.
#[derive(Default)]
pub(crate) struct Secrets(BTreeMap<(Store, String), Secret>);

impl Secrets {
    pub fn get(&self, store: Store, name: &str) -> Option<&Secret> {
        self.0.get(&(store, known_as(store, name)))
    }

    pub fn keep(&mut self, store: Store, name: &str, value: String, now: Timestamp) {
        let version = self.get(store, name).map_or(1, |before| before.version + 1);
        let secret = Secret { value, version, set: now };
        self.0.insert((store, known_as(store, name)), secret);
    }

    pub fn forget(&mut self, store: Store, name: &str) {
        self.0.remove(&(store, known_as(store, name)));
    }
}

/// Names are case-sensitive in AWS, not in Key Vault.
fn known_as(store: Store, name: &str) -> String {
    match store {
        Store::KeyVault => name.to_ascii_lowercase(),
        Store::AwsSecret | Store::AwsParameter => name.to_owned(),
    }
}
