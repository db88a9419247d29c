//! The Azure that Lamplighter talks to, in small: Entra's token endpoint and a managed identity's, Azure Resource Manager
//! as far as Machine Learning's compute instances go, Key Vault, and an inbox that stands for the chats;
//! beside it the AWS that Lamplighter may run on: STS, Secrets Manager and Systems Manager.
//!
//! It is a part of the product, not a test helper: `lamplighter demo` plays on it, people try
//! configurations against it, and the tests hold their conversations with it. It speaks plain
//! HTTP on one port, writes JSON in the shapes that were recorded of the real service, and shares
//! no type with the client: a wrong belief about Azure would otherwise agree with itself.
//!
//! A request changes what an instance was *asked* to be; its state follows later. At
//! [`Pace::Real`] that takes seconds, worked out from the clock whenever somebody looks; at
//! [`Pace::ByHand`] it takes [`Emulator::settle`], so that no test ever sleeps.
//!
//! In reading order: `route` and `visit` (what is asked), `door` (how it is met), `arm`, `entra`, `identity`,
//! `vault` and `aws` (who answers), `secrets`, `world`, `instance` and `operation` (what is so), `fault` (what goes wrong),
//! `control` (how it is told to).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

use std::{
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::Router;
use http::{HeaderMap, HeaderValue, Method, header::AUTHORIZATION};
use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify};

mod answer;
mod arm;
mod aws;
mod budget;
mod cast;
mod catalog;
mod control;
mod create;
mod door;
mod entra;
mod fault;
#[cfg(test)]
mod fault_tests;
mod follow;
mod identity;
mod inbox;
mod instance;
mod jobs;
mod jwt;
mod ledger;
mod operation;
mod problem;
mod refusal;
mod resource;
mod rights;
mod route;
mod secrets;
#[cfg(test)]
mod stage;
mod tags;
#[cfg(test)]
mod tests;
mod vault;
mod visit;
mod wire;
mod world;

use self::visit::Visit;

pub use self::{
    aws::{AWS_ACCESS_KEY_ID, AWS_ACCOUNT, AWS_ISSUER, AWS_ROLE, AWS_SECRET_ACCESS_KEY},
    entra::Federation,
    fault::{Effect, Fault},
    inbox::Message,
    ledger::{Met, Recorded},
    rights::Rights,
    route::Call,
    secrets::Store,
    world::{CALLER, LOCATION, RESOURCE_GROUP, SUBSCRIPTION, TENANT, WORKSPACE},
};

/// The address it is served at, unless told otherwise.
pub const ADDRESS: &str = "127.0.0.1:8181";

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// When what was asked comes about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Some seconds later: stop 3, delete 4, start 5, restart 6, create 8.
    #[default]
    Real,
    /// When told to.
    ByHand,
}

/// Which headers tell a client where to follow an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperationHeaders {
    /// As recordings show at [`Pace::ByHand`] (`Azure-AsyncOperation`); at [`Pace::Real`] also what
    /// the specification promises (`Location`, `Retry-After`).
    #[default]
    ByPace,
    AsyncOperation,
    Location,
    Both,
    Neither,
}

/// The world to play, and how.
#[derive(Clone)]
pub struct Options {
    /// Instances besides those always there: `ci-a0001` and on, dealt out to all workspaces in turn.
    pub instances: usize,
    /// Workspaces besides the one always there: `ml-ws-0001` and on, each with a few computes.
    pub workspaces: usize,
    pub pace: Pace,
    /// How many times longer everything takes than at [`Pace::Real`].
    pub slowness: u32,
    pub headers: OperationHeaders,
    /// Entries on one page of a list.
    pub page_size: usize,
    /// Whether ARM's budgets are enforced: 250 reads at once and 25 more each second, 200 and 10
    /// of writes and of deletes.
    pub throttled: bool,
    /// How much later everything but the controls and the inbox is answered; it is done at once.
    pub delay: Duration,
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            instances: 0,
            workspaces: 0,
            pace: Pace::default(),
            slowness: 1,
            headers: OperationHeaders::default(),
            page_size: 100,
            throttled: false,
            delay: Duration::ZERO,
            clock: Arc::new(jiff::Timestamp::now),
        }
    }
}

/// The emulator; its clones are one and the same.
#[derive(Clone)]
pub struct Emulator {
    everything: Arc<Mutex<Everything>>,
    /// Rung for each message that comes.
    bell: Arc<Notify>,
}

struct Everything {
    world: world::World,
    faults: fault::Faults,
    budgets: budget::Budgets,
    ledger: ledger::Ledger,
    inbox: inbox::Inbox,
    secrets: secrets::Secrets,
    federation: Federation,
}

impl Emulator {
    pub fn new(options: Options) -> Self {
        let everything = Everything {
            world: world::World::new(options),
            faults: fault::Faults::default(),
            budgets: budget::Budgets::default(),
            ledger: ledger::Ledger::default(),
            inbox: inbox::Inbox::default(),
            secrets: secrets::Secrets::default(),
            federation: Federation::default(),
        };
        Self {
            everything: Arc::new(Mutex::new(everything)),
            bell: Arc::new(Notify::new()),
        }
    }

    /// Serves until dropped.
    ///
    /// # Errors
    /// As [`axum::serve`] has it: none in practice.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        let router = Router::new().fallback(door::answer).with_state(self);
        let service = router.into_make_service_with_connect_info::<wire::Shears>();
        axum::serve(wire::Cuttable(listener), service).await
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
        let place = cast::place(WORKSPACE, "").id();
        let query = "api-version=2025-12-01&underlyingResourceAction=Delete";
        let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer any"))]);
        let visit = Visit::new(
            method,
            &format!("{place}{path}"),
            query,
            headers,
            body.to_string().into(),
        );
        let answer = arm::answer(&mut self.lock().world, &visit);
        answer
            .map_or_else(|problem| problem.status, |answer| answer.status())
            .as_u16()
    }

    fn message_came(&self) {
        self.bell.notify_one();
    }

    /// Everything, as it is by now.
    fn lock(&self) -> MutexGuard<'_, Everything> {
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
