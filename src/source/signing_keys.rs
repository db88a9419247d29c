//! The public keys that a sender's tokens are checked with, cached for a day.
//!
//! Entra and the Bot Connector change them without notice, publish the next one beforehand, and recommend fetching
//! them about once a day.
//! <https://learn.microsoft.com/entra/identity-platform/signing-key-rollover>

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;
use url::Url;

use crate::{
    client::body_within,
    verify::{KeySet, Rejection, Request, Token},
};

/// The age at which they are fetched again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// The age at which they are not used any more, even if new ones cannot be fetched.
const LAST: SignedDuration = SignedDuration::from_hours(48);

/// The shortest time between two searches for unknown keys, since any sender can name one.
const BETWEEN: SignedDuration = SignedDuration::from_mins(5);

/// The same after a failure.
const BETWEEN_FAILURES: SignedDuration = SignedDuration::from_secs(30);

/// Short, since Azure waits for our answer meanwhile.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The longest document, in bytes. Entra's has about 15 000, the Bot Connector's some tens of thousands.
const LONGEST: usize = 256 * 1024;

/// Where a sender publishes its keys, and the keys last fetched.
#[derive(Debug)]
pub struct SigningKeys {
    url: Url,
    cache: RwLock<Cache>,
    /// Held while they are fetched.
    fetching: Mutex<()>,
}

#[derive(Debug, Default)]
struct Cache {
    /// With the time of fetching.
    keys: Option<(Arc<KeySet>, Timestamp)>,
    /// When fetching last ended, and whether that was a failure.
    tried: Option<(Timestamp, bool)>,
    /// When they were last fetched for an unknown key.
    searched: Option<Timestamp>,
}

impl SigningKeys {
    /// Keys that are published at `url`, none of them fetched yet.
    pub fn at(url: Url) -> Self {
        Self { url, cache: RwLock::default(), fetching: Mutex::default() }
    }

    /// Where they are published.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The keys to check a request's token with. If the one that it names is unknown and the last fetch failed, the token
    /// can be neither accepted nor refused.
    pub(super) fn of(&self, request: &Request, now: Timestamp) -> Result<Arc<KeySet>, Rejection> {
        let token = Token::shown(request)?;
        self.read(|cache| {
            let keys = cache.usable(now).ok_or(Rejection::NoKeys)?;
            let failing = cache.tried.is_some_and(|(_, failed)| failed);
            if failing && !keys.has(token.key_id()) { Err(Rejection::NoKeys) } else { Ok(keys.clone()) }
        })
    }

    /// Fetches the keys if they are due, or if the one that a request's token names is not among them; nothing without a
    /// well-formed token. Of several requests only one fetches them, and those whose key is cached do not wait.
    pub(super) async fn prepare(&self, request: &Request, client: &reqwest::Client, now: Timestamp) {
        let Ok(token) = Token::shown(request) else { return };
        let id = token.key_id();
        if !self.read(|cache| cache.is_due(id, now)) {
            return;
        }
        let _fetching = if self.read(|cache| cache.has(id, now)) {
            match self.fetching.try_lock() {
                Ok(turn) => turn,
                Err(_) => return,
            }
        } else {
            self.fetching.lock().await
        };
        if !self.read(|cache| cache.is_due(id, now)) {
            return; // another request fetched them meanwhile
        }
        let search = self.read(|cache| !cache.is_old(now));
        let fetched = self.fetch(client).await;
        if let Err(error) = &fetched {
            tracing::error!(%error, "the keys that tokens are checked with cannot be fetched");
        }
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        cache.tried = Some((now, fetched.is_err()));
        if search && fetched.is_ok() {
            cache.searched = Some(now);
        }
        if let Ok(keys) = fetched {
            cache.keys = Some((Arc::new(keys), now));
        }
    }

    fn read<T>(&self, read: impl FnOnce(&Cache) -> T) -> T {
        read(&self.cache.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The error is for the log.
    async fn fetch(&self, client: &reqwest::Client) -> Result<KeySet, String> {
        // The address is not secret, but long.
        let unanswered = |error: reqwest::Error| format!("no answer: {}", error.without_url());
        let answer = client.get(self.url.clone()).timeout(TIMEOUT).send().await;
        let answer = answer.map_err(unanswered)?;
        if !answer.status().is_success() {
            return Err(format!("the answer was {}", answer.status()));
        }
        let document = body_within(LONGEST, answer).await.map_err(unanswered)?;
        let document = document.ok_or("the answer is too long")?;
        KeySet::read(&document).ok_or_else(|| "there are no keys in the answer".to_owned())
    }
}

impl Cache {
    fn usable(&self, now: Timestamp) -> Option<&Arc<KeySet>> {
        let (keys, at) = self.keys.as_ref()?;
        (now.duration_since(*at) < LAST).then_some(keys)
    }

    fn has(&self, id: &str, now: Timestamp) -> bool {
        self.usable(now).is_some_and(|keys| keys.has(id))
    }

    fn is_old(&self, now: Timestamp) -> bool {
        let fetched = self.keys.as_ref();
        fetched.is_none_or(|(_, at)| now.duration_since(*at) >= FRESH)
    }

    fn is_due(&self, id: &str, now: Timestamp) -> bool {
        if let Some((at, true)) = self.tried
            && now.duration_since(at) < BETWEEN_FAILURES
        {
            return false;
        }
        let searched = self.searched.is_some_and(|at| now.duration_since(at) < BETWEEN);
        self.is_old(now) || !self.has(id, now) && !searched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HAS: &[u8] = br#"{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}]}"#;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    /// SigningKeys fetched at 0, and last tried for then or later: for a key that is not among them.
    fn cache(tried: i64, failed: bool) -> Cache {
        let keys = Arc::new(KeySet::read(HAS).unwrap());
        Cache {
            keys: Some((keys, at(0))),
            tried: Some((at(tried), failed)),
            searched: (tried > 0 && !failed).then(|| at(tried)),
        }
    }

    #[test]
    fn they_are_fetched_once_a_day() {
        assert!(Cache::default().is_due("a", at(0)));
        let fetched = cache(0, false);
        assert!(!fetched.is_due("a", at(24 * 60 - 1)));
        assert!(fetched.is_due("a", at(24 * 60)));
    }

    #[test]
    fn an_unknown_key_is_looked_for_every_five_minutes_at_most() {
        assert!(cache(0, false).is_due("b", at(0)), "it may have come a moment after");
        let searched = cache(5, false);
        assert!(!searched.is_due("b", at(9)));
        assert!(searched.is_due("b", at(10)));
    }

    #[test]
    fn after_a_failure_it_is_half_a_minute() {
        let nothing = Cache { keys: None, tried: Some((at(0), true)), searched: None };
        let half = at(0) + SignedDuration::from_secs(30);
        assert!(!nothing.is_due("a", half - SignedDuration::from_secs(1)));
        assert!(nothing.is_due("a", half));
        assert!(!cache(10, true).is_due("a", at(11)), "there is nothing to look for");
        assert!(cache(10, true).is_due("b", at(11)));
    }

    #[test]
    fn old_ones_count_for_another_day() {
        let late = cache(48 * 60 - 1, true);
        assert!(late.has("a", at(48 * 60 - 1)));
        assert!(!late.has("a", at(48 * 60)));
        assert!(late.is_due("a", at(48 * 60)));
    }
}
