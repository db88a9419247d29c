//! Changes to an instance's settings: when it shuts down if idle, and its schedules.

use http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    problem::{Problem, json_object},
    world::World,
};
use crate::{
    answer::{Answer, empty, json},
    faults::Effect,
    ids::guid,
    request::Visit,
};

/// `updateIdleShutdownSetting`: 15 minutes to 3 days, effective at once.
pub(crate) fn set_idle_shutdown(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let instance = world.instance(&visit.route.place)?;
    let body = json_object(visit)?;
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
pub(crate) fn set_schedules(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    world.instance(&visit.route.place)?;
    let mut body = json_object(visit)?;
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
