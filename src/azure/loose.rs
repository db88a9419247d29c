//! Reading JSON that Azure does not keep its word about.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

/// A field that may be absent, null, or not what was promised: all of these are `None`, so that
/// one odd field never costs the whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loose<T>(pub(super) Option<T>);

impl<T> Default for Loose<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Loose<Vec<Loose<T>>> {
    /// The elements that could be read.
    pub(super) fn all(self) -> Vec<T> {
        let elements = self.0.unwrap_or_default();
        elements.into_iter().filter_map(|element| element.0).collect()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Self(T::deserialize(value).ok()))
    }
}
