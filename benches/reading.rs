//! What it costs to read an event, beside skipping the same text and the ways that come to mind first.
//!
//! `cargo bench -p console-events`: divan's table first, then the ratios, measured in turns so that they share the machine's
//! moods. Not with `--workspace`: the generator turns on a feature of `serde_json` that changes the figures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop at what cannot be read")]

mod corpus;
mod plain;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use console_events::ConsoleEvent;
use divan::Bencher;
use divan::counter::BytesCount;
use serde::de::IgnoredAny;
use serde_json::Value;

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus::deliveries(2_000));
/// The same events, in each of them one optional property `null`, or of another type.
static NULL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus::damaged(&CORPUS, |_| Value::Null));
static MISFIT: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus::damaged(&CORPUS, corpus::another));

fn main() {
    divan::main();
    ratios();
}

fn skip(body: &[u8]) {
    black_box(serde_json::from_slice::<IgnoredAny>(body).unwrap());
}

fn value(body: &[u8]) {
    black_box(serde_json::from_slice::<Value>(body).unwrap());
}

fn tagged_enum(body: &[u8]) {
    black_box(serde_json::from_slice::<plain::Tagged>(body).unwrap());
}

fn console_event(body: &[u8]) {
    black_box(ConsoleEvent::from_slice(body).unwrap());
}

/// A name, a corpus, and a way to read one body of it.
type Way = (&'static str, fn() -> &'static [Vec<u8>], fn(&[u8]));

const WAYS: [Way; 6] = [
    ("skip", || &CORPUS, skip),
    ("value", || &CORPUS, value),
    ("tagged_enum", || &CORPUS, tagged_enum),
    ("console_event", || &CORPUS, console_event),
    ("one_null", || &NULL, console_event),
    ("one_misfit", || &MISFIT, console_event),
];

#[divan::bench(args = WAYS.map(|(name, ..)| name))]
fn read(bencher: Bencher<'_, '_>, name: &str) {
    let (_, corpus, way) = WAYS.into_iter().find(|(candidate, ..)| *candidate == name).unwrap();
    let bytes: usize = corpus().iter().map(Vec::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| corpus().iter().for_each(|body| way(body)));
}

/// The fastest of many rounds in which each way reads the corpus once: other work on the machine only ever adds to a time.
fn ratios() {
    const ROUNDS: usize = 101;
    let mut times: [Vec<Duration>; WAYS.len()] = Default::default();
    // Made before the clock runs.
    let _bodies: usize = WAYS.iter().map(|(_, corpus, _)| corpus().len()).sum();
    for _ in 0..ROUNDS {
        for ((_, corpus, way), times) in WAYS.iter().zip(&mut times) {
            let start = Instant::now();
            for body in corpus() {
                way(body);
            }
            times.push(start.elapsed());
        }
    }
    let fastest = times.map(|times| times.into_iter().min().unwrap_or_default());
    let sizes = CORPUS.iter().map(Vec::len);
    let (smallest, largest) = (sizes.clone().min().unwrap_or(0), sizes.clone().max().unwrap_or(0));
    println!("\n{} events of {smallest} to {largest} bytes, {} in all", CORPUS.len(), sizes.sum::<usize>());
    println!("{:<14} {:>12} {:>10}", "", "ns an event", "skip = 1");
    for ((name, ..), time) in WAYS.iter().zip(&fastest) {
        let ratio = time.as_secs_f64() / fastest[0].as_secs_f64();
        let each = (*time / u32::try_from(CORPUS.len()).unwrap()).as_nanos();
        println!("{name:<14} {each:>12} {ratio:>10.2}");
    }
}
