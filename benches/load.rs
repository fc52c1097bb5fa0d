//! How many deliveries a second the example receiver accepts, how long each waits, and how much memory the receiver
//! needs: without a guard, with one in memory, and with one in Redis if there is a `redis-server`.
//!
//! ```sh
//! cargo bench --package console-events --bench load                  # 100,000 deliveries over 16 connections
//! LOAD_DELIVERIES=20000 LOAD_CONNECTIONS=64 cargo bench --package console-events --bench load
//! ```
//!
//! Sender and receiver share this machine, so a receiver alone on a machine accepts more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails is to stop")]
#![allow(unreachable_pub, dead_code, reason = "the modules are those of the tests")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/receiver/program.rs"]
mod program;
#[path = "../tests/common/redis.rs"]
mod redis;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use console_events::webhook::{SIGNATURE_HEADER, Verifier};
use serde_json::{Value, json};

use program::{GUARD, Receiver, SECRET};

const THE_SECRET: &str = "a secret of the load";

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let deliveries = setting("LOAD_DELIVERIES", 100_000);
    let connections = setting("LOAD_CONNECTIONS", 16);
    let example = common::events().iter().find_map(|event| event.accepted_example().cloned()).unwrap();
    println!("{deliveries} deliveries of {} bytes over {connections} connections", example.to_string().len());
    println!("| guard | deliveries a second | p50 | p99 | peak memory |\n|---|---|---|---|---|");
    measure("none", "none", deliveries, connections, &example);
    measure("in memory", "memory", deliveries, connections, &example);
    if let Some(redis) = redis::Redis::start() {
        measure("in Redis", &redis.address(), deliveries, connections, &example);
    }
}

fn measure(name: &str, guard: &str, deliveries: usize, connections: usize, example: &Value) {
    let receiver = Receiver::start(&[(SECRET, THE_SECRET), (GUARD, guard)]);
    let share = deliveries / connections;
    let requests: Vec<Vec<Vec<u8>>> = (0..connections)
        .map(|connection| (0..share).map(|number| request(example, connection * share + number)).collect())
        .collect();
    let started = Instant::now();
    let address = receiver.address;
    let clients: Vec<_> =
        requests.into_iter().map(|requests| thread::spawn(move || deliver(address, &requests))).collect();
    let mut waits: Vec<Duration> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
    let took = started.elapsed();
    waits.sort_unstable();
    let memory = receiver.peak_memory().map_or_else(|| "unknown".to_owned(), |kib| format!("{} MB", kib / 1_024));
    let (printed, _) = receiver.stop();
    assert_eq!(printed.len(), waits.len(), "each is received once");
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = waits.len() as f64 / took.as_secs_f64();
    let at = |hundredth: usize| waits[(waits.len() - 1) * hundredth / 100].as_secs_f64() * 1_000.0;
    println!("| {name} | {rate:.0} | {:.2} ms | {:.2} ms | {memory} |", at(50), at(99));
}

fn request(example: &Value, number: usize) -> Vec<u8> {
    let mut event = example.clone();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    event["eventTimestamp"] = json!(u64::try_from(now).unwrap());
    event["payload"]["number"] = json!(number);
    let body = event.to_string();
    let signature = Verifier::new(THE_SECRET).unwrap().sign(body.as_bytes());
    let length = body.len();
    format!("POST / HTTP/1.1\r\nHost: a\r\n{SIGNATURE_HEADER}: {signature}\r\nContent-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// Sends requests one after the other over one connection; returns how long each waited for its answer.
fn deliver(address: SocketAddr, requests: &[Vec<u8>]) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut buffer = [0; 4_096];
    let answers = requests.iter().map(|request| {
        let started = Instant::now();
        stream.write_all(request).unwrap();
        let read = stream.read(&mut buffer).unwrap();
        assert!(buffer[..read].starts_with(b"HTTP/1.1 204"), "{}", String::from_utf8_lossy(&buffer[..read]));
        started.elapsed()
    });
    answers.collect()
}
