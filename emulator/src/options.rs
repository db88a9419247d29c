//! The emulator's settings.

use std::{sync::Arc, time::Duration};

/// The default address to serve at.
pub const ADDRESS: &str = "127.0.0.1:8181";

/// Gives the current time.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// When an accepted operation ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// After some seconds: stop 3, delete 4, start 5, restart 6, create 8.
    #[default]
    Real,
    /// When [`Emulator::settle`](crate::Emulator::settle) is called.
    ByHand,
}

/// The headers that tell a client where to follow an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperationHeaders {
    /// At [`Pace::ByHand`], and for a create, as recordings show (`Azure-AsyncOperation`); else also what the
    /// specification promises (`Location`, `Retry-After`).
    #[default]
    ByPace,
    /// `Azure-AsyncOperation` alone.
    AsyncOperation,
    /// `Location` alone.
    Location,
    /// `Azure-AsyncOperation`, `Location` and `Retry-After`.
    Both,
    /// No header, so a client can only read the instance again.
    Neither,
}

/// What the emulator contains, and how it behaves.
#[derive(Clone)]
pub struct Options {
    /// Instances in addition to those that always exist: `ci-a0001` and on, distributed over all workspaces in
    /// turn.
    pub instances: usize,
    /// Workspaces in addition to [`WORKSPACE`](crate::WORKSPACE): `ml-ws-0001` and on, each with a few
    /// computes.
    pub workspaces: usize,
    /// When operations end.
    pub pace: Pace,
    /// The factor by which every operation takes longer than at [`Pace::Real`].
    pub slowness: u32,
    /// How clients find the status of an operation.
    pub headers: OperationHeaders,
    /// Entries on one page of a list.
    pub page_size: usize,
    /// Whether ARM's request limits apply: 250 reads at once and 25 more each second; 200 and 10 for writes and
    /// for deletes.
    pub throttled: bool,
    /// How long each answer is held back after the request was carried out. Does not apply to the controls and
    /// the inbox.
    pub delay: Duration,
    /// The time of day: for dates in answers, and for tokens, whose validity it decides.
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
