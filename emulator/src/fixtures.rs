//! The workspaces, computes and jobs that exist at the start.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    azure::{
        image,
        instance::{Instance, last_operation},
        job::job,
        links::SUBNET,
        operation::Verb,
        resources::{self, InstanceSpec, SecuritySpec},
        timestamp::stamp,
        workspace::{Compute, Workspace},
    },
    ids::{OTHER_SUBSCRIPTION, OTHER_WORKSPACE, SUBSCRIPTION, WORKSPACE},
    options::Options,
    resource_path::ResourcePath,
};

/// The owners of instances, by Entra object id. The first owns `myci`.
const PEOPLE: [&str; 3] = [
    "00000000-0000-0000-0000-0000000000bb",
    "00000000-0000-0000-0000-0000000000bc",
    "00000000-0000-0000-0000-0000000000bd",
];

/// The sizes of generated instances.
const SIZES: [&str; 4] = ["STANDARD_DS3_V2", "STANDARD_DS11_V2", "STANDARD_E4S_V3", "STANDARD_NC6S_V3"];

/// The workspaces that `options` ask for. Everything in them happened before `now`.
pub(crate) fn workspaces(options: &Options, now: Timestamp) -> Vec<Workspace> {
    let mut workspaces = vec![research(now)];
    workspaces.extend((1..=options.workspaces).map(|number| team(number, now)));
    let homes = workspaces.len();
    for number in 1..=options.instances {
        let home = &mut workspaces[(number - 1) % homes];
        // A letter precedes the digits because Azure refuses names that end in `-` and digits.
        let name = format!("ci-a{number:04}");
        // One instance in eight was left running for days.
        let last_touched = if number % 8 == 5 { now - days(3) } else { now };
        let spec = one_of_many(number, now);
        let one = instance(&home.path, &name, "Running", &spec, last_touched);
        home.computes.push(one);
    }
    workspaces.push(sandbox(now));
    workspaces
}

/// The workspace that always exists: one instance of each kind. `myci` has an old image, and settings that a new
/// instance in its place needs too.
fn research(now: Timestamp) -> Workspace {
    let [ana, bruno, carla] = PEOPLE;
    let spec = InstanceSpec {
        size: "STANDARD_DS3_V2",
        creator: ana,
        creator_name: Some("Ana"),
        assigned: Some(ana),
        idle: Some("PT60M"),
        image: old_image(now),
        schedules: json!([evening_stop()]),
        security: SecuritySpec { identity: Some("SystemAssigned"), ..SecuritySpec::default() },
        created: now - days(30),
    };
    let stopped = InstanceSpec {
        size: "STANDARD_NC6S_V3",
        // Created by an administrator for another person: the owner is not the creator.
        creator: carla,
        creator_name: Some("Carla"),
        assigned: Some(bruno),
        image: image::latest(now),
        schedules: json!([]),
        ..spec
    };
    let busy = InstanceSpec {
        size: "STANDARD_E4S_V3",
        creator: bruno,
        creator_name: None,
        assigned: None,
        idle: None,
        image: image::latest(now),
        schedules: json!([]),
        ..stopped
    };
    let path = ResourcePath::of(SUBSCRIPTION, WORKSPACE);
    let mut myci = instance(&path, "myci", "Running", &spec, now);
    myci.stored()["tags"] = json!({ "project": "vision", "cost-centre": "4711" });
    myci.stored()["properties"]["properties"]["setupScripts"] = setup_scripts();
    let computes = vec![
        myci,
        instance(&path, "stopped-ci", "Stopped", &stopped, now),
        instance(&path, "busy-ci", "JobRunning", &busy, now),
        cluster(&path, "train-cluster", now),
    ];
    let job = |name, on, status| job(&path, name, on, status, now - hours(2));
    let jobs = vec![
        job("train-43", "busy-ci", "Queued"),
        job("train-42", "busy-ci", "Running"),
        job("sweep-7", "train-cluster", "Running"),
        job("prepare-1", "myci", "Completed"),
    ];
    Workspace { computes, jobs, ..Workspace::empty(path) }
}

/// The workspace of the other subscription, with one instance.
fn sandbox(now: Timestamp) -> Workspace {
    let path = ResourcePath::of(OTHER_SUBSCRIPTION, OTHER_WORKSPACE);
    let computes = vec![instance(&path, "sandbox-ci", "Stopped", &one_of_many(1, now), now)];
    Workspace { computes, ..Workspace::empty(path) }
}

/// One of the workspaces that `--workspaces` adds.
fn team(number: usize, now: Timestamp) -> Workspace {
    let path = ResourcePath::of(SUBSCRIPTION, &format!("ml-ws-{number:04}"));
    // A compute's name is unique in its region, not only in its workspace.
    let compute = |kind: &str| format!("{kind}-w{number:04}");
    let computes = vec![
        instance(&path, &compute("dev"), "Running", &one_of_many(number, now), now),
        instance(&path, &compute("gpu"), "Running", &one_of_many(number + 3, now), now),
        instance(&path, &compute("spare"), "Stopped", &one_of_many(number + 1, now), now),
        cluster(&path, &compute("batch"), now),
    ];
    Workspace { computes, ..Workspace::empty(path) }
}

/// The settings vary with `number`, as they do in a fleet that grew over time.
fn one_of_many(number: usize, now: Timestamp) -> InstanceSpec<'static> {
    let every = |nth: usize, from: usize| number % nth == from;
    InstanceSpec {
        size: SIZES[number % SIZES.len()],
        creator: PEOPLE[number % PEOPLE.len()],
        creator_name: None,
        assigned: None,
        idle: (!every(5, 3)).then_some("PT60M"),
        image: if every(6, 2) { old_image(now) } else { image::latest(now) },
        schedules: json!([]),
        security: SecuritySpec {
            identity: every(4, 0).then_some("SystemAssigned"),
            ssh_is_public: every(10, 7),
            local_auth_is_disabled: every(3, 0),
            subnet: every(3, 0).then_some(SUBNET),
        },
        created: now - days(7),
    }
}

/// The instance was last started or stopped some hours before `touched`.
fn instance(
    workspace: &ResourcePath,
    name: &str,
    state: &str,
    spec: &InstanceSpec,
    touched: Timestamp,
) -> Compute {
    let mut resource = resources::instance(&workspace.with_compute(name), spec);
    let (verb, at, trigger) = match state {
        "Stopped" => (Verb::Stop, touched - hours(14), "IdleShutdown"),
        _ => (Verb::Start, touched - hours(5), "User"),
    };
    resource["properties"]["modifiedOn"] = json!(stamp(at + verb.duration()));
    let last = last_operation(verb, at, "Succeeded", trigger);
    Compute::Instance(Box::new(Instance::at_rest(name, resource, state, last)))
}

fn cluster(workspace: &ResourcePath, name: &str, now: Timestamp) -> Compute {
    Compute::Other(resources::cluster(&workspace.with_compute(name), now - days(30)))
}

/// No recording shows whether Azure returns the scripts that an instance was created with.
fn setup_scripts() -> Value {
    json!({ "scripts": {
        "creationScript": {
            "scriptSource": "workspaceStorage",
            "scriptData": "Users/ana/setup.sh",
            "scriptArguments": "--index https://packages.example --token not-a-secret",
            "timeout": "10m",
        },
        "startupScript": null,
    }})
}

/// The image of an instance that was not recreated for months.
fn old_image(now: Timestamp) -> String {
    image::months_before_latest(4, now)
}

fn evening_stop() -> Value {
    json!({
        "id": "00000000-0000-0000-0000-00000000000d",
        "provisioningStatus": "Completed",
        "status": "Enabled",
        "action": "Stop",
        "triggerType": "Cron",
        "cron": {
            "startTime": "2026-01-01T00:00:00",
            "timeZone": "E. South America Standard Time",
            "expression": "0 20 * * 1-5",
        },
    })
}

fn days(number: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * number)
}

fn hours(number: i64) -> SignedDuration {
    SignedDuration::from_hours(number)
}
