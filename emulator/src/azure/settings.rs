//! Changes an instance's settings: idle shutdown and schedules.

use http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    problem::{ArmProblem, json_object},
    world::World,
};
use crate::{
    answer::{Answer, empty, json},
    faults::Effect,
    ids::guid,
    request::EmulatedRequest,
};

/// `updateIdleShutdownSetting`: 15 minutes to 3 days, effective at once.
pub(crate) fn set_idle_shutdown(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let instance = world.instance(&request.route.target)?;
    let body = json_object(request)?;
    let wanted = &body["idleTimeBeforeShutdown"];
    check_idle(wanted)?;
    if !request.has_fault(Effect::Ignored) {
        let set = instance.set("idleTimeBeforeShutdown", wanted.clone());
        set.map_err(ArmProblem::user)?;
    }
    Ok(empty(StatusCode::OK))
}

/// Refuses an idle time that no instance can have.
pub(crate) fn check_idle(wanted: &Value) -> Result<(), ArmProblem> {
    let duration = wanted.as_str().and_then(|text| text.parse::<SignedDuration>().ok());
    let limits = SignedDuration::from_mins(15)..=SignedDuration::from_hours(3 * 24);
    if duration.is_some_and(|duration| limits.contains(&duration)) {
        return Ok(());
    }
    Err(ArmProblem::user(format!(
        "IdleTimeBeforeShutdown must be an ISO 8601 duration from 15 minutes to 3 days, not {wanted}."
    )))
}

/// `updateSchedules`: replaces the whole list.
pub(crate) fn set_schedules(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    world.instance(&request.route.target)?;
    let mut body = json_object(request)?;
    accept(&mut body, world)?;
    if !request.has_fault(Effect::Ignored) {
        let instance = world.instance(&request.route.target)?;
        instance.set("schedules", body.clone()).map_err(ArmProblem::user)?;
    }
    Ok(json(StatusCode::OK, &body))
}

/// Refuses schedules that no instance can have, and gives new ones an id.
pub(crate) fn accept(wanted: &mut Value, world: &mut World) -> Result<(), ArmProblem> {
    let Some(schedules) = wanted.get_mut("computeStartStop").and_then(Value::as_array_mut) else {
        return Err(ArmProblem::user("computeStartStop must be a list of schedules."));
    };
    if schedules.len() > 4 {
        return Err(ArmProblem::user("A compute instance may have at most 4 schedules."));
    }
    for schedule in schedules {
        let Some(schedule) = schedule.as_object_mut() else {
            return Err(ArmProblem::user("A schedule must be an object."));
        };
        if schedule.get("id").is_none_or(Value::is_null) {
            schedule.insert("id".into(), json!(schedule_id(world.next_number())));
        }
        schedule.insert("provisioningStatus".into(), json!("Completed"));
    }
    Ok(())
}

/// An id that, like Azure's, differs from others in its first digits.
fn schedule_id(number: u64) -> String {
    // Multiplying by the golden ratio's bits spreads the numbers.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    guid((mixed >> 32) as u32, mixed & 0xffff_ffff_ffff)
}
