//! A TOML document with what it refers to: each value knows where it stands, so that whatever is wrong
//! with it is noted there and the reading goes on.

mod cursor;
mod document;
mod env;
mod fault;
mod guid;
mod secret;
mod stored_secret;
mod taken;

pub use cursor::{Place, Reading, Table, Value};
pub use document::{Document, NoDocument, VARIABLE};
pub use env::{Env, Surroundings};
pub use fault::{Fault, Faults, instead_of};
pub use guid::{NO_GUID, is_guid};
pub use secret::KEYS as REFERENCE_KEYS;
pub use stored_secret::{Key, Name, STORES, Stores};
pub use taken::Taken;
