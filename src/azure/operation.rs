//! Azure's acceptance of a command, and the status of the operation that it started.

use std::time::Duration;

use azure_core::http::{
    Method, RawResponse, StatusCode, Url,
    headers::{HeaderName, Headers},
};
use serde_json::{Map, Value};

use super::{
    cloud::Endpoint,
    error::{AzureError, AzureErrorKind, Result, correlation, retry_after},
};

const AZURE_ASYNC_OPERATION: HeaderName = HeaderName::from_static("azure-asyncoperation");
const LOCATION: HeaderName = HeaderName::from_static("location");

/// Azure has accepted a command, and not yet carried it out.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Where to read the status. `None` if Azure names no address that a token may go to: read the
    /// instance instead.
    pub operation: Option<Operation>,
    /// The instance to be deleted is already gone, or never existed.
    pub done: bool,
    /// See [`AzureError::correlation`].
    pub correlation: Option<String>,
}

impl Accepted {
    /// `None` unless it is a success from Azure: a proxy may answer 200, but hardly 202.
    ///
    /// Only a delete can be over at once: 200 if it is done, 204 if there was nothing to do.
    pub(super) fn read(
        method: Method,
        status: StatusCode,
        headers: &Headers,
        arm: &Endpoint,
    ) -> Option<Self> {
        let correlation = correlation(headers);
        let begun = status == StatusCode::Accepted;
        let by_azure = begun || status.is_success() && correlation.is_some();
        let done = method == Method::Delete && !begun;
        by_azure.then(|| Self {
            operation: Operation::find(headers, arm).filter(|_| !done),
            done,
            correlation,
        })
    }
}

/// An operation in progress in Azure.
///
/// Its address is a capability, up to 4.3 KB with signed parts, and never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Operation {
    pub(super) url: Url,
    /// Whether the answers have the status in their body (`Azure-AsyncOperation`, always 200), or are the status by
    /// their code (`Location`).
    status_in_body: bool,
    retry_after: Option<Duration>,
}

impl Operation {
    /// The specification of 2026 has `Location`, recordings have `Azure-AsyncOperation` alone.
    fn find(headers: &Headers, arm: &Endpoint) -> Option<Self> {
        let names = [(AZURE_ASYNC_OPERATION, true), (LOCATION, false)];
        names.into_iter().find_map(|(name, status_in_body)| {
            let url = Url::parse(headers.get_optional_str(&name)?).ok()?;
            arm.owns(&url).then_some(Self { url, status_in_body, retry_after: retry_after(headers) })
        })
    }

    /// The wait that Azure suggests before the first read.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Reads a successful answer of the operation's address.
    pub(super) fn read(&self, response: &RawResponse) -> Result<OperationResult> {
        let running = OperationResult::Running { retry_after: retry_after(response.headers()) };
        if !self.status_in_body {
            let accepted = response.status() == StatusCode::Accepted;
            return Ok(if accepted { running } else { OperationResult::Succeeded });
        }
        let body: Map<String, Value> =
            serde_json::from_slice(response.body()).map_err(|_| AzureError::of(AzureErrorKind::Garbage))?;
        let status = body.get("status").and_then(Value::as_str).unwrap_or_default();
        Ok(match status.to_ascii_lowercase().as_str() {
            "succeeded" => OperationResult::Succeeded,
            "canceled" | "cancelled" => OperationResult::Canceled,
            "failed" => {
                let error = body.get("error").unwrap_or(&Value::Null);
                OperationResult::Failed(AzureError::from_operation(error, response.headers()))
            }
            _ => running,
        })
    }

    /// Whether an error means that the operation failed, or only the read of its status.
    pub(super) fn interpret(&self, error: AzureError) -> Result<OperationResult> {
        match error.status {
            Some(400 | 409) if !self.status_in_body => Ok(OperationResult::Failed(error)),
            // Azure has no record of the operation any more: that says nothing about the instance.
            Some(404) => Err(AzureError {
                kind: AzureErrorKind::Other,
                code: Some("OperationNotFound".to_owned()),
                ..error
            }),
            _ => Err(error),
        }
    }
}

formatted!(Debug for Operation, |_| "Operation(…)");

/// The status of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationResult {
    /// Also for a status that we do not know.
    Running {
        /// The wait that Azure suggests before the next read.
        retry_after: Option<Duration>,
    },
    /// It ended, and the instance has its new state.
    Succeeded,
    /// It ended without success, for this reason.
    Failed(AzureError),
    /// Somebody canceled it in Azure.
    Canceled,
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARM: &str = "https://management.azure.com";
    const STATUS: &str = "https://management.azure.com/subscriptions/1/providers/p?t=1&s=secret&h=hash";

    fn accepted(pairs: &[(&'static str, &'static str)]) -> Accepted {
        let mut headers = Headers::new();
        for (name, value) in pairs {
            headers.insert(*name, *value);
        }
        let arm = ARM.parse().unwrap();
        Accepted::read(Method::Post, StatusCode::Accepted, &headers, &arm).unwrap()
    }

    fn followed(header: &'static str, status: u16, body: &str) -> Result<OperationResult> {
        let operation = accepted(&[(header, STATUS)]).operation.unwrap();
        let response = RawResponse::from_bytes(status.into(), Headers::new(), body.to_owned());
        operation.read(&response)
    }

    #[test]
    fn the_status_address_precedes_the_location_and_both_must_be_azures() {
        let at = |pairs: &[_]| accepted(pairs).operation.map(|operation| operation.status_in_body);
        let body = ("azure-asyncoperation", STATUS);
        let foreign = ("azure-asyncoperation", "https://management.azure.com.example/");
        assert_eq!(at(&[body, ("location", STATUS)]), Some(true));
        assert_eq!(at(&[foreign, ("location", STATUS)]), Some(false));
        for elsewhere in ["http://management.azure.com/", "https://management.azure.com:1/", "/relative", ""]
        {
            assert_eq!(at(&[("location", elsewhere)]), None, "{elsewhere}");
        }
        let told = accepted(&[("retry-after", "15"), body]);
        assert_eq!(told.operation.as_ref().unwrap().retry_after(), Some(Duration::from_secs(15)));
        assert!(!format!("{told:?}").contains("management"), "{told:?}");
    }

    #[test]
    fn a_status_is_read_in_any_case_and_an_unknown_one_means_running() {
        let running = OperationResult::Running { retry_after: None };
        let failed = OperationResult::Failed(AzureError {
            code: Some("StartComputeInstanceOnlyAllowedInStoppedState".to_owned()),
            ..AzureError::of(AzureErrorKind::NotStopped)
        });
        let why = r#"{"status":"failed","error":{"code":"StartComputeInstanceOnlyAllowedInStoppedState"}}"#;
        for (body, expected) in [
            (r#"{"status":"InProgress"}"#, running.clone()),
            (r#"{"status":"Succeeded","percentComplete":100.0}"#, OperationResult::Succeeded),
            (r#"{"status":"SUCCEEDED"}"#, OperationResult::Succeeded),
            (r#"{"status":"Canceled"}"#, OperationResult::Canceled),
            (r#"{"status":"Resting"}"#, running.clone()),
            (r#"{"status":null}"#, running.clone()),
            (why, failed),
        ] {
            assert_eq!(followed("azure-asyncoperation", 200, body), Ok(expected), "{body}");
        }
        let torn = followed("azure-asyncoperation", 200, "<html>").unwrap_err();
        assert_eq!(torn.kind, AzureErrorKind::Garbage);
    }

    #[test]
    fn a_location_reports_by_its_status_code() {
        let running = OperationResult::Running { retry_after: None };
        assert_eq!(followed("location", 202, ""), Ok(running));
        assert_eq!(followed("location", 200, "{}"), Ok(OperationResult::Succeeded));
        assert_eq!(followed("location", 204, ""), Ok(OperationResult::Succeeded));
    }

    #[test]
    fn a_failed_read_is_not_a_failed_operation() {
        let error = |status| AzureError { status: Some(status), ..AzureError::of(AzureErrorKind::NotFound) };
        let by_code = accepted(&[("location", STATUS)]).operation.unwrap();
        let by_body = accepted(&[("azure-asyncoperation", STATUS)]).operation.unwrap();
        assert_eq!(by_code.interpret(error(409)), Ok(OperationResult::Failed(error(409))));
        assert_eq!(by_body.interpret(error(409)), Err(error(409)));
        let forgotten = by_body.interpret(error(404)).unwrap_err();
        assert_ne!(forgotten.kind, AzureErrorKind::NotFound, "the instance is not what is missing");
    }

    #[test]
    fn only_an_answer_from_azure_is_an_acceptance() {
        let arm = ARM.parse().unwrap();
        let mut by_arm = Headers::new();
        by_arm.insert("x-ms-request-id", "r-1");
        let done = |method, status: u16, headers: &Headers| {
            Accepted::read(method, status.into(), headers, &arm).map(|accepted| accepted.done)
        };
        assert_eq!(done(Method::Post, 202, &Headers::new()), Some(false));
        assert_eq!(done(Method::Post, 200, &by_arm), Some(false), "as before 2020");
        assert_eq!(done(Method::Delete, 202, &by_arm), Some(false));
        assert_eq!(done(Method::Delete, 200, &by_arm), Some(true));
        assert_eq!(done(Method::Delete, 204, &by_arm), Some(true));
        assert_eq!(done(Method::Delete, 200, &Headers::new()), None);
        assert_eq!(done(Method::Post, 302, &by_arm), None);
    }
}
