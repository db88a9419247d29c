//! One compute instance: its actual state, and the state that an operation requested.
//!
//! The two are separate. A client cannot request "Starting": it requests "Running", and a stopped instance with
//! such a request shows "Starting".

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    image,
    operation::{Failure, FinalOutcome, Operation, PlannedOutcome, Verb},
    resources,
    timestamp::stamp,
    vm_sizes,
};

#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub name: String,
    /// The resource as ARM returns it, except for the fields below.
    resource: Value,
    /// The actual state, without the operation in progress. `None` is Azure's `null`.
    current: Option<String>,
    /// `lastOperation` of the last finished operation.
    last: Value,
    /// The operation in progress.
    requested: Option<Operation>,
}

impl Instance {
    /// An instance without an operation in progress.
    pub fn at_rest(name: &str, resource: Value, state: &str, last: Value) -> Self {
        let (name, current) = (name.to_owned(), Some(state.to_owned()));
        Self { name, resource, current, last, requested: None }
    }

    pub fn creating(name: &str, resource: Value, create: Operation) -> Self {
        let name = name.to_owned();
        Self { name, resource, current: None, last: Value::Null, requested: Some(create) }
    }

    /// The state that ARM shows.
    pub fn state(&self) -> Option<&str> {
        match self.visible_operation() {
            Some(operation) => operation.verb.passing_state(),
            None => self.current.as_deref(),
        }
    }

    pub fn size(&self) -> &str {
        self.resource["properties"]["properties"]["vmSize"].as_str().unwrap_or_default()
    }

    pub fn requested(&self) -> Option<&Operation> {
        self.requested.as_ref()
    }

    /// Whether Azure refuses any further operation for now.
    pub fn in_transition(&self) -> bool {
        const PASSING: [&str; 8] = [
            "Creating",
            "Deleting",
            "Resizing",
            "Restarting",
            "SettingUp",
            "Starting",
            "Stopping",
            "UserSettingUp",
        ];
        self.requested.is_some() || self.state().is_some_and(|state| PASSING.contains(&state))
    }

    /// The operation in progress, if the instance shows it by its state.
    fn visible_operation(&self) -> Option<&Operation> {
        self.requested.as_ref().filter(|operation| {
            !matches!(operation.planned, PlannedOutcome::NothingToDo | PlannedOutcome::Refused(_))
        })
    }

    /// The outcome of an operation that is accepted now and to which no fault applies.
    pub fn planned_outcome(&self, verb: Verb) -> PlannedOutcome {
        let state = self.current.as_deref();
        match verb.late_refusal(&self.name, state) {
            Some(failure) => PlannedOutcome::Refused(failure),
            None if verb == Verb::Stop && state == Some("Stopped") => PlannedOutcome::NothingToDo,
            None => PlannedOutcome::Succeeds,
        }
    }

    /// Changes the state without an operation, as the start or end of a job does. Returns false if the instance
    /// is not in state `from` or an operation is changing it.
    pub fn change_state(&mut self, from: &str, to: &str) -> bool {
        let rests = self.visible_operation().is_none() && self.current.as_deref() == Some(from);
        if rests {
            self.current = Some(to.into());
        }
        rests
    }

    pub fn request(&mut self, operation: Operation) -> &mut Operation {
        self.requested.insert(operation)
    }

    /// Ends the operation in progress at the time `at`. The caller removes a deleted instance.
    pub fn finish(&mut self, at: Timestamp) -> Option<(Operation, FinalOutcome)> {
        let operation = self.requested.take()?;
        let outcome = match &operation.planned {
            PlannedOutcome::Succeeds | PlannedOutcome::NothingToDo => {
                self.current = operation.verb.final_state().map(Into::into);
                self.resource["properties"]["provisioningState"] = json!("Succeeded");
                FinalOutcome::Succeeded
            }
            PlannedOutcome::Refused(failure) => FinalOutcome::Failed(failure.clone()),
            PlannedOutcome::Fails(failure) => {
                if operation.verb == Verb::Create {
                    self.fail_to_exist("CreateFailed", failure);
                }
                FinalOutcome::Failed(failure.clone())
            }
            PlannedOutcome::FailsInSetup(failure) => {
                self.fail_to_exist("SetupFailed", failure);
                FinalOutcome::Failed(failure.clone())
            }
        };
        let status = match outcome {
            FinalOutcome::Failed(_) => format!("{}Failed", operation.verb.name()),
            _ => "Succeeded".into(),
        };
        self.last = last_operation(operation.verb, operation.accepted, &status, "User");
        self.resource["properties"]["modifiedOn"] = json!(stamp(at));
        Some((operation, outcome))
    }

    /// Ends a create that failed. The instance remains, with the error.
    fn fail_to_exist(&mut self, state: &str, failure: &Failure) {
        let error = json!({ "code": failure.code, "message": failure.message });
        self.current = Some(state.into());
        self.resource["properties"]["provisioningState"] = json!("Failed");
        self.resource["properties"]["properties"]["errors"] = json!([{ "error": error }]);
    }

    /// Shows which image is the latest, unless the instance shows no image.
    pub fn show_latest_image(&mut self, latest: &str) {
        let shown = &mut self.resource["properties"]["properties"]["osImageMetadata"];
        if let Some(current) = shown["currentImageVersion"].as_str() {
            *shown = image::metadata(current, latest);
        }
    }

    /// The resource without its state.
    pub fn stored(&mut self) -> &mut Value {
        &mut self.resource
    }

    /// The resource as ARM returns it.
    pub fn resource(&self) -> Value {
        let mut resource = self.resource.clone();
        resource["properties"]["properties"]["state"] = json!(self.state());
        resource["properties"]["properties"]["lastOperation"] = self.last_operation();
        match self.visible_operation().map(|operation| operation.verb) {
            Some(Verb::Create) => resources::hide_fields_unknown_during_creation(&mut resource),
            Some(Verb::Delete) => resource["properties"]["provisioningState"] = json!("Deleting"),
            _ => {}
        }
        resource
    }

    /// What [`Emulator::instances`](crate::Emulator::instances) shows of it.
    pub fn summary(&self, workspace: &str) -> Value {
        let inner = &self.resource["properties"]["properties"];
        let size = self.size();
        let assigned = &inner["personalComputeInstanceSettings"]["assignedUser"]["objectId"];
        let owner = if assigned.is_null() { &inner["createdBy"]["userId"] } else { assigned };
        json!({
            "workspace": workspace,
            "instance": self.name,
            "state": self.state(),
            "operation": self.requested().map(|operation| operation.verb.name()),
            "size": size,
            "price": vm_sizes::price(size),
            "owner": owner,
        })
    }

    fn last_operation(&self) -> Value {
        match &self.requested {
            // Recordings show `null` until a new instance is running.
            Some(operation) if operation.verb == Verb::Create => Value::Null,
            Some(operation) => last_operation(operation.verb, operation.accepted, "InProgress", "User"),
            None => self.last.clone(),
        }
    }

    /// Sets one field, wherever the resource has it: at the top, in `properties` or in the inner `properties`.
    /// `owner` sets the user id in both fields that can name an owner.
    ///
    /// A new `state` replaces the actual state: an operation in progress is canceled and returned.
    pub fn set(&mut self, field: &str, value: Value) -> Result<Option<Operation>, String> {
        match field {
            "state" => {
                self.current = match value {
                    Value::Null => None,
                    Value::String(state) => Some(state),
                    other => return Err(format!("A state is a word or null, not {other}.")),
                };
                return Ok(self.requested.take());
            }
            "lastOperation" => self.last = value,
            "owner" => self.set_owner(&value),
            _ => *self.field(field)? = value,
        }
        Ok(None)
    }

    fn set_owner(&mut self, user: &Value) {
        let inner = &mut self.resource["properties"]["properties"];
        inner["createdBy"]["userId"] = user.clone();
        if !inner["personalComputeInstanceSettings"].is_null() {
            inner["personalComputeInstanceSettings"]["assignedUser"]["objectId"] = user.clone();
        }
    }

    /// The field in the resource. Every field exists, at least as `null`.
    fn field(&mut self, field: &str) -> Result<&mut Value, String> {
        let places = ["/properties/properties", "/properties", ""];
        let pointer = places
            .iter()
            .map(|target| format!("{target}/{field}"))
            .find(|pointer| field != "properties" && self.resource.pointer(pointer).is_some());
        pointer
            .and_then(|pointer| self.resource.pointer_mut(&pointer))
            .ok_or_else(|| format!("A compute instance has no field {field:?}."))
    }
}

/// A `lastOperation`. Its time has milliseconds; other times have seven digits.
pub(crate) fn last_operation(verb: Verb, at: Timestamp, status: &str, trigger: &str) -> Value {
    json!({
        "operationName": verb.name(),
        "operationTime": at.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string(),
        "operationStatus": status,
        "operationTrigger": trigger,
    })
}
