//! The connections that are open: how many there may be, and which of them is closed when there are too many.

use std::{
    collections::BTreeMap,
    future::pending,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// So many connections may wait for us. Above it, the one that has kept us waiting for longest makes room.
const MOST: usize = 512;

/// As many again are taken where nobody keeps us waiting, to answer `/healthz`, and 503 to all else.
const CROWD: usize = 64;

/// How long a new connection may take to send the head of its first request.
const FIRST_HEAD: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(super) struct Connections(Mutex<Open>);

#[derive(Default)]
struct Open {
    next: u64,
    connections: BTreeMap<u64, Connection>,
}

struct Connection {
    /// Since when we wait for its client; `None` while its client waits for us.
    waiting_since: Option<Instant>,
    /// Whether a head ever came.
    has_asked: bool,
    crowded: bool,
    closing: CancellationToken,
}

/// A connection's place among those that are open, given up when it is dropped.
pub(super) struct OpenConnection {
    connections: Arc<Connections>,
    id: u64,
    /// Whether there was no room for it.
    pub crowded: bool,
    closing: CancellationToken,
}

/// What became of a new connection.
pub(super) struct Arrival {
    /// `None` where it is closed at once.
    pub place: Option<OpenConnection>,
    /// Whether there was room only because another one was closed, or none.
    pub full: bool,
}

impl Connections {
    /// A place for a new connection.
    pub fn enter(self: &Arc<Self>) -> Arrival {
        let mut open = self.open();
        let full = open.connections.len() >= MOST;
        let crowded = full && !open.close_longest_waiting(false);
        if crowded && open.connections.len() >= MOST + CROWD && !open.close_longest_waiting(true) {
            return Arrival { place: None, full };
        }
        let (id, closing) = (open.next, CancellationToken::new());
        open.next += 1;
        let connection = Connection {
            waiting_since: Some(Instant::now()),
            has_asked: false,
            crowded,
            closing: closing.clone(),
        };
        open.connections.insert(id, connection);
        let place = OpenConnection {
            connections: self.clone(),
            id,
            crowded,
            closing,
        };
        Arrival {
            place: Some(place),
            full,
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Closes the connection that has kept us waiting for longest, those that never asked anything first;
    /// `false` where there is none.
    fn close_longest_waiting(&mut self, crowded: bool) -> bool {
        let those = self.connections.iter().filter(|(_, one)| one.crowded == crowded);
        let waiting = those.filter_map(|(id, one)| Some((one.has_asked, one.waiting_since?, *id)));
        let Some((_, _, id)) = waiting.min() else {
            return false;
        };
        if let Some(closed) = self.connections.remove(&id) {
            closed.closing.cancel();
        }
        true
    }
}

impl OpenConnection {
    /// The head of a request has come, and we wait for its body.
    pub fn asks(&self) {
        self.update(|connection| {
            connection.has_asked = true;
            connection.waiting_since = Some(Instant::now());
        });
    }

    /// The request is whole, and its client waits for us.
    pub fn is_heard(&self) {
        self.update(|connection| connection.waiting_since = None);
    }

    /// The request is answered, and we wait for the next one.
    pub fn is_answered(&self) {
        self.update(|connection| connection.waiting_since = Some(Instant::now()));
    }

    /// Resolves when the connection has to be closed: no head came in time, or another one needs the place.
    pub async fn lost(&self) {
        let silent = async {
            sleep(FIRST_HEAD).await;
            if self.has_asked() {
                pending::<()>().await;
            }
        };
        tokio::select! {
            () = self.closing.cancelled() => {}
            () = silent => {}
        }
    }

    fn has_asked(&self) -> bool {
        let open = self.connections.open();
        open.connections.get(&self.id).is_some_and(|one| one.has_asked)
    }

    fn update(&self, update: impl FnOnce(&mut Connection)) {
        if let Some(connection) = self.connections.open().connections.get_mut(&self.id) {
            update(connection);
        }
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.connections.open().connections.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn enter(connections: &Arc<Connections>) -> (OpenConnection, bool) {
        let entered = connections.enter();
        (entered.place.expect("there is a place"), entered.full)
    }

    fn is_closed(place: &OpenConnection) -> bool {
        place.closing.is_cancelled()
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_silent_one_makes_room_and_those_that_never_asked_go_first() {
        let connections = Arc::<Connections>::default();
        let mut places = Vec::new();
        for _ in 0..MOST {
            places.push(enter(&connections));
            advance(Duration::from_millis(1)).await;
        }
        assert!(
            places
                .iter()
                .all(|(place, full)| !is_closed(place) && !full && !place.crowded)
        );
        // 0 has asked once and is idle, 1 is being answered, 2 sends its body.
        places[0].0.asks();
        places[0].0.is_answered();
        places[1].0.asks();
        places[1].0.is_heard();
        places[2].0.asks();
        let (new, full) = enter(&connections);
        assert!(full && !new.crowded);
        let closed = |places: &[(OpenConnection, bool)]| {
            let closed = places
                .iter()
                .enumerate()
                .filter(|(_, (place, _))| is_closed(place));
            closed.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(closed(&places), [3]);
        let more: Vec<_> = (4..MOST).map(|_| enter(&connections)).collect();
        assert_eq!(closed(&places), (3..MOST).collect::<Vec<_>>());
        assert!(!is_closed(&new) && more.iter().all(|(place, _)| !is_closed(place)));
        // A connection that is closed gives up its place once.
        places.truncate(3);
        assert_eq!(connections.open().connections.len(), MOST);
    }

    #[tokio::test(start_paused = true)]
    async fn while_all_are_being_answered_a_crowd_is_let_in() {
        let connections = Arc::<Connections>::default();
        let busy: Vec<_> = (0..MOST).map(|_| enter(&connections).0).collect();
        for place in &busy {
            place.asks();
            place.is_heard();
        }
        let mut crowd: Vec<_> = (0..CROWD).map(|_| enter(&connections).0).collect();
        assert!(crowd.iter().all(|place| place.crowded && !is_closed(place)));
        let (one_more, _) = enter(&connections);
        assert!(one_more.crowded && is_closed(&crowd[0]) && !is_closed(&crowd[1]));
        for place in crowd[1..].iter().chain([&one_more]) {
            place.is_heard();
        }
        let none = connections.enter();
        assert!(none.place.is_none() && none.full);
        // Room comes back with those that end.
        crowd.clear();
        drop((one_more, busy));
        let (place, full) = enter(&connections);
        assert!(!place.crowded && !full);
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_connection_is_lost_after_ten_seconds_and_one_that_asked_is_not() {
        let connections = Arc::<Connections>::default();
        let (silent, asking) = (enter(&connections).0, enter(&connections).0);
        asking.asks();
        let began = Instant::now();
        silent.lost().await;
        assert_eq!(began.elapsed(), FIRST_HEAD);
        let lost = tokio::time::timeout(Duration::from_secs(3600), asking.lost()).await;
        assert!(lost.is_err());
    }
}
