//! Creates a compute instance.

use http::{StatusCode, header::IF_NONE_MATCH};
use serde_json::{Map, Value, json};

use super::{
    image,
    instance::Instance,
    links,
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
    ids::{CALLER, TENANT, guid},
    request::EmulatedRequest,
    resource_path::ResourcePath,
};

/// The right to know which names are taken, which Microsoft's documentation demands for creating.
const CHECK_NAME: &str = "Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action";

/// `PUT` of a compute: 201 and an operation for a new instance, 200 for an existing compute.
pub(crate) fn create(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let target = &request.route.target;
    world.workspace(target)?;
    let (wanted, now) = (json_object(request)?, world.now());
    if wanted["location"].as_str().is_none_or(str::is_empty) {
        let message = "The location property is required for this definition.";
        return Err(ArmProblem::gateway(StatusCode::BAD_REQUEST, "LocationRequired", message));
    }
    links::check(&world.rights, target, &wanted)?;
    if let Ok(compute) = world.compute(target) {
        if is_for_new_computes_only(request) {
            return Err(ArmProblem::exists(target));
        }
        update::replace(compute, &wanted, now)?;
        return Ok(json(StatusCode::OK, &compute.resource()));
    }
    check(world, target, &wanted)?;
    let resource = resource(world, target, wanted)?;
    let id = world.next_operation_id();
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

/// Whether the caller sent `If-None-Match: *`. No source shows that the service honours it: the fault
/// [`Effect::Unconditional`] emulates a service that does not.
fn is_for_new_computes_only(request: &EmulatedRequest) -> bool {
    request.headers.get(IF_NONE_MATCH).is_some_and(|value| value == "*")
        && !request.has_fault(Effect::Unconditional)
}

/// The new instance: what the caller wants, and what Azure adds.
fn resource(world: &mut World, target: &ResourcePath, mut wanted: Value) -> Result<Value, ArmProblem> {
    let schedules = &mut wanted["properties"]["properties"]["schedules"];
    if !schedules.is_null() {
        settings::accept(schedules, world)?;
    }
    let inner = &wanted["properties"]["properties"];
    let spec = InstanceSpec {
        size: inner["vmSize"].as_str().unwrap_or_default(),
        creator: CALLER,
        creator_name: None,
        assigned: None,
        idle: inner["idleTimeBeforeShutdown"].as_str(),
        image: image::latest(world.now()),
        schedules: inner["schedules"]["computeStartStop"].clone(),
        security: security(&wanted),
        created: world.now(),
    };
    let mut resource = resources::instance(target, &spec);
    resource["identity"] = identity(world, &wanted["identity"]);
    update::describe(&mut resource, &wanted)?;
    choose(&mut resource, inner);
    Ok(resource)
}

/// Stores the other settings that a client can choose at creation.
fn choose(resource: &mut Value, inner: &Value) {
    const CHOSEN: [&str; 10] = [
        "applicationSharingPolicy",
        "computeInstanceAuthorizationType",
        "customServices",
        "enableNodePublicIp",
        "enableOSPatching",
        "enableRootAccess",
        "enableSSO",
        "personalComputeInstanceSettings",
        "releaseQuotaOnStop",
        "setupScripts",
    ];
    for name in CHOSEN.into_iter().filter(|name| !inner[name].is_null()) {
        resource["properties"]["properties"][name] = inner[name].clone();
    }
}

/// The identities with ids. The one that the system assigns is new for each instance.
fn identity(world: &mut World, wanted: &Value) -> Value {
    let kind = wanted["type"].as_str().unwrap_or_default();
    let mut identity = json!({ "type": kind });
    if kind.contains("SystemAssigned") {
        identity["principalId"] = json!(guid(0x0c, world.next_number()));
        identity["tenantId"] = json!(TENANT);
    }
    if let Some(chosen) = wanted["userAssignedIdentities"].as_object() {
        let mut ids = || json!({ "principalId": guid(0x0c, world.next_number()), "clientId": guid(0x0d, 1) });
        let chosen: Map<_, _> = chosen.keys().map(|id| (id.clone(), ids())).collect();
        identity["userAssignedIdentities"] = Value::Object(chosen);
    }
    if matches!(kind, "" | "None") { Value::Null } else { identity }
}

fn security(wanted: &Value) -> SecuritySpec<'_> {
    let inner = &wanted["properties"]["properties"];
    SecuritySpec {
        identity: None,
        ssh_is_public: inner["sshSettings"]["sshPublicAccess"] == json!("Enabled"),
        local_auth_is_disabled: wanted["properties"]["disableLocalAuth"] == json!(true),
        subnet: inner["subnet"]["id"].as_str(),
    }
}

/// Refuses an instance that cannot exist.
fn check(world: &World, target: &ResourcePath, wanted: &Value) -> Result<(), ArmProblem> {
    if !world.rights.allow(CHECK_NAME) {
        let workspace = target.with_compute("");
        return Err(ArmProblem::not_authorized(CHECK_NAME, &workspace.id()));
    }
    check_name(world, &target.compute)?;
    if wanted["properties"]["computeType"] != json!("ComputeInstance") {
        let kind = &wanted["properties"]["computeType"];
        return Err(ArmProblem::user(format!("This emulator creates ComputeInstances, not {kind}.")));
    }
    let inner = &wanted["properties"]["properties"];
    let size = inner["vmSize"].as_str().ok_or_else(|| ArmProblem::user("The VmSize field is required."))?;
    let size = vm_sizes::find(size)?;
    let user = &inner["personalComputeInstanceSettings"]["assignedUser"];
    let is_named = user["objectId"].is_string() && user["tenantId"].is_string();
    if !user.is_null() && !is_named {
        return Err(ArmProblem::user("AssignedUser must have an ObjectId and a TenantId."));
    }
    if !inner["idleTimeBeforeShutdown"].is_null() {
        settings::check_idle(&inner["idleTimeBeforeShutdown"])?;
    }
    world.quotas.check(size, world.workspaces_of(&target.subscription))
}

/// Refuses a name that is invalid, or taken anywhere in the region. The texts are those that version 1 of the Azure
/// CLI quotes (pipelines-azureml#19, and issue 4 of Microsoft's templates for demand forecasting). No source shows
/// the status and the code.
fn check_name(world: &World, name: &str) -> Result<(), ArmProblem> {
    let unavailable = |reason: &str, message: &str| {
        let message = format!("Compute name '{name}' is not available. Reason: {reason}. Message: {message}");
        Err(ArmProblem::user(message))
    };
    if !is_compute_name(name) {
        return unavailable(
            "Invalid",
            "A name for an Azure ML Compute Instance must be between 3 and 24 characters in length and must use \
             only numbers, letters and minus symbol (-), must start with letters. Numbers cannot be the ending \
             of the name if the previous character is a minus symbol (-). Please specify a different Azure ML \
             Instance name",
        );
    }
    if world.workspaces.iter().any(|workspace| workspace.position(name).is_some()) {
        let message = format!("The specified name {name} is already in use and is therefore unavailable");
        return unavailable("AlreadyExists", &message);
    }
    Ok(())
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
