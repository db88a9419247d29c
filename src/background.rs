//! Work that goes on after the first answer.

use futures::future::BoxFuture;

/// Each host has one: it runs work in the background and says when time is up.
pub trait Background: Send + Sync {
    /// Runs `work` to its end, after the response too, for as long as the host lives.
    fn spawn(&self, work: BoxFuture<'static, ()>);

    /// Resolves when the host is about to end or to freeze the process: callers have to be told now what is known.
    fn out_of_time(&self) -> BoxFuture<'static, ()>;
}
