//! Reads Lambda's events: HTTP requests from function URLs, API Gateway and load balancers, and events from the
//! platform itself.
//!
//! The fields are read from `lambda_http`'s event types, without its conversion to `http::Request`: that keeps
//! only one value of a repeated header, puts the stage into the path, and panics on an invalid host.
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

/// Fields of HTTP requests that no scheduler's or rule's event has.
const HTTP_FIELDS: [&str; 5] = ["requestContext", "httpMethod", "headers", "multiValueHeaders", "rawPath"];

/// API Gateway times out after 29 or 30 s.
const GATEWAY_PATIENCE: Duration = Duration::from_secs(26);

/// An invocation. Only its form decides the kind, since path and headers may be a stranger's.
pub(super) enum Invocation {
    /// An HTTP request, whether its body could be read, and the integration that waits for the answer.
    Request(Request, Result<(), NotRead>, Integration),
    /// An event from the platform itself.
    Event(Request),
}

/// The HTTP integration, which determines the answer's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Integration {
    /// API Gateway and function URLs.
    ApiGateway,
    LoadBalancer,
}

/// Reads an invocation that arrived at `now`.
pub(super) fn read_event(event: LambdaRequest, now: Timestamp) -> Invocation {
    let unknown =
        |path| (public(Method::POST, path, now), Err(NotRead::UnknownForm), Integration::ApiGateway);
    let (mut request, body, integration) = match event {
        LambdaRequest::ApiGatewayV1(mut event) => {
            let body = body(event.body.take(), event.is_base64_encoded);
            (gateway_v1(event, now), body, Integration::ApiGateway)
        }
        LambdaRequest::ApiGatewayV2(mut event) => {
            let body = body(event.body.take(), event.is_base64_encoded);
            (gateway_v2(event, now), body, Integration::ApiGateway)
        }
        LambdaRequest::Alb(mut event) => {
            let body = body(event.body.take(), event.is_base64_encoded);
            (load_balancer(event, now), body, Integration::LoadBalancer)
        }
        LambdaRequest::PassThrough(event) => match looks_like_http(&event) {
            None => return Invocation::Event(platform(event, now)),
            Some(path) => unknown(path),
        },
        _ => unknown(String::new()),
    };
    let read = body.map(|body| request.body = body);
    Invocation::Request(request, read, integration)
}

/// Payload format 1.0: REST APIs, and HTTP APIs configured for it.
fn gateway_v1(event: ApiGatewayProxyRequest, now: Timestamp) -> Request {
    let context = event.request_context;
    let path = event.path.unwrap_or_default();
    // REST APIs have the stage in the context's path only; others have it in both.
    let staged = context.path.as_ref() == Some(&path);
    let path = if staged { without_stage(path, context.stage.as_deref()) } else { path };
    let (multi, single) = (event.multi_value_query_string_parameters, event.query_string_parameters);
    Request {
        query: query(multi, single, percent_encoded),
        headers: all_values(event.multi_value_headers, event.headers),
        arrived: arrived(context.request_time_epoch, now),
        ..public(event.http_method, without_base_path(path, context.domain_name.as_deref()), now)
    }
}

/// Payload format 2.0: HTTP APIs and function URLs. They join repeated headers by commas.
fn gateway_v2(event: ApiGatewayV2httpRequest, now: Timestamp) -> Request {
    let context = event.request_context;
    let path = without_stage(event.raw_path.unwrap_or_default(), context.stage.as_deref());
    let domain = context.domain_name.as_deref();
    let has_gateway = !domain.is_some_and(|domain| domain.contains(".lambda-url."));
    Request {
        query: event.raw_query_string.filter(|query| !query.is_empty()),
        headers: event.headers,
        arrived: arrived(context.time_epoch, now),
        patience: if has_gateway { GATEWAY_PATIENCE } else { PATIENCE },
        ..public(context.http.method, without_base_path(path, domain), now)
    }
}

fn load_balancer(event: AlbTargetGroupRequest, now: Timestamp) -> Request {
    let (multi, single) = (event.multi_value_query_string_parameters, event.query_string_parameters);
    Request {
        query: query(multi, single, as_it_came),
        headers: all_values(event.multi_value_headers, event.headers),
        patience: PATIENCE,
        ..public(event.http_method, event.path.unwrap_or_default(), now)
    }
}

/// A public request without query, headers and body.
fn public(method: Method, path: String, now: Timestamp) -> Request {
    Request {
        method,
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
    Request {
        headers: HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]),
        body: event.into(),
        origin: Origin::Platform,
        patience: PATIENCE,
        ..public(Method::POST, "/events".to_owned(), now)
    }
}

/// The path of an HTTP request that did not parse. `lambda_http` passes such events on as if the platform had
/// sent them; a stranger's malformed request must not be trusted more for that.
fn looks_like_http(event: &str) -> Option<String> {
    let fields = serde_json::from_str::<HashMap<String, Value>>(event).ok()?;
    if !HTTP_FIELDS.iter().any(|field| fields.contains_key(*field)) {
        return None;
    }
    let mut paths = ["path", "rawPath", "raw_path"].iter().filter_map(|name| fields.get(*name));
    let path = paths.find_map(Value::as_str).unwrap_or_default();
    let stage = fields.get("requestContext").and_then(|context| context["stage"].as_str());
    Some(without_stage(path.to_owned(), stage))
}

/// The path without the stage: `/prod/hooks/slack` is `/hooks/slack` in the stage `prod`.
fn without_stage(path: String, stage: Option<&str>) -> String {
    let below = |stage| path.strip_prefix('/')?.strip_prefix(stage).filter(|rest| rest.starts_with('/'));
    match stage.and_then(below) {
        Some(rest) => rest.to_owned(),
        None => path,
    }
}

/// The path without a custom domain's API mapping: `/ci/hooks/slack` is `/hooks/slack`. Events do not contain
/// the mapping, so everything before a known path counts as one. API Gateway's own domains and function URLs
/// have no mapping.
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

/// All values of all headers. The single-value map has the last value of each, and is the only one if a load
/// balancer is not configured for multiple values.
fn all_values(multi: HeaderMap, single: HeaderMap) -> HeaderMap {
    if multi.is_empty() { single } else { multi }
}

fn query(multi: QueryMap, single: QueryMap, written: fn(&QueryMap) -> String) -> Option<String> {
    let parameters = if multi.is_empty() { single } else { multi };
    (!parameters.is_empty()).then(|| written(&parameters))
}

/// API Gateway decodes names and values.
fn percent_encoded(parameters: &QueryMap) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters.iter()).finish()
}

/// Load balancers leave names and values encoded.
fn as_it_came(parameters: &QueryMap) -> String {
    parameters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn body(body: Option<String>, is_base64: bool) -> Result<Bytes, NotRead> {
    let body = body.unwrap_or_default();
    if is_base64 {
        STANDARD.decode(body).map(Bytes::from).map_err(|_| NotRead::UnknownForm)
    } else {
        Ok(body.into())
    }
}

/// The time in milliseconds at which the integration received the request; `now` if it is missing, in the
/// future, or more than a minute ago.
fn arrived(epoch_ms: i64, now: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(epoch_ms)
        .ok()
        .filter(|at| *at <= now && now.duration_since(*at) < SignedDuration::from_mins(1))
        .unwrap_or(now)
}

impl Integration {
    /// The answer in the integration's form; a body that is not text is encoded in base64.
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
        // A load balancer reads one of these maps, depending on its configuration. API Gateway merges both, and
        // may send a header in both twice.
        if self == Self::LoadBalancer {
            let headers = single_values(&parts.headers).into_iter();
            answer["multiValueHeaders"] = headers.map(|(name, value)| (name, json!([value]))).collect();
            answer["statusDescription"] = json!(parts.status.to_string());
        }
        answer
    }
}

/// Our answers repeat no header, and all values are text.
fn single_values(headers: &HeaderMap) -> Map<String, Value> {
    headers.iter().filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into()))).collect()
}

#[cfg(test)]
mod tests;
