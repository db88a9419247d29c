//! A request and what was found out about it.

use bytes::Bytes;
use http::{HeaderMap, Method, header};
use serde_json::Value;

use super::{
    call::Call,
    faults::{Effect, Fault},
    jwt,
    route::{Route, aws_call, vault_secret},
};

/// Proves to a managed identity's endpoint that the caller can read the environment of the app.
const IDENTITY: header::HeaderName = header::HeaderName::from_static("x-identity-header");

const CORRELATION: header::HeaderName = header::HeaderName::from_static("x-ms-correlation-request-id");

const FORWARDED_PROTO: header::HeaderName = header::HeaderName::from_static("x-forwarded-proto");

/// A request with the fault that applies to it.
pub(crate) struct EmulatedRequest {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub route: Route,
    /// `https` if a TLS front says that the client used it, else `http`.
    pub scheme: &'static str,
    /// The `Host` header; addresses in answers lead back to it.
    pub host: String,
    pub has_identity_header: bool,
    pub content_type: Option<String>,
    pub correlation_id: Option<String>,
    /// All headers, for checking signatures.
    pub headers: HeaderMap,
    pub body: Bytes,
    /// The fault that applies to this request.
    pub fault: Option<Fault>,
}

impl EmulatedRequest {
    pub fn new(method: Method, path: &str, query: &str, headers: HeaderMap, body: Bytes) -> Self {
        let mut route = Route::of(&method, path);
        if let Some(call) = aws_call(&method, path, &headers, &body) {
            route.call = call;
        }
        let header = |name: header::HeaderName| {
            headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        Self {
            route,
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            scheme: scheme(header(FORWARDED_PROTO)),
            host: header(header::HOST).unwrap_or_else(|| "127.0.0.1:8181".into()),
            has_identity_header: header(IDENTITY).is_some_and(|value| !value.is_empty()),
            content_type: header(header::CONTENT_TYPE),
            correlation_id: header(CORRELATION),
            headers,
            body,
            fault: None,
        }
    }

    /// The tenant at the beginning of an address of Entra.
    pub fn directory(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    /// The bearer token.
    pub fn bearer(&self) -> Option<&str> {
        let value = self.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = value.split_once(' ')?;
        let token = Some(token.trim()).filter(|token| !token.is_empty());
        token.filter(|_| scheme.eq_ignore_ascii_case("bearer"))
    }

    /// The number of the token, if the emulator issued it.
    pub fn token_number(&self) -> Option<u64> {
        jwt::claims(self.bearer()?)?["uti"].as_u64()
    }

    /// The name of the requested secret, in the caller's spelling.
    pub fn secret(&self) -> Option<String> {
        let field = match self.route.call {
            Call::VaultSecret => return Some(vault_secret(&self.path).0.to_owned()),
            Call::AwsSecret => "SecretId",
            Call::AwsParameter => "Name",
            _ => return None,
        };
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        body[field].as_str().map(str::to_owned)
    }

    /// A query parameter; its name in any case.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.query.as_bytes());
        let pair = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name));
        pair.map(|(_, value)| value.into_owned())
    }

    pub fn has_fault(&self, effect: Effect) -> bool {
        self.fault.as_ref().is_some_and(|fault| fault.fault == effect)
    }

    /// The base of addresses in the answer: this emulator, or a foreign host if the fault says so.
    pub fn base_url(&self) -> String {
        if self.has_fault(Effect::ForeignStatus) {
            return "https://management.foreign.example".into();
        }
        format!("{}://{}", self.scheme, self.host)
    }

    /// The seconds in `Retry-After` of a refusal by fault: as armed, or 1 for statuses that always have one.
    pub fn retry_after(&self) -> Option<u64> {
        let fault = self.fault.as_ref()?;
        let tells = matches!(fault.fault, Effect::Throttled | Effect::Unavailable);
        fault.retry_after.or(tells.then_some(1))
    }
}

/// The scheme that the client used: the first in the list, since each proxy appends its own.
fn scheme(forwarded: Option<String>) -> &'static str {
    let forwarded = forwarded.unwrap_or_default();
    let first = forwarded.split(',').next().unwrap_or_default();
    if first.trim().eq_ignore_ascii_case("https") { "https" } else { "http" }
}
