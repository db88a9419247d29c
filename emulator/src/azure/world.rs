//! The emulated subscription: its workspaces, what runs in them, and what was asked of them.

use std::collections::BTreeMap;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::{
    instance::Instance,
    job,
    operation::{Ending, Fate, Operation, Verb},
    problem::Problem,
    rights::Rights,
    workspace::{Compute, Workspace},
};
use crate::{
    ids::{RESOURCE_GROUP, SUBSCRIPTION, guid, means},
    options::{Options, Pace},
    request_log::Met,
    resource_id::Place,
    route::Route,
};

/// Everything that is so, and everything asked for that is not so yet.
pub(crate) struct World {
    pub options: Options,
    pub workspaces: Vec<Workspace>,
    /// Operations that are over, by id.
    over: BTreeMap<String, (Operation, Ending)>,
    /// What the caller's role allows.
    pub rights: Rights,
    /// Counts whatever needs an id.
    numbers: u64,
    /// Tokens with a number up to this one are refused.
    pub revoked: u64,
}

impl World {
    pub fn new(options: Options, workspaces: Vec<Workspace>) -> Self {
        Self {
            options,
            workspaces,
            over: BTreeMap::new(),
            rights: Rights::default(),
            numbers: 0,
            revoked: 0,
        }
    }

    pub fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    /// The workspace at `place`, or ARM's word for what is missing on the way to it.
    pub fn workspace(&mut self, place: &Place) -> Result<&mut Workspace, Problem> {
        check_scope(place)?;
        let mut workspaces = self.workspaces.iter_mut();
        workspaces
            .find(|own| own.name.eq_ignore_ascii_case(&place.workspace))
            .ok_or_else(|| Problem::missing_workspace(place))
    }

    /// The compute at `place`, of whatever kind.
    pub fn compute(&mut self, place: &Place) -> Result<&mut Compute, Problem> {
        let workspace = self.workspace(place)?;
        match workspace.position(&place.compute) {
            Some(index) => Ok(&mut workspace.computes[index]),
            None => Err(Problem::missing_compute(place)),
        }
    }

    /// The compute instance at `place`; a cluster cannot do what they do.
    pub fn instance(&mut self, place: &Place) -> Result<&mut Instance, Problem> {
        match self.compute(place)? {
            Compute::Instance(instance) => Ok(instance),
            Compute::Other(_) => Err(Problem::user(format!(
                "The operation is not supported on compute {}: it is no ComputeInstance.",
                place.compute
            ))),
        }
    }

    /// Accepts an operation: from now on the instance is asked to come to another state. Gives the
    /// operation's id. `fate` is what a fault makes of it.
    pub fn accept(
        &mut self,
        place: &Place,
        verb: Verb,
        fate: Option<Fate>,
    ) -> Result<&mut Operation, Problem> {
        let operation = Operation {
            id: self.next_operation_id(),
            verb,
            place: place.clone(),
            accepted: self.now(),
            fate: Fate::Succeeds,
            unreadable: false,
        };
        let instance = self.instance(place)?;
        if instance.in_transition() {
            return Err(Problem::conflict(&instance.name, instance.state(), verb));
        }
        let fate = fate.unwrap_or_else(|| instance.fate_of(verb));
        let begins = matches!(fate, Fate::Succeeds | Fate::Fails(_));
        if begins && matches!(verb, Verb::Stop | Verb::Restart | Verb::Delete) {
            let jobs = &mut self.workspace(place)?.jobs;
            job::running_on(jobs, &place.compute).for_each(|job| job::give_status(job, "Failed"));
            self.instance(place)?.turn("JobRunning", "Running");
        }
        Ok(self.instance(place)?.request(Operation { fate, ..operation }))
    }

    /// What an operation comes upon, not accepted yet. None when this is none, or there is no such instance.
    pub fn met(&mut self, route: &Route) -> Option<Met> {
        let place = Some(&route.place).filter(|_| route.call.is_long_running())?;
        let state = self.instance(place).ok()?.state().map(str::to_owned);
        let workspace = self.workspace(place).ok()?;
        let running = job::running_on(&mut workspace.jobs, &place.compute);
        Some(Met {
            accepted: false,
            state,
            jobs: running.map(|job| job::name(job).to_owned()).collect(),
        })
    }

    pub fn next_operation_id(&mut self) -> String {
        guid(0x0a, self.next_number())
    }

    pub fn revoke_tokens(&mut self) {
        self.revoked = self.numbers;
    }

    /// A number never given before.
    pub fn next_number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// The operation with this id, and how it ended if it did.
    pub fn operation(&self, id: &str) -> Option<(&Operation, Option<&Ending>)> {
        if let Some((operation, ending)) = self.over.get(id) {
            return Some((operation, Some(ending)));
        }
        let computes = self.workspaces.iter().flat_map(|workspace| &workspace.computes);
        let mut requested = computes.filter_map(|compute| match compute {
            Compute::Instance(instance) => instance.requested(),
            Compute::Other(_) => None,
        });
        requested
            .find(|operation| operation.id == id)
            .map(|operation| (operation, None))
    }

    /// At [`Pace::Real`], brings about all that has come due. Called before anybody looks.
    pub fn catch_up(&mut self) {
        if self.options.pace == Pace::Real {
            let (now, slowness) = (self.now(), self.options.slowness);
            let due = |operation: &Operation| operation.due(slowness);
            self.finish(|_, _, operation| due(operation) <= now, due);
        }
    }

    /// Brings about at once what was asked of one instance, or of all. Gives the names of those
    /// that something was asked of, as `workspace/name`.
    pub fn settle(&mut self, called: Option<&str>) -> Result<Vec<String>, String> {
        if let Some(called) = called {
            self.named(called)?;
        }
        let now = self.now();
        let meant = |workspace: &str, name: &str| called.is_none_or(|called| means(called, workspace, name));
        Ok(self.finish(|workspace, name, _| meant(workspace, name), |_| now))
    }

    /// Writes fields of one instance.
    pub fn set(&mut self, name: &str, changes: Value) -> Result<(), String> {
        let Value::Object(changes) = changes else {
            return Err("Changes are a JSON object of fields and their new values.".into());
        };
        for (field, value) in changes {
            if let Some(operation) = self.named(name)?.set(&field, value)? {
                self.over
                    .insert(operation.id.clone(), (operation, Ending::Canceled));
            }
        }
        Ok(())
    }

    /// The instance called so by a person at the controls: `name` or `workspace/name`.
    pub fn named(&mut self, name: &str) -> Result<&mut Instance, String> {
        let mut names = Vec::new();
        for workspace in &mut self.workspaces {
            let own = workspace.name.clone();
            for instance in workspace.instances() {
                if means(name, &own, &instance.name) {
                    return Ok(instance);
                }
                names.push(instance.name.clone());
            }
        }
        names.truncate(12);
        Err(format!(
            "No compute instance is called {name:?}; there are {}.",
            names.join(", ")
        ))
    }

    /// Finishes the operations that `ripe` picks by workspace, name and operation, each at its own
    /// moment. Gives the names of the instances, as `workspace/name`.
    fn finish(
        &mut self,
        ripe: impl Fn(&str, &str, &Operation) -> bool,
        moment: impl Fn(&Operation) -> Timestamp,
    ) -> Vec<String> {
        let mut settled = Vec::new();
        for Workspace { name, computes, .. } in &mut self.workspaces {
            computes.retain_mut(|compute| {
                let Compute::Instance(instance) = compute else {
                    return true;
                };
                let due = instance
                    .requested()
                    .filter(|asked| ripe(name, &instance.name, asked));
                let Some(at) = due.map(&moment) else { return true };
                let Some((operation, ending)) = instance.finish(at) else {
                    return true;
                };
                settled.push(format!("{name}/{}", instance.name));
                let gone = operation.verb == Verb::Delete && matches!(ending, Ending::Succeeded);
                self.over.insert(operation.id.clone(), (operation, ending));
                !gone
            });
        }
        settled
    }
}

/// Whether subscription and resource group, where named, are those that exist.
pub(crate) fn check_scope(place: &Place) -> Result<(), Problem> {
    let Place {
        subscription,
        resource_group,
        ..
    } = place;
    if !subscription.eq_ignore_ascii_case(SUBSCRIPTION) {
        let message = format!("The subscription '{subscription}' could not be found.");
        return Err(Problem::gateway(
            StatusCode::NOT_FOUND,
            "SubscriptionNotFound",
            message,
        ));
    }
    if !resource_group.is_empty() && !resource_group.eq_ignore_ascii_case(RESOURCE_GROUP) {
        let message = format!("Resource group '{resource_group}' could not be found.");
        return Err(Problem::gateway(
            StatusCode::NOT_FOUND,
            "ResourceGroupNotFound",
            message,
        ));
    }
    Ok(())
}
