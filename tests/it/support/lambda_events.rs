//! Events of AWS Lambda: an HTTP call as each front writes it, and the platform's own events. Written after the
//! samples in AWS's documentation.

use std::time::SystemTime;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

/// An HTTP call on its way to a front.
#[derive(Clone)]
pub struct Call<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// Percent-encoded, without the question mark; may be empty.
    pub query: &'a str,
    /// In lower case; a name may come twice.
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
    /// Whether the front decides to send the body in base64. It must, when the body is not text.
    pub base64: bool,
}

impl<'a> Call<'a> {
    pub fn get(path: &'a str) -> Self {
        Self { method: "GET", path, query: "", headers: &[], body: b"", base64: false }
    }

    pub fn post(path: &'a str, headers: &'a [(&'a str, &'a str)], body: &'a [u8]) -> Self {
        Self { method: "POST", headers, body, ..Self::get(path) }
    }

    pub fn in_base64(self) -> Self {
        Self { base64: true, ..self }
    }

    fn body(&self) -> Value {
        match (self.body, self.base64) {
            (b"", _) => Value::Null,
            (body, true) => STANDARD.encode(body).into(),
            (body, false) => str::from_utf8(body).expect("a body that is not text is sent in base64").into(),
        }
    }

    /// One value per header: the last, as REST APIs and load balancers do.
    fn last_values(&self) -> Value {
        self.headers
            .iter()
            .map(|(name, value)| (name.to_string(), json!(value)))
            .collect::<Map<_, _>>()
            .into()
    }

    fn all_values(&self) -> Value {
        collected(self.headers.iter().copied())
    }

    /// One value per header: all, with commas between, as HTTP APIs and function URLs do.
    fn joined_values(&self) -> Value {
        let mut joined = Map::new();
        for (name, value) in self.headers {
            let value = match joined.get(*name).and_then(Value::as_str) {
                Some(before) => format!("{before},{value}"),
                None => value.to_string(),
            };
            joined.insert(name.to_string(), value.into());
        }
        joined.into()
    }

    fn raw_parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.split('&').filter_map(|pair| pair.split_once('='))
    }

    fn decoded_parameters(&self) -> Value {
        let pairs: Vec<_> = url::form_urlencoded::parse(self.query.as_bytes()).collect();
        collected(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())))
    }
}

/// A map from each name to all of its values.
fn collected<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let mut map = json!({});
    for (name, value) in pairs {
        match map[name].as_array_mut() {
            Some(values) => values.push(value.into()),
            None => map[name] = json!([value]),
        }
    }
    map
}

/// What stands between the internet and the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front {
    FunctionUrl,
    /// API Gateway's HTTP API, payload format 2.0, in the stage `prod`.
    HttpApi,
    /// The same behind a custom domain, whose API mapping is `ci`.
    CustomDomain,
    /// API Gateway's REST API, in the stage `prod`.
    RestApi,
    LoadBalancer,
    /// A load balancer whose target group has `lambda.multi_value_headers.enabled`.
    LoadBalancerMultiValue,
}

impl Front {
    pub const ALL: [Self; 6] = [
        Self::FunctionUrl,
        Self::HttpApi,
        Self::CustomDomain,
        Self::RestApi,
        Self::LoadBalancer,
        Self::LoadBalancerMultiValue,
    ];

    /// The event for `call`, received now.
    pub fn event(self, call: &Call) -> Value {
        match self {
            Self::FunctionUrl => format_2(call, "$default", call.path.to_owned()),
            Self::HttpApi => format_2(call, "prod", format!("/prod{}", call.path)),
            Self::CustomDomain => {
                let mut event = format_2(call, "$default", format!("/ci{}", call.path));
                event["requestContext"]["domainName"] = json!("api.example.com");
                event
            }
            Self::RestApi => format_1(call),
            Self::LoadBalancer => load_balancer(call, "headers", call.last_values()),
            Self::LoadBalancerMultiValue => load_balancer(call, "multiValueHeaders", call.all_values()),
        }
    }
}

fn format_2(call: &Call, stage: &str, raw_path: String) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": raw_path,
        "rawQueryString": call.query,
        "headers": call.joined_values(),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "r3pmxmplak",
            "domainName": "r3pmxmplak.lambda-url.eu-west-1.on.aws",
            "domainPrefix": "r3pmxmplak",
            "http": {
                "method": call.method,
                "path": raw_path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "Slackbot 1.0",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "$default",
            "stage": stage,
            "time": "23/Nov/2026:19:00:00 +0000",
            "timeEpoch": now_ms(),
        },
        "body": call.body(),
        "isBase64Encoded": call.base64,
    })
}

fn format_1(call: &Call) -> Value {
    json!({
        "resource": "/{proxy+}",
        "path": call.path,
        "httpMethod": call.method,
        "headers": call.last_values(),
        "multiValueHeaders": call.all_values(),
        "queryStringParameters": null,
        "multiValueQueryStringParameters": call.decoded_parameters(),
        "pathParameters": {"proxy": call.path.trim_start_matches('/')},
        "stageVariables": null,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "70ixmpl4fl",
            "domainName": "70ixmpl4fl.execute-api.eu-west-1.amazonaws.com",
            "httpMethod": call.method,
            "identity": {"sourceIp": "203.0.113.7", "userAgent": "Slackbot 1.0"},
            "path": format!("/prod{}", call.path),
            "protocol": "HTTP/1.1",
            "requestId": "e66fa2f7-9f9f-4b2b-9d4d-2dcb49b9d8a1",
            "requestTimeEpoch": now_ms(),
            "resourcePath": "/{proxy+}",
            "stage": "prod",
        },
        "body": call.body(),
        "isBase64Encoded": call.base64,
    })
}

fn load_balancer(call: &Call, headers_field: &str, headers: Value) -> Value {
    let target =
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/lamplighter/49e9d65c45c6791a";
    let mut event = json!({
        "requestContext": {"elb": {"targetGroupArn": target}},
        "httpMethod": call.method,
        "path": call.path,
        "body": call.body(),
        "isBase64Encoded": call.base64,
    });
    event[headers_field] = headers;
    match headers_field {
        "headers" => {
            event["queryStringParameters"] = call
                .raw_parameters()
                .map(|(name, value)| (name.to_owned(), json!(value)))
                .collect::<Map<_, _>>()
                .into();
        }
        _ => event["multiValueQueryStringParameters"] = collected(call.raw_parameters()),
    }
    event
}

/// What an EventBridge rule on a schedule sends, unless it is given an input of its own.
pub fn eventbridge_rule(name: &str) -> Value {
    json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-23T19:00:00Z",
        "region": "eu-west-1",
        "resources": [format!("arn:aws:events:eu-west-1:123456789012:rule/{name}")],
        "detail": {},
    })
}

fn now_ms() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as u64
}
