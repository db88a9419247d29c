use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::azure::TokenFault;

fn headers(pairs: &[(&'static str, &'static str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in pairs {
        headers.insert(*name, *value);
    }
    headers
}

/// An answer of ARM's with this error.
fn answer(status: u16, error: Value) -> AzureError {
    let body = json!({ "error": error }).to_string();
    AzureError::from_answer(status.into(), &headers(&[("x-ms-request-id", "r-1")]), body.as_bytes())
}

fn coded(status: u16, code: &str, message: &str) -> AzureErrorKind {
    answer(status, json!({ "code": code, "message": message })).kind
}

/// As Azure ML sends it: the outer code has no meaning.
fn inner(status: u16, code: &str, message: &str) -> AzureErrorKind {
    let info = json!([
        { "type": "ComponentName", "info": { "value": "managementfrontend" } },
        { "type": "Correlation", "info": { "value": { "operation": "0", "request": "1" } } },
        { "type": "InnerError", "info": { "value": { "code": code, "innerError": null } } },
    ]);
    let error = json!({
        "code": "UserError", "message": message, "target": null, "details": [], "additionalInfo": info,
    });
    answer(status, error).kind
}

const FORBIDDEN: &str = "The client 'app' with object id '0-1' does not have authorization to perform \
    action 'Microsoft.MachineLearningServices/workspaces/computes/stop/action' over scope \
    '/subscriptions/1/resourceGroups/ml-rg' or the scope is invalid. If access was recently granted, \
    please refresh your credentials.";

const LINKED: &str = "The client 'c' with object id 'o' has permission to perform action \
    'Microsoft.MachineLearningServices/workspaces/computes/start/action' on scope '/subscriptions/1/x'; however, it \
    does not have permission to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on the \
    linked scope(s) '/subscriptions/2/x' or the linked scope(s) are invalid.";

fn forbidden() -> AzureErrorKind {
    AzureErrorKind::Forbidden {
        action: Some("Microsoft.MachineLearningServices/workspaces/computes/stop/action".into()),
        scope: Some("/subscriptions/1/resourceGroups/ml-rg".into()),
    }
}

/// The codes that tell something, by whatever status they come; recorded from Azure, or documented.
#[test]
fn a_telling_code_decides_whatever_the_status() {
    use AzureErrorKind as Kind;
    let rows: &[(&[&str], Kind)] = &[
        (
            &["ReadOnlyDisabledSubscription", "DisabledSubscription", "SubscriptionDisabled"],
            Kind::SubscriptionDisabled,
        ),
        (&["DisallowedOperation", "DisallowedProvider"], Kind::SubscriptionType),
        (
            &["MissingSubscriptionRegistration", "SubscriptionNotRegistered", "MissingRegistrationForType"],
            Kind::NotRegistered { namespace: None },
        ),
        (
            &[
                "NoRegisteredProviderFound",
                "InvalidResourceType",
                "InvalidApiVersionParameter",
                "UnsupportedApiVersion",
            ],
            Kind::ApiVersion,
        ),
        (&["DenyAssignmentAuthorizationFailed"], Kind::DenyAssignment { action: None }),
        (&["RequestDisallowedByPrivateLink"], Kind::PrivateNetwork),
        (&["ScopeLocked"], Kind::Locked),
        (&["RequestDisallowedByPolicy", "RequestDisallowedByPolicyAssignment"], Kind::DeniedByPolicy),
        (
            &[
                "QuotaExceeded",
                "ResourceQuotaExceeded",
                "OutOfQuota",
                "AccountCoreQuotaReached",
                "AccountVMSeriesCoreQuotaReached",
                "ClusterCoreQuotaReached",
                "PoolQuotaReached",
            ],
            Kind::Quota,
        ),
        (
            &[
                "AllocationFailed",
                "ZonalAllocationFailed",
                "OverconstrainedAllocationRequest",
                "OverconstrainedZonalAllocationRequest",
                "SkuNotAvailable",
                "InsufficientCapacity",
                "AllocationTimedout",
            ],
            Kind::NoCapacity,
        ),
        (&["AnotherOperationInProgress", "ConcurrentUpdateError", "ConflictError"], Kind::Conflict),
        (&["ResourceGroupNotFound"], Kind::ScopeNotFound(MissingScope::ResourceGroup)),
        (&["SubscriptionNotFound", "InvalidSubscriptionId"], Kind::ScopeNotFound(MissingScope::Subscription)),
        (&["ParentResourceNotFound", "WorkspaceNotFound"], Kind::ScopeNotFound(MissingScope::Workspace)),
        (&["InvalidAuthenticationTokenTenant"], Kind::TokenRejected(TokenFault::Tenant)),
        (
            &["InvalidAuthenticationTokenAudience", "InvalidAuthenticationAudience"],
            Kind::TokenRejected(TokenFault::Audience),
        ),
        (
            &["InvalidAuthenticationToken", "ExpiredAuthenticationToken", "AuthenticationFailed"],
            Kind::TokenRejected(TokenFault::Unknown),
        ),
        (&["StartComputeInstanceOnlyAllowedInStoppedState"], Kind::NotStopped),
    ];
    for (codes, expected) in rows {
        for code in *codes {
            for status in [400, 401, 403, 404, 409, 412, 500, 503] {
                assert_eq!(&coded(status, code, "No."), expected, "{status} {code}");
                assert_eq!(&inner(status, code, "No."), expected, "{status} {code} within a UserError");
            }
        }
    }
}

/// Seen in public reports, with codes that tell nothing.
#[test]
fn a_telling_phrase_decides_where_the_code_tells_nothing() {
    use AzureErrorKind as Kind;
    let rows: &[(Kind, &[&str])] = &[
        (
            Kind::Quota,
            &[
                "The specified subscription has a total vCPU quota of 0 and cannot accomodate for at least 1 requested \
                 managed compute node which maps to 6 vCPUs.",
                "The specified subscription has a Standard NC family vCPU quota of 0 and is less than the requested \
                 compute training cluster and/or compute instance's min nodes of 1 which maps to 4 vCPUs",
                "The specified account has reached VM Series core quota. Maximum allowed: 6, Current in use: 6, \
                 Additional requested: 4.",
                "Operation results in exceeding quota limits of Microsoft.Batchlusters",
                "Operation results in exceeding quota limits of Core. Maximum allowed: 20, Current in use: 20, Additional \
                 requested: 2.",
                "Operation could not be completed as it results in exceeding approved Total Regional Cores quota.",
                "OutOfQuota: Not enough cluster CPU quota. The amount of additional CPU quota requested is 8.",
            ],
        ),
        (
            Kind::NoCapacity,
            &[
                "Allocation failed. We do not have sufficient capacity for the requested VM size in this region.",
                "There is not enough capacity available in the region.",
                "The region is out of capacity.",
                "The requested size for resource 'r' is currently not available in location 'westeurope' zones '' for \
                 subscription 's'.",
                "The requested VM size is not available due to capacity constraints.",
            ],
        ),
        (Kind::DiskFull, &["StopCompute is not allowed when ComputeInstance disk is full."]),
        (
            Kind::SubscriptionDisabled,
            &[
                "The subscription 's' is disabled and therefore marked as read only. You cannot perform any write actions.",
            ],
        ),
        (
            Kind::SubscriptionType,
            &[
                "The current subscription type is not permitted to perform operations on any provider namespace.",
            ],
        ),
        (
            Kind::NotRegistered { namespace: Some("Microsoft.Network".into()) },
            &[
                "The subscription is not registered to use namespace 'Microsoft.Network'. See https://aka.ms/rps-not-found",
            ],
        ),
        (
            Kind::DenyAssignment { action: Some("Microsoft.X/y/start/action".into()) },
            &[
                "The client 'c' with object id 'o' has permission to perform action 'Microsoft.X/y/start/action' on scope \
                 '/s'; however, the access is denied because of the deny assignment with name 'System deny assignment \
                 created by managed application /a' and Id 'i' at scope '/s'.",
            ],
        ),
        (
            Kind::TokenRejected(TokenFault::Tenant),
            &[
                "The access token is from the wrong issuer 'https://sts.windows.net/1/'. It must match the tenant.",
            ],
        ),
        (
            Kind::TokenRejected(TokenFault::Audience),
            &[
                "The access token has been obtained for wrong audience or resource 'https://management.azure.com'.",
            ],
        ),
        (
            Kind::TooManyTags,
            &[
                "The resource has 51 tags; the maximum number of tags is 50.",
                "The request is invalid: Too many tags.",
            ],
        ),
    ];
    for (expected, messages) in rows {
        for message in *messages {
            for (status, code) in [
                (400, "UserError"),
                (400, "BadRequest"),
                (409, "Conflict"),
                (409, "OperationNotAllowed"),
                (403, "Forbidden"),
            ] {
                assert_eq!(&coded(status, code, message), expected, "{status} {code} {message}");
            }
        }
    }
    let of_storage = "Failed to mount storage: Disk quota exceeded";
    assert_eq!(coded(400, "UserError", of_storage), AzureErrorKind::Other);
    assert_eq!(coded(403, "Forbidden", "Public network access is disabled."), AzureErrorKind::PrivateNetwork);
}

#[test]
fn the_status_decides_only_where_the_code_tells_nothing() {
    let missing = |what: &str| format!("The Resource '{what}' under resource group 'rg' was not found.");
    let workspace = "Microsoft.MachineLearningServices/workspaces/ws";
    let compute = format!("{workspace}/computes/ci");
    let some = || AzureErrorKind::Forbidden { action: None, scope: None };
    for code in ["UserError", "BadRequest", "Conflict", "Unknown", ""] {
        for (status, expected) in [
            (401, AzureErrorKind::TokenRejected(TokenFault::Unknown)),
            (403, some()),
            (404, AzureErrorKind::NotFound),
            (408, AzureErrorKind::Server),
            (409, AzureErrorKind::Conflict),
            (500, AzureErrorKind::Server),
            (504, AzureErrorKind::Server),
        ] {
            assert_eq!(coded(status, code, "No."), expected, "{status} {code}");
        }
        assert_eq!(coded(400, code, "No."), AzureErrorKind::Other, "{code}");
    }
    assert_eq!(inner(404, "NotFoundError", "ci not found in workspace ws"), AzureErrorKind::NotFound);
    assert_eq!(coded(404, "ResourceNotFound", &missing(&compute)), AzureErrorKind::NotFound);
    assert_eq!(
        coded(404, "ResourceNotFound", &missing(workspace)),
        AzureErrorKind::ScopeNotFound(MissingScope::Workspace)
    );
    assert_eq!(coded(429, "TooManyRequests", ""), AzureErrorKind::throttled(None));
}

#[test]
fn an_unknown_code_is_told_as_it_is() {
    for status in [400, 403, 404, 409, 412, 422] {
        for (kind, error) in [
            ("outer", answer(status, json!({ "code": "Surprise", "message": "No." }))),
            ("inner", answer(status, json!({ "code": "UserError", "innerError": { "code": "Surprise" } }))),
            ("wrapped", answer(status, json!({ "code": "Surprise", "details": [{ "code": "Conflict" }] }))),
        ] {
            assert_eq!(
                (&error.kind, error.code.as_deref()),
                (&AzureErrorKind::Other, Some("Surprise")),
                "{status} {kind}"
            );
            assert_eq!(error.to_string(), "Azure refused (Surprise)");
        }
    }
    let list_nodes = "ComputeListNodes with computeType ComputeInstance is not supported.";
    assert_eq!(coded(400, "UserError", list_nodes), AzureErrorKind::Other);
    assert_eq!(
        answer(500, json!({ "code": "Surprise" })).to_string(),
        "Azure has a fault of its own (Surprise)"
    );
}

#[test]
fn a_refusal_names_the_action_that_is_missing() {
    let join = AzureErrorKind::Forbidden {
        action: Some("Microsoft.Network/virtualNetworks/subnets/join/action".into()),
        scope: Some("/subscriptions/2/x".into()),
    };
    assert_eq!(coded(403, "AuthorizationFailed", FORBIDDEN), forbidden());
    assert_eq!(coded(403, "UserError", FORBIDDEN), forbidden());
    assert_eq!(coded(403, "LinkedAuthorizationFailed", LINKED), join);
    let foreign = "The client has permission to perform action 'a/read' on scope '/s'; however, the current tenant 't' is \
        not authorized to access linked subscription 's'.";
    assert_eq!(coded(403, "LinkedAuthorizationFailed", foreign), AzureErrorKind::Other);
    let odd = "The subscription is not registered to use namespace 'Microsoft.Compute; rm'";
    assert_eq!(
        coded(409, "MissingSubscriptionRegistration", odd),
        AzureErrorKind::NotRegistered { namespace: None }
    );
}

/// An operation that fails after its acceptance has an error without a status.
#[test]
fn a_late_failure_is_recognised_by_its_phrases() {
    let stopped = "Start Azure ML Compute Instance is only allowed when the instance ci is in 'stopped' \
        state";
    let unusable = "The specified Azure ML Compute Instance ci encountered an unusable node. Please try \
        to restart the compute instance to recover.";
    let slow = "The specified Azure ML Compute Instance ci was timed out for operation Start";
    for (code, message, expected) in [
        ("StartComputeInstanceOnlyAllowedInStoppedState", "", AzureErrorKind::NotStopped),
        ("BadRequest", stopped, AzureErrorKind::NotStopped),
        ("UserError", unusable, AzureErrorKind::Unusable),
        ("UserError", slow, AzureErrorKind::TimedOut),
        ("ZonalAllocationFailed", "", AzureErrorKind::NoCapacity),
        ("Surprise", "", AzureErrorKind::Other),
        ("", "", AzureErrorKind::Other),
    ] {
        let error = json!({ "code": code, "message": message });
        let error = AzureError::from_operation(&error, &Headers::new());
        assert_eq!((error.kind, error.status), (expected, None), "{code} {message}");
    }
}

#[test]
fn the_wait_is_as_long_as_azure_says() {
    let wait = |status: u16, name: &'static str, value: &'static str| {
        AzureError::from_answer(status.into(), &headers(&[(name, value)]), b"{}").kind
    };
    let throttled =
        |milliseconds| AzureErrorKind::Throttled { retry_after: Duration::from_millis(milliseconds) };
    assert_eq!(wait(429, "retry-after", "300"), throttled(300_000));
    assert_eq!(wait(503, "retry-after", "7"), throttled(7_000));
    assert_eq!(wait(429, "x-ms-retry-after-ms", "2500"), throttled(2_500));
    for nonsense in ["-5", "soon", "99999999999999999999"] {
        let kind = wait(429, "retry-after", nonsense);
        assert_eq!(kind, AzureErrorKind::throttled(None), "{nonsense}");
    }
    assert_eq!(wait(429, "retry-after", "Fri, 01 Jan 2021 00:00:00 GMT"), throttled(1_000));
}

#[test]
fn the_answer_of_a_proxy_is_not_taken_for_azures() {
    for status in [200, 204, 302, 400, 403, 404, 407, 409] {
        for body in ["", "<html>Blocked</html>", "{}", "[]", r#"{"error":"blocked"}"#] {
            let error = AzureError::from_answer(status.into(), &Headers::new(), body.as_bytes());
            assert_eq!(error.kind, AzureErrorKind::Garbage, "{status} {body}");
        }
    }
    let arm = headers(&[("x-ms-correlation-request-id", "c-1")]);
    assert_eq!(AzureError::from_answer(404.into(), &arm, b"").kind, AzureErrorKind::NotFound);
}

#[test]
fn errors_and_debug_output_show_no_secret() {
    let error = answer(403, json!({ "code": "AuthorizationFailed", "message": FORBIDDEN }));
    assert!(!format!("{error:?} {error}").contains("0-1"), "{error:?}");
    assert_eq!(error.correlation.as_deref(), Some("r-1"));
    let long = "x".repeat(2000);
    for code in ["https://a/?sig=s", "a b", &long] {
        assert_eq!(answer(400, json!({ "code": code, "message": "secret" })).code, None);
    }
    let strange = headers(&[("x-ms-request-id", "https://a/?sig=s")]);
    assert_eq!(AzureError::from_answer(500.into(), &strange, b"").correlation, None);
}
