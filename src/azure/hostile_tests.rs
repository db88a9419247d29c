//! What any answer makes of the code that reads Azure's answers.

use azure_core::http::{
    Method, RawResponse, StatusCode,
    headers::{HeaderName, Headers},
};
use serde_json::Value;

use super::{
    arm, arm_error::InstanceError, compute::Compute, cron::Crontab, error::AzureError, jobs,
    operation::Accepted, permissions::Permissions, price_list::Prices, recreation::Recreation,
    schedule_list::ScheduleList, tags, zone::Zone,
};
use crate::lenient_json;

/// The longest code that an error may have in a reply.
const LONGEST_CODE: usize = 64;

/// Reads `bytes` as every answer that Azure can give.
pub(crate) fn answer(bytes: &[u8]) {
    refusals(bytes);
    operation(bytes);
    let whole = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), bytes.to_vec());
    let _ = tags::read(&whole);
    let _ = arm::page(&whole, parts);
    if let Ok(resource) = serde_json::from_slice(bytes) {
        parts(&resource);
    }
}

/// Whatever the status and the headers are, an error keeps no text of Azure's that is not a short code.
fn refusals(bytes: &[u8]) {
    for status in [400, 401, 403, 404, 409, 412, 429, 500, 503] {
        for (name, value) in
            [("x", "y"), ("retry-after", "7"), ("retry-after", "soon"), ("x-ms-request-id", "1")]
        {
            let mut headers = Headers::new();
            headers.insert(name, value);
            let error = AzureError::from_answer(StatusCode::from(status), &headers, bytes);
            assert!(error.code.is_none_or(|code| code.chars().count() <= LONGEST_CODE), "a long code");
        }
    }
}

/// The bytes as the address of an operation, and as its status.
fn operation(bytes: &[u8]) {
    let arm = "https://management.azure.com".parse().expect("an endpoint");
    for name in ["azure-asyncoperation", "location"] {
        let mut headers = Headers::new();
        headers.insert(HeaderName::from_static(name), String::from_utf8_lossy(bytes).into_owned());
        let elsewhere = Accepted::read(Method::Post, StatusCode::Accepted, &headers, &arm);
        let operation = elsewhere.and_then(|accepted| accepted.operation);
        if let Some(operation) = operation {
            let host = operation.url.host_str();
            assert_eq!(host, Some("management.azure.com"), "a token would go elsewhere");
        }
        let mut headers = Headers::new();
        headers.insert(HeaderName::from_static(name), "https://management.azure.com/o");
        let accepted = Accepted::read(Method::Post, StatusCode::Accepted, &headers, &arm);
        let operation = accepted.and_then(|accepted| accepted.operation).expect("an operation");
        let _ = operation.read(&RawResponse::from_bytes(StatusCode::Ok, Headers::new(), bytes.to_vec()));
    }
}

/// One element of a list, as each kind of it.
fn parts(resource: &Value) {
    if let Some(compute) = Compute::read(&"research".parse().expect("an alias"), resource) {
        let now = jiff::Timestamp::from_second(1_790_000_000).expect("a time");
        let _ = (compute.trouble(), compute.stuck_since(now), compute.stop_after(now), compute.instance());
        for schedule in &compute.schedules {
            let _ = (schedule.due(now), schedule.does_the_same(schedule));
        }
        let _ = compute.errors.iter().map(InstanceError::kind).count();
    }
    let _ = ScheduleList::of(resource).map(|list| list.schedules());
    let _ = Recreation::of(resource);
    let _ = jobs::read(resource);
    let (mut permissions, mut prices) = (Permissions::default(), Prices::default());
    permissions.add(resource);
    let _ = permissions.allows("Microsoft.MachineLearningServices/workspaces/computes/stop/action");
    prices.read(resource);
    for text in lenient_json::elements(resource).chain([resource]).filter_map(Value::as_str) {
        let _ = (Crontab::read(text), Zone::in_azure(text), prices.per_hour(text));
    }
}
