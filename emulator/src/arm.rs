//! Azure Resource Manager, as far as compute instances go.

use http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    answer::{Answer, empty, guid, json},
    catalog, create,
    fault::Effect,
    follow, jobs,
    operation::Verb,
    problem::Problem,
    route::Call,
    tags,
    visit::Visit,
    world::{Compute, Workspace, World, check_scope},
};

/// Answers one call to ARM.
pub(super) fn answer(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    admit(world, visit)?;
    let place = &visit.route.place;
    match visit.route.call {
        Call::List => list(world, visit),
        Call::Get => get(world, visit),
        Call::Create => create::create(world, visit),
        Call::Start => operate(world, visit, Verb::Start),
        Call::Stop => operate(world, visit, Verb::Stop),
        Call::Restart => operate(world, visit, Verb::Restart),
        Call::Delete => delete(world, visit),
        Call::Idle => set_idle_shutdown(world, visit),
        Call::Schedules => set_schedules(world, visit),
        Call::Operation => follow::answer(world, visit),
        Call::Permissions => {
            if !place.workspace.is_empty() {
                world.workspace(place)?;
            }
            Ok(json(StatusCode::OK, &world.rights.resource()))
        }
        Call::VmSizes => Ok(json(StatusCode::OK, &catalog::sizes())),
        Call::Workspace => {
            let workspace = world.workspace(place)?;
            Ok(json(StatusCode::OK, &workspace.resource()))
        }
        Call::Workspaces => {
            let all = world.workspaces.iter();
            Ok(page(world.options.page_size, visit, all, Workspace::resource))
        }
        Call::Jobs => jobs::list(world, visit),
        Call::Tags => tags::read(world, place),
        Call::Tag => tags::change(world, place, &visit.body),
        _ => Err(not_played(visit)),
    }
}

/// What ARM's gateway checks of every call, in its order.
fn admit(world: &World, visit: &Visit) -> Result<(), Problem> {
    if visit.bearer().is_none() {
        return Err(Problem::gateway(
            StatusCode::UNAUTHORIZED,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
        ));
    }
    if visit.token_number().is_some_and(|number| number <= world.revoked) {
        return Err(Problem::gateway(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            "The access token has been revoked.",
        ));
    }
    if visit.route.call == Call::Unknown {
        return Err(not_played(visit));
    }
    if visit.parameter("api-version").is_none() {
        return Err(Problem::gateway(
            StatusCode::BAD_REQUEST,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        ));
    }
    check_scope(&visit.route.place)?;
    match visit.route.call.action() {
        Some(action) if !world.rights.allow(action) => {
            Err(Problem::not_authorized(action, &visit.route.place.id()))
        }
        _ => Ok(()),
    }
}

fn not_played(visit: &Visit) -> Problem {
    let message = format!(
        "No HTTP resource was found that matches the request URI '{}', or this emulator does not \
         play it.",
        visit.path
    );
    Problem::gateway(StatusCode::NOT_FOUND, "InvalidResourceType", message)
}

fn list(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let page_size = world.options.page_size;
    let workspace = world.workspace(&visit.route.place)?;
    let resource = |compute: &Compute| {
        let mut resource = compute.resource();
        if visit.befallen_by(Effect::Nulls) {
            forget_state(&mut resource);
        }
        resource
    };
    Ok(page(page_size, visit, workspace.computes.iter(), resource))
}

/// One page of a list, with the address of the next. Nothing is written out but what is on it: a
/// world may hold thousands.
///
/// `$skip` is nobody's business but the service's, so it is made to look it: a client that counts
/// on its being a number is found out.
pub(super) fn page<T>(
    page_size: usize,
    visit: &Visit,
    all: impl ExactSizeIterator<Item = T>,
    resource: impl Fn(T) -> Value,
) -> Answer {
    let skip = visit.parameter("$skip");
    let start = skip.and_then(|token| usize::from_str_radix(token.strip_prefix("p_")?, 16).ok());
    let start = start.unwrap_or(0).min(all.len());
    let end = (start + page_size.max(1)).min(all.len());
    let more = end < all.len();
    let value: Vec<Value> = all.skip(start).take(end - start).map(resource).collect();
    let mut body = serde_json::Map::from_iter([("value".to_owned(), Value::Array(value))]);
    if more || visit.befallen_by(Effect::ForeignStatus) {
        let version = visit.parameter("api-version").unwrap_or_default();
        let (base, path) = (visit.base_url(), &visit.path);
        let next = format!("{base}{path}?api-version={version}&$skip=p_{end:x}");
        body.insert("nextLink".to_owned(), Value::String(next));
    }
    json(StatusCode::OK, &Value::Object(body))
}

fn get(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let mut resource = world.compute(&visit.route.place)?.resource();
    if visit.befallen_by(Effect::Nulls) {
        forget_state(&mut resource);
    }
    Ok(json(StatusCode::OK, &resource))
}

fn forget_state(resource: &mut Value) {
    if resource["properties"]["computeType"] != "ComputeInstance" {
        return;
    }
    let inner = &mut resource["properties"]["properties"];
    inner["state"] = Value::Null;
    inner["lastOperation"] = Value::Null;
}

/// Accepts start, stop, restart or delete.
fn operate(world: &mut World, visit: &Visit, verb: Verb) -> Result<Answer, Problem> {
    let place = &visit.route.place;
    let operation = world.accept(place, verb, visit.fate(verb))?;
    operation.unreadable = visit.befallen_by(Effect::NoStatus);
    let id = operation.id.clone();
    Ok(follow::addresses(empty(StatusCode::ACCEPTED), &id, world, visit))
}

fn delete(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    match visit.parameter("underlyingResourceAction").as_deref() {
        Some("Delete" | "Detach") => {}
        Some(other) => {
            let message = format!("'{other}' is no underlyingResourceAction: Delete or Detach.");
            return Err(Problem::user(message));
        }
        None => {
            let message = "The underlyingResourceAction query parameter is required.";
            return Err(Problem::user(message));
        }
    }
    let place = &visit.route.place;
    world.workspace(place)?;
    if world.compute(place).is_err() {
        // As the specification has it.
        return Ok(empty(StatusCode::NO_CONTENT));
    }
    operate(world, visit, Verb::Delete)
}

/// `updateIdleShutdownSetting`: 15 minutes to 3 days, effective at once.
fn set_idle_shutdown(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let instance = world.instance(&visit.route.place)?;
    let body = visit.json()?;
    let wanted = &body["idleTimeBeforeShutdown"];
    let duration = wanted
        .as_str()
        .and_then(|text| text.parse::<SignedDuration>().ok());
    let limits = SignedDuration::from_mins(15)..=SignedDuration::from_hours(3 * 24);
    if !duration.is_some_and(|duration| limits.contains(&duration)) {
        let message = format!(
            "IdleTimeBeforeShutdown must be an ISO 8601 duration from 15 minutes to 3 days, not \
             {wanted}."
        );
        return Err(Problem::user(message));
    }
    if !visit.befallen_by(Effect::Ignored) {
        let set = instance.set("idleTimeBeforeShutdown", wanted.clone());
        set.map_err(Problem::user)?;
    }
    Ok(empty(StatusCode::OK))
}

/// `updateSchedules`: the list sent replaces the list kept. New ones are given an id.
fn set_schedules(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    world.instance(&visit.route.place)?;
    let mut body = visit.json()?;
    let Some(schedules) = body["computeStartStop"].as_array_mut() else {
        return Err(Problem::user("computeStartStop must be a list of schedules."));
    };
    if schedules.len() > 4 {
        return Err(Problem::user("A compute instance may have at most 4 schedules."));
    }
    for schedule in schedules {
        let Some(schedule) = schedule.as_object_mut() else {
            return Err(Problem::user("A schedule must be an object."));
        };
        if schedule.get("id").is_none_or(Value::is_null) {
            schedule.insert("id".into(), json!(schedule_id(world.next_number())));
        }
        schedule.insert("provisioningStatus".into(), json!("Completed"));
    }
    if !visit.befallen_by(Effect::Ignored) {
        let instance = world.instance(&visit.route.place)?;
        instance.set("schedules", body.clone()).map_err(Problem::user)?;
    }
    Ok(json(StatusCode::OK, &body))
}

/// Ids that differ from their first letters on, as Azure's do.
fn schedule_id(number: u64) -> String {
    // The golden ratio's bits, as good hashes have them.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    guid((mixed >> 32) as u32, mixed & 0xffff_ffff_ffff)
}
