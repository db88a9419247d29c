//! Public requests and invocations, distinguished by the head of a request.

use super::*;

fn admitted(method: Method, target: &str, headers: &[&'static str]) -> Result<(Origin, String), u16> {
    let mut request = http::Request::builder().method(method).uri(target);
    for name in headers {
        request = request.header(*name, "any");
    }
    let (head, ()) = request.body(()).unwrap().into_parts();
    classify(&head, &LogLimit::default()).map_err(|status| status.as_u16())
}

fn posted(target: &str) -> Result<(Origin, String), u16> {
    admitted(Method::POST, target, &[])
}

#[test]
fn what_is_below_the_prefix_is_the_publics() {
    for (target, path) in [
        ("/api/hooks/slack?x=y", "/hooks/slack"),
        ("/API/hooks/slack", "/hooks/slack"),
        ("/api/healthz", "/healthz"),
        ("/", "/healthz"),
        // Other spellings are public, and no known path.
        ("/api/nightly", "/nightly"),
        ("/api/", "/"),
        ("/api//nightly", "//nightly"),
        ("/api/../nightly", "/../nightly"),
        ("/api/%2e%2e/nightly", "/%2e%2e/nightly"),
        ("/api/hooks/..%2f..%2fnightly", "/hooks/..%2f..%2fnightly"),
    ] {
        assert_eq!(posted(target), Ok((Origin::Public, path.to_owned())), "{target}");
    }
}

#[test]
fn a_post_to_the_name_of_a_function_is_the_platforms() {
    for path in ["/nightly", "/nightly-stop", "/Nightly_2", "/n"] {
        assert_eq!(posted(path), Ok((Origin::Platform, path.to_owned())));
    }
    let envelope = ["x-azure-functions-invocationid", "x-azure-functions-hostversion", "traceparent"];
    assert!(admitted(Method::POST, "/nightly", &envelope).is_ok());
}

#[tokio::test]
async fn nothing_else_is_anybodys() {
    let long = format!("/{}", "n".repeat(LONGEST_FUNCTION_NAME + 1));
    for target in [
        "/hooks/slack",
        "/healthz/",
        "//nightly",
        "/nightly/",
        "/nightly/x",
        "/./nightly",
        "/%6eightly",
        "/nightly%20",
        "/nightly;x",
        "/7nightly",
        "/-nightly",
        "/api",
        "/API",
        "/apinightly/x",
        "nightly",
        "*",
        "http://127.0.0.1/nightly",
        &long,
    ] {
        assert_eq!(posted(target), Err(404), "{target}");
    }
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::OPTIONS] {
        assert_eq!(admitted(method, "/nightly", &[]), Err(404));
    }
}

#[tokio::test]
async fn what_was_passed_on_is_not_the_platforms() {
    for mark in ["x-ms-invocation-id", "X-Forwarded-For"] {
        assert_eq!(admitted(Method::POST, "/nightly", &[mark]), Err(404), "{mark}");
    }
}

#[test]
fn an_http_request_in_an_envelope_is_known() {
    let holds_http = |text: &str| holds_http(text.as_bytes()).unwrap();
    assert!(holds_http(include_str!("../../../events/functions/not-proxied.json")));
    assert!(holds_http(r#"{"data": {"req": {"url": "", "method": "POST", "headers": {}}}, "metadata": {}}"#));
    assert!(!holds_http(include_str!("../../../events/functions/timer.json")));
    assert!(!holds_http(include_str!("../../../events/functions/timer-first-run.json")));
    assert!(!holds_http(r#"{"Data": {"timer": "text", "other": null}, "Metadata": null}"#));
}

#[test]
fn the_host_is_told_what_was_done_line_by_line() {
    let said = json!({ "message": "myci: asked Azure to stop it.\ngpu-2: stopped already.", "results": [] });
    for (done, logs) in [
        (said, json!(["myci: asked Azure to stop it.", "gpu-2: stopped already."])),
        (Value::Null, json!([])),
    ] {
        let response = invocation_response("/nightly", Ok(done));
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body, json!({ "Outputs": {}, "Logs": logs, "ReturnValue": null }));
    }
}

#[test]
fn an_event_that_could_not_be_attempted_fails_the_function() {
    let response = invocation_response("/nightly", Err("Azure is unreachable".to_owned()));
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(response.body().is_empty());
}
