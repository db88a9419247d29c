//! The requests of the tests of these modules.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;

use super::{Origin, PATIENCE, Request};

impl Request {
    /// A public POST with these headers and this body.
    pub(crate) fn bare(headers: &[(&'static str, &str)], body: &[u8]) -> Self {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        Self {
            method: Method::POST,
            path: "/hooks/any".into(),
            query: None,
            headers: map,
            body: Bytes::copy_from_slice(body),
            origin: Origin::Public,
            arrived: Timestamp::UNIX_EPOCH,
            patience: PATIENCE,
        }
    }
}
