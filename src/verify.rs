//! Who is at the door. Nothing of a request is read before its signature is: a [`Verified`]
//! value can be made only below this module, and everything behind it takes nothing else.
//!
//! Outside of this module it cannot be forged:
//!
//! ```compile_fail,E0423
//! use lamplighter::verify::Verified;
//! let forged = Verified("not checked by anybody");
//! ```
//!
//! nor can what a source hears be made from a request that was not verified:
//!
//! ```compile_fail,E0308
//! use lamplighter::{source::Source, verify::Request};
//! fn shortcut(source: &Source, request: Request, now: jiff::Timestamp) {
//!     let _ = source.read(request, now);
//! }
//! ```

pub mod click_seal;
mod jwt;
mod rejection;
mod request;
mod secrets;
mod shared_token;
mod signature_scheme;
pub mod standard_webhooks;
mod verified;

pub use jwt::{ACTION_GROUPS, KeySet, ROLE, SecureWebhook, Token};
pub use rejection::Rejection;
pub use request::{NotRead, Origin, PATIENCE, Request};
pub use secrets::{EmptySecret, Secrets};
pub use shared_token::{ALERTMANAGER, Bearer, MATTERMOST};
pub use signature_scheme::{Algorithm, DISCORD, Encoding, GRAFANA, Part, Recipe, SLACK, Stamp, TEAMS};
pub use verified::{Verified, by_platform};
