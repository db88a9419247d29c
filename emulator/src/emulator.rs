//! The emulator's interface for tests, the demo and the controls.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderMap, HeaderValue, Method, header::AUTHORIZATION};
use serde_json::Value;
use tokio::sync::Notify;

use super::{
    azure::{self, Rights, api_versions, jobs, throttle::Budgets, workspace::Compute, world::World},
    entra::{Federation, IdentityTokens},
    faults::{ArmedFaults, Fault},
    fixtures,
    ids::{SUBSCRIPTION, WORKSPACE},
    inbox::{Inbox, Message},
    options::Options,
    request::EmulatedRequest,
    request_log::{RecordedRequest, RequestLog},
    resource_path::ResourcePath,
    route::Route,
    secrets::{Secrets, Store},
};

/// A handle to the emulator. Clones share their state.
#[derive(Clone)]
pub struct Emulator {
    state: Arc<Mutex<EmulatorState>>,
    /// Notified for each message that arrives.
    message_arrived: Arc<Notify>,
}

pub(crate) struct EmulatorState {
    pub world: World,
    pub faults: ArmedFaults,
    pub budgets: Budgets,
    pub request_log: RequestLog,
    pub inbox: Inbox,
    pub secrets: Secrets,
    pub federation: Federation,
    pub identity_tokens: IdentityTokens,
}

impl Emulator {
    /// An emulator in its first state, which nothing listens to yet.
    pub fn new(options: Options) -> Self {
        let workspaces = fixtures::workspaces(&options, (options.clock)());
        let state = EmulatorState {
            world: World::new(options, workspaces),
            faults: ArmedFaults::default(),
            budgets: Budgets::default(),
            request_log: RequestLog::default(),
            inbox: Inbox::default(),
            secrets: Secrets::default(),
            federation: Federation::default(),
            identity_tokens: IdentityTokens::default(),
        };
        Self { state: Arc::new(Mutex::new(state)), message_arrived: Arc::new(Notify::new()) }
    }

    /// Ends the operation in progress on an instance: `name` or `workspace/name`.
    ///
    /// # Panics
    /// If there is no such instance.
    pub fn settle(&self, instance: &str) {
        let outcome = self.lock().world.settle(Some(instance));
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Ends all operations in progress.
    pub fn settle_all(&self) {
        // Without a name, no instance can be missing.
        let _ = self.lock().world.settle(None);
    }

    /// Arms a fault; faults armed earlier apply first.
    ///
    /// # Panics
    /// If the fault cannot apply to its operation.
    pub fn fault(&self, fault: Fault) {
        fault.check().unwrap_or_else(|sentence| panic!("{sentence}"));
        self.lock().faults.arm(fault);
    }

    /// Disarms all faults.
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// Replaces the rights of the caller's role.
    pub fn grant(&self, rights: Rights) {
        self.lock().world.rights = rights;
    }

    /// Sets the vCPUs that instances of a VM family, such as `standardDSv2Family`, may have in a subscription.
    ///
    /// # Panics
    /// If there is no such family.
    pub fn set_quota(&self, family: &str, vcpus: u32) {
        let outcome = self.lock().world.quotas.set(family, vcpus);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Refuses every token given so far, as if its session had been revoked.
    pub fn revoke_tokens(&self) {
        self.lock().world.revoke_tokens();
    }

    /// The requests so far, oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.lock().request_log.entries().to_vec()
    }

    /// Empties the list of [`Self::requests`], so that a test sees only what it causes itself.
    pub fn forget_requests(&self) {
        self.lock().request_log.forget();
    }

    /// The messages so far, oldest first, read or not.
    pub fn inbox(&self) -> Vec<Message> {
        self.lock().inbox.messages().to_vec()
    }

    /// Forgets all messages.
    pub fn clear_inbox(&self) {
        self.lock().inbox.clear();
    }

    /// Waits for the oldest unread message, and marks it as read.
    pub async fn next_message(&self) -> Message {
        loop {
            // Subscribe before reading, so that a message that arrives in between is not missed.
            let arrived = self.message_arrived.notified();
            let message = self.lock().inbox.read();
            match message {
                Some(message) => return message,
                None => arrived.await,
            }
        }
    }

    /// The number of unread messages.
    pub fn unread(&self) -> usize {
        self.lock().inbox.unread()
    }

    /// The state of an instance: `name` or `workspace/name`. `None` if its state is null or it does not exist.
    pub fn state(&self, instance: &str) -> Option<String> {
        self.lock().world.instance_named(instance).ok()?.state().map(str::to_owned)
    }

    /// All instances: `workspace`, `instance`, `state`, `operation` (the one in progress), `size`, `price` (US dollars
    /// per hour, when it runs) and `owner` (an Entra object id).
    pub fn instances(&self) -> Value {
        let state = self.lock();
        let listed = state.world.workspaces.iter().flat_map(|workspace| {
            let instances = workspace.computes.iter().filter_map(Compute::instance);
            instances.map(|instance| instance.summary(workspace.name()))
        });
        listed.collect()
    }

    /// Sets fields of an instance, such as `{"state": "JobRunning", "owner": "…"}`, wherever the resource has
    /// them.
    ///
    /// # Panics
    /// If there is no such instance or field.
    pub fn set(&self, instance: &str, changes: Value) {
        let outcome = self.lock().world.set(instance, changes);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Adds a job on an instance, or sets the status of an existing one: `Queued`, `Completed`.
    ///
    /// # Panics
    /// If there is no such instance.
    pub fn set_job(&self, instance: &str, name: &str, status: &str) {
        let outcome = jobs::set(&mut self.lock().world, instance, name, status);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Starts a job on an instance. Returns false if the instance is not running or already runs a job.
    ///
    /// # Panics
    /// If there is no such instance.
    pub fn begin_job(&self, instance: &str, name: &str) -> bool {
        let outcome = jobs::begin(&mut self.lock().world, instance, name);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"))
    }

    /// Completes a job. Returns false if the instance runs none.
    ///
    /// # Panics
    /// If there is no such instance.
    pub fn end_job(&self, instance: &str, name: &str) -> bool {
        let outcome = jobs::end(&mut self.lock().world, instance, name);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"))
    }

    /// Another client's request to ARM, about [`WORKSPACE`]: carried out at once, not subject to faults, and
    /// not recorded. Returns the status of its answer.
    pub fn send_as_another_client(&self, method: Method, path: &str, body: &Value) -> u16 {
        let path = ResourcePath::of(SUBSCRIPTION, WORKSPACE).id() + path;
        let version = api_versions::any(Route::of(&method, &path).call);
        let query = format!("api-version={version}&underlyingResourceAction=Delete");
        let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer any"))]);
        let request = EmulatedRequest::new(method, &path, &query, headers, body.to_string().into());
        let answer = azure::carry_out(&mut self.lock().world, &request);
        answer.map_or_else(|problem| problem.status, |answer| answer.status()).as_u16()
    }

    /// Stores a secret, or its new value.
    pub fn keep_secret(&self, store: Store, name: &str, value: &str) {
        let mut state = self.lock();
        let now = state.world.now();
        state.secrets.keep(store, name, value.to_owned(), now);
    }

    /// Removes a secret.
    pub fn forget_secret(&self, store: Store, name: &str) {
        self.lock().secrets.forget(store, name);
    }

    /// Sets the assertions that the app's federated credential accepts.
    pub fn federate(&self, federation: Federation) {
        self.lock().federation = federation;
    }

    pub(crate) fn announce_message(&self) {
        self.message_arrived.notify_one();
    }

    /// The state, with all operations ended that are due.
    pub(crate) fn lock(&self) -> MutexGuard<'_, EmulatorState> {
        // A test that panicked elsewhere must not make the state unusable.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.world.catch_up();
        state
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Emulator").finish_non_exhaustive()
    }
}
