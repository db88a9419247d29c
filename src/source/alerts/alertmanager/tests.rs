//! What payloads of Alertmanager and Grafana say.

use serde_json::{Value, json};

use super::*;

const FIRING: &str = include_str!("../../../../events/alertmanager/firing.json");
const RESOLVED: &str = include_str!("../../../../events/alertmanager/resolved.json");

fn alerts(payload: &Value) -> Vec<Alert> {
    super::alerts(payload).expect("a payload")
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
        include_str!("../../../../events/grafana/firing.json"),
        include_str!("../../../../events/grafana/resolved.json"),
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
        json!({"alerts": null}),
        json!({"alerts": [7]}),
        json!({"alerts": [null, "text", []]}),
        json!({"alerts": [{"status": "firing", "labels": "text"}]}),
    ] {
        assert_eq!(super::alerts(&payload), None, "{payload}");
    }
    assert!(alerts(&json!({"alerts": []})).is_empty());
    let odd = json!({"alerts": [{"status": "firing", "labels": {"team": null}}]});
    assert_eq!(alerts(&odd).len(), 1, "it is one, though it is left alone");
}

#[test]
fn what_is_odd_in_one_alert_is_kept_to_that_alert() {
    let alert =
        |entry: Value| alerts(&json!({"alerts": [entry, {"status": "firing", "labels": {}}]}))[0].clone();
    for (status, state, doubt) in [
        (json!("firing"), State::Fired, None),
        (json!("Resolved"), State::Resolved, None),
        (json!("pending"), State::Fired, Some(UnmatchedReason::State)),
        (json!(null), State::Fired, Some(UnmatchedReason::State)),
        (json!(1), State::Fired, Some(UnmatchedReason::State)),
    ] {
        let read = alert(json!({"status": status, "labels": {}}));
        assert_eq!((read.state, read.doubt), (state, doubt), "{status}");
    }
    for odd in [json!(7), json!(null), json!({"status": "firing"}), json!({"labels": ["x"]})] {
        assert_eq!(alert(odd.clone()).doubt, Some(UnmatchedReason::Unreadable), "{odd}");
    }
    for (starts, doubt) in [
        (json!("2026-11-23T18:00:00Z"), None),
        (json!("2026-11-23 18:00:00"), None),
        (json!(null), None),
        (json!("yesterday"), Some(UnmatchedReason::Date)),
        (json!(""), Some(UnmatchedReason::Date)),
        (json!(1_764_000_000), Some(UnmatchedReason::Date)),
    ] {
        let read = alert(json!({"status": "firing", "labels": {}, "startsAt": starts}));
        assert_eq!(read.doubt, doubt, "{starts}");
    }
    for odd in [json!(null), json!(7), json!(true), json!(["x"]), json!({"x": 1})] {
        let read = alert(json!({"status": "firing", "labels": {"alertname": "GpuIdle", "team": odd}}));
        assert_eq!(read.doubt, Some(UnmatchedReason::Unreadable), "{odd}");
        assert_eq!(read.name, "GpuIdle");
    }
    let labels = json!({"a": null, "b": "", "c": 7, "d": true, "e": {"x": [1]}});
    let read = alert(json!({"status": "firing", "labels": labels, "startsAt": null, "fingerprint": null}));
    let kept = ["a", "b", "c", "d", "e"].map(|key| read.labels.get(key));
    assert_eq!(
        kept,
        [None, None, Some("7"), Some("true"), Some(r#"{"x":[1]}"#)],
        "what is there is not taken for missing"
    );
    assert!(read.key.contains("true"), "without a fingerprint, labels tell them apart");
}

#[test]
fn an_alert_without_data_is_known_by_its_name_or_its_reason() {
    let kind = |name: &str, reason: Value| {
        let annotations = json!({"grafana_state_reason": reason});
        let entry = json!({"status": "firing", "labels": {"alertname": name}, "annotations": annotations});
        alerts(&json!({"alerts": [entry]}))[0].no_data
    };
    for (name, reason, called) in [
        ("DatasourceNoData", json!(null), Some("DatasourceNoData")),
        ("datasourceerror", json!(null), Some("DatasourceError")),
        ("DatasourceError", json!("Error"), Some("DatasourceError")),
        ("GpuIdle", json!("NoData"), Some("DatasourceNoData")),
        ("GpuIdle", json!("NoData, KeepLast"), Some("DatasourceNoData")),
        ("GpuIdle", json!("Error, KeepLast"), Some("DatasourceError")),
        ("GpuIdle", json!("Alerting (Error)"), Some("DatasourceError")),
        ("GpuIdle", json!(["nodata"]), Some("DatasourceNoData")),
        ("GpuIdle", json!("KeepLast"), None),
        ("GpuIdle", json!("Updated"), None),
        ("ErrorsOfGpu", json!(""), None),
    ] {
        assert_eq!(kind(name, reason.clone()), called, "{name} {reason}");
    }
    let labels = json!({"alertname": "GpuIdle", "grafana_state_reason": "NoData"});
    let labelled = alerts(&json!({"alerts": [{"status": "firing", "labels": labels}]}));
    assert_eq!(labelled[0].no_data, Some("DatasourceNoData"));
}
