//! The connections that are open, and which of them may be closed when there is no room for another.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// How long a connection without a request is left alone, whatever happens.
pub(crate) const QUIET: Duration = Duration::from_secs(1);

/// All connections, in the order in which they came.
#[derive(Clone, Default)]
pub(crate) struct Connections(Arc<Inner>);

#[derive(Default)]
struct Inner {
    next: AtomicU64,
    open: Mutex<BTreeMap<u64, Arc<State>>>,
}

/// One connection; it is forgotten when this is dropped.
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
    /// How many are being answered.
    running: usize,
    /// When the last one was answered, or the connection was made.
    since: Instant,
}

/// A request of a connection that is being answered.
pub(crate) struct Running(Arc<State>);

impl Connections {
    pub(crate) fn add(&self) -> Connection {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let requests = Mutex::new(Requests { running: 0, since: Instant::now() });
        let state = Arc::new(State { requests, close: Notify::new() });
        self.open().insert(number, Arc::clone(&state));
        Connection { connections: self.clone(), number, state }
    }

    /// Closes the oldest connection that is quiet, if there is one.
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
    /// To hold while a request is answered.
    pub(crate) fn running(&self) -> Running {
        self.state.requests().running += 1;
        Running(Arc::clone(&self.state))
    }

    /// Whether it has no request, and has had none for a while.
    pub(crate) fn quiet(&self) -> bool {
        self.state.quiet()
    }

    /// Waits until it has to make room.
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
