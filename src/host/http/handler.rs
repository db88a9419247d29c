use std::sync::Arc;

use futures::future::BoxFuture;
use http::{StatusCode, request::Parts};

use crate::{
    app::Response,
    background::Background,
    verify::{NotRead, Origin, Request},
};

/// Answers the server's requests: the application or a test.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Decides by its head whether a request is accepted, or the status of its answer.
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode>;

    /// Answers a request. If `read` is an error, the body is empty.
    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Arc<dyn Background>,
    ) -> BoxFuture<'static, Response>;
}

/// An accepted request, before its body is read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AcceptedHead {
    pub origin: Origin,
    /// The path without a platform's prefix.
    pub path: String,
    /// In bytes; 0 means that no body is read.
    pub longest_body: usize,
}
