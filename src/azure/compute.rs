//! Compute instances as Azure Resource Manager describes them.
//!
//! Azure leaves nearly every field null at some time and adds names to its lists, so everything but
//! the name may be missing, and every list has an `Other`.

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::{
    arm_error::InstanceError,
    compute_state::{LONGEST_CHANGE, OperationName, OperationStatus, ScheduleAction, State, Trigger},
    error::AzureErrorKind,
    schedule::{self, Schedule},
    security_settings::SecuritySettings,
};
use crate::{
    lenient_json,
    target::{Alias, ComputeId, Instance},
};

/// The tag with the name of the blueprint that an instance was made from.
pub(super) const BLUEPRINT_TAG: &str = "lamplighter-blueprint";

/// The tag with the id of the request that made an instance.
pub(super) const REQUEST_TAG: &str = "lamplighter-request";

/// The tag with the name of the instance that this one takes the place of.
pub(super) const REPLACES_TAG: &str = "lamplighter-replaces";

/// One compute instance at the time of the read.
#[derive(Clone, Debug, PartialEq)]
pub struct Compute {
    /// Its name in the case in which it was created, and the alias of its workspace.
    pub id: ComputeId,
    /// `eastus2`
    pub location: Option<String>,
    /// `STANDARD_DS3_V2`: upper case, whatever case it was created with.
    pub vm_size: Option<String>,
    /// Null for a while after the instance was created.
    pub state: Option<State>,
    /// Null for a while after the instance was created, and in some lists.
    pub last_operation: Option<LastOperation>,
    /// Entra object id: the assigned user, else the creator.
    pub owner: Option<String>,
    /// The owner's name in the directory. Azure names creators only.
    pub owner_name: Option<String>,
    /// Tells an instance from a younger one with its name. `None` if Azure does not say.
    pub created_on: Option<Timestamp>,
    /// Changes when an operation ends, too.
    pub modified_on: Option<Timestamp>,
    /// The idle time after which Azure shuts it down. `None`: never, or an unreadable value.
    pub idle_shutdown: Option<SignedDuration>,
    /// All of them, also disabled and failed ones.
    pub schedules: Vec<Schedule>,
    /// Provisioning errors first.
    pub errors: Vec<InstanceError>,
    /// Jupyter and others. Empty while the instance is set up.
    pub applications: Vec<Application>,
    /// The blueprint that it was made from, and the id of the request that made it, if we made it.
    pub made: Option<(String, String)>,
    /// The name of the instance that we made it in place of.
    pub replaces: Option<String>,
    /// What an audit checks besides schedules and idle time.
    pub security: SecuritySettings,
}

impl Compute {
    /// What an outcome's report needs: not what takes most of the memory for a fleet.
    pub fn essentials(&self) -> Self {
        Self {
            schedules: Vec::new(),
            errors: Vec::new(),
            applications: Vec::new(),
            security: SecuritySettings::default(),
            ..self.clone()
        }
    }

    /// The part that policy and tickets use.
    pub fn instance(&self) -> Instance {
        Instance {
            id: self.id.clone(),
            owner: self.owner.clone(),
            owner_name: self.owner_name.clone(),
            created_on: self.created_on,
        }
    }

    /// The last operation, if it led to the state that the instance is in.
    pub fn cause(&self) -> Option<&LastOperation> {
        self.last_operation.as_ref().filter(|last| last.led_to(self.state.as_ref()))
    }

    /// The stop of a stopped instance, if it was at `since` or later.
    pub fn stop_after(&self, since: Timestamp) -> Option<&LastOperation> {
        let last = self.last_operation.as_ref().filter(|_| self.state == Some(State::Stopped))?;
        let is_stop = last.name == OperationName::Stop && last.status == OperationStatus::Succeeded;
        (is_stop && last.time >= since).then_some(last)
    }

    /// Whether Azure itself may stop it before `until`: when it is idle, or by a schedule of its own.
    pub fn may_stop_by_itself(&self, now: Timestamp, until: Timestamp) -> bool {
        let mut stops = self.schedules.iter().filter(|schedule| schedule.action == ScheduleAction::Stop);
        self.idle_shutdown.is_some() || stops.any(|stop| stop.due(now).next.is_some_and(|next| next < until))
    }

    /// Whether the owner has this object id in Entra.
    pub fn is_owned_by(&self, entra: Option<&str>) -> bool {
        self.owner.as_deref().zip(entra).is_some_and(|(owner, entra)| owner.eq_ignore_ascii_case(entra))
    }

    /// Why an operation failed, if its errors have a reason that we know. A full disk first: it is the cause of others.
    pub fn trouble(&self) -> Option<AzureErrorKind> {
        let kinds = || self.errors.iter().filter_map(InstanceError::kind);
        kinds().find(|kind| *kind == AzureErrorKind::DiskFull).or_else(|| kinds().next())
    }

    /// Since when it is changing, if that is longer at `now` than Azure ever takes.
    pub fn stuck_since(&self, now: Timestamp) -> Option<Timestamp> {
        let last = self.last_operation.as_ref();
        let in_progress = last.filter(|last| last.status == OperationStatus::InProgress);
        let since = match &self.state {
            Some(State::Creating) => self.created_on,
            Some(state) if state.is_changing() => in_progress.map(|last| last.time),
            // Some answers leave the state out.
            Some(_) | None => None,
        };
        since.filter(|since| now.duration_since(*since) > LONGEST_CHANGE)
    }

    /// Reads one resource of the `computes` collection. `None` if it is of another type, such as a
    /// cluster, or has no name.
    pub fn read(workspace: &Alias, resource: &Value) -> Option<Self> {
        // A missing key reads as null.
        let outer = &resource["properties"];
        let inner = &outer["properties"];
        let kind: String = lenient_json::get(outer, "/computeType")?;
        if !kind.eq_ignore_ascii_case("ComputeInstance") {
            return None;
        }
        let Some(name) = lenient_json::get(resource, "/name") else {
            tracing::warn!("an instance without a name in Azure's answer is left out");
            return None;
        };
        let text = |pointer: &str| lenient_json::get::<String>(inner, pointer);
        let creator = text("/createdBy/userId");
        let assigned = text("/personalComputeInstanceSettings/assignedUser/objectId");
        let made_by_owner = assigned.is_none() || assigned == creator;
        let provisioning = lenient_json::elements(&outer["provisioningErrors"]);
        let errors = provisioning.chain(lenient_json::elements(&inner["errors"]));
        Some(Self {
            id: ComputeId { workspace: workspace.clone(), name },
            location: lenient_json::get(resource, "/location"),
            vm_size: text("/vmSize"),
            state: text("/state").map(State::from),
            last_operation: LastOperation::read(&inner["lastOperation"]),
            owner_name: text("/createdBy/userName").filter(|_| made_by_owner),
            owner: assigned.or(creator),
            created_on: lenient_json::get(outer, "/createdOn"),
            modified_on: lenient_json::get(outer, "/modifiedOn"),
            idle_shutdown: text("/idleTimeBeforeShutdown").as_deref().and_then(duration),
            schedules: schedule::read(&inner["schedules"]),
            errors: errors.filter_map(InstanceError::read).collect(),
            applications: lenient_json::list(inner, "/applications"),
            made: lenient_json::get(&resource["tags"], &format!("/{BLUEPRINT_TAG}"))
                .zip(lenient_json::get(&resource["tags"], &format!("/{REQUEST_TAG}"))),
            replaces: lenient_json::get(&resource["tags"], &format!("/{REPLACES_TAG}")),
            security: SecuritySettings::read(resource),
        })
    }
}

/// The last thing that Azure did to an instance, or is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastOperation {
    /// Which operation it is.
    pub name: OperationName,
    /// When Azure accepted it, not when it ended.
    pub time: Timestamp,
    /// Whether it is in progress, or how it ended.
    pub status: OperationStatus,
    /// Who or what asked for it. `None` if Azure does not say.
    pub trigger: Option<Trigger>,
}

impl LastOperation {
    /// Whether an instance is in this state because of the operation. A running job does not show when it began.
    pub fn led_to(&self, state: Option<&State>) -> bool {
        use OperationName::{Create, Restart, Start, Stop};
        use OperationStatus::Succeeded;
        match (state, &self.name, &self.status) {
            (Some(State::Running), Start | Restart | Create, Succeeded)
            | (Some(State::Stopped), Stop, Succeeded) => true,
            (Some(state), _, OperationStatus::InProgress) => state.is_changing(),
            _ => false,
        }
    }

    /// Without a name or a time it cannot be compared with a request.
    fn read(operation: &Value) -> Option<Self> {
        let text = |pointer: &str| lenient_json::get::<String>(operation, pointer);
        let status = match text("/operationStatus").unwrap_or_else(|| "Unknown".to_owned()) {
            status if status.to_ascii_lowercase().ends_with("failed") => OperationStatus::Failed,
            status => status.into(),
        };
        Some(Self {
            name: text("/operationName")?.into(),
            time: lenient_json::get(operation, "/operationTime")?,
            status,
            trigger: text("/operationTrigger").map(Trigger::from),
        })
    }
}

/// A page to open in a browser; only the assigned user may.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// `Jupyter Lab`
    pub display_name: String,
    /// Its address, which needs a login in Entra.
    pub endpoint_uri: String,
}

/// Reads `PT120M`, `PT1H` or `P1D`: people set any of these forms.
pub(super) fn duration(text: &str) -> Option<SignedDuration> {
    let span: Span = text.parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    duration.is_positive().then_some(duration)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::azure::{ScheduleAction, Timing};

    fn read(resource: &Value) -> Option<Compute> {
        Compute::read(&"research".parse().unwrap(), resource)
    }

    fn resource(inner: Value) -> Value {
        json!({
            "name": "ci1",
            "location": "eastus2",
            "properties": {
                "computeType": "ComputeInstance",
                "createdOn": "2022-10-04T05:56:08.1617498+00:00",
                "modifiedOn": "2022-10-04T06:01:45.9558128+00:00",
                "provisioningErrors": null,
                "properties": inner,
            },
        })
    }

    fn with(inner: Value) -> Compute {
        read(&resource(inner)).unwrap()
    }

    #[test]
    fn a_whole_instance_is_read() {
        let compute = with(json!({
            "vmSize": "STANDARD_DS2_V2",
            "state": "Running",
            "errors": [],
            "lastOperation": {
                "operationName": "Start",
                "operationTime": "2026-11-20T08:00:00.000+00:00",
                "operationStatus": "Succeeded",
                "operationTrigger": "Schedule",
            },
            "createdBy": { "userId": "admin", "userName": "Carla" },
            "personalComputeInstanceSettings": { "assignedUser": { "objectId": "ana" } },
            "applications": [{ "displayName": "Jupyter", "endpointUri": "https://ci1.example/tree" }],
            "osImageMetadata": { "isLatestOsImageVersion": false },
            "idleTimeBeforeShutdown": "PT60M",
            "someDayThereIs": "more",
        }));
        assert!(compute.security.identity.is_none());
        assert_eq!(compute.id.to_string(), "research/ci1");
        assert_eq!(compute.state, Some(State::Running));
        let last = LastOperation {
            name: OperationName::Start,
            time: "2026-11-20T08:00:00Z".parse().unwrap(),
            status: OperationStatus::Succeeded,
            trigger: Some(Trigger::Schedule),
        };
        assert_eq!(compute.last_operation, Some(last));
        assert_eq!(compute.idle_shutdown, Some(SignedDuration::from_hours(1)));
        assert_eq!(compute.security.os_image.is_latest, Some(false));
        assert_eq!(compute.owner_name, None, "that is the creator's");
        assert_eq!(compute.applications[0].display_name, "Jupyter");
        let instance = compute.instance();
        assert_eq!(instance.owner.as_deref(), Some("ana"), "the assigned user before the creator");
        let created = "2022-10-04T05:56:08.1617498Z".parse().unwrap();
        assert_eq!(instance.created_on, Some(created), "to the seventh digit");
    }

    #[test]
    fn the_owner_has_a_name_if_the_owner_is_the_creator() {
        let name = |creator: &str, assigned: Value| {
            let by = json!({ "userId": creator, "userName": "Ana" });
            let settings = json!({ "assignedUser": { "objectId": assigned } });
            with(json!({ "createdBy": by, "personalComputeInstanceSettings": settings })).owner_name
        };
        assert_eq!(name("ana", json!(null)).as_deref(), Some("Ana"));
        assert_eq!(name("ana", json!("ana")).as_deref(), Some("Ana"));
        assert_eq!(name("ana", json!("bruno")), None);
    }

    #[test]
    fn schedules_are_read() {
        let compute = with(json!({ "schedules": { "computeStartStop": [
            {
                "id": "d", "status": "Enabled", "action": "Stop", "triggerType": "Cron",
                "cron": { "timeZone": "UTC", "expression": "0 18 * * 1-5" },
            },
            {
                "id": "e", "status": "Disabled", "action": "Start", "triggerType": "Recurrence",
                "recurrence": {
                    "frequency": "Week", "interval": 1, "timeZone": "UTC",
                    "schedule": { "hours": [8], "minutes": [0], "weekDays": ["Monday"], "monthDays": null },
                },
            },
            { "status": "Enabled" },
            null,
        ] } }));
        let [stop, start] = compute.schedules.as_slice() else {
            panic!("{:?}", compute.schedules);
        };
        let cron =
            Timing::Cron { expression: "0 18 * * 1-5".into(), time_zone: Some("UTC".into()), start: None };
        assert_eq!((&stop.action, stop.enabled, &stop.timing), (&ScheduleAction::Stop, true, &Some(cron)));
        assert_eq!((&start.action, start.enabled), (&ScheduleAction::Start, false));
        assert!(matches!(&start.timing, Some(Timing::Recurrence { hours, .. }) if hours == &[8]));
    }

    #[test]
    fn anything_but_the_name_may_be_missing() {
        let bare = json!({ "name": "ci1", "properties": { "computeType": "ComputeInstance" } });
        let compute = read(&bare).unwrap();
        assert_eq!((compute.state, compute.owner, compute.errors), (None, None, vec![]));
        assert!(read(&json!({ "properties": { "computeType": "ComputeInstance" } })).is_none());
        assert!(read(&json!({ "name": "cpu", "properties": { "computeType": "AmlCompute" } })).is_none());
        for nothing in [json!(null), json!([]), json!("ci1"), json!({ "name": "ci1" })] {
            assert!(read(&nothing).is_none(), "{nothing}");
        }
        for field in FIELDS {
            assert!(read(&resource(json!({ *field: null }))).is_some(), "{field}");
        }
    }

    #[test]
    fn an_unknown_name_is_kept_as_azure_spells_it() {
        let state = |text: &str| with(json!({ "state": text })).state.unwrap();
        assert_eq!(state("jobrunning"), State::JobRunning);
        assert_eq!(state("Hibernating"), State::Other("Hibernating".into()));
        assert_eq!(state("Hibernating").as_str(), "Hibernating");
        assert_eq!(State::UserSetupFailed.as_str(), "UserSetupFailed");
    }

    #[test]
    fn idle_times_come_in_several_forms() {
        let idle = |text: &str| with(json!({ "idleTimeBeforeShutdown": text })).idle_shutdown;
        for text in ["PT120M", "PT2H", "PT7200S", "PT1H60M"] {
            assert_eq!(idle(text), Some(SignedDuration::from_hours(2)), "{text}");
        }
        assert_eq!(idle("P3D"), Some(SignedDuration::from_hours(72)));
        for text in ["", "PT0S", "-PT1H", "P1M", "never", "120"] {
            assert_eq!(idle(text), None, "{text}");
        }
    }

    #[test]
    fn an_identity_of_type_none_is_no_identity() {
        for (identity, there) in [
            (json!({ "type": "SystemAssigned" }), true),
            (json!({ "type": "SystemAssigned,UserAssigned" }), true),
            (json!({ "type": "None" }), false),
            (json!(null), false),
        ] {
            let mut resource = resource(json!({}));
            resource["identity"] = identity;
            assert_eq!(read(&resource).unwrap().security.identity.is_some(), there, "{resource}");
        }
    }

    #[test]
    fn errors_have_azures_reason_if_there_is_one() {
        let mut resource = resource(json!({
            "errors": [{ "error": { "code": "UserError", "message": "It encountered an unusable node." } }],
        }));
        resource["properties"]["provisioningErrors"] = json!([{ "code": "Odd" }, {}, null, 7]);
        let compute = read(&resource).unwrap();
        let codes: Vec<_> = compute.errors.iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(codes, ["Odd", "UserError"]);
        assert_eq!(compute.trouble(), Some(AzureErrorKind::Unusable));
        assert_eq!(with(json!({})).trouble(), None);
    }

    const FIELDS: &[&str] = &[
        "vmSize",
        "state",
        "lastOperation",
        "createdBy",
        "personalComputeInstanceSettings",
        "idleTimeBeforeShutdown",
        "schedules",
        "errors",
        "applications",
        "osImageMetadata",
        "sshSettings",
        "subnet",
    ];

    /// Any JSON at all, out of the words that mean something here.
    fn any_json() -> impl Strategy<Value = Value> {
        let words = [
            FIELDS,
            &[
                "operationName",
                "operationTime",
                "userId",
                "assignedUser",
                "objectId",
                "computeStartStop",
                "action",
                "cron",
                "expression",
                "recurrence",
                "frequency",
                "schedule",
                "hours",
                "code",
                "error",
                "message",
                "Stop",
                "PT1H",
                "2022-10-04T05:56:08.1617498+00:00",
            ],
        ]
        .concat();
        let word = proptest::sample::select(words);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            word.clone().prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(word.clone(), inner, 0..6)
                    .prop_map(|map| map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_answer_of_azures_loses_an_instance(
            inner in prop::collection::btree_map(proptest::sample::select(FIELDS), any_json(), 0..10),
            outer in any_json(),
        ) {
            let inner = inner.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            let compute = read(&resource(inner));
            prop_assert!(compute.is_some_and(|compute| compute.id.name == "ci1"));
            let _ = read(&outer);
        }
    }
}
