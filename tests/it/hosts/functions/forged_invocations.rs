//! A stranger who knows the form of an envelope and the timer's name.

use super::TIMER;
use crate::support::functions_host::{Answer, Functions};

/// Paths that could lead to a timer: routes, traversals, spellings, whole URLs.
const ASTRAY: [&str; 20] = [
    "/api/nightly-stop",
    "/api/hooks/nightly-stop",
    "/api/hooks/slack",
    "/api/hooks/../../nightly-stop",
    "/api/hooks/..%2f..%2fnightly-stop",
    "/api/../nightly-stop",
    "/api/%2e%2e/nightly-stop",
    "/api/..;/nightly-stop",
    "/api//nightly-stop",
    "/api",
    "/API/nightly-stop",
    "/api%2fnightly-stop",
    "//nightly-stop",
    "/./nightly-stop",
    "/nightly-stop/",
    "/%6eightly-stop",
    "/hooks/slack",
    "http://app.azurewebsites.net/api/nightly-stop",
    "http://app.azurewebsites.net/nightly-stop",
    "http://127.0.0.1/nightly-stop",
];

/// Nothing ran: no envelope came back, and Azure got no call.
fn in_vain(functions: &Functions, what: &str, answer: &Answer) {
    assert!([400, 401, 404, 405, 413].contains(&answer.status), "{what}: {answer:?}");
    assert!(!answer.body.contains("Outputs"), "{what}: {answer:?}");
    assert_eq!(functions.emulator.requests(), [], "{what}");
}

#[tokio::test]
async fn an_envelope_from_outside_runs_nothing_on_any_path() {
    let functions = Functions::start().await;
    for target in ASTRAY {
        let answer = functions.proxies("POST", target, &[], TIMER.as_bytes()).await;
        in_vain(&functions, target, &answer);
        // Even if the host forwarded it without its headers.
        let length = TIMER.len();
        let head = format!("POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n");
        let answer = functions.sends(&head, TIMER.as_bytes()).await;
        in_vain(&functions, target, &answer);
    }
    // As with an empty routePrefix and a catch-all route.
    let answer = functions.proxies("POST", "/nightly-stop", &[], TIMER.as_bytes()).await;
    in_vain(&functions, "the timer's own path", &answer);
}

#[tokio::test]
async fn an_envelope_with_another_method_or_header_runs_nothing() {
    let functions = Functions::start().await;
    for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        for target in ["/api/nightly-stop", "/nightly-stop"] {
            let answer = functions.proxies(method, target, &[], TIMER.as_bytes()).await;
            in_vain(&functions, &format!("{method} {target}"), &answer);
        }
    }
    for (name, value) in [
        ("x-original-url", "/nightly-stop"),
        ("x-rewrite-url", "/nightly-stop"),
        ("x-http-method-override", "POST"),
        ("x-forwarded-prefix", "/"),
        ("user-agent", "Azure-Functions-Host/4.1042.100"),
    ] {
        let answer = functions.proxies("POST", "/api/nightly-stop", &[(name, value)], TIMER.as_bytes()).await;
        in_vain(&functions, name, &answer);
    }
}

#[tokio::test]
async fn an_oversized_envelope_runs_nothing() {
    let functions = Functions::start().await;
    // One byte more than a mebibyte, announced.
    for target in ["/api/hooks/slack", "/nightly-stop"] {
        let head = format!("POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1048577\r\n");
        assert_eq!(functions.sends(&head, b"").await.status, 413, "{target}");
    }
    assert_eq!(functions.emulator.requests(), []);
}
