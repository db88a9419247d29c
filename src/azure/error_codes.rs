//! The codes and phrases of Azure's errors, and the kind of error that each means.
//!
//! A code that is in no row keeps its own name in replies and logs: nobody knows a remedy for it.

use super::error::{AzureErrorKind as Kind, DEFAULT_WAIT, MissingScope, TokenFault};
use crate::target::Pattern;

/// Codes, as globs, that tell something by themselves, whatever the HTTP status. The first row that fits counts.
const CODES: &[(&str, Kind)] = &[
    ("AuthorizationFailed", FORBIDDEN),
    ("DenyAssignmentAuthorizationFailed", Kind::DenyAssignment { action: None }),
    ("ScopeLocked", Kind::Locked),
    ("RequestDisallowedByPolicy* *PolicyToken*", Kind::DeniedByPolicy),
    ("RequestDisallowedByPrivateLink* *NetworkSecurityPerimeter*", Kind::PrivateNetwork),
    ("*PublicNetworkAccess*", Kind::PrivateNetwork),
    ("*DisabledSubscription SubscriptionDisabled", Kind::SubscriptionDisabled),
    ("DisallowedOperation DisallowedProvider", Kind::SubscriptionType),
    ("MissingSubscriptionRegistration SubscriptionNotRegistered", Kind::NotRegistered { namespace: None }),
    ("MissingRegistrationForType", Kind::NotRegistered { namespace: None }),
    ("NoRegisteredProviderFound InvalidResourceType *ApiVersion*", Kind::ApiVersion),
    ("ResourceGroupNotFound", Kind::ScopeNotFound(MissingScope::ResourceGroup)),
    ("SubscriptionNotFound InvalidSubscriptionId", Kind::ScopeNotFound(MissingScope::Subscription)),
    ("ParentResourceNotFound WorkspaceNotFound*", Kind::ScopeNotFound(MissingScope::Workspace)),
    ("Invalid*Tenant", Kind::TokenRejected(TokenFault::Tenant)),
    ("Invalid*Audience", Kind::TokenRejected(TokenFault::Audience)),
    ("*AuthenticationToken AuthenticationFailed*", Kind::TokenRejected(TokenFault::Unknown)),
    ("StartComputeInstanceOnlyAllowedInStoppedState", Kind::NotStopped),
    ("PreconditionFailed *AlreadyExists* *NameNotAvailable* *NameInUse*", Kind::NameTaken),
    ("*Quota*", Kind::Quota),
    ("*AllocationFailed AllocationTimedOut Overconstrained* *Capacity* SkuNotAvailable", Kind::NoCapacity),
    ("TooManyRequests SubscriptionRequestsThrottled", Kind::Throttled { retry_after: DEFAULT_WAIT }),
    ("AnotherOperationInProgress OperationInProgress Concurrent* ConflictError", Kind::Conflict),
    ("ConflictingConcurrentWriteNotAllowed OperationPreempted", Kind::Conflict),
];

/// Phrases in lower case, seen with codes that tell nothing: one of several, or several of one message joined by `+`.
const PHRASES: &[(&str, Kind)] = &[
    ("disk is full | no space left on device", Kind::DiskFull),
    ("vcpu quota | core quota | cores quota | quota + exceed | quota + reached", Kind::Quota),
    ("quota + enough | quota + insufficient | quota + additional", Kind::Quota),
    ("maximum allowed + in use + requested", Kind::Quota),
    ("enough capacity | sufficient capacity | out of capacity | no capacity", Kind::NoCapacity),
    ("no available capacity | capacity + not available | capacity + unavailable", Kind::NoCapacity),
    ("capacity + constraint | capacity + restriction | allocation failed", Kind::NoCapacity),
    ("size + currently not available", Kind::NoCapacity),
    ("name + already in use | name + already taken | name + not available", Kind::NameTaken),
    ("unusable node", Kind::Unusable),
    ("timed out for operation", Kind::TimedOut),
    ("in 'stopped' state", Kind::NotStopped),
    ("deny assignment", Kind::DenyAssignment { action: None }),
    ("scope(s) are locked", Kind::Locked),
    ("subscription + is disabled", Kind::SubscriptionDisabled),
    ("subscription type is not permitted", Kind::SubscriptionType),
    ("not registered to use namespace", Kind::NotRegistered { namespace: None }),
    ("wrong issuer", Kind::TokenRejected(TokenFault::Tenant)),
    ("wrong audience", Kind::TokenRejected(TokenFault::Audience)),
    // ARM's, as Azure PowerShell quotes it, has both.
    ("maximum number of tags | too many tags", Kind::TooManyTags),
];

/// Phrases of a 403. A failed start may have them too, of a storage account for example.
const PRIVATE: &[&str] = &["public network access", "public access", "private endpoint", "private link"];

/// Quotas of storage, which say nothing about the size of an instance.
const OTHER_QUOTAS: &str = "disk quota | share quota | storage quota";

/// Codes that say no more than the HTTP status does. Azure ML's outer code is one of them even where it knows better.
const HOLLOW: &str = "Unknown UserError SystemError ServiceError BadRequest BadArgument Conflict Forbidden \
    ForbiddenError AccessDenied NotFound NotFoundError ComputeNotFound ComputeNotFoundError";

/// What the message names is added later.
pub(super) const FORBIDDEN: Kind = Kind::Forbidden { action: None, scope: None };

pub(super) fn by_code(code: &str) -> Option<Kind> {
    let fits = |globs: &str| globs.split(' ').any(|glob| Pattern::new(glob).matches(code));
    let (_, kind) = CODES.iter().find(|(globs, _)| fits(globs))?;
    Some(kind.clone())
}

/// `messages` in lower case, one a line.
pub(super) fn by_phrase(messages: &str) -> Option<Kind> {
    let has_all = |phrases: &str| {
        let mut lines = messages.lines();
        lines.any(|line| phrases.split(" + ").all(|phrase| line.contains(phrase)))
    };
    let says = |either: &str| either.split(" | ").any(has_all);
    let mut rows = PHRASES.iter().filter(|(either, _)| says(either)).map(|(_, kind)| kind);
    let is_other = |kind: &&Kind| **kind == Kind::Quota && says(OTHER_QUOTAS);
    rows.find(|kind| !is_other(kind)).cloned()
}

/// Whether the code leaves it to the HTTP status to tell what happened.
pub(super) fn is_hollow(code: &str) -> bool {
    code.is_empty() || HOLLOW.split(' ').any(|hollow| hollow.eq_ignore_ascii_case(code))
}

/// By the HTTP status where no code tells more. `None` if the status tells no more than a refusal.
pub(super) fn by_status(status: Option<u16>, messages: &str) -> Option<Kind> {
    Some(match status? {
        401 => Kind::TokenRejected(TokenFault::Unknown),
        403 if PRIVATE.iter().any(|phrase| messages.contains(phrase)) => Kind::PrivateNetwork,
        403 => FORBIDDEN,
        404 => Kind::NotFound,
        409 => Kind::Conflict,
        408 | 500.. => Kind::Server,
        _ => return None,
    })
}
