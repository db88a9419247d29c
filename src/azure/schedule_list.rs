//! The schedules of one instance, changed one by one and written as a whole, since `updateSchedules`
//! replaces the list. Entries of others are written back as they were read, whatever they hold.

use azure_core::http::Method;
use jiff::civil::DateTime;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    client::Azure,
    compute::Compute,
    compute_state::ScheduleAction,
    error::{AzureError, AzureErrorKind, Result},
    schedule::Schedule,
    throttle_wait::ThrottleWait,
    zone::Zone,
};
use crate::{lenient_json, target::ComputeId};

/// The most that Azure keeps for an instance.
pub const MOST_SCHEDULES: usize = 4;

const LIST: &str = "computeStartStop";
/// Set by Azure; changes without a change of the schedule.
const PROGRESS: &str = "provisioningStatus";

/// All schedules of an instance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScheduleList {
    /// Keys beside the list, should Azure add any.
    rest: Map<String, Value>,
    entries: Vec<ScheduleEntry>,
}

/// One schedule as Azure has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScheduleEntry(Value);

impl Azure {
    /// Reads an instance, and its schedules for a change.
    ///
    /// # Errors
    ///
    /// As [`Azure::get`]; and `Garbage` if the schedules have a form that cannot be written back.
    pub async fn schedule_list(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<(Compute, ScheduleList)> {
        let (compute, resource) = self.resource(id, waiting).await?;
        let list = ScheduleList::of(&resource);
        Ok((compute.into_inner(), list.ok_or_else(|| AzureError::of(AzureErrorKind::Garbage))?))
    }

    /// Replaces all schedules of an instance. Sent once; safe to repeat. Azure answers 200 even if nothing
    /// changes: read the list to be sure.
    pub async fn set_schedule_list(
        &self,
        id: &ComputeId,
        schedule_list: &ScheduleList,
        waiting: &ThrottleWait,
    ) -> Result<()> {
        let url = self.compute(id, Some("updateSchedules"), &self.settings.schedules_api_version)?;
        self.arm.send(Method::Post, url, &schedule_list.body(), waiting).await.map(drop)
    }
}

impl ScheduleList {
    /// The schedules of a resource. `None` if they cannot be written back.
    pub fn of(resource: &Value) -> Option<Self> {
        let schedules = resource.pointer("/properties/properties/schedules");
        let mut rest = match schedules {
            None | Some(Value::Null) => Map::new(),
            Some(schedules) => schedules.as_object()?.clone(),
        };
        let entries = match rest.remove(LIST) {
            None | Some(Value::Null) => Vec::new(),
            Some(list) => list.as_array()?.iter().cloned().map(ScheduleEntry).collect(),
        };
        Some(Self { rest, entries })
    }

    /// As the requests that write it have it.
    pub(super) fn body(&self) -> Value {
        let mut whole = self.rest.clone();
        whole.insert(LIST.to_owned(), json!(self.entries));
        Value::Object(whole)
    }

    /// In Azure's order, unreadable ones included.
    pub fn schedules(&self) -> Vec<Schedule> {
        self.entries.iter().map(ScheduleEntry::schedule).collect()
    }

    /// Whether Azure would refuse another one.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= MOST_SCHEDULES
    }

    /// A copy of an entry by its position in [`Self::schedules`].
    pub fn entry(&self, at: usize) -> Option<ScheduleEntry> {
        self.entries.get(at).cloned()
    }

    /// Adds one that begins at `start`, by the clock of its zone. Azure assigns its id.
    pub fn add(
        &mut self,
        action: &ScheduleAction,
        expression: &str,
        zone: &Zone,
        start: DateTime,
    ) -> ScheduleEntry {
        let entry = ScheduleEntry(json!({
            "status": "Enabled",
            "action": action.as_str(),
            "triggerType": "Cron",
            "cron": {
                "startTime": start.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                "timeZone": zone.name(),
                "expression": expression,
            },
        }));
        self.entries.push(entry.clone());
        entry
    }

    /// Enables or disables one.
    pub fn switch(&mut self, at: usize, on: bool) -> Option<ScheduleEntry> {
        let entry = self.entries.get_mut(at)?;
        let status = if on { "Enabled" } else { "Disabled" };
        entry.0.as_object_mut()?.insert("status".to_owned(), status.into());
        Some(entry.clone())
    }

    /// Takes an entry out. `None` if the list is shorter.
    pub fn remove(&mut self, at: usize) -> Option<ScheduleEntry> {
        (at < self.entries.len()).then(|| self.entries.remove(at))
    }

    /// Adds an entry that was removed, id and all, at the end.
    pub fn put_back(&mut self, entry: &ScheduleEntry) {
        self.entries.push(entry.clone());
    }

    /// The position of an entry.
    pub fn find(&self, entry: &ScheduleEntry) -> Option<usize> {
        self.entries.iter().position(|other| entry.is(other))
    }

    /// The number of entries that equal `entry` but for their ids.
    pub fn count(&self, entry: &ScheduleEntry) -> usize {
        self.entries.iter().filter(|other| essence(&other.0) == essence(&entry.0)).count()
    }

    /// Whether both have the same entries.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.rest == other.rest && self.entries.iter().map(settled).eq(other.entries.iter().map(settled))
    }

    /// The entries that `other` lacks.
    pub fn missing_from(&self, other: &Self) -> Vec<ScheduleEntry> {
        self.entries.iter().filter(|entry| other.find(entry).is_none()).cloned().collect()
    }
}

impl ScheduleEntry {
    /// The entry as far as it can be read.
    pub fn schedule(&self) -> Schedule {
        Schedule::read(&self.0)
    }

    /// Whether both do the same at the same times, regardless of ids.
    pub fn does_the_same(&self, other: &Self) -> bool {
        essence(&self.0) == essence(&other.0) || self.schedule().does_the_same(&other.schedule())
    }

    /// Whether the ids are equal, or all but the ids, in case Azure assigns new ones.
    fn is(&self, other: &Self) -> bool {
        let id = |entry: &Self| lenient_json::get::<String>(&entry.0, "/id");
        let same_id = id(self).is_some() && id(self) == id(other);
        same_id || essence(&self.0) == essence(&other.0)
    }
}

/// The entry without Azure's progress.
fn settled(entry: &ScheduleEntry) -> Value {
    let mut entry = entry.0.clone();
    entry.as_object_mut().and_then(|fields| fields.remove(PROGRESS));
    entry
}

/// The fields that a caller set: without Azure's own and without nulls.
fn essence(entry: &Value) -> Value {
    match entry {
        Value::Object(fields) => {
            let said = |(name, value): (&String, &Value)| {
                let own = ["id", PROGRESS].contains(&name.as_str());
                (!own && !value.is_null()).then(|| (name.clone(), essence(value)))
            };
            Value::Object(fields.iter().filter_map(said).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule_list(schedules: Value) -> Option<ScheduleList> {
        ScheduleList::of(&json!({"properties": {"properties": {"schedules": schedules}}}))
    }

    fn two() -> Value {
        json!({
            "someDay": {"there": "is more"},
            "computeStartStop": [
                {"id": "aaaa1111", "action": "Stop", "status": "Enabled", "provisioningStatus": "Completed",
                 "triggerType": "Recurrence", "recurrence": {"frequency": "Day", "odd": [1, null]}, "new": 7.50},
                "what is this",
            ],
        })
    }

    #[test]
    fn entries_of_others_are_written_back_unchanged() {
        let before = schedule_list(two()).unwrap();
        assert_eq!(before.body(), two());
        let mut after = before.clone();
        let zone = Zone::in_azure("GMT Standard Time").unwrap();
        let start = "2026-11-23T18:00:00".parse().unwrap();
        let added = after.add(&ScheduleAction::Stop, "0 20 * * 1-5", &zone, start);
        let mut expected = two();
        let new = json!({"status": "Enabled", "action": "Stop", "triggerType": "Cron", "cron": {
            "startTime": "2026-11-23T18:00:00", "timeZone": "GMT Standard Time", "expression": "0 20 * * 1-5"}});
        expected["computeStartStop"].as_array_mut().unwrap().push(new);
        assert_eq!(after.body(), expected);
        assert_eq!(after.find(&added), Some(2));
        assert_eq!(before.missing_from(&after), []);
        assert_eq!(after.missing_from(&before), [added]);

        after.switch(0, false);
        expected["computeStartStop"][0]["status"] = json!("Disabled");
        assert_eq!(after.body(), expected);
        assert_eq!(before.missing_from(&after), [], "it is still there, by its id");
        after.remove(2);
        after.switch(0, true);
        assert_eq!(after, before);
    }

    #[test]
    fn azures_own_changes_are_ignored() {
        let before = schedule_list(two()).unwrap();
        let mut provisioning = two();
        provisioning["computeStartStop"][0]["provisioningStatus"] = json!("Provisioning");
        assert!(before.agrees_with(&schedule_list(provisioning).unwrap()));
        let mut renumbered = two();
        renumbered["computeStartStop"][0]["id"] = json!("bbbb2222");
        renumbered["computeStartStop"][0]["cron"] = Value::Null;
        let renumbered = schedule_list(renumbered).unwrap();
        assert!(!before.agrees_with(&renumbered));
        assert_eq!(before.missing_from(&renumbered), []);
    }

    #[test]
    fn a_missing_list_is_empty_and_an_unreadable_one_is_not_overwritten() {
        for empty in [json!(null), json!({}), json!({"computeStartStop": null})] {
            assert_eq!(schedule_list(empty).unwrap().schedules(), []);
        }
        assert_eq!(ScheduleList::of(&json!({})).unwrap(), ScheduleList::default());
        assert_eq!(schedule_list(json!("none")), None);
        assert_eq!(schedule_list(json!({"computeStartStop": {"0": {}}})), None);
    }
}
