use super::*;

const NOW_MS: i64 = 1_790_000_000_000;

fn now() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS).unwrap()
}

fn read(event: Value) -> Invocation {
    read_event(serde_json::from_value(event).unwrap(), now())
}

fn request(event: Value) -> Request {
    match read(event) {
        Invocation::Request(request, Ok(()), _) => request,
        Invocation::Request(_, Err(why), _) => panic!("not read: {why}"),
        Invocation::Event(_) => panic!("taken for the platform's"),
    }
}

/// The path of a request that could not be read.
fn malformed(event: Value) -> String {
    match read(event) {
        Invocation::Request(request, Err(NotRead::UnknownForm), _) if request.body.is_empty() => request.path,
        _ => panic!("taken for well-formed"),
    }
}

fn v1(path: &str, context_path: &str, stage: &str) -> Value {
    json!({
        "httpMethod": "POST",
        "path": path,
        "headers": {"X-Signature": "two"},
        "multiValueHeaders": {"X-Signature": ["one", "two"]},
        "queryStringParameters": {"text": "a b"},
        "multiValueQueryStringParameters": {"text": ["x&y", "a b"]},
        "requestContext": {
            "httpMethod": "POST", "path": context_path, "stage": stage, "requestTimeEpoch": NOW_MS - 30,
        },
        "body": "/wAr",
        "isBase64Encoded": true,
    })
}

fn v2(path: &str, stage: &str) -> Value {
    json!({
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "text=a%20b&text=c",
        "headers": {"x-signature": "one,two"},
        "requestContext": {"http": {"method": "POST"}, "stage": stage, "timeEpoch": NOW_MS - 30},
        "body": "text=stop+myci",
        "isBase64Encoded": false,
    })
}

fn alb() -> Value {
    json!({
        "httpMethod": "POST",
        "path": "/hooks/slack",
        "queryStringParameters": {"text": "a%20b"},
        "headers": {"x-signature": "two"},
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:…"}},
        "body": "text=stop+myci",
        "isBase64Encoded": false,
    })
}

fn signatures(request: &Request) -> Vec<&str> {
    let values = request.headers.get_all("x-signature").iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

#[test]
fn api_gateway_v1_keeps_doubled_headers_double_and_bytes_raw() {
    let request = request(v1("/hooks/slack", "/prod/hooks/slack", "prod"));
    assert_eq!((&request.method, request.path.as_str()), (&Method::POST, "/hooks/slack"));
    assert_eq!(signatures(&request), ["one", "two"]);
    assert_eq!(request.query.as_deref(), Some("text=x%26y&text=a+b"));
    assert_eq!(request.body.as_ref(), b"\xff\x00+");
    assert_eq!(request.origin, Origin::Public);
    assert_eq!(request.arrived.as_millisecond(), NOW_MS - 30);
}

#[test]
fn api_gateway_v2_and_function_urls() {
    let request = request(v2("/hooks/slack", "$default"));
    assert_eq!((&request.method, request.path.as_str()), (&Method::POST, "/hooks/slack"));
    assert_eq!(signatures(&request), ["one,two"]);
    assert_eq!(request.query.as_deref(), Some("text=a%20b&text=c"));
    assert_eq!(request.body.as_ref(), b"text=stop+myci");
    assert_eq!(request.arrived.as_millisecond(), NOW_MS - 30);
}

#[test]
fn a_load_balancer_sends_one_value_or_all() {
    let single = request(alb());
    assert_eq!(signatures(&single), ["two"]);
    assert_eq!(single.query.as_deref(), Some("text=a%20b"));
    assert_eq!(single.arrived, now());

    let mut event = alb();
    event["multiValueHeaders"] = json!({"x-signature": ["one", "two"]});
    event["multiValueQueryStringParameters"] = json!({"text": ["a%20b", "c"]});
    for field in ["headers", "queryStringParameters"] {
        event.as_object_mut().unwrap().remove(field);
    }
    let multi = request(event);
    assert_eq!(signatures(&multi), ["one", "two"]);
    assert_eq!(multi.query.as_deref(), Some("text=a%20b&text=c"));
}

#[test]
fn a_named_stage_is_not_in_the_path() {
    for (event, path) in [
        (v2("/prod/hooks/slack", "prod"), "/hooks/slack"),
        (v2("/production/hooks/slack", "prod"), "/production/hooks/slack"),
        (v2("/hooks/hooks/slack", "hooks"), "/hooks/slack"),
        (v1("/hooks/slack", "/prod/hooks/slack", "prod"), "/hooks/slack"),
        (v1("/hooks/slack", "/hooks/hooks/slack", "hooks"), "/hooks/slack"),
        // An HTTP API with payload format 1.0.
        (v1("/prod/hooks/slack", "/prod/hooks/slack", "prod"), "/hooks/slack"),
    ] {
        assert_eq!(request(event).path, path);
    }
}

#[test]
fn a_custom_domains_mapping_is_not_in_the_path() {
    let paths = [
        ("/ci/hooks/slack", "/hooks/slack"),
        ("/ops/ci/hooks/slack", "/hooks/slack"),
        ("/hooks/hooks/slack", "/hooks/slack"),
        ("/healthz/hooks/healthz", "/hooks/healthz"),
        ("/hooks/slack", "/hooks/slack"),
        ("/ci/healthz", "/healthz"),
        ("/healthz", "/healthz"),
        ("/ci/hooks/slack/", "/ci/hooks/slack/"),
        ("/ci/slack", "/ci/slack"),
        ("/ci", "/ci"),
        ("/", "/"),
        ("", ""),
    ];
    let at = |mut event: Value, domain: &str| {
        event["requestContext"]["domainName"] = json!(domain);
        request(event).path
    };
    for (path, below) in paths {
        for event in [v2(path, "$default"), v1(path, path, "prod")] {
            assert_eq!(at(event.clone(), "ci.example.com"), below, "{path}");
            for own in ["a1b2c3.execute-api.eu-west-1.amazonaws.com", "a1b2c3.lambda-url.eu-west-1.on.aws"] {
                assert_eq!(at(event.clone(), own), path, "{own}");
            }
            assert_eq!(request(event).path, path, "no domain is named");
        }
    }
}

#[test]
fn arrival_is_the_fronts_clock_where_that_can_be() {
    for (epoch, arrived) in [
        (NOW_MS, NOW_MS),
        (NOW_MS - 59_000, NOW_MS - 59_000),
        (NOW_MS - 61_000, NOW_MS),
        (NOW_MS + 1, NOW_MS),
        (0, NOW_MS),
        (i64::MIN, NOW_MS),
        (i64::MAX, NOW_MS),
    ] {
        let mut event = v2("/", "$default");
        event["requestContext"]["timeEpoch"] = json!(epoch);
        assert_eq!(request(event).arrived.as_millisecond(), arrived, "{epoch}");
    }
}

#[test]
fn bodies_that_cannot_be_read() {
    let mut event = v2("/hooks/slack", "$default");
    event["isBase64Encoded"] = json!(true);
    event["body"] = json!("not base64!");
    assert_eq!(malformed(event), "/hooks/slack");
    for (path, event) in [
        (
            "/hooks/nightly",
            json!({"httpMethod": "POST", "path": "/hooks/nightly", "headers": {}, "requestContext": {}}),
        ),
        (
            "/hooks/nightly",
            json!({"rawPath": "/prod/hooks/nightly", "requestContext": {"stage": "prod", "http": {}}}),
        ),
        ("/hooks/nightly", json!({"raw_path": "/hooks/nightly", "method": "POST", "headers": {}})),
        ("", json!({"path": 1, "headers": {}})),
        ("", json!({"requestContext": {"routeKey": "$connect", "eventType": "CONNECT"}})),
    ] {
        assert_eq!(malformed(event.clone()), path, "{event}");
    }
}

#[test]
fn events_are_the_platforms() {
    for event in [
        json!({"source": "nightly", "time": "2026-11-23T19:00:00Z"}),
        json!({"detail-type": "Scheduled Event", "source": "aws.events", "resources": [], "detail": {}}),
        json!({}),
        json!(null),
        json!([1, "requestContext"]),
        json!("headers"),
    ] {
        let Invocation::Event(request) = read(event.clone()) else { panic!("not an event: {event}") };
        assert_eq!(request.origin, Origin::Platform);
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), event);
    }
}

/// `lambda_http`'s `pass_through` makes an event of everything that it does not understand.
#[test]
fn a_strangers_request_never_becomes_an_event() {
    let mut public = v2("/events", "$default");
    public["body"] = json!(r#"{"source": "nightly"}"#);
    assert_eq!(request(public).origin, Origin::Public);

    let mut bad_header = alb();
    bad_header["headers"] = json!({"x-signature": "line\nbreak"});
    let mut bad_method = v2("/", "$default");
    bad_method["requestContext"]["http"]["method"] = json!("NO METHOD");
    let lattice = json!({"raw_path": "/hooks/slack", "method": "POST", "headers": {}, "body": "{}"});
    for event in [bad_header, bad_method, lattice] {
        malformed(event);
    }
}

#[test]
fn answers_in_each_fronts_form() {
    let response = |body: &'static [u8]| {
        let response = Response::new(Bytes::from_static(body));
        let (mut parts, body) = response.into_parts();
        parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Response::from_parts(parts, body)
    };
    assert_eq!(
        Integration::ApiGateway.answer(response(b"{}")),
        json!({
            "statusCode": 200,
            "headers": {"content-type": "application/json"},
            "body": "{}",
            "isBase64Encoded": false,
        })
    );
    assert_eq!(
        Integration::LoadBalancer.answer(response(b"\xff")),
        json!({
            "statusCode": 200,
            "statusDescription": "200 OK",
            "headers": {"content-type": "application/json"},
            "multiValueHeaders": {"content-type": ["application/json"]},
            "body": "/w==",
            "isBase64Encoded": true,
        })
    );
}
