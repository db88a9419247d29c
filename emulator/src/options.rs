//! What world is emulated, and how.

use std::{sync::Arc, time::Duration};

/// The address it is served at, unless told otherwise.
pub const ADDRESS: &str = "127.0.0.1:8181";

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// When what was asked comes about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Some seconds later: stop 3, delete 4, start 5, restart 6, create 8.
    #[default]
    Real,
    /// When told to.
    ByHand,
}

/// Which headers tell a client where to follow an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperationHeaders {
    /// As recordings show at [`Pace::ByHand`] (`Azure-AsyncOperation`); at [`Pace::Real`] also what
    /// the specification promises (`Location`, `Retry-After`).
    #[default]
    ByPace,
    AsyncOperation,
    Location,
    Both,
    Neither,
}

/// The world to play, and how.
#[derive(Clone)]
pub struct Options {
    /// Instances besides those always there: `ci-a0001` and on, dealt out to all workspaces in turn.
    pub instances: usize,
    /// Workspaces besides the one always there: `ml-ws-0001` and on, each with a few computes.
    pub workspaces: usize,
    pub pace: Pace,
    /// How many times longer everything takes than at [`Pace::Real`].
    pub slowness: u32,
    pub headers: OperationHeaders,
    /// Entries on one page of a list.
    pub page_size: usize,
    /// Whether ARM's budgets are enforced: 250 reads at once and 25 more each second, 200 and 10
    /// of writes and of deletes.
    pub throttled: bool,
    /// How much later everything but the controls and the inbox is answered; it is done at once.
    pub delay: Duration,
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            instances: 0,
            workspaces: 0,
            pace: Pace::default(),
            slowness: 1,
            headers: OperationHeaders::default(),
            page_size: 100,
            throttled: false,
            delay: Duration::ZERO,
            clock: Arc::new(jiff::Timestamp::now),
        }
    }
}
