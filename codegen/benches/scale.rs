//! Time and memory of whole commands on pages of 7, 77 and 707 events: each event more takes as long as the one before.
//!
//! `cargo bench -p console-events-codegen --bench scale`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot set itself up fails")]

#[path = "../tests/support/clones.rs"]
mod clones;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clones::Documents;
use wait4::Wait4 as _;

/// What a run took.
struct Run {
    wall: Duration,
    processor: Duration,
    megabytes: u64,
}

fn run(root: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
    command.arg("--root").arg(root).args(arguments).stdout(Stdio::null());
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    let used = child.wait4().unwrap();
    assert!(used.status.success(), "{arguments:?}");
    Run {
        wall: started.elapsed(),
        processor: used.rusage.utime + used.rusage.stime,
        megabytes: used.rusage.maxrss >> 20,
    }
}

/// The run of the median processor time: what others do on the machine counts least there.
fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by_key(|run| run.processor);
    runs.swap_remove(runs.len() / 2)
}

fn main() {
    println!("| events | page, KB | command | wall, ms | processor, ms | processor an event, ms | peak, MB |");
    println!("|---|---|---|---|---|---|---|");
    for times in [0, 10, 100] {
        let (events, runs) = (7 * (times + 1), if times == 100 { 3 } else { 9 });
        let documents = Documents::cloned(times);
        let root = tempfile::tempdir().unwrap();
        documents.write(root.path());
        // Every event of the other page has a change that reaches its type.
        let other = root.path().join("other.txt");
        std::fs::write(&other, documents.page.replace("\"number\"", "\"integer\"")).unwrap();
        let (page, other) = (root.path().join("schemas/page/console-events.txt"), other);
        let (page, other) = (page.to_string_lossy().into_owned(), other.to_string_lossy().into_owned());
        let told = |command: &str, run: &Run| {
            let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
            let (wall, processor) = (milliseconds(run.wall), milliseconds(run.processor));
            let each = processor / f64::from(u32::try_from(events).unwrap());
            let size = documents.page.len() / 1000;
            println!("| {events} | {size} | {command} | {wall:.0} | {processor:.0} | {each:.2} | {} |", run.megabytes);
        };
        let repeated = |arguments: &[&str]| median((0..runs).map(|_| run(root.path(), arguments)).collect());
        told("lint", &repeated(&["lint"]));
        let fresh = || {
            for derived in ["generated", "schemas/documented", "schemas/reconciled"] {
                let _ = std::fs::remove_dir_all(root.path().join(derived));
            }
            run(root.path(), &["sync"])
        };
        told("sync, all to write", &median((0..runs).map(|_| fresh()).collect()));
        told("sync, nothing to write", &repeated(&["sync"]));
        told("diff of two pages", &repeated(&["diff", &page, &other]));
    }
}
