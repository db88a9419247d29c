//! The configured sources by name, and the policy. A secret may change in its store or file while the process lives:
//! the first signature that does not match triggers a reload, and so does a matching one after a while, or at once if
//! the people file has changed.

use std::{
    collections::BTreeMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use tokio::time::{Instant, timeout};
use tracing::{info, warn};

use crate::{
    azure::{AzureError, Cloud, Credential, CredentialSettings},
    background::Background,
    config::{Config, ReloadPlan},
    policy::Policy,
    source::Source,
};

/// The shortest time between two reloads, so that unverified requests cannot cause one each. A new secret works after
/// this time at the latest.
const PAUSE: Duration = Duration::from_secs(30);

/// After this time, a verified request triggers a reload too, so that a revoked secret stops counting.
const REFRESH: Duration = Duration::from_secs(10 * 60);

/// A reload takes less: the stores have 8 s in all.
const LONGEST: Duration = Duration::from_secs(10);

/// A request waits this long for a reload, which then goes on without it: chats allow three seconds in all.
const REQUEST_WAITS: Duration = Duration::from_millis(1500);

/// Sources are looked up by name when they are needed, so that a renewed secret or webhook counts.
pub struct SourceRegistry {
    sources: RwLock<BTreeMap<String, Arc<Source>>>,
    /// The credentials of sources whose deliveries show a token, and the scope of the token.
    credentials: RwLock<BTreeMap<String, (Arc<Credential>, String)>>,
    client: reqwest::Client,
    policy: RwLock<Arc<Policy>>,
    reload: Mutex<SecretReload>,
}

/// The last reload of the secrets, or the one in progress.
struct SecretReload {
    /// `None` where no secret can change.
    reload_plan: Option<ReloadPlan>,
    began: Instant,
    /// The time after which the next is due without a reason: soon if the last one was incomplete.
    next: Duration,
    running: Option<Shared<BoxFuture<'static, ()>>>,
}

impl SourceRegistry {
    /// # Errors
    ///
    /// When a credential lacks something, such as the federated token's file.
    pub fn new(
        sources: Vec<Source>,
        credentials: BTreeMap<String, (CredentialSettings, Cloud)>,
        policy: Policy,
        reload_plan: Option<ReloadPlan>,
        client: reqwest::Client,
    ) -> Result<Arc<Self>, AzureError> {
        Ok(Arc::new(Self {
            sources: RwLock::new(named(sources)),
            credentials: RwLock::new(usable(credentials, &client)?),
            client,
            policy: RwLock::new(Arc::new(policy)),
            reload: Mutex::new(SecretReload {
                reload_plan,
                began: Instant::now(),
                next: REFRESH,
                running: None,
            }),
        }))
    }

    pub fn get(&self, name: &str) -> Option<Arc<Source>> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.get(name).cloned()
    }

    pub fn all(&self) -> Vec<Arc<Source>> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.values().cloned().collect()
    }

    /// The credential of a source whose deliveries show a token, and the scope of the token.
    pub fn credential(&self, source: &str) -> Option<(Arc<Credential>, String)> {
        let credentials = self.credentials.read().unwrap_or_else(PoisonError::into_inner);
        credentials.get(source).cloned()
    }

    /// Who may do what, as it was last read.
    pub fn policy(&self) -> Arc<Policy> {
        self.policy.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn has_fixed_command(&self, name: &str) -> bool {
        self.get(name).is_some_and(|source| source.has_fixed_command())
    }

    /// Whether any secret can change, or the people file.
    pub fn can_reload(&self) -> bool {
        self.lock().reload_plan.is_some()
    }

    /// Reloads while a request waits; returns the source that replaces `refusing`, if its secrets have changed.
    pub async fn reload_for_request(
        self: &Arc<Self>,
        refusing: &Arc<Source>,
        later: &Background,
    ) -> Option<Arc<Source>> {
        if let Some(reload) = self.begin(PAUSE) {
            later.spawn(reload.clone());
            let _late = timeout(REQUEST_WAITS, reload).await;
        }
        self.instead_of(refusing)
    }

    /// The same, without a limit of time.
    pub async fn reload(self: &Arc<Self>, refusing: &Arc<Source>) -> Option<Arc<Source>> {
        if let Some(reload) = self.begin(PAUSE) {
            reload.await;
        }
        self.instead_of(refusing)
    }

    /// Reloads in the background, if the last reload is long ago; and while a request waits, if the people file has
    /// changed, so that its grants count for the request.
    pub async fn refresh(self: &Arc<Self>, later: &Background) {
        let has_new_people = {
            let reload = self.lock();
            reload.began.elapsed() >= PAUSE
                && reload.reload_plan.as_ref().is_some_and(ReloadPlan::has_new_people)
        };
        if let Some(reload) = self.begin(if has_new_people { PAUSE } else { REFRESH }) {
            later.spawn(reload.clone());
            if has_new_people {
                let _late = timeout(REQUEST_WAITS, reload).await;
            }
        }
    }

    /// The reload in progress, or a new one if the last began at least `pause` ago. Requests share it.
    fn begin(self: &Arc<Self>, pause: Duration) -> Option<Shared<BoxFuture<'static, ()>>> {
        let mut reload = self.lock();
        reload.reload_plan.as_ref()?;
        // A reload that was left half-way, as by a host that froze, does not count.
        let alive = |running: &Shared<_>| running.peek().is_none() && reload.began.elapsed() < LONGEST;
        if let Some(running) = reload.running.as_ref().filter(|running| alive(running)) {
            return Some(running.clone());
        }
        if reload.began.elapsed() < pause.min(reload.next) {
            return None;
        }
        let (registry, reload_plan) = (self.clone(), reload.reload_plan.clone()?);
        reload.began = Instant::now();
        reload.next = PAUSE;
        let work = AssertUnwindSafe(async move { registry.take_over(reload_plan).await });
        reload.running = Some(work.catch_unwind().map(drop).boxed().shared());
        reload.running.clone()
    }

    /// Reads all secrets, and replaces the sources if one has changed.
    async fn take_over(&self, before: ReloadPlan) {
        let config = match Config::reload(&before).await {
            Ok(config) => config,
            Err(faults) => {
                warn!(%faults, "the secrets cannot be read again; those read before go on to count");
                return;
            }
        };
        for warning in &config.warnings {
            warn!(warning, "not everything can be read again");
        }
        let changed = config.reload_plan.as_ref().is_some_and(|now| now.differs_from(&before));
        if changed {
            info!("secrets or people have changed; the new ones count from now on");
            *self.policy.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config.policy);
            *self.sources.write().unwrap_or_else(PoisonError::into_inner) = named(config.sources);
            match usable(config.app_credentials, &self.client) {
                Ok(usable) => *self.credentials.write().unwrap_or_else(PoisonError::into_inner) = usable,
                Err(error) => warn!(%error, "a credential cannot be used; the one before goes on to count"),
            }
        }
        let mut reload = self.lock();
        if config.warnings.is_empty() {
            reload.next = REFRESH;
        }
        reload.reload_plan = config.reload_plan;
    }

    fn instead_of(&self, refusing: &Arc<Source>) -> Option<Arc<Source>> {
        self.get(&refusing.name).filter(|now| !Arc::ptr_eq(now, refusing))
    }

    fn lock(&self) -> MutexGuard<'_, SecretReload> {
        self.reload.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn usable(
    credentials: BTreeMap<String, (CredentialSettings, Cloud)>,
    client: &reqwest::Client,
) -> Result<BTreeMap<String, (Arc<Credential>, String)>, AzureError> {
    let usable = |(source, (settings, cloud)): (String, (_, Cloud))| {
        Ok((source, (Credential::new(settings, &cloud, client.clone())?, cloud.scope())))
    };
    credentials.into_iter().map(usable).collect()
}

fn named(sources: Vec<Source>) -> BTreeMap<String, Arc<Source>> {
    sources.into_iter().map(|source| (source.name.clone(), Arc::new(source))).collect()
}
