//! Why Azure refuses: its own code and phrase come before the HTTP status, in chat, for machines and in `lamplighter check`.

use insta::assert_snapshot;
use lamplighter_emulator::Rights;
use serde_json::json;

use crate::support::world::World;

/// A refusal by its status, code and message, and what the reply has and lacks.
type Refusal = (&'static str, &'static str, &'static str, &'static str, &'static str);

const READ_ONLY: &str = "The subscription '1' is disabled and therefore marked as read only.";
const TYPE: &str =
    "The current subscription type is not permitted to perform operations on any provider namespace.";
const CORES: &str =
    "Operation could not be completed as it results in exceeding approved Total Regional Cores quota.";
const NAMESPACE: &str = "The subscription is not registered to use namespace 'Microsoft.Compute'.";
const DENIED: &str = "The client 'c' with object id 'o' has permission to perform action 'A/stop/action' on scope '/s'; \
    however, the access is denied because of the deny assignment with name 'n' and Id 'i' at scope '/s'.";
const LINKED: &str = "The client 'c' with object id 'o' has permission to perform action 'A/start/action' on scope '/s'; \
    however, it does not have permission to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on \
    the linked scope(s) '/s/subnets/ml' or the linked scope(s) are invalid.";

const REFUSALS: &[Refusal] = &[
    ("409", "ReadOnlyDisabledSubscription", READ_ONLY, "the subscription is disabled", "busy with another"),
    ("403", "DisabledSubscription", "No.", "the subscription is disabled", "lacks"),
    ("403", "DisallowedOperation", TYPE, "this type of subscription", "lacks"),
    (
        "409",
        "MissingSubscriptionRegistration",
        NAMESPACE,
        "--namespace Microsoft.Compute",
        "busy with another",
    ),
    ("409", "OperationNotAllowed", CORES, "quota for this size", "busy with another"),
    ("409", "AllocationFailed", "No.", "no machine of this size free", "busy with another"),
    ("403", "DenyAssignmentAuthorizationFailed", DENIED, "deny assignment forbids", "infra/azure"),
    ("403", "RequestDisallowedByPrivateLink", "No.", "private network", "lacks"),
    ("403", "LinkedAuthorizationFailed", LINKED, "subnets/join/action", "infra/azure"),
    ("403", "RequestDisallowedByPolicy", "No.", "a policy of your organisation", "lacks"),
    ("409", "Surprise", "No.", "(Surprise)", "Try again"),
    ("403", "Surprise", "No.", "(Surprise)", "lacks"),
    ("409", "Conflict", "No.", "busy with another", "(Conflict)"),
];

#[tokio::test(start_paused = true)]
async fn a_refused_command_says_what_azure_means() {
    for (status, code, message, has, lacks) in REFUSALS {
        let world = World::new().await;
        world.fault("stop", status, json!({"code": code, "message": message, "times": 0}));
        let said = world.says("U0ADA", "stop myci").await;
        assert!(said.contains(has) && !said.contains(lacks), "{status} {code}: {said}");
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_read_says_what_azure_means() {
    for (status, code, message, has, lacks) in REFUSALS {
        let world = World::new().await;
        world.fault("list", status, json!({"code": code, "message": message, "times": 0}));
        let said = world.says("U0ADA", "list").await;
        assert!(said.contains(has) && !said.contains(lacks), "{status} {code}: {said}");
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_right_is_named_whole_and_with_its_role() {
    for (lacking, command, role) in [
        ("computes/stop/action", "stop myci", "*Lamplighter*"),
        ("computes/updateIdleShutdownSetting/action", "idle myci 2h", "*Lamplighter idle*"),
        ("computes/updateSchedules/action", "schedule myci add stop 0 20 * * 1-5", "*Lamplighter schedules*"),
        ("tags/write", "keep myci for 2h", "*Lamplighter keep*"),
    ] {
        let world = World::new().await;
        let mut rights = Rights::default();
        rights.actions.retain(|action| !action.ends_with(lacking) && !action.contains('*'));
        world.emulator.grant(rights);
        let said = world.says("U0ADA", command).await;
        assert!(said.contains(lacking) && said.contains(role), "{command}: {said}");
        assert!(said.contains("`Microsoft."), "{command}: the whole action: {said}");
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn all_missing_rights_are_named_at_once() {
    let world = World::with_machines("").await;
    let actions = [
        "Microsoft.MachineLearningServices/workspaces/computes/read",
        "Microsoft.Authorization/permissions/read",
    ];
    world.emulator.grant(Rights { actions: actions.map(str::to_owned).into(), ..Rights::default() });
    assert_snapshot!(world.says("U0ADA", "keep myci for 2h").await, @"
    to the caller:
    Azure refused: Lamplighter lacks `Microsoft.Resources/tags/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    Everything that Lamplighter lacks for this in research: `Microsoft.Resources/tags/read` (role *Lamplighter*), `Microsoft.Resources/tags/write` (role *Lamplighter keep*).
    ");
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 424: nightly stop all: 1 already off, 1 running a job, 1 left alone, since I could not read the keeps.
    myci: left as it is, since I could not see whether somebody keeps it: Azure refused: Lamplighter lacks Microsoft.Resources/tags/read on ml-research. An Azure owner can grant it with the role Lamplighter in infra/azure; lamplighter check lists everything that is missing. (id ……)
    🟢 busy-ci is running a job; left running
    ⚪ stopped-ci has been stopped since 04:00 (idle shutdown).
    Everything that Lamplighter lacks for this in research: Microsoft.MachineLearningServices/workspaces/computes/stop/action (role Lamplighter), Microsoft.MachineLearningServices/workspaces/jobs/read (role Lamplighter jobs), Microsoft.Resources/tags/read (role Lamplighter).
      research/busy-ci skipped JobRunning job-running
      research/myci skipped keep-unknown
      research/stopped-ci already Stopped
    ");
    drop(world.hears().await);
    world.emulator.grant(Rights {
        actions: actions[1..].iter().map(|action| (*action).to_owned()).collect(),
        ..Rights::default()
    });
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    Nothing was done.
    Everything that Lamplighter lacks for this in research: `Microsoft.MachineLearningServices/workspaces/computes/read` (role *Lamplighter*), `Microsoft.MachineLearningServices/workspaces/computes/stop/action` (role *Lamplighter*).
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_changes_for_too_long_is_stuck() {
    let world = World::new().await;
    world.emulator.set(
        "myci",
        json!({"state": "Restarting", "lastOperation": {
            "operationName": "Restart", "operationTime": "2026-11-20T08:00:00Z", "operationStatus": "InProgress"}}),
    );
    for command in ["stop myci", "restart myci", "start myci"] {
        let said = world.says("U0ADA", command).await;
        assert!(said.contains("is stuck") && said.contains("Delete and recreate it"), "{said}");
        assert!(!said.contains("Try again"), "{said}");
    }
    assert_eq!(world.asked("stop") + world.asked("restart") + world.asked("start"), 0);
    let status = world.says("U0ADA", "status myci").await;
    assert!(status.contains("it is stuck"), "{status}");
    assert!(world.says("U0ADA", "audit myci").await.contains("restarting for"), "a finding");
    // The advice works.
    let asks = world.says("U0ADA", "delete myci").await;
    assert!(asks.contains("Delete *myci*?"), "{asks}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_full_disk_is_told_alike_everywhere_and_no_restart_is_offered() {
    let world = World::new().await;
    let advice =
        "Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`.";
    world.fault("stop", "disk-full", json!({}));
    let refused = world.says("U0ADA", "stop myci").await;
    assert!(refused.contains(advice), "{refused}");
    for state in ["Running", "Unusable"] {
        world.emulator.set(
            "myci",
            json!({"state": state, "errors": [
                {"error": {"code": "UserError", "message": "The instance encountered an unusable node."}},
                {"error": {"code": "UserError", "message": "The ComputeInstance disk is full."}}]}),
        );
        for command in ["status myci", "audit myci"] {
            let said = world.says("U0ADA", command).await;
            assert!(said.contains(advice), "{command}: {said}");
            assert!(
                !said.contains("often brings it back") && !said.body.to_string().contains("Restart"),
                "{command}: {said}"
            );
        }
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_list_that_fails_says_why() {
    for (effect, reason) in [("401", "sign-in"), ("404", "no workspace"), ("500", "HTTP 500")] {
        let world = World::with_machines("").await;
        world.fault("jobs", effect, json!({"times": 0}));
        let said = world.sends("nightly", "", &[]).await;
        assert!(said.contains(reason) && !said.contains("in time"), "{effect}: {said}");
        world.emulator.settle_all();
        drop(world.hears().await);
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_hint_neither_waits_for_a_throttle_nor_tells_of_it() {
    let world = World::new().await;
    world.fault("list", "429", json!({"retry_after": 30, "times": 0}));
    let said = world.says("U0ADA", "stop mycy").await;
    assert!(said.contains("I don't see `mycy`") && !said.contains("asks us to wait"), "{said}");
    world.finish().await;
}
