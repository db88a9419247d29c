//! Azure's errors, in its own shapes and, where they are known, with its own texts.

use http::StatusCode;
use serde_json::{Value, json};

use super::{correlation::Correlation, operation::Verb, rights::action, timestamp::stamp};
use crate::{
    answer::{Answer, json, waiting, with},
    ids::CALLER,
    request::EmulatedRequest,
    resource_path::ResourcePath,
};

/// An error of ARM or of the Machine Learning service behind it.
#[derive(Clone, Debug)]
pub(crate) struct ArmProblem {
    pub status: StatusCode,
    pub code: String,
    pub message: String,
    /// `InnerError.code` of an error of the service, whose outer code is often only `UserError`. `None` for
    /// errors of the gateway, which have nothing but code and message.
    pub inner: Option<&'static str>,
    /// The `details` of an error of the service: a list.
    pub details: Value,
    /// The seconds in `Retry-After`.
    pub retry_after: Option<u64>,
}

impl ArmProblem {
    /// An error of ARM's gateway.
    pub fn gateway(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            inner: None,
            details: json!([]),
            retry_after: None,
        }
    }

    /// An error of the Machine Learning service.
    pub fn service(status: StatusCode, code: &str, inner: &'static str, message: impl Into<String>) -> Self {
        Self { inner: Some(inner), ..Self::gateway(status, code, message) }
    }

    /// An invalid request, by the rules of the service.
    pub fn user(message: impl Into<String>) -> Self {
        Self::service(StatusCode::BAD_REQUEST, "UserError", "BadArgument", message)
    }

    /// The text is from mslearn-mlops#29; both ids are the caller's.
    pub fn not_authorized(action: &str, scope: &str) -> Self {
        let message = format!(
            "The client '{CALLER}' with object id '{CALLER}' does not have authorization to perform action \
             '{action}' over scope '{scope}' or the scope is invalid. If access was recently \
             granted, please refresh your credentials."
        );
        Self::gateway(StatusCode::FORBIDDEN, "AuthorizationFailed", message)
    }

    /// The caller may write `scope`, but not use another resource that it refers to. AKS's and App Service's users
    /// quote the text.
    pub fn link_not_authorized(scope: &str, action: &str, linked: &str) -> Self {
        let message = format!(
            "The client '{CALLER}' with object id '{CALLER}' has permission to perform action \
             'Microsoft.MachineLearningServices/workspaces/computes/write' on scope '{scope}'; however, it does \
             not have permission to perform action(s) '{action}' on the linked scope(s) '{linked}' \
             (respectively) or the linked scope(s) are invalid."
        );
        Self::gateway(StatusCode::FORBIDDEN, "LinkedAuthorizationFailed", message)
    }

    pub fn missing_workspace(target: &ResourcePath) -> Self {
        let name = format!("Microsoft.MachineLearningServices/workspaces/{}", target.workspace);
        Self::missing_resource(&name, &target.resource_group)
    }

    /// ARM's own 404, for a resource by its namespace, types and names.
    pub fn missing_resource(name: &str, resource_group: &str) -> Self {
        let message = format!(
            "The Resource '{name}' under resource group '{resource_group}' was not found. For more details \
             please go to https://aka.ms/ARMResourceNotFoundFix"
        );
        Self::gateway(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }

    /// The service's own 404: `UserError` outside, the reason inside.
    pub fn missing_compute(target: &ResourcePath) -> Self {
        let message = format!("Compute {} not found in workspace {}", target.compute, target.workspace);
        Self::service(StatusCode::NOT_FOUND, "UserError", "NotFoundError", message)
    }

    /// The answer to `If-None-Match: *`, as other resource providers give it.
    pub fn exists(target: &ResourcePath) -> Self {
        let message = format!("The condition on the request is not met: compute {} exists.", target.compute);
        let status = StatusCode::PRECONDITION_FAILED;
        Self::service(status, "PreconditionFailed", "PreconditionFailedError", message)
    }

    /// The status is from vscode-tools-for-ai#2673; its reports do not show the body.
    pub fn conflict(instance: &str, state: Option<&str>, verb: Verb) -> Self {
        let message = format!(
            "{} is not allowed on compute {instance} while it is in state {}.",
            verb.name(),
            state.unwrap_or("Creating"),
        );
        Self::service(StatusCode::CONFLICT, "Conflict", "ConflictError", message)
    }

    pub fn into_answer(self, correlation: &Correlation) -> Answer {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(inner) = self.inner {
            error["target"] = Value::Null;
            error["details"] = self.details;
            error["additionalInfo"] = additional_info(inner, correlation);
        }
        let mut answer = json(self.status, &json!({ "error": error }));
        if self.inner.is_none() {
            answer = with(answer, "x-ms-failure-cause", "gateway");
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = "Bearer authorization_uri=\"https://login.windows.net/common\", \
                             error=\"invalid_token\", \
                             error_description=\"The access token is missing or invalid.\"";
            answer = with(answer, "www-authenticate", challenge);
        }
        waiting(answer, self.retry_after)
    }
}

/// The details that the service adds to its errors in recordings.
fn additional_info(inner: &str, correlation: &Correlation) -> Value {
    let hex = correlation.correlation_id.replace('-', "");
    let request = hex.get(16..).unwrap_or_default();
    let entry = |kind: &str, value: Value| json!({ "type": kind, "info": { "value": value } });
    json!([
        entry("ComponentName", json!("managementfrontend")),
        entry("Correlation", json!({ "operation": hex, "request": request })),
        entry("Environment", json!("eastus2")),
        entry("Location", json!("eastus2")),
        entry("Time", json!(stamp(correlation.at))),
        entry("InnerError", json!({ "code": inner, "innerError": null })),
    ])
}

/// The body, which must be a JSON object.
pub(crate) fn json_object(request: &EmulatedRequest) -> Result<Value, ArmProblem> {
    serde_json::from_slice(&request.body)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| ArmProblem::user("The request body must be a JSON object."))
}

/// The error for a caller without the role that this request needs.
pub(crate) fn not_authorized(request: &EmulatedRequest) -> ArmProblem {
    let action = action(request.route.call).unwrap_or("Microsoft.Resources/subscriptions/read");
    ArmProblem::not_authorized(action, &request.route.target.id())
}
