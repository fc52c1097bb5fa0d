//! The open connections, and which of them may be closed to make room for another.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// How long a connection without a request is never closed to make room.
pub(crate) const QUIET: Duration = Duration::from_secs(1);

/// All connections, in the order in which they were opened.
#[derive(Clone, Default)]
pub(crate) struct Connections(Arc<Inner>);

#[derive(Default)]
struct Inner {
    next: AtomicU64,
    open: Mutex<BTreeMap<u64, Arc<State>>>,
}

/// One connection. It leaves the list on drop.
pub(crate) struct Connection {
    connections: Connections,
    number: u64,
    state: Arc<State>,
}

struct State {
    requests: Mutex<Requests>,
    close: Notify,
}

struct Requests {
    /// The number of requests in progress.
    running: usize,
    /// When the last request was answered, or else when the connection was opened.
    since: Instant,
}

/// A request in progress.
pub(crate) struct Running(Arc<State>);

impl Connections {
    pub(crate) fn add(&self) -> Connection {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let requests = Mutex::new(Requests { running: 0, since: Instant::now() });
        let state = Arc::new(State { requests, close: Notify::new() });
        self.open().insert(number, Arc::clone(&state));
        Connection { connections: self.clone(), number, state }
    }

    /// Closes the oldest idle connection, if there is one.
    pub(crate) fn shed(&self) -> bool {
        let mut open = self.open();
        let oldest = open.iter().find(|(_, state)| state.quiet()).map(|(&number, _)| number);
        let shed = oldest.and_then(|number| open.remove(&number));
        if let Some(state) = &shed {
            state.close.notify_one();
        }
        shed.is_some()
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<State>>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Keep the result while a request is being answered.
    pub(crate) fn running(&self) -> Running {
        self.state.requests().running += 1;
        Running(Arc::clone(&self.state))
    }

    /// Whether it has had no request for a while.
    pub(crate) fn quiet(&self) -> bool {
        self.state.quiet()
    }

    /// Waits until the connection must close to make room.
    pub(crate) async fn closed(&self) {
        self.state.close.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.open().remove(&self.number);
    }
}

impl State {
    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn quiet(&self) -> bool {
        let requests = self.requests();
        requests.running == 0 && requests.since.elapsed() >= QUIET
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut requests = self.0.requests();
        requests.running -= 1;
        requests.since = Instant::now();
    }
}
