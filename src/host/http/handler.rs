//! What is behind the server.

use std::sync::Arc;

use futures::future::BoxFuture;
use http::{StatusCode, request::Parts};

use crate::{
    app::Response,
    background::Later,
    verify::{NotRead, Origin, Request},
};

/// What is behind the server: the application, or a test's stand-in.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Tells by its head who sent a request and what it is for; or the status that it is answered with.
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode>;

    /// Answers a request; where its body was not `read`, it is empty.
    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Arc<dyn Later>,
    ) -> BoxFuture<'static, Response>;
}

/// A request that may go on, as its head has it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AcceptedHead {
    pub origin: Origin,
    /// Ours.
    pub path: String,
    /// In bytes. At 0, no body is read.
    pub longest_body: usize,
}
