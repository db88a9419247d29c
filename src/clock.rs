//! The time of day. Pure modules take `now` as an argument; the others use this clock.

use std::sync::Arc;

use jiff::Timestamp;

/// The system's clock, or a test's.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The time of this machine, which has to be right to the minute: signatures expire.
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// A clock that calls `now` each time it is asked.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present time, which may also go back if the system's clock is set.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}
