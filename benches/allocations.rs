//! How often an event is allocated for: divan's counts are for the corpus of 2,000 events, so 64,000 are 32 an event.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop at what cannot be read")]

mod corpus;

use std::hint::black_box;

use console_events::ConsoleEvent;
use divan::{AllocProfiler, Bencher};
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn console_event(bencher: Bencher<'_, '_>) {
    let corpus = corpus::deliveries(2_000);
    bencher.bench(|| corpus.iter().for_each(|body| drop(black_box(ConsoleEvent::from_slice(body).unwrap()))));
}

#[divan::bench(sample_count = 10)]
fn value(bencher: Bencher<'_, '_>) {
    let corpus = corpus::deliveries(2_000);
    bencher.bench(|| corpus.iter().for_each(|body| drop(black_box(serde_json::from_slice::<Value>(body).unwrap()))));
}
