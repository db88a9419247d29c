//! Who may send alerts: which tokens and signatures are valid.
//!
//! Most requests here have the body `{}`, which is not an alert: 400 means that the request was verified.

mod signing_keys;
mod tokens;

use insta::assert_snapshot;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::{
    entra::{Directory, with, without},
    reply::Reply,
    signers::{self, bearer},
    world::{World, by_hand},
};

const TENANT: &str = "00000000-0000-0000-0000-0000000000aa";
const AUDIENCE: &str = "api://lamplighter";
const CLIENT: &str = "00000000-0000-0000-0000-0000000000ab";
const ACTION_GROUPS: &str = "461e8683-5575-4561-ac7f-899cc907d62a";

const CONFIG: &str = r#"
[sources.budget]
kind = "azure-monitor"
tenant = "00000000-0000-0000-0000-0000000000aa"
audience = ["api://lamplighter", "00000000-0000-0000-0000-0000000000ab"]
rules = [
    { when = { budget = "ml-*" }, command = "stop research/*", mode = "act" },
    { when = { alert = "gpu-*", label.team = "research" }, command = "stop {workspace}/{instance}", mode = "act" },
]

[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]

[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]

[[grants]]
to = ["budget", "grafana", "alertmanager"]
may = ["stop"]
on = ["research/*"]
"#;

/// What alerts are sent to.
struct Receiver {
    world: World,
}

impl Receiver {
    /// Its tenant's keys are published by `directory`.
    async fn with(directory: &Directory) -> Self {
        let authority = format!("authority = \"http://{}\"", directory.address);
        Self::configured(|config| {
            let (before, rest) = config.split_once("authority = \"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            format!("{before}{authority}{after}")
        })
        .await
    }

    /// With the emulator's directory.
    async fn of_the_emulator() -> Self {
        Self::configured(|config| config).await
    }

    async fn configured(configure: impl FnOnce(String) -> String) -> Self {
        Self { world: World::with(by_hand(), |config| configure(config) + CONFIG).await }
    }

    async fn post(&self, source: &str, headers: &[(&str, String)], body: &str) -> Reply {
        self.world.sends_with(source, headers, body).await
    }

    /// The status of the answer to a request with this token.
    async fn answers(&self, token: &str) -> u16 {
        let reply = self.post("budget", &bearer(token), "{}").await;
        assert!(reply.status == 400 || reply.body.is_null(), "{reply:?}");
        reply.status
    }

    /// Finishes after `times` reports of a verified request that is no alert: one a day for each source.
    async fn finish_after_reports(self, times: usize) {
        for _ in 0..times {
            self.hears_report().await;
        }
        self.world.finish().await;
    }

    async fn hears_report(&self) {
        let report = self.world.hears().await;
        assert!(report.contains("a verified request arrived that I don't understand."), "{report}");
    }

    /// The claims of a token that is valid now.
    fn claims(&self) -> Value {
        version_1(self.world.now())
    }
}

fn version_1(now: Timestamp) -> Value {
    let now = now.as_second();
    json!({
        "aud": AUDIENCE, "iss": format!("https://sts.windows.net/{TENANT}/"),
        "iat": now, "nbf": now, "exp": now + 3900,
        "appid": ACTION_GROUPS, "appidacr": "2", "oid": "x", "sub": "x", "tid": TENANT, "uti": "x",
        "roles": ["ActionGroupsSecureWebhook"], "ver": "1.0",
    })
}

fn version_2(now: Timestamp) -> Value {
    let mut claims = version_1(now);
    claims["ver"] = json!("2.0");
    claims["aud"] = json!(CLIENT);
    claims["iss"] = json!(format!("https://login.microsoftonline.com/{TENANT}/v2.0"));
    claims["azp"] = claims["appid"].take();
    claims
}

#[tokio::test(start_paused = true)]
async fn a_verified_request_without_an_alert_gets_400_and_a_reason() {
    let receiver = Receiver::of_the_emulator().await;
    let token = receiver.world.token_for(AUDIENCE).await;
    let deep = "[".repeat(100_000);
    for body in ["", "{}", "null", "not JSON", &deep, "\u{0}", r#"{"schemaId":"AzureMonitorMetricAlert"}"#] {
        let told = receiver.post("budget", &bearer(&token), body).await;
        let problem = &told.body;
        assert_eq!(told.status, 400);
        assert!(problem["detail"].as_str().unwrap().contains("common alert schema"), "{problem}");
        let signed = signers::grafana("a-secret-of-grafana", receiver.world.now(), body);
        let told = [
            receiver.post("grafana", &signed, body).await,
            receiver.post("alertmanager", &bearer("a-token-of-alertmanager"), body).await,
        ];
        for told in told {
            let problem = &told.body;
            assert_eq!((told.status, &problem["status"]), (400, &json!(400)));
        }
    }
    receiver.finish_after_reports(3).await;
}

#[tokio::test(start_paused = true)]
async fn grafana_and_alertmanager_authenticate_with_their_own_secret() {
    let receiver = Receiver::of_the_emulator().await;
    let (now, body) = (receiver.world.now(), "{}");
    let signed = signers::grafana("a-secret-of-grafana", now, "{}");
    let forged = signers::grafana("another-secret-of-it", now, "{}");
    let (minutes, old) = (jiff::SignedDuration::from_secs(302), "a-secret-of-grafana");
    assert_eq!(receiver.post("grafana", &signed, body).await.status, 400);
    for (headers, body) in [
        (forged, body),
        (signed.clone(), "{ }"),
        (signed[1..].to_vec(), body),
        (signers::grafana(old, now - minutes, "{}"), body),
        (signers::grafana(old, now + minutes, "{}"), body),
        (bearer("a-secret-of-grafana"), body),
    ] {
        assert_eq!(receiver.post("grafana", &headers, body).await.status, 401, "{headers:?}");
    }
    assert_eq!(receiver.post("alertmanager", &bearer("a-token-of-alertmanager"), body).await.status, 400);
    for _ in 0..2 {
        receiver.world.hears().await;
    }
    for headers in [
        Vec::new(),
        bearer("another-token"),
        vec![("authorization", "Token a-token-of-alertmanager".to_owned())],
        [bearer("a-token-of-alertmanager"), bearer("x")].concat(),
    ] {
        let told = receiver.post("alertmanager", &headers, "token=a-token-of-alertmanager").await;
        assert_eq!(told.status, 401, "{headers:?}");
    }
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_alert_stops_the_instance_that_it_names() {
    let receiver = Receiver::of_the_emulator().await;
    let token = receiver.world.token_for(AUDIENCE).await;
    let fired: Value =
        serde_json::from_str(include_str!("../../../events/azure-monitor/metric-fired.json")).unwrap();
    let told = receiver.post("budget", &bearer(&token), &fired.to_string()).await;
    let said = &told.body;
    assert_eq!((told.status, &said["command"]), (202, &json!("stop research/myci")));
    assert_eq!(said["results"][0]["outcome"], "asked");
    assert_eq!(receiver.world.emulator.state("myci").as_deref(), Some("Stopping"));
    receiver.world.emulator.settle("myci");
    assert_snapshot!(receiver.world.hears().await, @"
    to the channel:
    Alert *gpu-idle-30m* fired.
    *budget* `stop research/myci`: 1 stopped. Saves $0.29 per hour.
    ⚪ *myci* is stopped (10 s)
    <@U0ADA>: *budget* stopped *myci* because of *gpu-idle-30m*.
    ");
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_late_alert_stops_nothing() {
    let receiver = Receiver::of_the_emulator().await;
    let token = receiver.world.token_for(AUDIENCE).await;
    let mut fired: Value =
        serde_json::from_str(include_str!("../../../events/azure-monitor/metric-fired.json")).unwrap();
    fired["data"]["essentials"]["firedDateTime"] = json!("2026-11-23T16:59:59.1234567Z");
    let told = receiver.post("budget", &bearer(&token), &fired.to_string()).await;
    assert_eq!(told.status, 200);
    assert_eq!(receiver.world.emulator.state("myci").as_deref(), Some("Running"));
    assert_snapshot!(receiver.world.hears().await, @"
    to the channel:
    *budget* `stop research/myci` came 1 h late. Nothing was done.
    ");
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn grafana_and_alertmanager_stop_the_instance_that_labels_name() {
    for (source, body) in [
        ("grafana", include_str!("../../../events/grafana/firing.json")),
        ("alertmanager", include_str!("../../../events/alertmanager/firing.json")),
    ] {
        let receiver = Receiver::of_the_emulator().await;
        let headers = match source {
            "grafana" => signers::grafana("a-secret-of-grafana", receiver.world.now(), body),
            _ => bearer("a-token-of-alertmanager"),
        };
        assert_eq!(receiver.post(source, &headers, body).await.status, 202, "{source}");
        assert_eq!(receiver.world.emulator.state("myci").as_deref(), Some("Stopping"));
        let over = body.replace("\"status\": \"firing\"", "\"status\": \"resolved\"");
        let headers = match source {
            "grafana" => signers::grafana("a-secret-of-grafana", receiver.world.now(), &over),
            _ => headers,
        };
        assert_eq!(receiver.post(source, &headers, &over).await.status, 200, "{source}");
        receiver.world.emulator.settle("myci");
        let report = receiver.world.hears().await;
        assert!(report.contains("*myci* is stopped"), "{report}");
        receiver.world.finish().await;
    }
}

/// The odd value may have been meant to name the workspace.
#[tokio::test(start_paused = true)]
async fn an_alert_with_a_label_that_is_not_text_is_skipped() {
    let receiver = Receiver::of_the_emulator().await;
    let mut batch: Value =
        serde_json::from_str(include_str!("../../../events/alertmanager/firing.json")).unwrap();
    for (at, odd) in [json!(null), json!(7), json!(true), json!({"x": 1})].into_iter().enumerate() {
        let labels = json!({"alertname": "Odd", "compute": format!("ci-{at}"), "workspace": odd});
        let odd = json!({"status": "firing", "labels": labels, "startsAt": "2026-11-23T18:00:00Z"});
        batch["alerts"].as_array_mut().unwrap().push(odd);
    }
    let token = bearer("a-token-of-alertmanager");
    let told = receiver.post("alertmanager", &token, &batch.to_string()).await;
    let said = &told.body;
    assert_eq!((told.status, &said["command"]), (202, &json!("stop research/myci")));
    assert_eq!(said["results"].as_array().unwrap().len(), 1, "{said}");
    receiver.world.emulator.settle("myci");
    let told = format!("{}{}", receiver.world.hears().await, receiver.world.hears().await);
    assert!(told.contains("*Odd*") && told.contains("*myci* is stopped"), "{told}");
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_scheme_of_a_token_may_have_any_case_and_any_blanks() {
    let receiver = Receiver::of_the_emulator().await;
    let firing = include_str!("../../../events/alertmanager/firing.json");
    let shown = |scheme: &str, token: &str| vec![("authorization", format!("{scheme}{token}"))];
    for scheme in ["bearer ", "BEARER ", "Bearer  ", "bEARER \t"] {
        let headers = shown(scheme, "a-token-of-alertmanager");
        let told = receiver.post("alertmanager", &headers, firing).await;
        assert!(matches!(told.status, 200 | 202), "{scheme:?}: {told:?}");
        let token = receiver.world.token_for(AUDIENCE).await;
        let told = receiver.post("budget", &shown(scheme, &token), "{}").await;
        assert_eq!(told.status, 400, "{scheme:?}");
        for stranger in ["a-token", "a-token-of-alertmanager x"] {
            let told = receiver.post("alertmanager", &shown(scheme, stranger), firing).await;
            assert_eq!(told.status, 401, "{scheme:?} {stranger}");
        }
    }
    receiver.world.emulator.settle("myci");
    let told = format!("{}{}", receiver.world.hears().await, receiver.world.hears().await);
    assert!(told.contains("*budget*") && told.contains("*myci* is stopped"), "{told}");
    receiver.world.finish().await;
}
