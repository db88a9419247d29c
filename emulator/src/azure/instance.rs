//! One compute instance: the state it is in, and the state it was asked to be in.
//!
//! The two are kept apart. Nobody can ask an instance to be "Starting"; they ask it to run, and
//! "Starting" is how a stopped instance with such a request looks from outside.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    operation::{Ending, Fate, Operation, Verb},
    resources,
    timestamp::stamp,
};

/// A compute instance.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub name: String,
    /// The resource as ARM reads it back, but for what the fields below say.
    resource: Value,
    /// The state it is in, not counting what was asked of it. None is Azure's `null`.
    current: Option<String>,
    /// `lastOperation` of what is over.
    last: Value,
    /// What was asked of it and has not come about yet.
    requested: Option<Operation>,
}

impl Instance {
    /// An instance at rest.
    pub fn at_rest(name: &str, resource: Value, state: &str, last: Value) -> Self {
        let (name, current) = (name.to_owned(), Some(state.to_owned()));
        Self {
            name,
            resource,
            current,
            last,
            requested: None,
        }
    }

    /// An instance that is being created.
    pub fn in_the_making(name: &str, resource: Value, create: Operation) -> Self {
        let name = name.to_owned();
        Self {
            name,
            resource,
            current: None,
            last: Value::Null,
            requested: Some(create),
        }
    }

    /// The state as read from outside.
    pub fn state(&self) -> Option<&str> {
        match self.moving() {
            Some(operation) => operation.verb.passing_state(),
            None => self.current.as_deref(),
        }
    }

    pub fn requested(&self) -> Option<&Operation> {
        self.requested.as_ref()
    }

    /// Whether Azure would refuse any further operation for now.
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

    /// The operation under way, if the instance has left its state for it.
    fn moving(&self) -> Option<&Operation> {
        self.requested
            .as_ref()
            .filter(|operation| matches!(operation.fate, Fate::Succeeds | Fate::Fails(_)))
    }

    /// What becomes of an operation asked for now, if nothing else befalls it.
    pub fn fate_of(&self, verb: Verb) -> Fate {
        let state = self.current.as_deref();
        match verb.late_refusal(&self.name, state) {
            Some(failure) => Fate::Refused(failure),
            None if verb == Verb::Stop && state == Some("Stopped") => Fate::Idles,
            None => Fate::Succeeds,
        }
    }

    /// Goes from one state to another without being asked to, as when a job begins or ends. False when it is not in
    /// that state, or leaves it just now.
    pub fn turn(&mut self, from: &str, to: &str) -> bool {
        let rests = self.moving().is_none() && self.current.as_deref() == Some(from);
        if rests {
            self.current = Some(to.into());
        }
        rests
    }

    pub fn request(&mut self, operation: Operation) -> &mut Operation {
        self.requested.insert(operation)
    }

    /// Brings about what was asked, at the moment `at`. What is left of a deleted instance is for
    /// the caller to remove.
    pub fn finish(&mut self, at: Timestamp) -> Option<(Operation, Ending)> {
        let operation = self.requested.take()?;
        let ending = match &operation.fate {
            Fate::Succeeds | Fate::Idles => {
                self.current = operation.verb.final_state().map(Into::into);
                self.resource["properties"]["provisioningState"] = json!("Succeeded");
                Ending::Succeeded
            }
            Fate::Refused(failure) | Fate::Fails(failure) => {
                if operation.verb == Verb::Create {
                    self.current = Some("CreateFailed".into());
                    self.resource["properties"]["provisioningState"] = json!("Failed");
                }
                Ending::Failed(failure.clone())
            }
        };
        let status = match ending {
            Ending::Failed(_) => format!("{}Failed", operation.verb.name()),
            _ => "Succeeded".into(),
        };
        self.last = last_operation(operation.verb, operation.accepted, &status, "User");
        self.resource["properties"]["modifiedOn"] = json!(stamp(at));
        Some((operation, ending))
    }

    /// The resource as ARM reads it back now.
    pub fn resource(&self) -> Value {
        let mut resource = self.resource.clone();
        resource["properties"]["properties"]["state"] = json!(self.state());
        resource["properties"]["properties"]["lastOperation"] = self.last_operation();
        match self.moving().map(|operation| operation.verb) {
            Some(Verb::Create) => resources::hide_unborn(&mut resource),
            Some(Verb::Delete) => resource["properties"]["provisioningState"] = json!("Deleting"),
            _ => {}
        }
        resource
    }

    fn last_operation(&self) -> Value {
        match &self.requested {
            // Recordings show `null` until a new instance has come up.
            Some(operation) if operation.verb == Verb::Create => Value::Null,
            Some(operation) => last_operation(operation.verb, operation.accepted, "InProgress", "User"),
            None => self.last.clone(),
        }
    }

    /// Writes one field, wherever the resource keeps it: in the envelope, in `properties` or in the
    /// inner `properties`. `owner` is short for the user id in both places that name one.
    ///
    /// A new `state` is the truth from now on: an operation under way is canceled, and returned.
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

    /// Where the resource keeps a field. All that exist are there, if only as `null`.
    fn field(&mut self, field: &str) -> Result<&mut Value, String> {
        let places = ["/properties/properties", "/properties", ""];
        let pointer = places
            .iter()
            .map(|place| format!("{place}/{field}"))
            .find(|pointer| field != "properties" && self.resource.pointer(pointer).is_some());
        pointer
            .and_then(|pointer| self.resource.pointer_mut(&pointer))
            .ok_or_else(|| format!("A compute instance has no field {field:?}."))
    }
}

/// A `lastOperation`. Its time has milliseconds, where other times have seven digits.
pub(crate) fn last_operation(verb: Verb, at: Timestamp, status: &str, trigger: &str) -> Value {
    json!({
        "operationName": verb.name(),
        "operationTime": at.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string(),
        "operationStatus": status,
        "operationTrigger": trigger,
    })
}
