//! Writes, reads and deletes pending commands, which are tags of a workspace.

use std::time::Duration;

use backon::{ConstantBuilder, Retryable};
use jiff::Timestamp;

use super::{
    keep::{Keeps, PREFIX as KEEP},
    later::{Entry, begins, entries, tag},
};
use crate::{
    azure::{Azure, AzureError, AzureErrorKind, Tags, ThrottleWait},
    target::Alias,
};

/// How often a write is repeated that collides with somebody else's, and after what pause.
const RETRIES: usize = 2;
const PAUSE: Duration = Duration::from_millis(500);

/// The most entries of one person in a workspace, and of all people.
const YOURS: usize = 5;
const EVERYBODYS: usize = 20;

/// Why an entry was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRoom {
    /// The person has as many entries as one person may have in a workspace.
    Yours,
    /// The workspace has as many entries as it may have.
    Everybodys,
    /// The workspace has as many tags as Azure allows: how many are keeps, entries and others.
    Tags { keeps: usize, pending: usize, others: usize },
    /// Another change of the tags at the same moment undid the write.
    Undone,
}

/// The tags of a workspace that are entries by their names.
pub async fn read(azure: &Azure, workspace: &Alias, waiting: &ThrottleWait) -> Result<Tags, AzureError> {
    Ok(entries(&*waiting.retry_throttled(|| azure.tags(workspace, waiting)).await?))
}

/// Writes an entry by its `value` and reads it back, unless the same is there already. Returns when that is due, and the
/// keeps there; or why it was not written.
pub async fn note(
    azure: &Azure,
    workspace: &Alias,
    value: &str,
    now: Timestamp,
    waiting: &ThrottleWait,
) -> Result<Result<(Option<Timestamp>, Keeps), NoRoom>, AzureError> {
    let Some(entry) = Entry::read(value) else { return Ok(Err(NoRoom::Undone)) };
    let there = waiting.retry_throttled(|| azure.tags(workspace, waiting)).await?;
    let pending = entries(&there);
    let keeps = Keeps::among(&there);
    let parsed = pending.values().filter_map(|value| Entry::read(value)).filter(|entry| !entry.is_stale(now));
    let parsed: Vec<_> = parsed.collect();
    if let Some(known) = parsed.iter().find(|known| known.is_repeated_by(&entry)) {
        return Ok(Ok((Some(known.due), keeps)));
    }
    if parsed.iter().filter(|known| known.caller.id == entry.caller.id).count() >= YOURS {
        return Ok(Err(NoRoom::Yours));
    }
    if parsed.len() >= EVERYBODYS {
        return Ok(Err(NoRoom::Everybodys));
    }
    sweep(azure, workspace, &keeps.expired(now), waiting).await;
    let wanted = Tags::from([(tag(value), value.to_owned())]);
    match write(azure, workspace, Some(&wanted), &Tags::new(), waiting).await {
        Err(error) if error.kind == AzureErrorKind::TooManyTags => {
            let keeps = there.keys().filter(|name| begins(name, KEEP)).count();
            let others = there.len() - keeps - pending.len();
            return Ok(Err(NoRoom::Tags { keeps, pending: pending.len(), others }));
        }
        written => written?,
    }
    let is_there = read(azure, workspace, waiting).await?.values().any(|known| known == value);
    Ok(is_there.then_some((None, keeps)).ok_or(NoRoom::Undone))
}

/// Deletes an entry, if its tag still has this value.
pub async fn remove(
    azure: &Azure,
    workspace: &Alias,
    (name, value): (&str, &str),
    waiting: &ThrottleWait,
) -> Result<(), AzureError> {
    let entry = Tags::from([(name.to_owned(), value.to_owned())]);
    write(azure, workspace, None, &entry, waiting).await
}

/// Writes `wanted`, or deletes what is `unwanted`. Again if that collides with somebody else's change.
pub(super) async fn write(
    azure: &Azure,
    workspace: &Alias,
    wanted: Option<&Tags>,
    unwanted: &Tags,
    waiting: &ThrottleWait,
) -> Result<(), AzureError> {
    let write = || {
        waiting.retry_throttled(|| async {
            match wanted {
                Some(wanted) => azure.merge_tags(workspace, wanted, waiting).await,
                None => azure.delete_tags(workspace, unwanted, waiting).await,
            }
        })
    };
    let retries = ConstantBuilder::new().with_delay(PAUSE).with_max_times(RETRIES);
    write.retry(retries).when(|error| error.kind == AzureErrorKind::Conflict).await.map(drop)
}

/// Deletes expired keeps, because a resource holds at most 50 tags. Our role may not allow it, so a failure is only
/// logged.
pub(super) async fn sweep(azure: &Azure, workspace: &Alias, expired: &Tags, waiting: &ThrottleWait) {
    if expired.is_empty() {
        return;
    }
    if let Err(error) = azure.delete_tags(workspace, expired, waiting).await {
        tracing::warn!(%workspace, tags = expired.len(), %error, "expired keeps stay");
    }
}
