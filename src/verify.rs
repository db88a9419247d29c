//! Verifies requests before anything else is read from them. Only this module can make a [`Verified`] value, and sources
//! read nothing else.
//!
//! A [`Verified`] value cannot be forged:
//!
//! ```compile_fail,E0423
//! use lamplighter::verify::Verified;
//! let forged = Verified("not checked by anybody");
//! ```
//!
//! and a source does not read a request that was not verified:
//!
//! ```compile_fail,E0308
//! use lamplighter::{source::Source, verify::Request};
//! fn shortcut(source: &Source, request: Request, now: jiff::Timestamp) {
//!     let _ = source.read(request, now);
//! }
//! ```

mod bot_connector;
pub(crate) mod click_seal;
mod headers;
mod jwt;
mod rejection;
mod request;
mod request_signature;
pub(crate) mod seal;
mod secrets;
mod shared_token;
mod standard_webhooks;
mod verified;

pub use bot_connector::BotConnector;
pub(crate) use jwt::Token;
pub use jwt::{ACTION_GROUPS, KeySet, SecureWebhook};
pub use rejection::Rejection;
pub use request::{NotRead, Origin, PATIENCE, Request};
pub(crate) use request_signature::{Algorithm, Encoding, SignatureScheme, SignedPart, TimestampIn};
pub use secrets::Secrets;
pub(crate) use shared_token::SharedToken;
pub(crate) use standard_webhooks::STANDARD_WEBHOOKS;
pub use verified::Verified;
pub(crate) use verified::by_platform;

#[cfg(test)]
mod tests;
