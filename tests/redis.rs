//! The store in Redis with a real server: several instances, restarts, claims that expire. Without `redis-server` the
//! tests print that they are skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(unreachable_pub, reason = "the module is this test's own")]

#[path = "common/redis.rs"]
mod redis;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use console_events::webhook::{Admission, RedisStore, ReplayError, ReplayGuard};
use console_events::{ConsoleEvent, EventTimestamp, Unknown};

use redis::Redis;

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

async fn admit(guard: &ReplayGuard, body: &str) -> Result<Admission, ReplayError> {
    let event =
        ConsoleEvent::new(EventTimestamp::from_millis(now()), Unknown::new("new_event", serde_json::Value::Null));
    guard.admit(&event, body.as_bytes()).await
}

async fn instance(redis: &Redis) -> ReplayGuard {
    ReplayGuard::new().with_store(RedisStore::connect(&redis.address()).await.unwrap())
}

#[tokio::test]
async fn instances_share_what_they_received() {
    let Some(redis) = Redis::start() else { return };
    let (one, two) = (instance(&redis).await, instance(&redis).await);
    let admission = admit(&one, "a").await.unwrap();
    assert_eq!(admit(&one, "a").await.unwrap_err(), ReplayError::InProgress);
    assert_eq!(admit(&two, "a").await.unwrap_err(), ReplayError::InProgress);
    admission.commit().await.unwrap();
    assert_eq!(admit(&one, "a").await.unwrap_err(), ReplayError::Repeated);
    assert_eq!(admit(&two, "a").await.unwrap_err(), ReplayError::Repeated);
    // A third that starts later.
    assert_eq!(admit(&instance(&redis).await, "a").await.unwrap_err(), ReplayError::Repeated);
    // Under another prefix nothing is known.
    let other = RedisStore::connect(&redis.address()).await.unwrap().with_prefix("other:");
    assert!(admit(&ReplayGuard::new().with_store(other), "a").await.is_ok());
}

#[tokio::test]
async fn a_dropped_admission_is_released_for_all_instances() {
    let Some(redis) = Redis::start() else { return };
    let (one, two) = (instance(&redis).await, instance(&redis).await);
    drop(admit(&one, "a").await.unwrap());
    // The release goes on in the background.
    let started = Instant::now();
    let admission = loop {
        match admit(&two, "a").await {
            Ok(admission) => break admission,
            Err(error) => assert_eq!(error, ReplayError::InProgress),
        }
        assert!(started.elapsed() < Duration::from_secs(10), "not released");
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    // A release of the first comes too late to take the second's claim away.
    assert_eq!(admit(&one, "a").await.unwrap_err(), ReplayError::InProgress);
    admission.commit().await.unwrap();
    assert_eq!(admit(&one, "a").await.unwrap_err(), ReplayError::Repeated);
}

#[tokio::test]
async fn the_claim_of_a_dead_instance_expires() {
    let Some(redis) = Redis::start() else { return };
    let claim = Duration::from_millis(300);
    let store = RedisStore::connect(&redis.address()).await.unwrap().with_claim(claim);
    let (dying, other) = (ReplayGuard::new().with_store(store.clone()), ReplayGuard::new().with_store(store));
    let late = admit(&dying, "a").await.unwrap();
    assert_eq!(admit(&other, "a").await.unwrap_err(), ReplayError::InProgress);
    tokio::time::sleep(claim * 2).await;
    let admission = admit(&other, "a").await.unwrap();
    // It was only slow, and gives up now: the claim is the other's.
    drop(late);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(admit(&dying, "a").await.unwrap_err(), ReplayError::InProgress);
    admission.commit().await.unwrap();
}

#[tokio::test]
async fn a_delivery_is_forgotten_once_it_is_too_old_to_be_admitted() {
    let Some(redis) = Redis::start() else { return };
    // A clock that is behind by the lead and all but a moment of the window: what is committed now is soon too old.
    let window = Duration::from_millis(100);
    let store = RedisStore::connect(&redis.address()).await.unwrap();
    let guard = ReplayGuard::new().with_window(window).with_store(store);
    admit(&guard, "a").await.unwrap().commit().await.unwrap();
    let mut connection =
        ::redis::Client::open(redis.address()).unwrap().get_multiplexed_async_connection().await.unwrap();
    let keys: Vec<String> = ::redis::cmd("KEYS").arg("*").query_async(&mut connection).await.unwrap();
    assert_eq!(keys.len(), 1);
    // The digest of the body, and nothing of it.
    assert_eq!(keys[0], "console-events:seen:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    let left: i64 = ::redis::cmd("PTTL").arg(&keys[0]).query_async(&mut connection).await.unwrap();
    assert!((290_000..=300_200).contains(&left), "window and lead, in milliseconds: {left}");
}

#[tokio::test]
async fn nothing_is_admitted_while_redis_is_down_and_nothing_is_lost() {
    let Some(mut redis) = Redis::start() else { return };
    let guard = instance(&redis).await;
    admit(&guard, "a").await.unwrap().commit().await.unwrap();
    let held = admit(&guard, "b").await.unwrap();
    redis.kill();
    let started = Instant::now();
    let refused = admit(&guard, "c").await.unwrap_err();
    assert!(matches!(refused, ReplayError::Unavailable(_)), "{refused}");
    assert!(held.commit().await.is_err());
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    redis.restart();
    let started = Instant::now();
    let again = loop {
        match admit(&guard, "c").await {
            Ok(admission) => break admission,
            Err(error) => assert!(matches!(error, ReplayError::Unavailable(_)), "{error}"),
        }
        assert!(started.elapsed() < Duration::from_secs(20), "does not connect again");
    };
    again.commit().await.unwrap();
    assert_eq!(admit(&guard, "a").await.unwrap_err(), ReplayError::Repeated, "kept over the restart");
    assert_eq!(admit(&guard, "b").await.unwrap_err(), ReplayError::InProgress, "its claim has not ended yet");
}

#[tokio::test]
async fn a_connection_that_breaks_loses_no_event() {
    let Some(mut redis) = Redis::start() else { return };
    let guard = instance(&redis).await;
    for round in 0..3 {
        redis.restart();
        let admission = admit(&guard, &round.to_string()).await.unwrap();
        redis.restart();
        admission.commit().await.unwrap();
        assert_eq!(admit(&guard, &round.to_string()).await.unwrap_err(), ReplayError::Repeated);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_one_of_many_concurrent_tasks_is_admitted() {
    let Some(redis) = Redis::start() else { return };
    let mut instances = Vec::new();
    for _ in 0..3 {
        instances.push(std::sync::Arc::new(instance(&redis).await));
    }
    for body in 0..100 {
        let tasks: Vec<_> = (0..9)
            .map(|task| {
                let guard = std::sync::Arc::clone(&instances[task % 3]);
                tokio::spawn(async move {
                    match admit(&guard, &body.to_string()).await {
                        Ok(admission) => admission.commit().await.map(|()| true).unwrap(),
                        Err(error) => {
                            assert!(matches!(error, ReplayError::Repeated | ReplayError::InProgress), "{error}");
                            false
                        }
                    }
                })
            })
            .collect();
        let mut admitted = 0;
        for task in tasks {
            admitted += usize::from(task.await.unwrap());
        }
        assert_eq!(admitted, 1, "{body}");
    }
}

#[tokio::test]
async fn an_error_about_an_address_does_not_show_its_password() {
    for address in ["nothing", "http://127.0.0.1/", "redis://user:Sybil-4711@127.0.0.1:1/"] {
        let error = RedisStore::connect(address).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("4711"), "{error}");
    }
}
