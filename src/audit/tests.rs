use serde_json::{Value, json};

use super::*;

const NOW: &str = "2026-11-23T18:00:00Z";

/// An instance without findings, with `changes` to its inner properties.
fn compute(changes: Value) -> Compute {
    let mut resource = json!({
        "name": "ci1",
        "properties": {
            "computeType": "ComputeInstance",
            "disableLocalAuth": true,
            "properties": {
                "state": "Running",
                "lastOperation": {
                    "operationName": "Start", "operationTime": "2026-11-23T08:00:00Z",
                    "operationStatus": "Succeeded", "operationTrigger": "User",
                },
                "createdBy": { "userId": "ana" },
                "idleTimeBeforeShutdown": "PT1H",
                "sshSettings": { "sshPublicAccess": "Disabled" },
                "subnet": { "id": "/subscriptions/s/subnets/ml" },
                "osImageMetadata": { "isLatestOsImageVersion": true },
            },
        },
    });
    for (field, value) in changes.as_object().unwrap() {
        resource["properties"]["properties"][field] = value.clone();
    }
    Compute::read(&"research".parse().unwrap(), &resource).unwrap()
}

fn ids_and_severities(compute: &Compute) -> Vec<(&'static str, &'static str)> {
    let findings = findings(compute, NOW.parse().unwrap(), LONG);
    findings.iter().map(|f| (f.id(), f.severity().name())).collect()
}

fn changed(changes: Value) -> Vec<(&'static str, &'static str)> {
    ids_and_severities(&compute(changes))
}

fn brought_up(name: &str, at: &str, status: &str) -> Value {
    json!({ "lastOperation": {
        "operationName": name, "operationTime": at, "operationStatus": status, "operationTrigger": "User",
    } })
}

#[test]
fn a_sound_instance_has_no_findings() {
    assert_eq!(changed(json!({})), []);
    assert_eq!(changed(json!({ "state": "Stopped", "lastOperation": null })), []);
}

#[test]
fn the_running_time_counts_from_the_last_start_restart_or_create() {
    let long = [("running-long", "medium")];
    for name in ["Start", "Restart", "Create"] {
        let last = |at| changed(brought_up(name, at, "Succeeded"));
        assert_eq!(last("2026-11-22T17:59:59Z"), long, "{name}");
        assert_eq!(last("2026-11-22T18:00:00Z"), [], "{name}: not longer");
    }
    let unknown = [("running-since-unknown", "unknown")];
    for (name, status) in [("Stop", "StopFailed"), ("Reimage", "Succeeded"), ("Start", "StartFailed")] {
        let last = brought_up(name, "2026-11-20T08:00:00Z", status);
        assert_eq!(changed(last), unknown, "{name} {status}");
    }
    assert_eq!(changed(json!({ "lastOperation": null })), unknown);
    let mut job = brought_up("Start", "2026-11-20T08:00:00Z", "Succeeded");
    job["state"] = json!("JobRunning");
    let findings = findings(&compute(job.clone()), NOW.parse().unwrap(), LONG);
    assert!(matches!(&findings[..], [Finding::RunningLong { job: true, .. }]));
    job["state"] = json!("Stopped");
    assert_eq!(changed(job), [], "the instance does not run");
}

#[test]
fn the_caller_sets_the_longest_running_time() {
    let one = compute(json!({}));
    let ids = |hours| findings(&one, NOW.parse().unwrap(), SignedDuration::from_hours(hours)).len();
    assert_eq!((ids(9), ids(10)), (1, 0), "the instance has run for ten hours");
}

#[test]
fn idle_shutdown_is_missing_unreadable_or_may_fail() {
    let mut one = compute(json!({ "idleTimeBeforeShutdown": null }));
    assert_eq!(ids_and_severities(&one), [("no-idle-shutdown", "high")]);
    one.state = Some(State::Stopped);
    assert_eq!(ids_and_severities(&one), [("no-idle-shutdown", "low")], "a stopped instance costs little");
    assert_eq!(changed(json!({ "idleTimeBeforeShutdown": "some day" })), [("idle-unreadable", "unknown")]);
    let mut one = compute(json!({}));
    one.security.identity = Some("UserAssigned".into());
    assert_eq!(ids_and_severities(&one), [("idle-shutdown-may-fail", "medium")]);
    one.security.has_idle_time = false;
    assert_eq!(ids_and_severities(&one), [("no-idle-shutdown", "high")], "no idle shutdown is set");
}

#[test]
fn findings_are_sorted_by_severity() {
    for state in ["Unusable", "CreateFailed", "SetupFailed", "UserSetupFailed"] {
        assert_eq!(changed(json!({ "state": state })), [("unusable", "high")], "{state}");
    }
    let error = json!([{ "code": "DiskFull", "message": "…" }]);
    assert_eq!(
        changed(json!({ "errors": error })),
        [("azure-error", "medium")],
        "although the instance runs"
    );
    let both = compute(json!({ "errors": error, "state": "Unusable" }));
    let findings = findings(&both, NOW.parse().unwrap(), LONG);
    let code = Some("DiskFull".to_owned());
    let state = State::Unusable;
    assert_eq!(findings, [Finding::Unusable { state, code }]);
    let all = changed(json!({
        "osImageMetadata": { "isLatestOsImageVersion": false }, "subnet": null, "state": "Unusable",
        "createdBy": null, "sshSettings": { "sshPublicAccess": "Enabled" },
    }));
    let severities: Vec<_> = all.iter().map(|(_, severity)| *severity).collect();
    assert_eq!(severities, ["high", "high", "medium", "medium", "low"], "{all:?}");
}

#[test]
fn missing_values_are_unknown_findings() {
    let unborn = changed(json!({ "state": null, "osImageMetadata": null, "sshSettings": null }));
    let unknown = ["state-unknown", "ssh-unknown", "image-unknown"].map(|id| (id, "unknown"));
    assert_eq!(unborn, unknown);
    for state in ["Unknown", "Hibernating"] {
        assert_eq!(changed(json!({ "state": state })), [("state-unknown", "unknown")], "{state}");
    }
}

#[test]
fn outdated_instances_are_sorted_by_the_age_of_their_images() {
    let named = |name: &str, version: Value, is_latest: Value| {
        let image = json!({ "currentImageVersion": version, "isLatestOsImageVersion": is_latest });
        let mut one = compute(json!({ "osImageMetadata": image }));
        one.id.name = name.to_owned();
        one
    };
    let fleet = [
        named("latest", json!("25.01.01"), json!(true)),
        named("new", json!("26.10.01"), json!(false)),
        named("unreadable", json!("beta"), json!(false)),
        named("also-new", json!("26.10.01"), json!("False")),
        named("old", json!("25.10.01"), json!(false)),
        named("not-said", json!("24.01.01"), json!(null)),
    ];
    let outdated = outdated(&fleet, NOW.parse().unwrap());
    let order: Vec<_> = outdated.iter().map(|one| (&*one.compute.id.name, one.findings[0].id())).collect();
    let old = |name| (name, "image-outdated");
    let expected =
        [old("old"), old("also-new"), old("new"), old("unreadable"), ("not-said", "image-unknown")];
    assert_eq!(order, expected);
}

#[test]
fn instances_are_sorted_by_their_findings() {
    let named = |name: &str, changes: Value| {
        let mut one = compute(changes);
        one.id.name = name.to_owned();
        one
    };
    let fleet = [
        named("fine", json!({})),
        named("odd", json!({ "osImageMetadata": null })),
        named("low", json!({ "subnet": null })),
        named("medium", json!({ "createdBy": null })),
        named("high", json!({ "idleTimeBeforeShutdown": null })),
        named("worse", json!({ "idleTimeBeforeShutdown": null, "subnet": null })),
        named("worst", json!({ "idleTimeBeforeShutdown": null, "state": "Unusable" })),
    ];
    let examined = examine(&fleet, NOW.parse().unwrap(), LONG);
    let order: Vec<_> = examined.iter().map(|one| one.compute.id.name.as_str()).collect();
    assert_eq!(order, ["worst", "worse", "high", "medium", "low", "fine", "odd"]);
}
