//! What any event of the Runtime API makes of the code that reads it.

use jiff::Timestamp;

use super::event::{Invocation, read_event};
use crate::verify::Origin;

/// Fields that only HTTP requests have: whatever has one is not the platform's.
const HTTP: [&str; 4] = ["requestContext", "httpMethod", "headers", "rawPath"];

/// Reads `bytes` as one event. What has the fields of an HTTP request is never taken for the platform's own.
pub(crate) fn event(bytes: &[u8]) {
    let Ok(event) = serde_json::from_slice(bytes) else { return };
    let now = Timestamp::from_second(1_790_000_000).expect("a time");
    let fields = serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_default();
    match read_event(event, now) {
        Invocation::Request(request, ..) => assert_eq!(request.origin, Origin::Public),
        Invocation::Event(request) => {
            assert_eq!(request.origin, Origin::Platform);
            let field = HTTP.iter().find(|field| fields.get(**field).is_some());
            assert_eq!(field, None, "a stranger's request is taken for the platform's");
        }
    }
}
