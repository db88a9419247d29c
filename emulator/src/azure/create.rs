//! Creates a compute instance.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    instance::Instance,
    operation::{Operation, PlannedOutcome, Verb},
    operation_status::{addresses, planned},
    problem::{ArmProblem, json_object},
    resources::{self, InstanceSpec, SecuritySpec},
    settings, update, vm_sizes,
    workspace::Compute,
    world::World,
};
use crate::{
    answer::{Answer, json},
    faults::Effect,
    ids::CALLER,
    request::EmulatedRequest,
};

/// `PUT` of a compute: 201 and an operation for a new instance, 200 for an existing compute.
pub(crate) fn create(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let target = &request.route.target;
    world.workspace(target)?;
    let (mut wanted, now) = (json_object(request)?, world.now());
    if let Ok(compute) = world.compute(target) {
        update::replace(compute, &wanted, now)?;
        return Ok(json(StatusCode::OK, &compute.resource()));
    }
    check(&target.compute, &wanted)?;
    let schedules = &mut wanted["properties"]["properties"]["schedules"];
    if !schedules.is_null() {
        settings::accept(schedules, world)?;
    }
    let id = world.next_operation_id();
    let inner = &wanted["properties"]["properties"];
    let spec = InstanceSpec {
        size: inner["vmSize"].as_str().unwrap_or_default(),
        creator: CALLER,
        creator_name: None,
        assigned: inner["personalComputeInstanceSettings"]["assignedUser"]["objectId"].as_str(),
        idle: inner["idleTimeBeforeShutdown"].as_str(),
        outdated: false,
        schedules: inner["schedules"]["computeStartStop"].clone(),
        security: security(&wanted),
        created: now,
    };
    let mut resource = resources::instance(target, &spec);
    update::describe(&mut resource, &wanted)?;
    choose(&mut resource, inner);
    let operation = Operation {
        id: id.clone(),
        verb: Verb::Create,
        target: target.clone(),
        accepted: now,
        planned: planned(request, Verb::Create).unwrap_or(PlannedOutcome::Succeeds),
        unreadable: request.has_fault(Effect::NoStatus),
    };
    let instance = Instance::creating(&target.compute, resource, operation);
    let answer = json(StatusCode::CREATED, &instance.resource());
    world.workspace(target)?.computes.push(Compute::Instance(Box::new(instance)));
    Ok(addresses(answer, &id, world, request))
}

/// Stores the other settings that a client can choose at creation.
fn choose(resource: &mut Value, inner: &Value) {
    const CHOSEN: [&str; 9] = [
        "applicationSharingPolicy",
        "computeInstanceAuthorizationType",
        "customServices",
        "enableNodePublicIp",
        "enableOSPatching",
        "enableRootAccess",
        "enableSSO",
        "releaseQuotaOnStop",
        "setupScripts",
    ];
    for name in CHOSEN.into_iter().filter(|name| !inner[name].is_null()) {
        resource["properties"]["properties"][name] = inner[name].clone();
    }
}

fn security(wanted: &Value) -> SecuritySpec<'_> {
    let inner = &wanted["properties"]["properties"];
    SecuritySpec {
        identity: wanted["identity"]["type"].as_str(),
        ssh_is_public: inner["sshSettings"]["sshPublicAccess"] == json!("Enabled"),
        local_auth_is_disabled: wanted["properties"]["disableLocalAuth"] == json!(true),
        subnet: inner["subnet"]["id"].as_str(),
    }
}

fn check(name: &str, wanted: &Value) -> Result<(), ArmProblem> {
    if !is_compute_name(name) {
        let message = format!(
            "Compute name {name} is invalid. It must be 3 to 24 letters, digits and hyphens, begin \
             with a letter, and not end in a hyphen followed by digits."
        );
        return Err(ArmProblem::user(message));
    }
    if wanted["properties"]["computeType"] != json!("ComputeInstance") {
        let kind = &wanted["properties"]["computeType"];
        return Err(ArmProblem::user(format!("This emulator creates ComputeInstances, not {kind}.")));
    }
    let size = &wanted["properties"]["properties"]["vmSize"];
    let size = size.as_str().ok_or_else(|| ArmProblem::user("The VmSize field is required."))?;
    vm_sizes::check(size)?;
    match &wanted["properties"]["properties"]["idleTimeBeforeShutdown"] {
        Value::Null => Ok(()),
        idle => settings::check_idle(idle),
    }
}

/// `^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9\-]{2,23}$`, from the specification.
fn is_compute_name(name: &str) -> bool {
    let ends_in_number = name
        .rsplit_once('-')
        .is_some_and(|(_, end)| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()));
    (3..=24).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !ends_in_number
}

#[cfg(test)]
mod tests {
    use super::is_compute_name;

    #[test]
    fn a_name_must_not_end_in_a_hyphen_and_digits() {
        for good in ["myci", "ci-a0001", "a-1b", "abc123", "x--"] {
            assert!(is_compute_name(good), "{good}");
        }
        for bad in ["ci", "ci-1", "ci-a-0001", "1ci", "my_ci", "a23456789012345678901234x"] {
            assert!(!is_compute_name(bad), "{bad}");
        }
    }
}
