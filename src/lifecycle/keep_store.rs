//! Reads and writes keeps: the tags of a workspace, each time as fresh as it has to be.

use std::{sync::Arc, time::Duration};

use super::{
    keep::{Keep, Keeps, Kept, tag},
    shared_reads::SharedLooks,
};
use crate::{
    azure::{Azure, AzureError, Kind, Seen, Tags, Waiting},
    command::Verb,
    policy::Permit,
    target::{Alias, Instance},
};
use jiff::Timestamp;
use tokio::time::Instant;

/// How often a change is tried that somebody else's collides with.
const TRIES: usize = 3;

/// Between two such tries.
const BETWEEN: Duration = Duration::from_millis(500);

/// What became of a `keep`.
#[derive(Clone, Debug)]
pub enum KeepOutcome {
    /// It is so now; `before` is what was so.
    Done {
        now: Kept,
        before: Kept,
    },
    /// It was so already.
    Already {
        now: Kept,
    },
    /// Somebody else keeps it for longer; that stays.
    Longer {
        now: Kept,
    },
    /// Somebody else wrote it at the same moment; this is what is there.
    Otherwise {
        now: Kept,
    },
    Failed(AzureError),
}

/// Knows who is kept. One for the process.
pub struct Keeper {
    azure: Arc<Azure>,
    looks: SharedLooks<Keeps>,
}

impl Keeper {
    pub fn new(azure: Arc<Azure>) -> Self {
        Self {
            azure,
            looks: SharedLooks::default(),
        }
    }

    /// Whether `instance` is kept, from tags that were read for this command, at most ten seconds ago.
    pub async fn of(
        &self,
        instance: &Instance,
        now: Timestamp,
        waiting: &Waiting,
    ) -> Result<Seen<Kept>, AzureError> {
        let workspace = &instance.id.workspace;
        let (keeps, fresh) = self.keeps(workspace, waiting).await?;
        if fresh {
            self.sweep(workspace, &keeps.expired(now), waiting).await;
        }
        Ok(keeps.with(keeps.of(instance, now)))
    }

    /// The keeps of a workspace, and whether they were read just now.
    pub async fn keeps(
        &self,
        workspace: &Alias,
        waiting: &Waiting,
    ) -> Result<(Seen<Arc<Keeps>>, bool), AzureError> {
        let read = async || {
            let tags = waiting.patiently(|| self.azure.tags(workspace, waiting)).await?;
            Ok(tags.with(Keeps::among(&tags)))
        };
        self.looks.get(workspace, waiting, read).await
    }

    /// A resource holds 50 tags, so those that are over make room. Not being able to is no reason
    /// to stop: our role may lack it.
    async fn sweep(&self, workspace: &Alias, expired: &Tags, waiting: &Waiting) {
        if expired.is_empty() {
            return;
        }
        if let Err(error) = self.azure.delete_tags(workspace, expired, waiting).await {
            tracing::warn!(%workspace, tags = expired.len(), %error, "expired keeps stay");
        }
    }

    /// Writes `keep`, or takes it away. A permit for [`Verb::Keep`] is all that is taken. What took longer than the
    /// look at the instance counts, until `seen_until`, may be about one that is gone: so it is looked at once more.
    pub async fn keep(
        &self,
        permit: Permit,
        seen_until: Instant,
        keep: Option<Keep>,
        now: Timestamp,
        waiting: &Waiting,
    ) -> KeepOutcome {
        assert_eq!(permit.verb(), Verb::Keep);
        let instance = permit.instance();
        let mut outcome = self.change(instance, keep, now, waiting).await;
        self.looks.forget(&instance.id.workspace);
        if outcome.is_ok() && Instant::now() > seen_until {
            let look = waiting.patiently(|| self.azure.get(&instance.id, waiting)).await;
            let gone = match look {
                Ok(look) => look.created_on != instance.created_on,
                Err(error) => error.kind == Kind::NotFound,
            };
            if gone {
                outcome = Err(AzureError::of(Kind::NotFound));
            }
        }
        outcome.unwrap_or_else(KeepOutcome::Failed)
    }

    async fn change(
        &self,
        instance: &Instance,
        keep: Option<Keep>,
        now: Timestamp,
        waiting: &Waiting,
    ) -> Result<KeepOutcome, AzureError> {
        let workspace = &instance.id.workspace;
        let tags = waiting.patiently(|| self.azure.tags(workspace, waiting)).await?;
        let keeps = Keeps::among(&tags);
        let before = keeps.of(instance, now);
        let wanted = keep.map_or(Kept::No, Kept::Until);
        if before.says(&wanted) {
            return Ok(KeepOutcome::Already { now: before });
        }
        if before.outlasts(&wanted) {
            return Ok(KeepOutcome::Longer { now: before });
        }
        self.sweep(workspace, &keeps.expired(now), waiting).await;
        self.write(instance, &wanted, &keeps.tag_of(instance), waiting)
            .await?;
        let tags = waiting.patiently(|| self.azure.tags(workspace, waiting)).await?;
        let now = Keeps::among(&tags).of(instance, now);
        Ok(if now.says(&wanted) {
            KeepOutcome::Done { now, before }
        } else {
            KeepOutcome::Otherwise { now }
        })
    }

    async fn write(
        &self,
        instance: &Instance,
        wanted: &Kept,
        there: &Tags,
        waiting: &Waiting,
    ) -> Result<(), AzureError> {
        let workspace = &instance.id.workspace;
        let tags = match wanted {
            Kept::Until(keep) => Tags::from([(tag(&instance.id), keep.value())]),
            Kept::No | Kept::Unreadable => there.clone(),
        };
        let mut tries = 0;
        loop {
            let written = waiting.patiently(|| async {
                match wanted {
                    Kept::Until(_) => self.azure.merge_tags(workspace, &tags, waiting).await,
                    Kept::No | Kept::Unreadable => self.azure.delete_tags(workspace, &tags, waiting).await,
                }
            });
            tries += 1;
            match written.await {
                Err(error) if error.kind == Kind::Conflict && tries < TRIES => {
                    tokio::time::sleep(BETWEEN).await;
                }
                written => return written.map(drop),
            }
        }
    }
}
