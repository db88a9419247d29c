//! What a caller may do, place by place, for people.

use super::grant::{Ability, Grant, GrantTarget};
use crate::{command::VERBS, command_request::Caller};

/// What a caller may do in some places: the same in each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// In the order of the verb table, `force` last. Not empty.
    pub may: Vec<Ability>,
    /// Not empty.
    pub on: Vec<GrantTarget>,
}

/// What `caller` may do by these `grants`.
pub(super) fn of(caller: &Caller, grants: &[&Grant]) -> Vec<Right> {
    let verbs = VERBS.iter().map(|row| row.verb).filter(|verb| verb.needs_grant());
    let abilities: Vec<_> = verbs.map(Ability::Do).chain([Ability::Force]).collect();
    let mut places: Vec<_> = grants.iter().flat_map(|grant| &grant.on).collect();
    places.sort_by_key(ToString::to_string);
    let mut rights: Vec<Right> = Vec::new();
    for place in places {
        let gives = |ability: &&Ability| {
            let mut giving = grants.iter().filter(|grant| grant.allows(caller, **ability));
            giving.any(|grant| grant.on.iter().any(|wider| wider.includes(place)))
        };
        let may: Vec<_> = abilities.iter().filter(gives).copied().collect();
        match rights.iter_mut().find(|right| right.may == may) {
            Some(right) if right.on.iter().any(|wider| wider.includes(place)) => {}
            Some(right) => right.on.push(place.clone()),
            None if may.is_empty() => {}
            None => rights.push(Right { may, on: vec![place.clone()] }),
        }
    }
    rights
}
