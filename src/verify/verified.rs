//! A type that proves that its value was verified.

use std::ops::Deref;

use super::{
    rejection::Rejection,
    request::{Origin, Request},
};

/// A value whose sender was verified.
#[derive(Debug)]
pub struct Verified<T>(pub(super) T);

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// An event that the hosting platform itself delivered. Its access control replaces a signature.
pub fn by_platform(request: Request) -> Result<Verified<Request>, Rejection> {
    match request.origin {
        Origin::Platform => Ok(Verified(request)),
        Origin::Public => Err(Rejection::NotThePlatform),
    }
}
