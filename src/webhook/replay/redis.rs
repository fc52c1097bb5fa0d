//! What was received, in a Redis that all instances of a receiver share.

use std::fmt;
use std::fmt::Write as _;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, FromRedisValue, RedisError, RedisResult};

use super::super::StoreError;
use super::{Claim, Delivery, SeenStore};

/// How long a claim holds unless [`RedisStore::with_claim`] says otherwise: a minute.
const DEFAULT_CLAIM: Duration = Duration::from_secs(60);

/// What keys begin with unless [`RedisStore::with_prefix`] says otherwise.
const DEFAULT_PREFIX: &str = "console-events:seen:";

/// The value of a key whose delivery is committed; that of a claim is the claim's number.
const DONE: &str = "done";

/// Deletes a key if its value is the one that is given, in one step.
const RELEASE: &str = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/// How long connecting, and an answer, may take.
const ANSWER: Duration = Duration::from_secs(2);

/// How long all attempts at a command may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a command is sent where the connection breaks: each of them may be sent twice without harm.
const ATTEMPTS: usize = 3;

/// Remembers in Redis, for all instances of a receiver and over their restarts (feature `redis`).
///
/// A claim is `SET key … NX PX`, so that of several instances one is granted a delivery, and it ends by itself after
/// [a minute](Self::with_claim): an instance that dies releases what it held. A commit is `SET key done PX`, which Redis
/// forgets when the event is too old to be admitted again. Keys hold the digest of a body, and no content.
///
/// A Redis that does not answer within 5 seconds, or refuses to write, admits nothing:
/// [`ReplayError::Unavailable`](super::super::ReplayError::Unavailable). Use one that keeps what it was given:
/// `maxmemory-policy noeviction`, and `appendonly yes` where its own restart must not matter. A delivery takes about 200
/// bytes for the guard's window.
///
/// It needs a Tokio runtime, as the `redis` crate does. For `rediss://` turn on TLS in that crate (feature
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
    /// Connects to the Redis at that address: `redis://[[user]:password@]host[:port][/database]`. When the connection
    /// breaks later, it is made anew.
    pub async fn connect(address: &str) -> Result<Self, StoreError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(ANSWER))
            .set_response_timeout(Some(ANSWER))
            .set_number_of_retries(2);
        let client = Client::open(address).map_err(|error| failed(&error))?;
        let connection = client.get_connection_manager_with_config(config).await.map_err(|error| failed(&error))?;
        Ok(Self { connection, prefix: DEFAULT_PREFIX.to_owned(), claim: DEFAULT_CLAIM })
    }

    /// Begins its keys with that text. Receivers of different webhooks may share a Redis, and even a prefix: the same body
    /// is the same event.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Lets a claim end after that time. It must be longer than the work on an event can take, or a delivery that comes
    /// again meanwhile is worked on twice; until it ends, an instance that died keeps the delivery from coming again.
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
                    Err(error) if left > 0 && passing(&error) => {}
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
        // A claim that ends between the two commands is asked for once more.
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
                // Sent twice because the connection broke: the first one was heard.
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

    /// Goes on in the background. Where it fails, or where there is no runtime any more, the claim ends by itself.
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

/// The value of the key while the delivery is worked on.
fn claim(delivery: &Delivery) -> String {
    format!("{:032x}", delivery.id())
}

/// Redis counts from one millisecond up to 63 bits of them, from now: a time beyond the calendar is as good as for ever.
fn whole_millis(duration: Duration) -> u64 {
    const FOR_EVER: u64 = i64::MAX as u64 / 4;
    u64::try_from(duration.as_millis()).unwrap_or(FOR_EVER).clamp(1, FOR_EVER)
}

/// Whether the next attempt may succeed: the connection was lost, not the command refused.
fn passing(error: &RedisError) -> bool {
    error.is_io_error() || error.is_connection_dropped() || error.is_unrecoverable_error()
}

/// The words of the `redis` crate, which hold neither address nor password.
fn failed(error: &RedisError) -> StoreError {
    StoreError::new(format!("Redis: {error}"))
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).field("claim", &self.claim).finish_non_exhaustive()
    }
}
