//! Work that goes on after the first answer.

use std::sync::Arc;

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};

/// Each host makes one: it runs work in the background and says when time is up.
#[derive(Clone)]
pub struct Background {
    run: Arc<dyn Fn(BoxFuture<'static, ()>) + Send + Sync>,
    out_of_time: Shared<BoxFuture<'static, ()>>,
}

impl Background {
    /// `run` starts work, and `out_of_time` resolves when the host is about to end or to freeze the process.
    pub fn new(
        run: impl Fn(BoxFuture<'static, ()>) + Send + Sync + 'static,
        out_of_time: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        Self { run: Arc::new(run), out_of_time: out_of_time.boxed().shared() }
    }

    /// Runs `work` to its end, after the response too, for as long as the host lives.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        (self.run)(work.boxed());
    }

    /// Resolves when callers have to be told what is known.
    pub fn out_of_time(&self) -> impl Future<Output = ()> + Send + use<> {
        self.out_of_time.clone()
    }
}
