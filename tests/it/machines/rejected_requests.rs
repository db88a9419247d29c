//! Requests that the host could not read: the sender gets a status, the log marks what a machine sent as undone, and
//! the channel is told once, as far as the unverified sender is known.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{
    alert_senders::AlertSenders,
    lambda_deployment::Deployment,
    lambda_events::{Call, Front},
    world::World,
};

const TOO_MUCH: usize = 1024 * 1024 + 1;

async fn posts(world: &World, source: &str, token: Option<&str>, length: usize) -> u16 {
    let headers = token.map(|token| ("authorization", format!("Bearer {token}")));
    let headers: Vec<_> = headers.into_iter().collect();
    world.sends_with(source, &headers, &"x".repeat(length)).await.status
}

/// Alertmanager drops a delivery that is answered 413.
#[tokio::test(start_paused = true)]
async fn an_oversized_delivery_is_reported_once_if_its_token_is_valid() {
    let senders = AlertSenders::new().await;
    let world = &senders.world;
    assert_eq!(posts(world, "alertmanager", Some("of-somebody-else"), TOO_MUCH).await, 401);
    assert_eq!(posts(world, "alertmanager", None, TOO_MUCH).await, 401);
    assert_eq!(posts(world, "budget", Some("a.b.c"), TOO_MUCH).await, 401);
    assert_eq!(world.emulator.unread(), 0, "nobody hears of strangers");
    for _ in 0..3 {
        let status = posts(world, "alertmanager", Some("a-token-of-alertmanager"), TOO_MUCH).await;
        assert_eq!(status, 413);
    }
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *alertmanager*: a request was too large, so I did not read it. Nothing was done. If it was one message with many alerts, group them by more labels.
    ");
    assert_eq!(world.emulator.unread(), 0, "once");
    tokio::time::advance(Duration::from_secs(25 * 3600)).await;
    assert_eq!(posts(world, "alertmanager", Some("a-token-of-alertmanager"), TOO_MUCH).await, 413);
    world.hears().await;
    senders.world.finish().await;
}

/// A signature over the body cannot be checked without the body.
#[tokio::test(start_paused = true)]
async fn an_oversized_signed_request_is_reported_with_an_unknown_sender() {
    let world = World::with_machines("").await;
    for _ in 0..3 {
        assert_eq!(posts(&world, "nightly", None, TOO_MUCH).await, 413);
    }
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly*: a request was too large, so I did not read it. Nothing was done. If it was one message with many alerts, group them by more labels.
    I could not check who sent it.
    ");
    // In a chat the sender sees the failure; an unknown path has no channel.
    assert_eq!(posts(&world, "slack", None, 256 * 1024 + 1).await, 413);
    assert_eq!(posts(&world, "nobody", None, TOO_MUCH).await, 404);
    world.finish().await;
}

/// API Gateway's test events, WebSockets, VPC Lattice: events that the product does not know.
#[tokio::test]
async fn an_unknown_lambda_event_is_logged_and_reported_once() {
    let mut deployed = Deployment::new().await;
    deployed.lambda.asks_next().await;
    let unknown = json!({
        "resource": "/{proxy+}", "path": "/hooks/nightly", "httpMethod": "POST", "headers": {},
        "body": "{}", "isBase64Encoded": false,
        "requestContext": {"stage": "prod", "path": "/hooks/nightly"},
    });
    let socket = json!({
        "requestContext": {"routeKey": "$connect", "eventType": "CONNECT", "connectionId": "x"},
        "isBase64Encoded": false,
    });
    let mut broken = Front::FunctionUrl.event(&Call::post("/hooks/nightly", &[], b"{}").in_base64());
    broken["body"] = json!("not base64!");
    let large = vec![b'a'; TOO_MUCH];
    let large = Front::FunctionUrl.event(&Call::post("/hooks/nightly", &[], &large));
    for (event, status) in [(&unknown, 400), (&socket, 400), (&broken, 400), (&large, 413), (&unknown, 400)] {
        deployed.lambda.invoke(event.clone(), Duration::from_secs(900));
        let answer = deployed.lambda.replies().await.result.expect("an answer");
        assert_eq!(answer["statusCode"], status);
        deployed.lambda.asks_next().await;
    }
    let mut told = Vec::new();
    while deployed.emulator.unread() > 0 {
        let message = deployed.emulator.next_message().await.body;
        told.push(message["text"].as_str().unwrap().lines().next().unwrap().to_owned());
    }
    assert_snapshot!(told.join("\n"), @"
    *nightly*: a request arrived in a form that I can't read. Nothing was done. The log has the details.
    *nightly*: a request was too large, so I did not read it. Nothing was done. If it was one message with many alerts, group them by more labels.
    ");
    let log = deployed.lambda.stop().await;
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines: Vec<_> = lines.filter(|line| line["message"] == "a request was not read").collect();
    assert!(lines.len() >= 2, "{log}");
    for line in &lines {
        assert_eq!((&line["level"], &line["undone"]), (&json!("WARN"), &json!(true)), "{line}");
    }
    let sources: Vec<_> = lines.iter().map(|line| line["source"].as_str()).collect();
    assert!(sources.contains(&Some("nightly")) && sources.contains(&None), "{log}");
}

/// Whatever the span of an invocation says.
#[tokio::test]
async fn a_long_path_on_lambda_makes_a_short_log_line() {
    let mut deployed = Deployment::new().await;
    deployed.lambda.asks_next().await;
    let (path, method) = (format!("/{}", "x%22".repeat(2000)), "M".repeat(2000));
    for front in Front::ALL {
        let astray = Call { method: &method, ..Call::post(&path, &[], b"{}") };
        deployed.lambda.invoke(front.event(&astray), Duration::from_secs(900));
        let answer = deployed.lambda.replies().await.result.expect("an answer");
        assert_eq!(answer["statusCode"], 404);
        deployed.lambda.asks_next().await;
    }
    let log = deployed.lambda.stop().await;
    let lines: Vec<_> = log.lines().filter(|line| line.contains("no such path")).collect();
    assert!(!lines.is_empty(), "{log}");
    for line in lines {
        assert!(line.len() <= 200, "{} characters: {line}", line.len());
    }
}
