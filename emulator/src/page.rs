//! Lists in pages.

use http::StatusCode;
use serde_json::Value;

use super::{
    answer::{Answer, json},
    faults::Effect,
    request::EmulatedRequest,
};

/// One page of a list, with the address of the next. Serialises the entries of this page only, since a list may
/// have thousands.
///
/// The value of `$skip` does not look like a number, so that a client that treats it as one fails.
pub(crate) fn page<T>(
    page_size: usize,
    request: &EmulatedRequest,
    all: impl ExactSizeIterator<Item = T>,
    resource: impl Fn(T) -> Value,
) -> Answer {
    let skip = request.parameter("$skip");
    let start = skip.and_then(|token| usize::from_str_radix(token.strip_prefix("p_")?, 16).ok());
    let start = start.unwrap_or(0).min(all.len());
    let end = (start + page_size.max(1)).min(all.len());
    let more = end < all.len();
    let value: Vec<Value> = all.skip(start).take(end - start).map(resource).collect();
    let mut body = serde_json::Map::from_iter([("value".to_owned(), Value::Array(value))]);
    if more || request.has_fault(Effect::ForeignStatus) {
        let version = request.parameter("api-version").unwrap_or_default();
        let (base, path) = (request.base_url(), &request.path);
        let next = format!("{base}{path}?api-version={version}&$skip=p_{end:x}");
        body.insert("nextLink".to_owned(), Value::String(next));
    }
    json(StatusCode::OK, &Value::Object(body))
}
