//! What payloads of Alertmanager and Grafana say.

use serde_json::{Value, json};

use super::*;

const FIRING: &str = include_str!("../../../events/alertmanager/firing.json");
const RESOLVED: &str = include_str!("../../../events/alertmanager/resolved.json");

fn alerts(payload: &Value) -> Vec<Alert> {
    let payload: Payload = serde_json::from_value(payload.clone()).unwrap();
    payload.alerts.into_iter().map(Entry::into_alert).collect()
}

fn sample(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_samples_of_both_are_read_alike() {
    let alert = Alert {
        name: "GpuIdle".into(),
        severity: Some("warning".into()),
        labels: [
            ("alertname", "GpuIdle"),
            ("compute", "myci"),
            ("severity", "warning"),
            ("workspace", "ml-research"),
        ]
        .into_iter()
        .collect(),
        key: "a1f0c9d27e6b5834 firing 2026-11-23T18:02:00Z".into(),
        ..Alert::default()
    };
    let resolved = Alert {
        state: State::Resolved,
        key: "a1f0c9d27e6b5834 resolved 2026-11-23T18:02:00Z".into(),
        ..alert.clone()
    };
    assert_eq!(alerts(&sample(FIRING)), std::slice::from_ref(&alert));
    assert_eq!(alerts(&sample(RESOLVED)), std::slice::from_ref(&resolved));
    let grafana = [
        include_str!("../../../events/grafana/firing.json"),
        include_str!("../../../events/grafana/resolved.json"),
    ];
    assert_eq!(grafana.map(|text| alerts(&sample(text))), [[alert], [resolved]]);
}

#[test]
fn each_alert_of_a_group_has_its_own_state() {
    let mut payload = sample(FIRING);
    let mut over = payload["alerts"][0].clone();
    over["status"] = json!("resolved");
    payload["alerts"].as_array_mut().unwrap().push(over);
    let states: Vec<_> = alerts(&payload).into_iter().map(|alert| alert.state).collect();
    assert_eq!(states, [State::Fired, State::Resolved]);
}

/// As a real Alertmanager 0.25 sent it, whose payload has fewer fields.
#[test]
fn an_older_payload_is_read_as_well() {
    let payload = json!({
        "receiver": "hook", "status": "firing",
        "alerts": [{
            "status": "firing",
            "labels": {"alertname": "GpuIdle", "instance": "myci"},
            "annotations": {"summary": "idle"},
            "startsAt": "2026-11-23T11:10:10.544122663Z", "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "", "fingerprint": "ec7bbd913fa0168b"
        }],
        "groupLabels": {"alertname": "GpuIdle"}, "commonLabels": {}, "commonAnnotations": {},
        "externalURL": "http://vm:19093", "version": "4",
        "groupKey": "{}:{alertname=\"GpuIdle\"}", "truncatedAlerts": 0
    });
    assert_eq!(alerts(&payload)[0].names, ["myci"]);
}

#[test]
fn what_is_no_such_payload_is_none() {
    for payload in [
        json!(null),
        json!([]),
        json!({}),
        json!({"alerts": {}}),
        json!({"alerts": [7]}),
        json!({"alerts": [{"labels": {}}]}),
        json!({"alerts": [{"status": "pending", "labels": {}}]}),
        json!({"alerts": [{"status": "firing", "labels": {"a": {"b": 1}}}]}),
        json!({"alerts": [], "truncatedAlerts": -1}),
    ] {
        assert!(
            serde_json::from_value::<Payload>(payload.clone()).is_err(),
            "{payload}"
        );
    }
    assert!(alerts(&json!({"alerts": []})).is_empty());
}
