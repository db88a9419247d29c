//! Faults on demand.

mod armed;
mod effect;
mod fault;
#[cfg(test)]
mod tests;

pub(crate) use self::armed::ArmedFaults;
pub use self::{effect::Effect, fault::Fault};
