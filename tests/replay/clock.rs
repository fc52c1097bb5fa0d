//! A manual clock, and a way to run futures that never wait.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since the epoch.
#[derive(Clone)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    pub fn at(millis: i64) -> Self {
        Self(Arc::new(AtomicI64::new(millis)))
    }

    pub fn set(&self, millis: i64) {
        self.0.store(millis, Ordering::SeqCst);
    }

    pub fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Reads it, as a guard does.
    pub fn reader(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        self.reader_off_by(0)
    }

    /// Reads it with an error.
    pub fn reader_off_by(&self, millis: i64) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let clock = self.clone();
        move || {
            let now = clock.now() + millis;
            let distance = Duration::from_millis(now.unsigned_abs());
            if now < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
        }
    }
}

/// The output of a future that never waits.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("in memory nothing pends"),
    }
}
