//! Limits the number of open connections, and closes the longest idle one when there are too many.

use std::{
    future::pending,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// The number of connections. A further one closes the connection whose client has kept us waiting longest.
const LIMIT: usize = 512;

/// Further connections while no client keeps us waiting. They get an answer to `/healthz`, and 503 to anything
/// else.
const EXTRA: usize = 64;

/// The time for the head of the first request.
const FIRST_HEAD: Duration = Duration::from_secs(10);

/// A connection, which is open as long as it is held and not told to close.
pub(super) struct Connection {
    /// Whether [`LIMIT`] was reached before it.
    pub at_limit: bool,
    /// Whether it exceeds [`LIMIT`].
    pub over_limit: bool,
    /// Whether a head was ever received, and since when we wait for the client; `None` while the client waits for us.
    client: Mutex<(bool, Option<Instant>)>,
    closing: CancellationToken,
}

impl Connection {
    /// Adds a new connection to the `open` ones; `None` if there are too many, and it has to be closed at once.
    pub fn enter(open: &mut Vec<Weak<Self>>) -> Option<Arc<Self>> {
        open.retain(|one| one.upgrade().is_some_and(|one| !one.closing.is_cancelled()));
        let at_limit = open.len() >= LIMIT;
        let over_limit = at_limit && !close_longest_waiting(open, false);
        if over_limit && open.len() >= LIMIT + EXTRA && !close_longest_waiting(open, true) {
            return None;
        }
        let client = Mutex::new((false, Some(Instant::now())));
        let new = Arc::new(Self { at_limit, over_limit, client, closing: CancellationToken::new() });
        open.push(Arc::downgrade(&new));
        Some(new)
    }

    /// Notes that a head has been received, and whether we wait for the client now, for a body or the next request, or the
    /// client waits for us.
    pub fn waits_for_client(&self, waits: bool) {
        *self.client() = (true, waits.then(Instant::now));
    }

    /// Resolves when the connection has to be closed: no head came in time, or a new connection needs its
    /// place.
    pub async fn must_close(&self) {
        let silent = async {
            sleep(FIRST_HEAD).await;
            let had_request = self.client().0;
            if had_request {
                pending::<()>().await;
            }
        };
        tokio::select! {
            () = self.closing.cancelled() => {}
            () = silent => {}
        }
    }

    fn client(&self) -> MutexGuard<'_, (bool, Option<Instant>)> {
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the connection whose client has kept us waiting longest; those without a request so far come first.
/// Returns `false` if no client keeps us waiting.
fn close_longest_waiting(open: &[Weak<Connection>], over_limit: bool) -> bool {
    let those = open.iter().filter_map(Weak::upgrade).filter(|one| one.over_limit == over_limit);
    let waiting = those.filter(|one| one.client().1.is_some());
    let longest = waiting.min_by_key(|one| *one.client());
    longest.inspect(|longest| longest.closing.cancel()).is_some()
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn enter(open: &mut Vec<Weak<Connection>>) -> Arc<Connection> {
        Connection::enter(open).expect("there is a place")
    }

    fn is_closed(connection: &Connection) -> bool {
        connection.closing.is_cancelled()
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_silent_one_makes_room_and_those_that_never_asked_go_first() {
        let mut open = Vec::new();
        let mut places = Vec::new();
        for _ in 0..LIMIT {
            places.push(enter(&mut open));
            advance(Duration::from_millis(1)).await;
        }
        assert!(places.iter().all(|place| !is_closed(place) && !place.at_limit && !place.over_limit));
        // 0 made a request and is idle, 1 is being answered, 2 is sending its body.
        places[0].waits_for_client(true);
        places[0].waits_for_client(true);
        places[1].waits_for_client(true);
        places[1].waits_for_client(false);
        places[2].waits_for_client(true);
        let new = enter(&mut open);
        assert!(new.at_limit && !new.over_limit);
        let closed = |places: &[Arc<Connection>]| {
            let closed = places.iter().enumerate().filter(|(_, connection)| is_closed(connection));
            closed.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(closed(&places), [3]);
        let more: Vec<_> = (4..LIMIT).map(|_| enter(&mut open)).collect();
        assert_eq!(closed(&places), (3..LIMIT).collect::<Vec<_>>());
        assert!(!is_closed(&new) && more.iter().all(|connection| !is_closed(connection)));
        // A closed connection is removed once.
        places.truncate(3);
        let open = open.iter().filter_map(Weak::upgrade).filter(|one| !is_closed(one));
        assert_eq!(open.count(), LIMIT);
    }

    #[tokio::test(start_paused = true)]
    async fn while_all_are_being_answered_a_crowd_is_let_in() {
        let mut open = Vec::new();
        let busy: Vec<_> = (0..LIMIT).map(|_| enter(&mut open)).collect();
        for connection in &busy {
            connection.waits_for_client(true);
            connection.waits_for_client(false);
        }
        let mut crowd: Vec<_> = (0..EXTRA).map(|_| enter(&mut open)).collect();
        assert!(crowd.iter().all(|connection| connection.over_limit && !is_closed(connection)));
        let one_more = enter(&mut open);
        assert!(one_more.over_limit && is_closed(&crowd[0]) && !is_closed(&crowd[1]));
        for connection in crowd[1..].iter().chain([&one_more]) {
            connection.waits_for_client(false);
        }
        assert!(Connection::enter(&mut open).is_none());
        // Connections that end make room.
        crowd.clear();
        drop((one_more, busy));
        let connection = enter(&mut open);
        assert!(!connection.over_limit && !connection.at_limit);
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_connection_is_lost_after_ten_seconds_and_one_that_asked_is_not() {
        let mut open = Vec::new();
        let (silent, asking) = (enter(&mut open), enter(&mut open));
        asking.waits_for_client(true);
        let began = Instant::now();
        silent.must_close().await;
        assert_eq!(began.elapsed(), FIRST_HEAD);
        let must_close = tokio::time::timeout(Duration::from_secs(3600), asking.must_close()).await;
        assert!(must_close.is_err());
    }
}
