//! The emulated subscriptions: their workspaces, their computes, and the operations on them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::{
    image,
    instance::Instance,
    job,
    operation::{FinalOutcome, Operation, PlannedOutcome, Verb},
    problem::ArmProblem,
    quota::Quotas,
    rights::Rights,
    scope::check_scope,
    tags::Tags,
    workspace::{Compute, Workspace},
};
use crate::{
    ids::{guid, means},
    options::{Options, Pace},
    request_log::FoundInstance,
    resource_path::ResourcePath,
    route::Route,
};

/// The subscriptions' resources and operations.
pub(crate) struct World {
    pub options: Options,
    pub workspaces: Vec<Workspace>,
    /// The tags of subscriptions and resource groups, by their ids in lower case.
    pub scope_tags: BTreeMap<String, Tags>,
    /// The latest image that the instances show.
    latest_image: String,
    /// Finished operations by id.
    finished: BTreeMap<String, (Operation, FinalOutcome)>,
    pub quotas: Quotas,
    /// The rights of the caller's role.
    pub rights: Rights,
    /// The last number used for an id.
    numbers: u64,
    /// Tokens up to this number are refused.
    pub revoked: u64,
}

impl World {
    pub fn new(options: Options, workspaces: Vec<Workspace>) -> Self {
        Self {
            options,
            quotas: Quotas::around(&workspaces),
            workspaces,
            scope_tags: BTreeMap::new(),
            latest_image: String::new(),
            finished: BTreeMap::new(),
            rights: Rights::default(),
            numbers: 0,
            revoked: 0,
        }
    }

    pub fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    /// The workspace at `target`, or ARM's error for the part that does not exist.
    pub fn workspace(&mut self, target: &ResourcePath) -> Result<&mut Workspace, ArmProblem> {
        check_scope(target)?;
        let mut workspaces = self.workspaces.iter_mut();
        workspaces
            .find(|own| own.path.names_workspace_of(target))
            .ok_or_else(|| ArmProblem::missing_workspace(target))
    }

    /// The compute at `target`, of any kind.
    pub fn compute(&mut self, target: &ResourcePath) -> Result<&mut Compute, ArmProblem> {
        let workspace = self.workspace(target)?;
        match workspace.position(&target.compute) {
            Some(index) => Ok(&mut workspace.computes[index]),
            None => Err(ArmProblem::missing_compute(target)),
        }
    }

    /// The workspaces of a subscription.
    pub fn workspaces_of(&self, subscription: &str) -> impl Iterator<Item = &Workspace> {
        self.workspaces.iter().filter(move |own| own.path.subscription.eq_ignore_ascii_case(subscription))
    }

    /// The compute instance at `target`. Other kinds of compute give an error.
    pub fn instance(&mut self, target: &ResourcePath) -> Result<&mut Instance, ArmProblem> {
        match self.compute(target)? {
            Compute::Instance(instance) => Ok(instance),
            Compute::Other(_) => Err(ArmProblem::user(format!(
                "The operation is not supported on compute {}: it is not a ComputeInstance.",
                target.compute
            ))),
        }
    }

    /// Accepts an operation on an instance. `planned` is the outcome that a fault demands.
    pub fn accept(
        &mut self,
        target: &ResourcePath,
        verb: Verb,
        planned: Option<PlannedOutcome>,
    ) -> Result<&mut Operation, ArmProblem> {
        let operation = Operation {
            id: self.next_operation_id(),
            verb,
            target: target.clone(),
            accepted: self.now(),
            planned: PlannedOutcome::Succeeds,
            unreadable: false,
        };
        let instance = self.instance(target)?;
        if instance.in_transition() {
            return Err(ArmProblem::conflict(&instance.name, instance.state(), verb));
        }
        let planned = planned.unwrap_or_else(|| instance.planned_outcome(verb));
        let begins = !matches!(planned, PlannedOutcome::NothingToDo | PlannedOutcome::Refused(_));
        if begins && matches!(verb, Verb::Stop | Verb::Restart | Verb::Delete) {
            let jobs = &mut self.workspace(target)?.jobs;
            job::running_on(jobs, &target.compute).for_each(|job| job::give_status(job, "Failed"));
            self.instance(target)?.change_state("JobRunning", "Running");
        }
        Ok(self.instance(target)?.request(Operation { planned, ..operation }))
    }

    /// The instance that a call's operation finds, with `accepted` false. `None` for other calls and if there
    /// is no such instance.
    pub fn found(&mut self, route: &Route) -> Option<FoundInstance> {
        let target = Some(&route.target).filter(|_| route.call.is_long_running())?;
        let state = self.instance(target).ok()?.state().map(str::to_owned);
        let workspace = self.workspace(target).ok()?;
        let running = job::running_on(&mut workspace.jobs, &target.compute);
        Some(FoundInstance {
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

    /// A number that was not used before.
    pub fn next_number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// The operation with this id and, if it has finished, its outcome.
    pub fn operation(&self, id: &str) -> Option<(&Operation, Option<&FinalOutcome>)> {
        if let Some((operation, outcome)) = self.finished.get(id) {
            return Some((operation, Some(outcome)));
        }
        let computes = self.workspaces.iter().flat_map(|workspace| &workspace.computes);
        let mut requested = computes.filter_map(|compute| compute.instance()?.requested());
        requested.find(|operation| operation.id == id).map(|operation| (operation, None))
    }

    /// Publishes the month's image and, at [`Pace::Real`], ends all operations that are due. Called before every
    /// access.
    pub fn catch_up(&mut self) {
        let latest = image::latest(self.now());
        if latest != self.latest_image {
            let instances = self.workspaces.iter_mut().flat_map(Workspace::instances);
            instances.for_each(|instance| instance.show_latest_image(&latest));
            self.latest_image = latest;
        }
        if self.options.pace == Pace::Real {
            let (now, slowness) = (self.now(), self.options.slowness);
            let due = |operation: &Operation| operation.due(slowness);
            self.finish(|_, _, operation| due(operation) <= now, due);
        }
    }

    /// Ends the operation in progress on one instance, or all operations. Returns the instances as
    /// `workspace/name`.
    pub fn settle(&mut self, called: Option<&str>) -> Result<Vec<String>, String> {
        if let Some(called) = called {
            self.instance_named(called)?;
        }
        let now = self.now();
        let meant = |workspace: &str, name: &str| called.is_none_or(|called| means(called, workspace, name));
        Ok(self.finish(|workspace, name, _| meant(workspace, name), |_| now))
    }

    /// Sets fields of one instance.
    pub fn set(&mut self, name: &str, changes: Value) -> Result<(), String> {
        let Value::Object(changes) = changes else {
            return Err("Changes are a JSON object of fields and their new values.".into());
        };
        for (field, value) in changes {
            if let Some(operation) = self.instance_named(name)?.set(&field, value)? {
                self.finished.insert(operation.id.clone(), (operation, FinalOutcome::Canceled));
            }
        }
        Ok(())
    }

    /// The instance that a control or test names: `name` or `workspace/name`.
    pub fn instance_named(&mut self, name: &str) -> Result<&mut Instance, String> {
        let mut names = Vec::new();
        for workspace in &mut self.workspaces {
            let own = workspace.name().to_owned();
            for instance in workspace.instances() {
                if means(name, &own, &instance.name) {
                    return Ok(instance);
                }
                names.push(instance.name.clone());
            }
        }
        names.truncate(12);
        Err(format!("No compute instance is called {name:?}; there are {}.", names.join(", ")))
    }

    /// Ends the operations for which `ripe` holds, given workspace, name and operation, each at its own time.
    /// Returns the instances as `workspace/name`.
    fn finish(
        &mut self,
        ripe: impl Fn(&str, &str, &Operation) -> bool,
        moment: impl Fn(&Operation) -> Timestamp,
    ) -> Vec<String> {
        let mut settled = Vec::new();
        for Workspace { path, computes, .. } in &mut self.workspaces {
            let name = &path.workspace;
            computes.retain_mut(|compute| {
                let Compute::Instance(instance) = compute else {
                    return true;
                };
                let due = instance.requested().filter(|asked| ripe(name, &instance.name, asked));
                let Some(at) = due.map(&moment) else { return true };
                let Some((operation, outcome)) = instance.finish(at) else {
                    return true;
                };
                settled.push(format!("{name}/{}", instance.name));
                let gone = operation.verb == Verb::Delete && matches!(outcome, FinalOutcome::Succeeded);
                self.finished.insert(operation.id.clone(), (operation, outcome));
                !gone
            });
        }
        settled
    }
}
