//! The table of `console_events_benches` with mimalloc.

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    console_events_benches::print_times("mimalloc");
}
