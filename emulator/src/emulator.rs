//! The emulator, as tests and the controls use it.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderMap, HeaderValue, Method, header::AUTHORIZATION};
use serde_json::Value;
use tokio::sync::Notify;

use super::{
    azure::{self, Rights, jobs, throttle::Budgets, world::World},
    entra::Federation,
    faults::{Fault, Faults},
    fixtures,
    ids::WORKSPACE,
    inbox::{Inbox, Message},
    options::Options,
    request::Visit,
    request_log::{Ledger, Recorded},
    resource_id::Place,
    secrets::{Secrets, Store},
};

/// The emulator; its clones are one and the same.
#[derive(Clone)]
pub struct Emulator {
    everything: Arc<Mutex<Everything>>,
    /// Rung for each message that comes.
    bell: Arc<Notify>,
}

pub(crate) struct Everything {
    pub world: World,
    pub faults: Faults,
    pub budgets: Budgets,
    pub ledger: Ledger,
    pub inbox: Inbox,
    pub secrets: Secrets,
    pub federation: Federation,
}

impl Emulator {
    pub fn new(options: Options) -> Self {
        let workspaces = fixtures::workspaces(&options, (options.clock)());
        let everything = Everything {
            world: World::new(options, workspaces),
            faults: Faults::default(),
            budgets: Budgets::default(),
            ledger: Ledger::default(),
            inbox: Inbox::default(),
            secrets: Secrets::default(),
            federation: Federation::default(),
        };
        Self {
            everything: Arc::new(Mutex::new(everything)),
            bell: Arc::new(Notify::new()),
        }
    }

    /// Brings about what was asked of an instance: `name` or `workspace/name`.
    ///
    /// # Panics
    /// When there is no such instance: the test is mistaken.
    pub fn settle(&self, instance: &str) {
        let outcome = self.lock().world.settle(Some(instance));
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Brings about all that was asked.
    pub fn settle_all(&self) {
        // Nobody is named, so nobody can be missing.
        let _ = self.lock().world.settle(None);
    }

    /// Arms a fault; it befalls calls after any armed before it.
    ///
    /// # Panics
    /// When the fault could never come about: the test is mistaken.
    pub fn fault(&self, fault: Fault) {
        fault.check().unwrap_or_else(|sentence| panic!("{sentence}"));
        self.lock().faults.arm(fault);
    }

    /// Disarms all faults.
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// Makes these all that the caller's role allows.
    pub fn grant(&self, rights: Rights) {
        self.lock().world.rights = rights;
    }

    /// Refuses every token that was given so far, as if its session had been revoked.
    pub fn revoke_tokens(&self) {
        self.lock().world.revoke_tokens();
    }

    /// The requests so far, oldest first.
    pub fn requests(&self) -> Vec<Recorded> {
        self.lock().ledger.entries().to_vec()
    }

    pub fn forget_requests(&self) {
        self.lock().ledger.forget();
    }

    /// The messages so far, oldest first, read or not.
    pub fn inbox(&self) -> Vec<Message> {
        self.lock().inbox.messages().to_vec()
    }

    /// Forgets all messages.
    pub fn clear_inbox(&self) {
        self.lock().inbox.clear();
    }

    /// The oldest message that was not read yet, as soon as there is one.
    pub async fn next_message(&self) -> Message {
        loop {
            // Before looking, or a message that comes just after would ring unheard.
            let rung = self.bell.notified();
            let message = self.lock().inbox.read();
            match message {
                Some(message) => return message,
                None => rung.await,
            }
        }
    }

    /// How many messages nobody has read.
    pub fn unread(&self) -> usize {
        self.lock().inbox.unread()
    }

    /// The state of an instance: `name` or `workspace/name`. None when it has none, or is not there.
    pub fn state(&self, instance: &str) -> Option<String> {
        self.lock().world.named(instance).ok()?.state().map(str::to_owned)
    }

    /// Sets fields of an instance, such as `{"state": "JobRunning", "owner": "…"}`, wherever the
    /// resource keeps them.
    ///
    /// # Panics
    /// When there is no such instance or field: the test is mistaken.
    pub fn set(&self, instance: &str, changes: Value) {
        let outcome = self.lock().world.set(instance, changes);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Adds a job that is aimed at an instance, or gives one another status: `Queued`, `Completed`.
    ///
    /// # Panics
    /// When there is no such instance: the test is mistaken.
    pub fn set_job(&self, instance: &str, name: &str, status: &str) {
        let outcome = jobs::set(&mut self.lock().world, instance, name, status);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"));
    }

    /// Begins a job on an instance. False when it is not running, or runs a job already.
    ///
    /// # Panics
    /// When there is no such instance: the test is mistaken.
    pub fn begin_job(&self, instance: &str, name: &str) -> bool {
        let outcome = jobs::begin(&mut self.lock().world, instance, name);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"))
    }

    /// Ends a job by itself. False when the instance runs none.
    ///
    /// # Panics
    /// When there is no such instance: the test is mistaken.
    pub fn end_job(&self, instance: &str, name: &str) -> bool {
        let outcome = jobs::end(&mut self.lock().world, instance, name);
        outcome.unwrap_or_else(|sentence| panic!("{sentence}"))
    }

    /// Somebody else's request to Azure, about the workspace that is always there: carried out at once, befallen by
    /// no fault, and not written down. Gives the status that it is answered with.
    pub fn somebody(&self, method: Method, path: &str, body: &Value) -> u16 {
        let place = Place::of(WORKSPACE, "").id();
        let query = "api-version=2025-12-01&underlyingResourceAction=Delete";
        let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer any"))]);
        let visit = Visit::new(
            method,
            &format!("{place}{path}"),
            query,
            headers,
            body.to_string().into(),
        );
        let answer = azure::carry_out(&mut self.lock().world, &visit);
        answer
            .map_or_else(|problem| problem.status, |answer| answer.status())
            .as_u16()
    }

    /// Keeps a secret, or its new value.
    pub fn keep_secret(&self, store: Store, name: &str, value: &str) {
        let mut everything = self.lock();
        let now = everything.world.now();
        everything.secrets.keep(store, name, value.to_owned(), now);
    }

    /// Keeps it no more.
    pub fn forget_secret(&self, store: Store, name: &str) {
        self.lock().secrets.forget(store, name);
    }

    /// Makes the app's federated credential expect this.
    pub fn federate(&self, federation: Federation) {
        self.lock().federation = federation;
    }

    pub(crate) fn message_came(&self) {
        self.bell.notify_one();
    }

    /// Everything, as it is by now.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Everything> {
        // A test that panicked elsewhere must not take the world with it.
        let mut everything = self.everything.lock().unwrap_or_else(PoisonError::into_inner);
        everything.world.catch_up();
        everything
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Emulator").finish_non_exhaustive()
    }
}
