//! A TOML document and what it refers to. Each value knows its location, so that a fault is noted there and reading
//! goes on.

pub mod document;
mod fault;
mod reader;
pub mod secret;
mod stored_secret;
mod value;

pub use document::{Document, Env, OwnedEnv};
pub use fault::{Fault, Faults};
pub use reader::{DocumentReader, Purpose};
pub use stored_secret::{FetchedSecrets, STORE_KINDS, SecretName, StoredSecret};
pub use value::{Table, Value, chosen, instead_of, is_guid};
