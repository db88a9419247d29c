//! The secrets that AWS and Key Vault keep.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Store {
    /// AWS Secrets Manager.
    AwsSecret,
    /// The parameter store of AWS Systems Manager, as a `SecureString`.
    AwsParameter,
    /// Azure Key Vault: there is one vault, at the root of the emulator's own address.
    KeyVault,
}

/// A secret as it is now; what it was before is not kept.
#[derive(Clone)]
pub(crate) struct Secret {
    pub value: String,
    /// 1, and one more for each time it was set anew.
    pub version: u64,
    pub set: Timestamp,
}

/// All that is kept, by store and name.
#[derive(Default)]
pub(crate) struct Secrets(BTreeMap<(Store, String), Secret>);

impl Secrets {
    pub fn get(&self, store: Store, name: &str) -> Option<&Secret> {
        self.0.get(&(store, known_as(store, name)))
    }

    pub fn keep(&mut self, store: Store, name: &str, value: String, now: Timestamp) {
        let version = self.get(store, name).map_or(1, |before| before.version + 1);
        let secret = Secret {
            value,
            version,
            set: now,
        };
        self.0.insert((store, known_as(store, name)), secret);
    }

    pub fn forget(&mut self, store: Store, name: &str) {
        self.0.remove(&(store, known_as(store, name)));
    }
}

/// AWS minds the case of names, Key Vault does not.
fn known_as(store: Store, name: &str) -> String {
    match store {
        Store::KeyVault => name.to_ascii_lowercase(),
        Store::AwsSecret | Store::AwsParameter => name.to_owned(),
    }
}
