//! The proof that something was checked, carried by its type.

use std::ops::Deref;

use super::{
    rejection::Rejection,
    request::{Origin, Request},
};

/// Something that a signature vouches for.
#[derive(Debug)]
pub struct Verified<T>(pub(super) T);

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// An event that the platform itself brought: its own access control stands for a signature.
pub fn by_platform(request: Request) -> Result<Verified<Request>, Rejection> {
    match request.origin {
        Origin::Platform => Ok(Verified(request)),
        Origin::Public => Err(Rejection::NotThePlatform),
    }
}
