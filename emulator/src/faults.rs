//! Faults on demand: what may go wrong, where, and how often.

mod armed;
mod effect;
mod fault;
#[cfg(test)]
mod tests;

pub(crate) use self::armed::Faults;
pub use self::{effect::Effect, fault::Fault};
