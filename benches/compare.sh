#!/usr/bin/env bash
# What a change costs those whose events are as documented: `ConsoleEvent::from_slice` of this checkout beside that of a revision, over
# the same bodies, in turns, in one process. Prints nanoseconds an event and the ratio.
#
#     benches/compare.sh REVISION
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
revision="${1:?usage: benches/compare.sh REVISION}"
folder="$(mktemp -d)"
clean_up() {
    git -C "$root" worktree remove --force "$folder/before" 2> /dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

git -C "$root" worktree add --quiet --detach "$folder/before" "$revision"
# Cargo tells two packages of one name apart by their version; that of a sibling within the revision changes with it.
(cd "$folder/before" && grep -rl --include Cargo.toml '0\.1\.0' . | xargs sed -i 's/"0\.1\.0"/"0.0.9"/')
mkdir -p "$folder/compare/src"
cat > "$folder/compare/Cargo.toml" << EOF
[package]
name = "compare"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
before = { package = "console-events", path = "$folder/before" }
now = { package = "console-events", path = "$root" }
console-events-benches = { path = "$root/benches/reading" }
EOF
cat > "$folder/compare/src/main.rs" << 'EOF'
use std::hint::black_box;

use console_events_benches::{Body, CLEAN, Way, fastest};

fn bodies() -> &'static [Body] {
    &CLEAN
}

fn before(body: &Body) {
    black_box(before::ConsoleEvent::from_slice(&body.text).unwrap());
}

fn now(body: &Body) {
    black_box(now::ConsoleEvent::from_slice(&body.text).unwrap());
}

fn main() {
    let ways = [Way { name: "before", bodies, read: before }, Way { name: "now", bodies, read: now }];
    let times = fastest(&ways, 301);
    for (way, time) in ways.iter().zip(&times) {
        println!("{:<8} {:>6} ns an event", way.name, time.as_nanos() / CLEAN.len() as u128);
    }
    println!("now / before = {:.3}", times[1].as_secs_f64() / times[0].as_secs_f64());
}
EOF
cp "$root/Cargo.lock" "$folder/compare/"
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$folder/target}" cargo run --release --quiet --offline --manifest-path "$folder/compare/Cargo.toml"
