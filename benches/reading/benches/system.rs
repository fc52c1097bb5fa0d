//! The table of `console_events_benches` with the allocator of the system.

fn main() {
    console_events_benches::print_times("the system's allocator");
}
