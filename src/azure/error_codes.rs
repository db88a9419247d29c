//! The codes and phrases of Azure's errors, and the kind of error that each means.
//!
//! A code that is in no row keeps its own name in replies and logs: nobody knows a remedy for it.

use super::error::{AzureErrorKind as Kind, DEFAULT_WAIT, MissingScope, TokenFault};
use crate::target::Pattern;

/// Codes that tell something by themselves, whatever the HTTP status. The first row that fits counts.
const CODES: &[(&str, Kind)] = &[
    ("AuthorizationFailed", FORBIDDEN),
    ("DenyAssignmentAuthorizationFailed", Kind::DenyAssignment { action: None }),
    ("ScopeLocked", Kind::Locked),
    ("RequestDisallowedByPolicy*", Kind::DeniedByPolicy),
    ("*PolicyToken*", Kind::DeniedByPolicy),
    ("RequestDisallowedByPrivateLink*", Kind::PrivateNetwork),
    ("*NetworkSecurityPerimeter*", Kind::PrivateNetwork),
    ("*PublicNetworkAccess*", Kind::PrivateNetwork),
    ("*DisabledSubscription", Kind::SubscriptionDisabled),
    ("SubscriptionDisabled", Kind::SubscriptionDisabled),
    ("DisallowedOperation", Kind::SubscriptionType),
    ("DisallowedProvider", Kind::SubscriptionType),
    ("MissingSubscriptionRegistration", Kind::NotRegistered { namespace: None }),
    ("SubscriptionNotRegistered", Kind::NotRegistered { namespace: None }),
    ("MissingRegistrationForType", Kind::NotRegistered { namespace: None }),
    ("NoRegisteredProviderFound", Kind::ApiVersion),
    ("InvalidResourceType", Kind::ApiVersion),
    ("*ApiVersion*", Kind::ApiVersion),
    ("ResourceGroupNotFound", Kind::ScopeNotFound(MissingScope::ResourceGroup)),
    ("SubscriptionNotFound", Kind::ScopeNotFound(MissingScope::Subscription)),
    ("InvalidSubscriptionId", Kind::ScopeNotFound(MissingScope::Subscription)),
    ("ParentResourceNotFound", Kind::ScopeNotFound(MissingScope::Workspace)),
    ("WorkspaceNotFound*", Kind::ScopeNotFound(MissingScope::Workspace)),
    ("Invalid*Tenant", Kind::TokenRejected(TokenFault::Tenant)),
    ("Invalid*Audience", Kind::TokenRejected(TokenFault::Audience)),
    ("*AuthenticationToken", Kind::TokenRejected(TokenFault::Unknown)),
    ("AuthenticationFailed*", Kind::TokenRejected(TokenFault::Unknown)),
    ("StartComputeInstanceOnlyAllowedInStoppedState", Kind::NotStopped),
    ("PreconditionFailed", Kind::NameTaken),
    ("*AlreadyExists*", Kind::NameTaken),
    ("*NameNotAvailable*", Kind::NameTaken),
    ("*NameInUse*", Kind::NameTaken),
    ("*Quota*", Kind::Quota),
    ("*AllocationFailed", Kind::NoCapacity),
    ("AllocationTimedOut", Kind::NoCapacity),
    ("Overconstrained*", Kind::NoCapacity),
    ("*Capacity*", Kind::NoCapacity),
    ("SkuNotAvailable", Kind::NoCapacity),
    ("TooManyRequests", Kind::Throttled { retry_after: DEFAULT_WAIT }),
    ("SubscriptionRequestsThrottled", Kind::Throttled { retry_after: DEFAULT_WAIT }),
    ("AnotherOperationInProgress", Kind::Conflict),
    ("OperationInProgress", Kind::Conflict),
    ("Concurrent*", Kind::Conflict),
    ("ConflictError", Kind::Conflict),
    ("ConflictingConcurrentWriteNotAllowed", Kind::Conflict),
    ("OperationPreempted", Kind::Conflict),
];

/// Phrases of one message, all in lower case and all of them there, seen with codes that tell nothing.
const PHRASES: &[(&[&str], Kind)] = &[
    (&["disk is full"], Kind::DiskFull),
    (&["no space left on device"], Kind::DiskFull),
    (&["vcpu quota"], Kind::Quota),
    (&["core quota"], Kind::Quota),
    (&["cores quota"], Kind::Quota),
    (&["quota", "exceed"], Kind::Quota),
    (&["quota", "reached"], Kind::Quota),
    (&["quota", "enough"], Kind::Quota),
    (&["quota", "insufficient"], Kind::Quota),
    (&["quota", "additional"], Kind::Quota),
    (&["maximum allowed", "in use", "requested"], Kind::Quota),
    (&["enough capacity"], Kind::NoCapacity),
    (&["sufficient capacity"], Kind::NoCapacity),
    (&["out of capacity"], Kind::NoCapacity),
    (&["no capacity"], Kind::NoCapacity),
    (&["no available capacity"], Kind::NoCapacity),
    (&["capacity", "not available"], Kind::NoCapacity),
    (&["capacity", "unavailable"], Kind::NoCapacity),
    (&["capacity", "constraint"], Kind::NoCapacity),
    (&["capacity", "restriction"], Kind::NoCapacity),
    (&["allocation failed"], Kind::NoCapacity),
    (&["size", "currently not available"], Kind::NoCapacity),
    (&["name", "already in use"], Kind::NameTaken),
    (&["name", "already taken"], Kind::NameTaken),
    (&["name", "not available"], Kind::NameTaken),
    (&["unusable node"], Kind::Unusable),
    (&["timed out for operation"], Kind::TimedOut),
    (&["in 'stopped' state"], Kind::NotStopped),
    (&["deny assignment"], Kind::DenyAssignment { action: None }),
    (&["scope(s) are locked"], Kind::Locked),
    (&["subscription", "is disabled"], Kind::SubscriptionDisabled),
    (&["subscription type is not permitted"], Kind::SubscriptionType),
    (&["not registered to use namespace"], Kind::NotRegistered { namespace: None }),
    (&["wrong issuer"], Kind::TokenRejected(TokenFault::Tenant)),
    (&["wrong audience"], Kind::TokenRejected(TokenFault::Audience)),
    // ARM's, as Azure PowerShell quotes it, has both.
    (&["maximum number of tags"], Kind::TooManyTags),
    (&["too many tags"], Kind::TooManyTags),
];

/// Phrases of a 403. A failed start may have them too, of a storage account for example.
const PRIVATE: &[&str] = &["public network access", "public access", "private endpoint", "private link"];

/// Quotas of storage, which say nothing about the size of an instance.
const OTHER_QUOTAS: &[&str] = &["disk quota", "share quota", "storage quota"];

/// Codes that say no more than the HTTP status does. Azure ML's outer code is one of them even where it knows better.
const HOLLOW: &[&str] = &[
    "",
    "Unknown",
    "UserError",
    "SystemError",
    "ServiceError",
    "BadRequest",
    "BadArgument",
    "Conflict",
    "Forbidden",
    "ForbiddenError",
    "AccessDenied",
    "NotFound",
    "NotFoundError",
    "ComputeNotFound",
    "ComputeNotFoundError",
];

/// What the message names is added later.
pub(super) const FORBIDDEN: Kind = Kind::Forbidden { action: None, scope: None };

pub(super) fn by_code(code: &str) -> Option<Kind> {
    let (_, kind) = CODES.iter().find(|(glob, _)| Pattern::new(glob).matches(code))?;
    Some(kind.clone())
}

/// `messages` in lower case, one a line.
pub(super) fn by_phrase(messages: &str) -> Option<Kind> {
    let says = |phrases: &[&str]| {
        let mut lines = messages.lines();
        lines.any(|line| phrases.iter().all(|phrase| line.contains(phrase)))
    };
    let mut rows = PHRASES.iter().filter(|(phrases, _)| says(phrases)).map(|(_, kind)| kind);
    let is_other = |kind: &&Kind| **kind == Kind::Quota && OTHER_QUOTAS.iter().any(|quota| says(&[quota]));
    rows.find(|kind| !is_other(kind)).cloned()
}

/// Whether the code leaves it to the HTTP status to tell what happened.
pub(super) fn is_hollow(code: &str) -> bool {
    HOLLOW.iter().any(|hollow| hollow.eq_ignore_ascii_case(code))
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
