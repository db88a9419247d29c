//! Why a request is permitted or not, grant by grant: for people who write grants.

use super::grant::{Grant, GrantTarget};
use crate::target::{Instance, Pattern};

/// What one grant means for a caller and a verb.
#[derive(Debug)]
pub struct GrantExplanation<'a> {
    pub grant: &'a Grant,
    /// The pattern of its `to` that names the caller; `None` if none does.
    pub names: Option<&'a Pattern>,
    /// Whether it gives the verb to the caller. A channel never gives `delete`.
    pub gives: bool,
    /// Whether it gives `force` to the caller.
    pub forces: bool,
    pub(super) entra: Option<&'a str>,
}

/// Whether a grant reaches an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage<'a> {
    By(&'a GrantTarget),
    No,
    /// The grant is on `mine`, and the owner of the instance was not read.
    Unknown,
}

impl<'a> GrantExplanation<'a> {
    /// Whether it reaches `instance`. `read` says whether the owner was read: an unread owner may be the caller.
    pub fn reaches(&self, instance: &Instance, read: bool) -> Coverage<'a> {
        let on = &self.grant.on;
        match on.iter().find(|reach| reach.covers(instance, self.entra)) {
            Some(reach) => Coverage::By(reach),
            None if !read && self.entra.is_some() && on.contains(&GrantTarget::Mine) => Coverage::Unknown,
            None => Coverage::No,
        }
    }
}
