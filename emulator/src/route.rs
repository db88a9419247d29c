//! Finds out from method and address what a request asks for.
//!
//! A web framework's router cannot do this: ARM ignores the case of every segment that it knows, and clients
//! spell `resourceGroups` in at least three ways.

use http::{HeaderMap, Method};

use super::{bot_connector, call::Call, resource_path::ResourcePath};

/// What an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub call: Call,
    pub target: ResourcePath,
    /// Empty unless the call is about an operation.
    pub operation_id: String,
}

const AUTHORIZATION: &str = "microsoft.authorization";
const ML: &str = "microsoft.machinelearningservices";
const RESOURCES: &str = "microsoft.resources";

impl Route {
    /// Reads an address. An unknown address gives [`Call::Unknown`]. All calls to AWS share one address;
    /// [`aws_call`] distinguishes them.
    pub fn of(method: &Method, path: &str) -> Self {
        let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let name = |index: usize| names.get(index).copied().unwrap_or_default().to_owned();
        let call = match (method.as_str(), lower.as_slice()) {
            ("POST", [_tenant, "oauth2", "v2.0", "token"]) => Call::Token,
            ("GET", [_tenant, "discovery", "v2.0", "keys"] | [_tenant, "discovery", "keys"]) => Call::Keys,
            ("GET", [_tenant, "v2.0", ".well-known", "openid-configuration"]) => Call::OpenId,
            ("GET", ["msi", "token"]) => Call::Token,
            ("GET", ["secrets", _] | ["secrets", _, _]) => Call::VaultSecret,
            ("GET", ["metadata", "endpoints"]) => Call::Metadata,
            ("POST" | "PUT" | "PATCH", ["_emulator", "inbox", ..]) => Call::Inbox,
            (method, [scope @ .., "providers", RESOURCES, "tags", "default"]) => at_tags(method, scope),
            ("GET", ["subscriptions"]) => Call::Subscriptions,
            ("GET", ["tenants"]) => Call::Tenants,
            ("GET", ["subscriptions", _]) => Call::Subscription,
            ("GET", ["subscriptions", _, "resourcegroups"]) => Call::ResourceGroups,
            ("GET" | "HEAD", ["subscriptions", _, "resourcegroups", _]) => Call::ResourceGroup,
            ("GET", ["subscriptions", _, "providers", ML]) => Call::Provider,
            ("GET", ["subscriptions", _, "providers", ML, rest @ ..]) => in_subscription(rest),
            (method, ["subscriptions", _, "resourcegroups", _, "providers", rest @ ..]) => {
                in_resource_group(method, rest)
            }
            (method, path) => bot_connector::call(method, path).unwrap_or(Call::Unknown),
        };
        let operation_id = if call == Call::Operation { name(7) } else { String::new() };
        Self { call, target: target(&lower, name), operation_id }
    }
}

fn in_subscription(rest: &[&str]) -> Call {
    match rest {
        ["workspaces"] => Call::Workspaces,
        ["locations", _, "vmsizes"] => Call::VmSizes,
        ["locations", _, "usages"] => Call::Usages,
        ["locations", _, "computeoperationsstatus" | "computeoperationsresults", _] => Call::Operation,
        _ => Call::Unknown,
    }
}

fn in_resource_group(method: &str, rest: &[&str]) -> Call {
    match (method, rest) {
        ("GET", [AUTHORIZATION, "permissions"]) => Call::Permissions,
        ("GET", [ML, "workspaces"]) => Call::Workspaces,
        (method, [ML, "workspaces", _, rest @ ..]) => in_workspace(method, rest),
        _ => Call::Unknown,
    }
}

fn at_tags(method: &str, scope: &[&str]) -> Call {
    let has_tags = matches!(
        scope,
        ["subscriptions", _]
            | ["subscriptions", _, "resourcegroups", _]
            | ["subscriptions", _, "resourcegroups", _, "providers", ML, "workspaces", _]
            | ["subscriptions", _, "resourcegroups", _, "providers", ML, "workspaces", _, "computes", _]
    );
    match method {
        "GET" if has_tags => Call::Tags,
        "PUT" | "PATCH" | "DELETE" if has_tags => Call::Tag,
        _ => Call::Unknown,
    }
}

fn in_workspace(method: &str, rest: &[&str]) -> Call {
    match (method, rest) {
        ("GET", []) => Call::Workspace,
        ("PATCH" | "PUT", []) => Call::UpdateWorkspace,
        ("GET", ["providers", AUTHORIZATION, "permissions"]) => Call::Permissions,
        ("GET", ["jobs"]) => Call::Jobs,
        ("GET", ["computes"]) => Call::List,
        ("GET", ["computes", _]) => Call::Get,
        ("PUT", ["computes", _]) => Call::Create,
        ("PATCH", ["computes", _]) => Call::Update,
        ("DELETE", ["computes", _]) => Call::Delete,
        ("POST", ["computes", _, "start"]) => Call::Start,
        ("POST", ["computes", _, "stop"]) => Call::Stop,
        ("POST", ["computes", _, "restart"]) => Call::Restart,
        ("POST", ["computes", _, "updateidleshutdownsetting"]) => Call::Idle,
        ("POST", ["computes", _, "listnodes"]) => Call::Nodes,
        ("POST", ["computes", _, "updateschedules"]) => Call::Schedules,
        _ => Call::Unknown,
    }
}

/// The resource that the segments name; parts without a segment stay empty.
fn target(lower: &[&str], name: impl Fn(usize) -> String) -> ResourcePath {
    let names = |index: usize, word: &str| {
        if lower.get(index - 1) == Some(&word) { name(index) } else { String::new() }
    };
    ResourcePath {
        subscription: names(1, "subscriptions"),
        resource_group: names(3, "resourcegroups"),
        workspace: names(7, "workspaces"),
        compute: names(9, "computes"),
    }
}

/// The AWS call that a request makes, if it makes one.
pub(crate) fn aws_call(method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Option<Call> {
    if method != Method::POST || path != "/" {
        return None;
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(target) = header("x-amz-target") {
        let (service, _) = target.split_once('.')?;
        return match service {
            "secretsmanager" => Some(Call::AwsSecret),
            "AmazonSSM" => Some(Call::AwsParameter),
            _ => None,
        };
    }
    let is_form =
        header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let mut form = url::form_urlencoded::parse(body);
    (is_form && form.any(|(name, _)| name == "Action")).then_some(Call::Sts)
}

/// The name and, if given, the version of a Key Vault secret in an address.
pub(crate) fn vault_secret(path: &str) -> (&str, Option<&str>) {
    let mut parts = path.split('/').filter(|part| !part.is_empty()).skip(1);
    (parts.next().unwrap_or_default(), parts.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arm_ignores_the_case_of_its_keywords_and_keeps_that_of_names() {
        let path = "/Subscriptions/S1/RESOURCEGROUPS/Ml-Rg/providers/\
                    microsoft.MACHINElearningServices/workspaces/W/computes/MyCi/Stop";
        let route = Route::of(&Method::POST, path);
        assert_eq!(route.call, Call::Stop);
        assert_eq!(
            route.target.id(),
            "/subscriptions/S1/resourceGroups/Ml-Rg/providers/\
             Microsoft.MachineLearningServices/workspaces/W/computes/MyCi"
        );
    }

    #[test]
    fn an_operation_belongs_to_the_subscription() {
        let path = "/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/\
                    eastus2/computeOperationsStatus/0a";
        let route = Route::of(&Method::GET, path);
        assert_eq!((route.call, route.operation_id.as_str()), (Call::Operation, "0a"));
        assert_eq!(route.target.id(), "/subscriptions/s");
    }
}
