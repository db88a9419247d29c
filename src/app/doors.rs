//! The sources as they are set now. A secret may be changed in its store or its file while we live;
//! the first signature that does not fit makes us look.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant, time::timeout};
use tracing::{info, warn};

use crate::{config::Renewal, source::Source};

/// Between two looks at the secrets, so that strangers cannot make us ask for them all the time. A new
/// secret works after so long at the latest.
const PAUSE: Duration = Duration::from_secs(30);

/// One look. Whoever is at the door waits, and chats give three seconds in all.
const TIME_LIMIT: Duration = Duration::from_millis(1500);

pub(super) struct Doors {
    sources: RwLock<BTreeMap<String, Arc<Source>>>,
    /// And when it was read last.
    renewal: Mutex<Option<(Renewal, Instant)>>,
    renews: bool,
}

impl Doors {
    pub fn new(sources: Vec<Source>, renewal: Option<Renewal>) -> Self {
        Self {
            sources: RwLock::new(named(sources)),
            renews: renewal.is_some(),
            renewal: Mutex::new(renewal.map(|renewal| (renewal, Instant::now()))),
        }
    }

    pub fn get(&self, name: &str) -> Option<Arc<Source>> {
        self.read().get(name).cloned()
    }

    pub fn all(&self) -> Vec<Arc<Source>> {
        self.read().values().cloned().collect()
    }

    /// Whether secrets may change at all.
    pub fn renews(&self) -> bool {
        self.renews
    }

    /// The source that stands in `refusing`'s place, if its secrets have changed. Those who ask at the
    /// same time share one look.
    pub async fn renewed(&self, refusing: &Arc<Source>) -> Option<Arc<Source>> {
        let mut renewal = self.renewal.lock().await;
        let other = || self.get(&refusing.name).filter(|now| !Arc::ptr_eq(now, refusing));
        if let Some(other) = other() {
            return Some(other);
        }
        let (renewal, last) = renewal.as_mut()?;
        if last.elapsed() < PAUSE {
            return None;
        }
        *last = Instant::now();
        match timeout(TIME_LIMIT, renewal.again()).await {
            Ok(Ok(None)) => return None,
            Ok(Ok(Some(config))) => {
                info!("the secrets have changed; the new ones count from now on");
                *self.sources.write().unwrap_or_else(PoisonError::into_inner) = named(config.sources);
                *renewal = config.renewal?;
            }
            Ok(Err(faults)) => {
                warn!(%faults, "the secrets cannot be read again; those read before go on to count")
            }
            Err(_) => warn!("the secrets cannot be read again in time; those read before go on to count"),
        }
        other()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<String, Arc<Source>>> {
        self.sources.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn named(sources: Vec<Source>) -> BTreeMap<String, Arc<Source>> {
    sources
        .into_iter()
        .map(|source| (source.name.clone(), Arc::new(source)))
        .collect()
}
