//! A TOML document with what it refers to: each value knows where it stands, so that whatever is wrong
//! with it is noted there and the reading goes on.

mod cursor;
mod document;
mod env;
mod fault;
mod guid;
pub mod secret;
mod secret_snapshot;
mod stored_secret;

pub use cursor::{DocumentReader, Table, Value};
pub use document::{Document, NoDocument, VARIABLE};
pub use env::{Env, OwnedEnv};
pub use fault::{Fault, Faults, instead_of};
pub use guid::{NO_GUID, is_guid};
pub use secret_snapshot::SecretSnapshot;
pub use stored_secret::{FetchedSecrets, STORE_KINDS, SecretName, StoredSecret};
