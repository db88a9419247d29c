//! Lists in pages.

use http::StatusCode;
use serde_json::Value;

use super::{
    answer::{Answer, json},
    faults::Effect,
    request::Visit,
};

/// One page of a list, with the address of the next. Nothing is written out but what is on it: a
/// world may hold thousands.
///
/// `$skip` is nobody's business but the service's, so it is made to look it: a client that counts
/// on its being a number is found out.
pub(crate) fn page<T>(
    page_size: usize,
    visit: &Visit,
    all: impl ExactSizeIterator<Item = T>,
    resource: impl Fn(T) -> Value,
) -> Answer {
    let skip = visit.parameter("$skip");
    let start = skip.and_then(|token| usize::from_str_radix(token.strip_prefix("p_")?, 16).ok());
    let start = start.unwrap_or(0).min(all.len());
    let end = (start + page_size.max(1)).min(all.len());
    let more = end < all.len();
    let value: Vec<Value> = all.skip(start).take(end - start).map(resource).collect();
    let mut body = serde_json::Map::from_iter([("value".to_owned(), Value::Array(value))]);
    if more || visit.befallen_by(Effect::ForeignStatus) {
        let version = visit.parameter("api-version").unwrap_or_default();
        let (base, path) = (visit.base_url(), &visit.path);
        let next = format!("{base}{path}?api-version={version}&$skip=p_{end:x}");
        body.insert("nextLink".to_owned(), Value::String(next));
    }
    json(StatusCode::OK, &Value::Object(body))
}
