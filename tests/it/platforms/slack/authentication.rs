//! Which requests of Slack are accepted, and how little a stranger learns.

use crate::support::{chat::slack, signers, world::World};

#[tokio::test(start_paused = true)]
async fn a_forged_old_or_incomplete_request_gets_an_empty_401() {
    let world = World::new().await;
    let (now, body) = (world.now(), world.typed("U0ADA", "stop myci"));
    let signed = signers::slack(slack::SECRET, now, &body);
    let [stamp, signature] = &signed[..] else { panic!("two headers") };
    let signed_at =
        |seconds: i64| signers::slack(slack::SECRET, now + jiff::SignedDuration::from_secs(seconds), &body);
    let with_stamp = |text: &str| vec![(stamp.0, text.to_owned()), signature.clone()];
    let forged = signers::slack("another secret", now, &body);
    let refused = [
        ("forged", forged),
        ("unsigned", vec![]),
        ("no timestamp", vec![signature.clone()]),
        ("no signature", vec![stamp.clone()]),
        ("two signatures", vec![stamp.clone(), signature.clone(), signature.clone()]),
        ("two timestamps", vec![stamp.clone(), stamp.clone(), signature.clone()]),
        ("upper-case prefix", vec![stamp.clone(), (signature.0, signature.1.replace("v0", "V0"))]),
        ("not hex", vec![stamp.clone(), (signature.0, format!("v0={}", "z".repeat(64)))]),
        ("old", signed_at(-301)),
        ("in the future", signed_at(301)),
        ("negative", with_stamp("-1")),
        ("huge", with_stamp(&"9".repeat(300))),
        ("no number", with_stamp("yesterday")),
        ("empty", with_stamp("")),
    ];
    for (what, headers) in refused {
        let answer = world.post_with(&headers, &body).await;
        assert_eq!((answer.status, answer.body.is_null()), (401, true), "{what}");
    }
    let changed =
        world.post_with(&[stamp.clone(), signature.clone()], &format!("{body}&text=delete+myci")).await;
    assert_eq!((changed.status, changed.body.is_null()), (401, true));
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_certificate_probe_is_answered_and_runs_nothing() {
    let world = World::new().await;
    let probe = world.post_with(&[], "ssl_check=1&token=x").await;
    assert_eq!((probe.status, probe.body.is_null()), (200, true));
    let with_command = world.post_with(&[], "ssl_check=1&text=stop+myci&team_id=T0DEMO&user_id=U0ADA").await;
    assert_eq!((with_command.status, with_command.body.is_null()), (200, true));
    let query = world.client.get(world.url("/hooks/slack?ssl_check=1")).send().await.unwrap();
    assert_eq!(query.status(), 200);
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn wrong_paths_methods_and_sizes_have_their_own_status() {
    let world = World::new().await;
    let slack = world.url("/hooks/slack");
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(world.client.get(world.url("/healthz"))).await, 200);
    assert_eq!(status(world.client.post(world.url("/healthz"))).await, 405);
    assert_eq!(status(world.client.get(&slack)).await, 405);
    assert_eq!(status(world.client.put(&slack)).await, 405);
    for path in [
        "/",
        "/hooks",
        "/hooks/",
        "/hooks/nobody",
        "/hooks/slack/",
        "/events",
        "/hooks/slack/x",
        "/HOOKS/slack",
    ] {
        assert_eq!(status(world.client.post(world.url(path))).await, 404, "{path}");
    }
    assert_eq!(status(world.client.post(&slack).body(vec![b'x'; 256 * 1024 + 1])).await, 413);
    assert_eq!(status(world.client.post(&slack).body(vec![b'x'; 256 * 1024])).await, 401);
    // A machine may send larger bodies.
    let nightly = world.url("/hooks/nightly");
    assert_eq!(status(world.client.post(nightly).body(vec![b'x'; 1024 * 1024])).await, 401);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_signed_request_without_a_command_gets_200_or_400() {
    let world = World::new().await;
    let rubbish = [
        "",
        "hello",
        "text=stop+myci",
        "payload=",
        "payload=%7B%7D",
        "payload=[]",
        "payload=null",
        "\u{0}\u{1}",
        "{\"type\":\"url_verification\"}",
    ];
    for body in rubbish {
        let answer = world.post(body).await;
        assert!(matches!(answer.status, 200 | 400), "{body:?}: {}", answer.status);
    }
    let view = "payload=%7B%22type%22%3A%22view_closed%22%7D";
    assert_eq!(world.post(view).await.status, 200);
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn late_answers_go_only_to_reply_hosts() {
    let world = World::new().await;
    let body = world.typed("U0ADA", "stop myci").replace("127.0.0.1", "127.0.0.2");
    let answer = world.post(&body).await;
    assert!(answer.contains("asked Azure to stop it"));
    world.emulator.settle("myci");
    world.finish().await; // the late answer has nowhere to go, and nothing reached the inbox
}
