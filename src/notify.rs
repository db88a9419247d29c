//! Delivers answers and notifications.

mod dedup;
mod notifier;
mod responder;

pub use notifier::Notifier;
pub use responder::{Responder, Thread};
