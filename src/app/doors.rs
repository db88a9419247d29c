//! The sources as they are set now. A secret may be changed in its store or its file while we live: the
//! first signature that does not fit makes us look, and now and then one that does.

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
use jiff::Timestamp;
use tokio::time::{Instant, timeout};
use tracing::{info, warn};

use super::{
    App, Later, Response,
    refuse::{bare, log_rejection},
    response,
};
use crate::{
    config::{Config, Renewal},
    reply,
    source::Source,
    verify::{NotRead, Rejection, Request, Verified},
};

/// Between two looks at the secrets, so that strangers cannot make us ask for them all the time. A new
/// secret works after so long at the latest.
const PAUSE: Duration = Duration::from_secs(30);

/// So long after a look, one who is let in makes us look too: a secret that was taken away counts for no
/// longer than that.
const NOW_AND_THEN: Duration = Duration::from_secs(10 * 60);

/// No look takes so long: stores have 8 s in all.
const LONGEST: Duration = Duration::from_secs(10);

/// How long somebody at the door waits for a look, which goes on without them: chats give three seconds in
/// all.
const AT_THE_DOOR: Duration = Duration::from_millis(1500);

pub(super) struct Doors {
    sources: RwLock<BTreeMap<String, Arc<Source>>>,
    look: Mutex<Look>,
}

/// The last look at the secrets, or the one that is going on.
struct Look {
    /// `None` where no secret can change.
    renewal: Option<Renewal>,
    began: Instant,
    /// After how long the next is due without a reason: soon, where the last one was not whole.
    next: Duration,
    running: Option<Shared<BoxFuture<'static, ()>>>,
}

impl Doors {
    pub fn new(sources: Vec<Source>, renewal: Option<Renewal>) -> Arc<Self> {
        Arc::new(Self {
            sources: RwLock::new(named(sources)),
            look: Mutex::new(Look {
                renewal,
                began: Instant::now(),
                next: NOW_AND_THEN,
                running: None,
            }),
        })
    }

    pub fn get(&self, name: &str) -> Option<Arc<Source>> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.get(name).cloned()
    }

    pub fn all(&self) -> Vec<Arc<Source>> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.values().cloned().collect()
    }

    /// Whether secrets may change at all.
    pub fn renews(&self) -> bool {
        self.look().renewal.is_some()
    }

    /// The source that stands in the place of `refusing` by now, if its secrets have changed.
    pub async fn renewed_at_the_door(
        self: &Arc<Self>,
        refusing: &Arc<Source>,
        later: &Arc<dyn Later>,
    ) -> Option<Arc<Source>> {
        if let Some(look) = self.begin(PAUSE) {
            later.spawn(Box::pin(look.clone()));
            let _late = timeout(AT_THE_DOOR, look).await;
        }
        self.instead_of(refusing)
    }

    /// The same for what can wait.
    pub async fn renewed(self: &Arc<Self>, refusing: &Arc<Source>) -> Option<Arc<Source>> {
        if let Some(look) = self.begin(PAUSE) {
            look.await;
        }
        self.instead_of(refusing)
    }

    /// Looks, if nobody did for long; nobody waits for it.
    pub fn look_now_and_then(self: &Arc<Self>, later: &Arc<dyn Later>) {
        if let Some(look) = self.begin(NOW_AND_THEN) {
            later.spawn(Box::pin(look));
        }
    }

    /// The look that is going on, or a new one if the last began so long ago. They share it who ask at
    /// the same time.
    fn begin(self: &Arc<Self>, pause: Duration) -> Option<Shared<BoxFuture<'static, ()>>> {
        let mut look = self.look();
        look.renewal.as_ref()?;
        // One that was left half-way, as by a host that froze, is as good as none.
        let alive = |running: &Shared<_>| running.peek().is_none() && look.began.elapsed() < LONGEST;
        let running = look.running.as_ref().filter(|running| alive(running)).cloned();
        let running = match running {
            Some(running) => running,
            None if look.began.elapsed() < pause.min(look.next) => return None,
            None => {
                let (doors, renewal) = (self.clone(), look.renewal.clone()?);
                look.began = Instant::now();
                look.next = PAUSE;
                let work = AssertUnwindSafe(async move { doors.take_over(renewal).await });
                work.catch_unwind().map(drop).boxed().shared()
            }
        };
        look.running = Some(running.clone());
        Some(running)
    }

    /// Reads all secrets, and takes over what has changed.
    async fn take_over(&self, before: Renewal) {
        let config = match Config::reload(&before).await {
            Ok(config) => config,
            Err(faults) => {
                warn!(%faults, "the secrets cannot be read again; those read before go on to count");
                return;
            }
        };
        for warning in &config.warnings {
            warn!(warning, "not all secrets can be read again");
        }
        let changed = config
            .renewal
            .as_ref()
            .is_some_and(|now| now.differs_from(&before));
        if changed {
            info!("the secrets have changed; the new ones count from now on");
            *self.sources.write().unwrap_or_else(PoisonError::into_inner) = named(config.sources);
        }
        let mut look = self.look();
        if config.warnings.is_empty() {
            look.next = NOW_AND_THEN;
        }
        look.renewal = config.renewal;
    }

    fn instead_of(&self, refusing: &Arc<Source>) -> Option<Arc<Source>> {
        self.get(&refusing.name).filter(|now| !Arc::ptr_eq(now, refusing))
    }

    fn look(&self) -> MutexGuard<'_, Look> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Checks the signature; by the source's new secret, should it have been changed meanwhile.
    pub(super) async fn verify(
        &self,
        source: Arc<Source>,
        request: Request,
        later: &Arc<dyn Later>,
    ) -> Result<(Arc<Source>, Verified<Request>, Timestamp), Rejection> {
        let again = self.doors.renews().then(|| request.clone());
        let refused = match source.verify(request, self.clock.now()) {
            Ok((verified, signed_at)) => {
                self.doors.look_now_and_then(later);
                return Ok((source, verified, signed_at));
            }
            Err(rejection) => rejection,
        };
        let renewed = match again.filter(|_| refused.is_of_a_secret()) {
            Some(again) => {
                let renewed = self.doors.renewed_at_the_door(&source, later).await;
                renewed.map(|renewed| (renewed, again))
            }
            None => None,
        };
        let outcome = match renewed {
            Some((source, again)) => source
                .verify(again, self.clock.now())
                .map(|(verified, signed_at)| (source, verified, signed_at)),
            None => Err(refused),
        };
        outcome.inspect_err(|rejection| log_rejection(&self.log_limit, &source, *rejection))
    }

    /// Answers a request whose body the host could not take; `request` is its head. Where a machine may have sent
    /// it that does not try again, the log calls it undone, and the source's channels hear of it once a day: of a
    /// source that proves itself by the head when that holds, of the others whoever sent it.
    pub async fn not_read(
        self: &Arc<Self>,
        request: Request,
        why: NotRead,
        later: Arc<dyn Later>,
    ) -> Response {
        let source = self.source_at(&request.path);
        let undone = why.is_final() && source.as_ref().is_none_or(|source| source.is_machine());
        let mut proven = false;
        if let Some(source) = source.as_ref().filter(|source| undone && source.proves_by_head()) {
            source.prepare(&request, &self.client, self.clock.now()).await;
            if let Err(rejection) = self.verify(source.clone(), request, &later).await {
                return response(bare(rejection.status()));
            }
            proven = true;
        }
        let name = source.as_ref().map(|source| source.name.clone());
        let key = format!("not read|{}", name.as_deref().unwrap_or_default());
        self.log_limit.log(&key, move |requests| {
            let (status, undone) = (why.status().as_u16(), undone.then_some(true));
            tracing::warn!(source = name, status, reason = %why, undone, requests, "a request was not read");
        });
        if let Some(source) = source.filter(|_| undone)
            && self.told.first(&format!("{}|not read|{why}", source.name))
        {
            let voice = self.voice_at(Some(&source), None, None);
            let reply = reply::not_read(&voice, &source.name, why, proven);
            self.notify(&source, reply, &later);
        }
        response(bare(why.status()))
    }
}

fn named(sources: Vec<Source>) -> BTreeMap<String, Arc<Source>> {
    sources
        .into_iter()
        .map(|source| (source.name.clone(), Arc::new(source)))
        .collect()
}
