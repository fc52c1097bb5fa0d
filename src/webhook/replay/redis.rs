//! The store in Redis, which all instances of a receiver share.

use std::fmt;
use std::fmt::Write as _;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, FromRedisValue, RedisError, RedisResult, RetryMethod};

use super::super::StoreError;
use super::{Claim, Delivery, SeenStore};

/// The default of [`RedisStore::with_claim`]: a minute.
const DEFAULT_CLAIM: Duration = Duration::from_secs(60);

/// The default of [`RedisStore::with_prefix`].
const DEFAULT_PREFIX: &str = "console-events:seen:";

/// The value of a committed delivery. While a delivery is claimed, the value is the claim's number.
const DONE: &str = "done";

/// A script that deletes a key if it has the given value, atomically.
const RELEASE: &str = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/// The time limit for connecting, and for each answer.
const ANSWER: Duration = Duration::from_secs(2);

/// The time limit for all attempts of a command together.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait where Redis asks to try again later.
const PAUSE: Duration = Duration::from_millis(50);

/// How often a command is sent if the connection breaks. All commands can be repeated safely.
const ATTEMPTS: usize = 3;

/// Remembers deliveries in Redis, for all instances of a receiver and across restarts (feature `redis`).
///
/// A claim is `SET key … NX PX`, so only one of several instances gets a delivery. It expires after
/// [a minute](Self::with_claim), so an instance that dies does not block its deliveries for longer. A commit is `SET
/// key done PX`, which Redis deletes when the event is too old to be admitted again. Keys contain the digest of the
/// body, not its content.
///
/// If Redis does not answer within 5 seconds, or refuses to write, nothing is admitted:
/// [`ReplayError::Unavailable`](super::super::ReplayError::Unavailable). Configure Redis so that it keeps the keys:
/// `maxmemory-policy noeviction`, and `appendonly yes` if they must survive a restart of Redis. A delivery takes about
/// 200 bytes during the guard's window.
///
/// It needs a Tokio runtime, as the `redis` crate does. For `rediss://`, enable TLS in that crate (feature
/// `tokio-rustls-comp`).
///
/// ```no_run
/// use console_events::webhook::{RedisStore, ReplayGuard};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let store = RedisStore::connect("redis://127.0.0.1/").await?;
/// let guard = ReplayGuard::new().with_store(store);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    prefix: String,
    claim: Duration,
}

impl RedisStore {
    /// Connects to the Redis at that address: `redis://[[user]:password@]host[:port][/database]`. If the connection
    /// breaks later, the store reconnects.
    pub async fn connect(address: &str) -> Result<Self, StoreError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(ANSWER))
            .set_response_timeout(Some(ANSWER))
            .set_number_of_retries(2);
        let client = Client::open(address).map_err(|error| failed(&error))?;
        let connection = client.get_connection_manager_with_config(config).await.map_err(|error| failed(&error))?;
        Ok(Self { connection, prefix: DEFAULT_PREFIX.to_owned(), claim: DEFAULT_CLAIM })
    }

    /// Sets the prefix of the keys. Receivers of different webhooks may share a Redis, and even a prefix, because the
    /// same body is the same event.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how long a claim lasts. It must be longer than the work on an event takes; otherwise a delivery that comes
    /// again meanwhile is worked on twice. If an instance dies, its deliveries are refused until their claims end.
    #[must_use]
    pub fn with_claim(mut self, claim: Duration) -> Self {
        self.claim = claim;
        self
    }

    fn key(&self, delivery: &Delivery) -> String {
        let mut key = self.prefix.clone();
        for byte in delivery.digest() {
            // Writing to a string does not fail.
            let _ = write!(key, "{byte:02x}");
        }
        key
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        let attempts = async {
            let mut connection = self.connection.clone();
            let mut left = ATTEMPTS;
            loop {
                left -= 1;
                let answer: RedisResult<T> = command.query_async(&mut connection).await;
                match answer {
                    Err(error) if left > 0 && transient(&error) => {}
                    // For instance while Redis loads its data after a restart; `PATIENCE` ends the waiting.
                    Err(error) if matches!(error.retry_method(), RetryMethod::WaitAndRetry) => {
                        left = left.max(1);
                        tokio::time::sleep(PAUSE).await;
                    }
                    answer => return answer.map_err(|error| failed(&error)),
                }
            }
        };
        match tokio::time::timeout(PATIENCE, attempts).await {
            Ok(answer) => answer,
            Err(_) => Err(StoreError::new(format!("Redis did not answer within {} seconds", PATIENCE.as_secs()))),
        }
    }
}

impl SeenStore for RedisStore {
    async fn claim(&self, delivery: &Delivery) -> Result<Claim, StoreError> {
        let (key, mine) = (self.key(delivery), claim(delivery));
        // If the other claim ends between the two commands, try once more.
        for _ in 0..2 {
            let mut set = redis::cmd("SET");
            set.arg(&key).arg(&mine).arg("NX").arg("PX").arg(whole_millis(self.claim));
            let set: Option<String> = self.ask(&set).await?;
            if set.is_some() {
                return Ok(Claim::Granted);
            }
            let found: Option<String> = self.ask(redis::cmd("GET").arg(&key)).await?;
            match found {
                Some(found) if found == DONE => return Ok(Claim::Repeated),
                // The command was sent twice because the connection broke, and the first one took effect.
                Some(found) if found == mine => return Ok(Claim::Granted),
                Some(_) => return Ok(Claim::InProgress),
                None => {}
            }
        }
        Ok(Claim::InProgress)
    }

    async fn commit(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let mut set = redis::cmd("SET");
        set.arg(self.key(delivery)).arg(DONE).arg("PX").arg(whole_millis(delivery.keep()));
        self.ask(&set).await
    }

    /// Runs in the background. If it fails, or if there is no runtime any more, the claim expires.
    fn release(&self, delivery: &Delivery) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (store, key, mine) = (self.clone(), self.key(delivery), claim(delivery));
        runtime.spawn(async move {
            let mut release = redis::cmd("EVAL");
            release.arg(RELEASE).arg(1).arg(key).arg(mine);
            let _: Result<i64, StoreError> = store.ask(&release).await;
        });
    }
}

/// The value of the key while the delivery is claimed.
fn claim(delivery: &Delivery) -> String {
    format!("{:032x}", delivery.id())
}

/// Redis accepts expiry times from one millisecond up to about 63 bits of milliseconds from now, so longer ones are
/// cut.
fn whole_millis(duration: Duration) -> u64 {
    const FOR_EVER: u64 = i64::MAX as u64 / 4;
    u64::try_from(duration.as_millis()).unwrap_or(FOR_EVER).clamp(1, FOR_EVER)
}

/// Whether the next attempt may succeed, because the connection was lost rather than the command refused.
fn transient(error: &RedisError) -> bool {
    error.is_io_error() || error.is_connection_dropped() || error.is_unrecoverable_error()
}

/// The message of the `redis` crate, which contains neither address nor password.
fn failed(error: &RedisError) -> StoreError {
    StoreError::new(format!("Redis: {error}"))
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).field("claim", &self.claim).finish_non_exhaustive()
    }
}
