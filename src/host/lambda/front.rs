//! What invokes us, in its own words: function URLs, API Gateway and load balancers with somebody's
//! HTTP request, or the platform itself with an event.
//!
//! The fields are taken out of `lambda_http`'s event types one by one, without its conversion to
//! `http::Request`: that one keeps a single value of a header that came twice, puts the stage into
//! the path, and panics on a host it cannot parse.
//!
//! Formats: <https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html>,
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>,
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>.

use std::{collections::HashMap, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header::CONTENT_TYPE};
use jiff::{SignedDuration, Timestamp};
use lambda_http::{
    aws_lambda_events::{
        alb::AlbTargetGroupRequest,
        apigw::{ApiGatewayProxyRequest, ApiGatewayV2httpRequest},
        query_map::QueryMap,
    },
    request::LambdaRequest,
};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use crate::{
    app::Response,
    verify::{NotRead, Origin, PATIENCE, Request},
};

/// Fields that only an HTTP front writes; no event of a scheduler or a rule has them.
const HTTP_FIELDS: [&str; 5] = [
    "requestContext",
    "httpMethod",
    "headers",
    "multiValueHeaders",
    "rawPath",
];

/// API Gateway gives up after 29 or 30 s.
const GATEWAY_PATIENCE: Duration = Duration::from_secs(26);

/// An invocation, told apart by its form alone: its path and headers are a stranger's.
pub(super) enum Heard {
    /// Somebody's HTTP request, whether its body could be read, and who waits for the answer.
    Request(Request, Result<(), NotRead>, Front),
    /// An event that the platform itself delivered.
    Event(Request),
}

/// What carries our answer back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// API Gateway, or a function URL, which speaks like it.
    Gateway,
    LoadBalancer,
}

/// Reads an invocation that came at `now`.
pub(super) fn hear(event: LambdaRequest, now: Timestamp) -> Heard {
    let (mut request, body, front) = match event {
        LambdaRequest::ApiGatewayV1(mut event) => {
            let body = body(event.body.take(), event.is_base64_encoded);
            (gateway_v1(event, now), body, Front::Gateway)
        }
        LambdaRequest::ApiGatewayV2(mut event) => {
            let body = body(event.body.take(), event.is_base64_encoded);
            (gateway_v2(event, now), body, Front::Gateway)
        }
        LambdaRequest::Alb(mut event) => {
            let body = body(event.body.take(), event.is_base64_encoded);
            (load_balancer(event, now), body, Front::LoadBalancer)
        }
        LambdaRequest::PassThrough(event) => match looks_like_http(&event) {
            None => return Heard::Event(platform(event, now)),
            Some(path) => (unknown(path, now), Err(NotRead::UnknownForm), Front::Gateway),
        },
        _ => (
            unknown(String::new(), now),
            Err(NotRead::UnknownForm),
            Front::Gateway,
        ),
    };
    let read = body.map(|body| request.body = body);
    Heard::Request(request, read, front)
}

/// Payload format 1.0: REST APIs, and HTTP APIs that ask for it.
fn gateway_v1(event: ApiGatewayProxyRequest, now: Timestamp) -> Request {
    let context = event.request_context;
    let path = event.path.unwrap_or_default();
    // REST APIs leave the stage out of `path` and keep it in the context's; others have it in both.
    let staged = context.path.as_ref() == Some(&path);
    let path = if staged {
        without_stage(path, context.stage.as_deref())
    } else {
        path
    };
    Request {
        method: event.http_method,
        path: without_base_path(path, context.domain_name.as_deref()),
        query: query(
            event.multi_value_query_string_parameters,
            event.query_string_parameters,
            percent_encoded,
        ),
        headers: all_values(event.multi_value_headers, event.headers),
        body: Bytes::new(),
        origin: Origin::Public,
        arrived: arrived(context.request_time_epoch, now),
        patience: GATEWAY_PATIENCE,
    }
}

/// Payload format 2.0: HTTP APIs and function URLs. A header that came twice is one, with commas.
fn gateway_v2(event: ApiGatewayV2httpRequest, now: Timestamp) -> Request {
    let context = event.request_context;
    let path = without_stage(event.raw_path.unwrap_or_default(), context.stage.as_deref());
    Request {
        method: context.http.method,
        path: without_base_path(path, context.domain_name.as_deref()),
        query: event.raw_query_string.filter(|query| !query.is_empty()),
        headers: event.headers,
        body: Bytes::new(),
        origin: Origin::Public,
        arrived: arrived(context.time_epoch, now),
        patience: match context.domain_name {
            Some(domain) if domain.contains(".lambda-url.") => PATIENCE,
            _ => GATEWAY_PATIENCE,
        },
    }
}

fn load_balancer(event: AlbTargetGroupRequest, now: Timestamp) -> Request {
    Request {
        method: event.http_method,
        path: event.path.unwrap_or_default(),
        query: query(
            event.multi_value_query_string_parameters,
            event.query_string_parameters,
            as_it_came,
        ),
        headers: all_values(event.multi_value_headers, event.headers),
        body: Bytes::new(),
        origin: Origin::Public,
        arrived: now,
        patience: PATIENCE,
    }
}

/// The head of a request in a form that we do not know, as far as its path could be found.
fn unknown(path: String, now: Timestamp) -> Request {
    Request {
        method: Method::POST,
        path,
        query: None,
        headers: HeaderMap::new(),
        body: Bytes::new(),
        origin: Origin::Public,
        arrived: now,
        patience: GATEWAY_PATIENCE,
    }
}

fn platform(event: String, now: Timestamp) -> Request {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Request {
        method: Method::POST,
        path: "/events".to_owned(),
        query: None,
        headers,
        body: event.into(),
        origin: Origin::Platform,
        arrived: now,
        patience: PATIENCE,
    }
}

/// The path of what a front wrote, though its type did not fit. `lambda_http` passes on what it cannot read as if
/// the platform had sent it; a stranger's broken request must not gain by that.
fn looks_like_http(event: &str) -> Option<String> {
    let fields = serde_json::from_str::<HashMap<String, Value>>(event).ok()?;
    if !HTTP_FIELDS.iter().any(|field| fields.contains_key(*field)) {
        return None;
    }
    let mut paths = ["path", "rawPath", "raw_path"]
        .iter()
        .filter_map(|name| fields.get(*name));
    let path = paths.find_map(Value::as_str).unwrap_or_default();
    let stage = fields
        .get("requestContext")
        .and_then(|context| context["stage"].as_str());
    Some(without_stage(path.to_owned(), stage))
}

/// The path below the stage: `/prod/hooks/slack` is `/hooks/slack` in the stage `prod`.
fn without_stage(path: String, stage: Option<&str>) -> String {
    let below = |stage| {
        path.strip_prefix('/')?
            .strip_prefix(stage)
            .filter(|rest| rest.starts_with('/'))
    };
    match stage.and_then(below) {
        Some(rest) => rest.to_owned(),
        None => path,
    }
}

/// The path below a custom domain's API mapping: `/ci/hooks/slack` is `/hooks/slack`. No event says what the
/// mapping is, so it is whatever stands before one of our own paths. API Gateway's own domains and function URLs
/// have no mappings.
fn without_base_path(path: String, domain: Option<&str>) -> String {
    let is_aws = |domain: &str| domain.contains(".execute-api.") || domain.contains(".lambda-url.");
    if domain.is_none_or(is_aws) {
        return path;
    }
    let mut segments = path.rsplit('/');
    match (segments.next(), segments.next()) {
        (Some(source), Some("hooks")) => format!("/hooks/{source}"),
        (Some("healthz"), Some(_)) => "/healthz".to_owned(),
        _ => path,
    }
}

/// Every value of every header. The single-value map repeats the last of each, and is all there is
/// where a load balancer was not told to send more.
fn all_values(multi: HeaderMap, single: HeaderMap) -> HeaderMap {
    if multi.is_empty() { single } else { multi }
}

fn query(multi: QueryMap, single: QueryMap, written: fn(&QueryMap) -> String) -> Option<String> {
    let parameters = if multi.is_empty() { single } else { multi };
    (!parameters.is_empty()).then(|| written(&parameters))
}

/// API Gateway decodes names and values.
fn percent_encoded(parameters: &QueryMap) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters.iter())
        .finish()
}

/// Load balancers leave names and values as they were sent.
fn as_it_came(parameters: &QueryMap) -> String {
    let pairs: Vec<_> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// The raw bytes that were sent.
fn body(body: Option<String>, is_base64: bool) -> Result<Bytes, NotRead> {
    let body = body.unwrap_or_default();
    if is_base64 {
        let bytes = STANDARD.decode(body).map_err(|_| NotRead::UnknownForm)?;
        Ok(bytes.into())
    } else {
        Ok(body.into())
    }
}

/// When the front received the request, by its own clock in milliseconds; `now` where it does not
/// say, or says the future or what no client would have waited for.
fn arrived(epoch_ms: i64, now: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(epoch_ms)
        .ok()
        .filter(|at| *at <= now && now.duration_since(*at) < SignedDuration::from_mins(1))
        .unwrap_or(now)
}

impl Front {
    /// The answer in the form that this front takes: text as text, anything else in base64.
    pub(super) fn answer(self, response: Response) -> Value {
        let (parts, body) = response.into_parts();
        let (body, is_base64) = match String::from_utf8(body.into()) {
            Ok(text) => (text, false),
            Err(bytes) => (STANDARD.encode(bytes.into_bytes()), true),
        };
        let mut answer = json!({
            "statusCode": parts.status.as_u16(),
            "headers": single_values(&parts.headers),
            "body": body,
            "isBase64Encoded": is_base64,
        });
        // A load balancer takes either this map or the other, by a setting that we do not know. API
        // Gateway merges the two, and a header that is in both may be sent twice.
        if self == Self::LoadBalancer {
            answer["multiValueHeaders"] = single_values(&parts.headers)
                .into_iter()
                .map(|(name, value)| (name, json!([value])))
                .collect();
            answer["statusDescription"] = json!(parts.status.to_string());
        }
        answer
    }
}

/// Our answers never have a header twice, nor one that is not text.
fn single_values(headers: &HeaderMap) -> Map<String, Value> {
    headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into())))
        .collect()
}

#[cfg(test)]
mod tests;
