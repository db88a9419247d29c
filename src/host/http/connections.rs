//! Limits the number of open connections, and closes the longest idle one when there are too many.

use std::{
    collections::BTreeMap,
    future::pending,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
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

#[derive(Default)]
pub(super) struct Connections {
    next: AtomicU64,
    open: Mutex<BTreeMap<u64, Connection>>,
}

struct Connection {
    /// Since when we wait for the client; `None` while the client waits for us.
    waiting_since: Option<Instant>,
    /// Whether a head was ever received.
    had_request: bool,
    over_limit: bool,
    closing: CancellationToken,
}

/// An open connection; dropping it removes it from the [`Connections`].
pub(super) struct OpenConnection {
    connections: Arc<Connections>,
    id: u64,
    /// Whether [`LIMIT`] was reached before it.
    pub at_limit: bool,
    /// Whether it exceeds [`LIMIT`].
    pub over_limit: bool,
    closing: CancellationToken,
}

impl Connections {
    /// Registers a new connection; `None` if there are too many, and it has to be closed at once.
    pub fn enter(self: &Arc<Self>) -> Option<OpenConnection> {
        let mut open = self.open();
        let at_limit = open.len() >= LIMIT;
        let over_limit = at_limit && !close_longest_waiting(&mut open, false);
        if over_limit && open.len() >= LIMIT + EXTRA && !close_longest_waiting(&mut open, true) {
            return None;
        }
        let (id, closing) = (self.next.fetch_add(1, Ordering::Relaxed), CancellationToken::new());
        let connection = Connection {
            waiting_since: Some(Instant::now()),
            had_request: false,
            over_limit,
            closing: closing.clone(),
        };
        open.insert(id, connection);
        Some(OpenConnection { connections: self.clone(), id, at_limit, over_limit, closing })
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Connection>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the connection whose client has kept us waiting longest; those without a request so far come first.
/// Returns `false` if no client keeps us waiting.
fn close_longest_waiting(open: &mut BTreeMap<u64, Connection>, over_limit: bool) -> bool {
    let those = open.iter().filter(|(_, one)| one.over_limit == over_limit);
    let waiting = those.filter_map(|(id, one)| Some((one.had_request, one.waiting_since?, *id)));
    let longest = waiting.min().and_then(|(_, _, id)| open.remove(&id));
    longest.inspect(|closed| closed.closing.cancel()).is_some()
}

impl OpenConnection {
    /// Notes that a head has been received, and whether we wait for the client now, for a body or the next request, or the
    /// client waits for us.
    pub fn waits_for_client(&self, waits: bool) {
        if let Some(connection) = self.connections.open().get_mut(&self.id) {
            connection.had_request = true;
            connection.waiting_since = waits.then(Instant::now);
        }
    }

    /// Resolves when the connection has to be closed: no head came in time, or a new connection needs its
    /// place.
    pub async fn must_close(&self) {
        let silent = async {
            sleep(FIRST_HEAD).await;
            if self.connections.open().get(&self.id).is_some_and(|one| one.had_request) {
                pending::<()>().await;
            }
        };
        tokio::select! {
            () = self.closing.cancelled() => {}
            () = silent => {}
        }
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.connections.open().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn enter(connections: &Arc<Connections>) -> OpenConnection {
        connections.enter().expect("there is a place")
    }

    fn is_closed(connection: &OpenConnection) -> bool {
        connection.closing.is_cancelled()
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_silent_one_makes_room_and_those_that_never_asked_go_first() {
        let connections = Arc::<Connections>::default();
        let mut places = Vec::new();
        for _ in 0..LIMIT {
            places.push(enter(&connections));
            advance(Duration::from_millis(1)).await;
        }
        assert!(places.iter().all(|place| !is_closed(place) && !place.at_limit && !place.over_limit));
        // 0 made a request and is idle, 1 is being answered, 2 is sending its body.
        places[0].waits_for_client(true);
        places[0].waits_for_client(true);
        places[1].waits_for_client(true);
        places[1].waits_for_client(false);
        places[2].waits_for_client(true);
        let new = enter(&connections);
        assert!(new.at_limit && !new.over_limit);
        let closed = |places: &[OpenConnection]| {
            let closed = places.iter().enumerate().filter(|(_, connection)| is_closed(connection));
            closed.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(closed(&places), [3]);
        let more: Vec<_> = (4..LIMIT).map(|_| enter(&connections)).collect();
        assert_eq!(closed(&places), (3..LIMIT).collect::<Vec<_>>());
        assert!(!is_closed(&new) && more.iter().all(|connection| !is_closed(connection)));
        // A closed connection is removed once.
        places.truncate(3);
        assert_eq!(connections.open().len(), LIMIT);
    }

    #[tokio::test(start_paused = true)]
    async fn while_all_are_being_answered_a_crowd_is_let_in() {
        let connections = Arc::<Connections>::default();
        let busy: Vec<_> = (0..LIMIT).map(|_| enter(&connections)).collect();
        for connection in &busy {
            connection.waits_for_client(true);
            connection.waits_for_client(false);
        }
        let mut crowd: Vec<_> = (0..EXTRA).map(|_| enter(&connections)).collect();
        assert!(crowd.iter().all(|connection| connection.over_limit && !is_closed(connection)));
        let one_more = enter(&connections);
        assert!(one_more.over_limit && is_closed(&crowd[0]) && !is_closed(&crowd[1]));
        for connection in crowd[1..].iter().chain([&one_more]) {
            connection.waits_for_client(false);
        }
        assert!(connections.enter().is_none());
        // Connections that end make room.
        crowd.clear();
        drop((one_more, busy));
        let connection = enter(&connections);
        assert!(!connection.over_limit && !connection.at_limit);
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_connection_is_lost_after_ten_seconds_and_one_that_asked_is_not() {
        let connections = Arc::<Connections>::default();
        let (silent, asking) = (enter(&connections), enter(&connections));
        asking.waits_for_client(true);
        let began = Instant::now();
        silent.must_close().await;
        assert_eq!(began.elapsed(), FIRST_HEAD);
        let must_close = tokio::time::timeout(Duration::from_secs(3600), asking.must_close()).await;
        assert!(must_close.is_err());
    }
}
