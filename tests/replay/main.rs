//! The guard against replay: what is admitted when, and what is remembered; with a clock that the test sets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(unreachable_pub, reason = "the modules are this test's own")]

mod clock;
mod simulation;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use console_events::webhook::{
    Admission, Claim, DEFAULT_WINDOW, Delivery, LEAD, MemoryStore, ReplayError, ReplayGuard, SeenStore, StoreError,
};
use console_events::{ConsoleEvent, EventTimestamp, Unknown};
use proptest::prelude::*;

use clock::{Clock, ready};

const NOW: i64 = 1_700_000_000_000;
const MINUTE: i64 = 60_000;
const WINDOW: i64 = 24 * 60 * MINUTE;

fn of(timestamp: EventTimestamp) -> ConsoleEvent {
    ConsoleEvent::new(timestamp, Unknown::new("new_event", serde_json::Value::Null))
}

fn admit(guard: &ReplayGuard, millis: i64, body: &str) -> Result<Admission, ReplayError> {
    ready(guard.admit(&of(EventTimestamp::from_millis(millis)), body.as_bytes()))
}

/// Admits it and does the work.
fn receive(guard: &ReplayGuard, millis: i64, body: &str) -> Result<(), ReplayError> {
    let admission = admit(guard, millis, body)?;
    ready(admission.commit()).map_err(ReplayError::from)
}

fn guard(clock: &Clock) -> ReplayGuard {
    ReplayGuard::new().with_clock(clock.reader())
}

#[test]
fn a_body_is_admitted_once_in_any_order() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock);
    for (millis, body) in [(NOW, "a"), (NOW - 5, "b"), (NOW + 5, "c"), (NOW, "d"), (NOW - 3_600_000, "e")] {
        assert_eq!(receive(&guard, millis, body), Ok(()), "{body}");
    }
    for (millis, body) in [(NOW, "a"), (NOW - 5, "b"), (NOW + 5, "c"), (NOW, "d"), (NOW - 3_600_000, "e")] {
        assert_eq!(receive(&guard, millis, body), Err(ReplayError::Repeated), "{body}");
    }
}

#[test]
fn the_window_has_its_documented_bounds() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock);
    assert_eq!((DEFAULT_WINDOW, LEAD), (Duration::from_secs(86_400), Duration::from_secs(300)));
    for (millis, expected) in [
        (NOW - WINDOW, Ok(())),
        (NOW - WINDOW - 1, Err(ReplayError::TooOld)),
        (NOW + 5 * MINUTE, Ok(())),
        (NOW + 5 * MINUTE + 1, Err(ReplayError::FromTheFuture)),
        // Microseconds, and what is beyond 64 bits.
        (NOW * 1_000, Err(ReplayError::FromTheFuture)),
        (i64::MAX, Err(ReplayError::FromTheFuture)),
        (i64::MIN, Err(ReplayError::TooOld)),
        // Seconds.
        (NOW / 1_000, Err(ReplayError::TooOld)),
        (0, Err(ReplayError::TooOld)),
        // None of them has an effect on the next.
        (NOW, Ok(())),
    ] {
        assert_eq!(receive(&guard, millis, &millis.to_string()), expected, "{millis}");
    }
    for number in ["1e300", "18446744073709551615", "1e18"] {
        let event = of(serde_json::from_str(number).unwrap());
        assert_eq!(ready(guard.admit(&event, b"")).unwrap_err(), ReplayError::FromTheFuture, "{number}");
    }
    assert_eq!(ready(guard.admit(&of(serde_json::from_str("-1e300").unwrap()), b"")).unwrap_err(), ReplayError::TooOld);
}

#[test]
fn windows_of_any_length_work() {
    let clock = Clock::at(NOW);
    let all = guard(&clock).with_window(Duration::MAX);
    assert_eq!(receive(&all, 0, "a"), Ok(()));
    assert_eq!(receive(&all, i64::MIN / 2, "b"), Ok(()));
    assert_eq!(receive(&all, i64::MIN / 2, "b"), Err(ReplayError::Repeated));
    let none = guard(&clock).with_window(Duration::ZERO);
    assert_eq!(receive(&none, NOW, "a"), Ok(()));
    assert_eq!(receive(&none, NOW - 1, "b"), Err(ReplayError::TooOld));
    // A clock before the epoch is a clock.
    clock.set(-10);
    assert_eq!(receive(&none, -10, "c"), Ok(()));
    assert_eq!(receive(&none, -11, "d"), Err(ReplayError::TooOld));
}

#[test]
fn a_delivery_without_commit_is_admitted_again() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock);
    let admission = admit(&guard, NOW, "a").unwrap();
    assert_eq!(admit(&guard, NOW, "a").unwrap_err(), ReplayError::InProgress);
    drop(admission);
    let admission = admit(&guard, NOW, "a").unwrap();
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _admission = admission;
        panic!("the work fails, as it is to");
    }));
    assert!(failed.is_err());
    assert_eq!(receive(&guard, NOW, "a"), Ok(()));
    assert_eq!(receive(&guard, NOW, "a"), Err(ReplayError::Repeated));
}

#[test]
fn an_admission_can_move_to_another_thread() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock);
    let admission = admit(&guard, NOW, "a").unwrap();
    thread::spawn(move || ready(admission.commit()).unwrap()).join().unwrap();
    assert_eq!(receive(&guard, NOW, "a"), Err(ReplayError::Repeated));
}

#[test]
fn a_delivery_is_remembered_as_long_as_it_could_be_admitted() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock);
    for lead in [-WINDOW, 0, 5 * MINUTE] {
        clock.set(NOW);
        let (millis, body) = (NOW + lead, lead.to_string());
        assert_eq!(receive(&guard, millis, &body), Ok(()));
        for later in [0, 1, WINDOW / 2, WINDOW - 1, WINDOW, WINDOW + 5 * MINUTE, 2 * WINDOW, 20 * WINDOW] {
            clock.set(NOW + later);
            // Others come and let the guard forget.
            assert_eq!(receive(&guard, NOW + later, &format!("{lead} {later}")), Ok(()));
            assert!(receive(&guard, millis, &body).is_err(), "{lead}, {later} later");
        }
    }
}

#[test]
fn only_one_of_many_threads_is_admitted() {
    let clock = Clock::at(NOW);
    let guard = Arc::new(guard(&clock));
    for round in 0..50 {
        let threads = (0..8).map(|_| {
            let guard = Arc::clone(&guard);
            thread::spawn(move || receive(&guard, NOW, &round.to_string()).is_ok())
        });
        let threads: Vec<_> = threads.collect();
        assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).filter(|&ok| ok).count(), 1);
    }
}

#[test]
fn a_full_store_forgets_the_oldest_and_refuses_events_as_old() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock).with_store(MemoryStore::with_capacity(100));
    for event in 0..1_000 {
        assert_eq!(receive(&guard, NOW + event, &event.to_string()), Ok(()), "new events are admitted");
    }
    for event in 0..1_000 {
        let expected = if event < 900 { ReplayError::TooOld } else { ReplayError::Repeated };
        assert_eq!(receive(&guard, NOW + event, &event.to_string()), Err(expected), "{event}");
    }
    assert_eq!(receive(&guard, NOW + 899, "late"), Err(ReplayError::TooOld), "the window is shorter");
    assert_eq!(receive(&guard, NOW + 900, "late"), Ok(()));
}

#[test]
fn a_full_store_keeps_its_claims() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock).with_store(MemoryStore::with_capacity(2));
    let (first, second) = (admit(&guard, NOW, "a").unwrap(), admit(&guard, NOW, "b").unwrap());
    let refused = admit(&guard, NOW, "c").unwrap_err();
    assert!(
        matches!(&refused, ReplayError::Unavailable(_)) && refused.to_string().contains("2 deliveries"),
        "{refused}"
    );
    assert_eq!(admit(&guard, NOW, "a").unwrap_err(), ReplayError::InProgress);
    drop(first);
    assert_eq!(receive(&guard, NOW, "c"), Ok(()));
    ready(second.commit()).unwrap();
    assert_eq!(receive(&guard, NOW, "b"), Err(ReplayError::Repeated));
}

/// A store that fails on request.
#[derive(Default)]
struct Failing {
    commit: bool,
    released: Arc<std::sync::atomic::AtomicUsize>,
}

impl SeenStore for Failing {
    async fn claim(&self, _: &Delivery) -> Result<Claim, StoreError> {
        if self.commit { Ok(Claim::Granted) } else { Err(StoreError::new("no store today")) }
    }

    async fn commit(&self, _: &Delivery) -> Result<(), StoreError> {
        Err(StoreError::new("no store today"))
    }

    fn release(&self, _: &Delivery) {
        self.released.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn a_store_that_fails_admits_nothing() {
    let clock = Clock::at(NOW);
    let store = Failing::default();
    let released = Arc::clone(&store.released);
    let refused = admit(&guard(&clock).with_store(store), NOW, "a").unwrap_err();
    assert_eq!(refused, ReplayError::Unavailable(StoreError::new("no store today")));
    assert_eq!(released.load(std::sync::atomic::Ordering::Relaxed), 1, "the claim may have been heard");

    let store = Failing { commit: true, ..Failing::default() };
    let released = Arc::clone(&store.released);
    let admission = admit(&guard(&clock).with_store(store), NOW, "a").unwrap();
    assert_eq!(ready(admission.commit()), Err(StoreError::new("no store today")));
    assert_eq!(released.load(std::sync::atomic::Ordering::Relaxed), 0, "the work is done");
}

#[test]
fn a_cancelled_caller_gives_up_its_claim() {
    struct Slow(Arc<std::sync::atomic::AtomicUsize>);

    impl SeenStore for Slow {
        async fn claim(&self, _: &Delivery) -> Result<Claim, StoreError> {
            std::future::pending().await
        }

        async fn commit(&self, _: &Delivery) -> Result<(), StoreError> {
            Ok(())
        }

        fn release(&self, _: &Delivery) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }

    let clock = Clock::at(NOW);
    let released = Arc::default();
    let guard = guard(&clock).with_store(Slow(Arc::clone(&released)));
    let event = of(EventTimestamp::from_millis(NOW));
    let mut waiting = Box::pin(guard.admit(&event, b"a"));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    drop(waiting);
    assert_eq!(released.load(std::sync::atomic::Ordering::Relaxed), 1);
}

#[test]
fn debug_and_errors_show_no_content() {
    let clock = Clock::at(NOW);
    let guard = guard(&clock);
    let admission = admit(&guard, NOW, "Sybil-4711").unwrap();
    assert_eq!(format!("{guard:?}"), "ReplayGuard { window: 86400s, .. }");
    assert_eq!(
        format!("{admission:?}"),
        format!("Admission {{ delivery: Delivery {{ timestamp: {NOW}, now: {NOW}, .. }}, .. }}")
    );
}

proptest! {
    /// Whatever comes in whatever order while the clock goes on: what was received is not received again, and what is
    /// new and within the window is.
    #[test]
    fn each_event_within_the_window_once(deliveries in proptest::collection::vec((0_i64..40, 0_u8..4, 0_i64..8), 0..80)) {
        let clock = Clock::at(0);
        let guard = guard(&clock).with_window(Duration::from_millis(10));
        let mut received: Vec<(i64, u8)> = Vec::new();
        let mut now = 0;
        for (millis, body, later) in deliveries {
            now += later;
            clock.set(now);
            let given = receive(&guard, millis, &format!("{millis} {body}"));
            if millis < now - 10 {
                prop_assert_eq!(given, Err(ReplayError::TooOld));
            } else if received.contains(&(millis, body)) {
                prop_assert_eq!(given, Err(ReplayError::Repeated));
            } else {
                prop_assert_eq!(given, Ok(()));
                received.push((millis, body));
            }
        }
    }
}
