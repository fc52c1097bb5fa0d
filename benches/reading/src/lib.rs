//! The cost of reading an event, compared with skipping the same text, with obvious alternatives, and with other JSON
//! libraries.
//!
//! ```sh
//! cargo bench --package console-events-benches    # allocations an event; then times, with mimalloc and with the system's allocator
//! ```
//!
//! Not with `--workspace`: the generator turns on a feature of `serde_json` that changes the figures.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a bench stops at what cannot be read")]

mod corpus;
mod plain;
mod ways;

use std::time::{Duration, Instant};

pub use corpus::{ALL_NULL, Body, CLEAN, ONE_MISFIT, ONE_NULL};
pub use ways::{WAYS, Way};

/// How many bodies are read between two looks at the clock: so few that the machine rarely does other work in between.
const BATCH: usize = 20;

/// The time that each way takes for its bodies. Each batch is read in many rounds, all ways in turn, and the fastest
/// round counts, because other work on the machine only adds time.
pub fn fastest(ways: &[Way], rounds: usize) -> Vec<Duration> {
    let batches = |way: &Way| (way.bodies)().chunks(BATCH);
    let mut times: Vec<Vec<Duration>> = ways.iter().map(|way| vec![Duration::MAX; batches(way).len()]).collect();
    for _ in 0..rounds {
        for (way, times) in ways.iter().zip(&mut times) {
            for (batch, fastest) in batches(way).zip(times) {
                let start = Instant::now();
                batch.iter().for_each(way.read);
                *fastest = start.elapsed().min(*fastest);
            }
        }
    }
    times.into_iter().map(|batches| batches.into_iter().sum()).collect()
}

/// Prints the time of each way as a table in Markdown.
pub fn print_times(allocator: &str) {
    const ROUNDS: usize = 101;
    let times = fastest(WAYS, ROUNDS);
    let of_skipping = times[0].as_secs_f64();
    let own = WAYS.iter().position(|way| way.name == ways::FROM_SLICE).unwrap();
    let of_from_slice = times[own].as_secs_f64();
    println!("\n{}; {allocator}, the fastest of {ROUNDS} rounds for each {BATCH} events\n", about(&CLEAN));
    println!("| way | ns an event | MB/s | × skipping | × `from_slice` |\n|---|--:|--:|--:|--:|");
    for (way, time) in WAYS.iter().zip(&times) {
        let bodies = (way.bodies)();
        let seconds = time.as_secs_f64();
        println!(
            "| {} | {:.0} | {:.0} | {:.2} | {:.2} |",
            way.name,
            seconds * 1e9 / as_float(bodies.len()),
            as_float(bodies.iter().map(|body| body.text.len()).sum()) / seconds / 1e6,
            seconds / of_skipping,
            seconds / of_from_slice,
        );
    }
}

/// Prints how often each way allocates. `count` reads the bodies once and returns the number of allocations and of
/// bytes.
pub fn print_allocations(count: impl Fn(&[Body], fn(&Body)) -> (usize, usize)) {
    println!("\n{}\n\n| way | allocations an event | bytes an event |\n|---|--:|--:|", about(&CLEAN));
    for way in WAYS {
        let bodies = (way.bodies)();
        // Once before, for one-time allocations.
        count(bodies, way.read);
        let (times, bytes) = count(bodies, way.read);
        let each = |all: usize| as_float(all) / as_float(bodies.len());
        println!("| {} | {:.1} | {:.0} |", way.name, each(times), each(bytes));
    }
}

fn about(bodies: &[Body]) -> String {
    let sizes = bodies.iter().map(|body| body.text.len());
    let (smallest, largest) = (sizes.clone().min().unwrap_or(0), sizes.clone().max().unwrap_or(0));
    format!("{} events of {smallest} to {largest} bytes, {} in all", bodies.len(), sizes.sum::<usize>())
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
fn as_float(number: usize) -> f64 {
    number as f64
}
