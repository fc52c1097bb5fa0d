//! How often each way of reading an event allocates, and how many bytes.

use std::alloc::System;

use console_events_benches::print_allocations;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    print_allocations(|bodies, read| {
        let region = Region::new(ALLOCATOR);
        bodies.iter().for_each(read);
        let change = region.change();
        // What grows is counted apart from what is new.
        (change.allocations + change.reallocations, change.bytes_allocated)
    });
}
