//! The door for alerts: whose tokens and signatures count.
//!
//! What is let in says `{}` mostly, which is no alert: 400 means that it was verified.

mod proposing;
mod signing_keys;
mod tokens;

use bytes::Bytes;
use insta::assert_snapshot;
use jiff::Timestamp;
use lamplighter::client;
use lamplighter_emulator::{Options, Pace};
use serde_json::{Value, json};

use crate::{support::entra::Directory, support::signers, support::world::World};

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

/// The world with sources of alerts, whose directory is elsewhere.
struct Door {
    world: World,
    client: reqwest::Client,
}

/// What a sender is told.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    status: u16,
    retry_after: Option<String>,
    body: Bytes,
}

impl Door {
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
        let by_hand = Options {
            pace: Pace::ByHand,
            ..Options::default()
        };
        Self {
            world: World::with(by_hand, |config| configure(config) + CONFIG).await,
            client: client::http_client().unwrap(),
        }
    }

    async fn post(&self, source: &str, headers: &[(&str, String)], body: &str) -> Told {
        let to = self
            .world
            .hook
            .replace("/hooks/slack", &format!("/hooks/{source}"));
        let mut request = self.client.post(to).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.unwrap();
        let retry_after = answer.headers().get("retry-after");
        Told {
            status: answer.status().as_u16(),
            retry_after: retry_after.map(|value| value.to_str().unwrap().to_owned()),
            body: answer.bytes().await.unwrap(),
        }
    }

    /// What is made of a request with this token.
    async fn shows(&self, token: &str) -> u16 {
        let told = self.post("budget", &bearer(token), "{}").await;
        assert!(told.status == 400 || told.body.is_empty(), "{told:?}");
        told.status
    }

    /// Ends it, where the channel heard so often that what was let in is no alert: once a day for each source.
    async fn finish_told(self, times: usize) {
        for _ in 0..times {
            let told = self.world.hears().await;
            assert!(
                told.contains("a verified request came that I don't understand."),
                "{told}"
            );
        }
        self.world.finish().await;
    }

    /// The claims of a token that is good now.
    fn claims(&self) -> Value {
        version_1(self.world.now())
    }
}

fn bearer(token: &str) -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {token}"))]
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

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

/// As an action group would get it.
async fn emulated_token(door: &Door) -> String {
    emulated_token_for(door, AUDIENCE).await
}

async fn emulated_token_for(door: &Door, audience: &str) -> String {
    door.world.token_for(audience).await
}

#[tokio::test(start_paused = true)]
async fn what_is_verified_but_no_alert_is_told_what_was_expected() {
    let door = Door::of_the_emulator().await;
    let token = emulated_token(&door).await;
    let deep = "[".repeat(100_000);
    for body in [
        "",
        "{}",
        "null",
        "not JSON",
        &deep,
        "\u{0}",
        r#"{"schemaId":"AzureMonitorMetricAlert"}"#,
    ] {
        let told = door.post("budget", &bearer(&token), body).await;
        let problem: Value = serde_json::from_slice(&told.body).unwrap();
        assert_eq!(told.status, 400);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("common alert schema"),
            "{problem}"
        );
        let signed = signers::grafana("a-secret-of-grafana", door.world.now(), body);
        let told = [
            door.post("grafana", &signed, body).await,
            door.post("alertmanager", &bearer("a-token-of-alertmanager"), body)
                .await,
        ];
        for told in told {
            let problem: Value = serde_json::from_slice(&told.body).unwrap();
            assert_eq!((told.status, &problem["status"]), (400, &json!(400)));
        }
    }
    door.finish_told(3).await;
}

#[tokio::test(start_paused = true)]
async fn tools_show_their_own_secret() {
    let door = Door::of_the_emulator().await;
    let (now, body) = (door.world.now(), "{}");
    let signed = signers::grafana("a-secret-of-grafana", now, "{}");
    let forged = signers::grafana("another-secret-of-it", now, "{}");
    let (minutes, old) = (jiff::SignedDuration::from_secs(302), "a-secret-of-grafana");
    assert_eq!(door.post("grafana", &signed, body).await.status, 400);
    for (headers, body) in [
        (forged, body),
        (signed.clone(), "{ }"),
        (signed[1..].to_vec(), body),
        (signers::grafana(old, now - minutes, "{}"), body),
        (signers::grafana(old, now + minutes, "{}"), body),
        (bearer("a-secret-of-grafana"), body),
    ] {
        assert_eq!(
            door.post("grafana", &headers, body).await.status,
            401,
            "{headers:?}"
        );
    }
    assert_eq!(
        door.post("alertmanager", &bearer("a-token-of-alertmanager"), body)
            .await
            .status,
        400
    );
    for _ in 0..2 {
        door.world.hears().await;
    }
    for headers in [
        Vec::new(),
        bearer("another-token"),
        vec![("authorization", "Token a-token-of-alertmanager".to_owned())],
        [bearer("a-token-of-alertmanager"), bearer("x")].concat(),
    ] {
        let told = door
            .post("alertmanager", &headers, "token=a-token-of-alertmanager")
            .await;
        assert_eq!(told.status, 401, "{headers:?}");
    }
    door.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_alert_stops_the_instance_that_it_names() {
    let door = Door::of_the_emulator().await;
    let token = emulated_token(&door).await;
    let fired: Value =
        serde_json::from_str(include_str!("../../../events/azure-monitor/metric-fired.json")).unwrap();
    let told = door.post("budget", &bearer(&token), &fired.to_string()).await;
    let said: Value = serde_json::from_slice(&told.body).unwrap();
    assert_eq!(
        (told.status, &said["command"]),
        (202, &json!("stop research/myci"))
    );
    assert_eq!(said["results"][0]["outcome"], "asked");
    assert_eq!(door.world.emulator.state("myci").as_deref(), Some("Stopping"));
    door.world.emulator.settle("myci");
    assert_snapshot!(door.world.hears().await, @"
    to the channel:
    Alert *gpu-idle-30m* fired.
    *budget* `stop research/myci`: 1 stopped. Saves $0.29 per hour.
    ⚪ *myci* is stopped (10 s)
    ");
    door.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_alert_that_comes_late_stops_nothing() {
    let door = Door::of_the_emulator().await;
    let token = emulated_token(&door).await;
    let mut fired: Value =
        serde_json::from_str(include_str!("../../../events/azure-monitor/metric-fired.json")).unwrap();
    fired["data"]["essentials"]["firedDateTime"] = json!("2026-11-23T16:59:59.1234567Z");
    let told = door.post("budget", &bearer(&token), &fired.to_string()).await;
    assert_eq!(told.status, 200);
    assert_eq!(door.world.emulator.state("myci").as_deref(), Some("Running"));
    assert_snapshot!(door.world.hears().await, @"
    to the channel:
    *budget* `stop research/myci` came 1 h late. Nothing was done.
    ");
    door.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn tools_stop_what_their_labels_name() {
    for (source, body) in [
        ("grafana", include_str!("../../../events/grafana/firing.json")),
        (
            "alertmanager",
            include_str!("../../../events/alertmanager/firing.json"),
        ),
    ] {
        let door = Door::of_the_emulator().await;
        let headers = match source {
            "grafana" => signers::grafana("a-secret-of-grafana", door.world.now(), body),
            _ => bearer("a-token-of-alertmanager"),
        };
        assert_eq!(door.post(source, &headers, body).await.status, 202, "{source}");
        assert_eq!(door.world.emulator.state("myci").as_deref(), Some("Stopping"));
        let over = body.replace("\"status\": \"firing\"", "\"status\": \"resolved\"");
        let headers = match source {
            "grafana" => signers::grafana("a-secret-of-grafana", door.world.now(), &over),
            _ => headers,
        };
        assert_eq!(door.post(source, &headers, &over).await.status, 200, "{source}");
        door.world.emulator.settle("myci");
        let report = door.world.hears().await;
        assert!(report.contains("*myci* is stopped"), "{report}");
        door.world.finish().await;
    }
}

/// What stands in place of a label may have named the workspace.
#[tokio::test(start_paused = true)]
async fn a_label_that_is_no_text_has_its_own_alert_left_alone() {
    let door = Door::of_the_emulator().await;
    let mut batch: Value =
        serde_json::from_str(include_str!("../../../events/alertmanager/firing.json")).unwrap();
    for (at, odd) in [json!(null), json!(7), json!(true), json!({"x": 1})]
        .into_iter()
        .enumerate()
    {
        let labels = json!({"alertname": "Odd", "compute": format!("ci-{at}"), "workspace": odd});
        let odd = json!({"status": "firing", "labels": labels, "startsAt": "2026-11-23T18:00:00Z"});
        batch["alerts"].as_array_mut().unwrap().push(odd);
    }
    let token = bearer("a-token-of-alertmanager");
    let told = door.post("alertmanager", &token, &batch.to_string()).await;
    let said: Value = serde_json::from_slice(&told.body).unwrap();
    assert_eq!(
        (told.status, &said["command"]),
        (202, &json!("stop research/myci"))
    );
    assert_eq!(said["results"].as_array().unwrap().len(), 1, "{said}");
    door.world.emulator.settle("myci");
    let told = [door.world.hears().await, door.world.hears().await].concat();
    assert!(
        told.contains("*Odd*") && told.contains("*myci* is stopped"),
        "{told}"
    );
    door.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_token_is_read_under_its_scheme_in_any_case_and_behind_any_blanks() {
    let door = Door::of_the_emulator().await;
    let firing = include_str!("../../../events/alertmanager/firing.json");
    let shown = |scheme: &str, token: &str| vec![("authorization", format!("{scheme}{token}"))];
    for scheme in ["bearer ", "BEARER ", "Bearer  ", "bEARER \t"] {
        let headers = shown(scheme, "a-token-of-alertmanager");
        let told = door.post("alertmanager", &headers, firing).await;
        assert!(matches!(told.status, 200 | 202), "{scheme:?}: {told:?}");
        let token = emulated_token(&door).await;
        let told = door.post("budget", &shown(scheme, &token), "{}").await;
        assert_eq!(told.status, 400, "{scheme:?}");
        for stranger in ["a-token", "a-token-of-alertmanager x"] {
            let told = door.post("alertmanager", &shown(scheme, stranger), firing).await;
            assert_eq!(told.status, 401, "{scheme:?} {stranger}");
        }
    }
    door.world.emulator.settle("myci");
    let told = [door.world.hears().await, door.world.hears().await].concat();
    assert!(
        told.contains("*budget*") && told.contains("*myci* is stopped"),
        "{told}"
    );
    door.world.finish().await;
}
