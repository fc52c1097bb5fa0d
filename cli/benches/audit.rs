//! Compares `audit` with the program that one would write instead: each line parsed to a `Value` and validated by the
//! jsonschema crate, on one thread. Measures the time of the whole command and its peak memory.
//!
//! ```sh
//! cargo bench --package console-events-cli --bench audit          # 200 MB, plain and packed
//! AUDIT_MEGABYTES=1000 cargo bench --package console-events-cli --bench audit
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed measurement must stop")]
#![allow(clippy::cast_precision_loss, reason = "megabytes and seconds")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr as _;
use std::thread;
use std::time::{Duration, Instant};

use console_events::{ConsoleEvent, EventKind};
use serde_json::{Value, json};

fn main() {
    let megabytes = std::env::var("AUDIT_MEGABYTES").ok().and_then(|text| text.parse().ok()).unwrap_or(200_u64);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let plain = folder.join("audit.ndjson");
    let lines = write(&plain, megabytes * 1_000_000);
    let packed = folder.join("audit.ndjson.gz");
    pack(&plain, &packed);
    println!(
        "{megabytes} MB, {lines} deliveries; one in a hundred disagrees\n| what | MB/s | of the validator | peak memory |\n|---|---|---|---|"
    );
    let (validator, refused) = validated(&plain);
    let rate = |took: Duration| megabytes as f64 / took.as_secs_f64();
    println!("| `Value` and jsonschema, one thread | {:.0} | 1.0 | |", rate(validator));
    for (name, file) in [("`audit`", &plain), ("`audit`, gzip", &packed)] {
        let (took, memory, report) = audited(file);
        let times = validator.as_secs_f64() / took.as_secs_f64();
        println!("| {name} | {:.0} | {times:.1} | {memory} MB |", rate(took));
        assert_eq!(report["deliveries"], json!(lines));
        let findings = report["findings"].as_array().unwrap();
        assert!(
            refused > 0 && findings.iter().any(|finding| finding["kind"] == "undeclared"),
            "what was planted is found"
        );
    }
    fs::remove_file(plain).unwrap();
    fs::remove_file(packed).unwrap();
}

/// Writes the documented examples repeatedly; one round in a hundred has an undocumented property.
fn write(path: &Path, bytes: u64) -> u64 {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let (mut written, mut lines) = (0, 0);
    let mut examples: Vec<Value> =
        ConsoleEvent::examples().iter().map(|event| serde_json::to_value(event).unwrap()).collect();
    while written < bytes {
        for example in &mut examples {
            example["eventTimestamp"] = json!(1_700_000_000_000 + lines);
            let text = if lines % 100 == 99 {
                let mut odd = example.clone();
                odd["payload"]["notDocumented"] = json!(lines);
                odd.to_string()
            } else {
                example.to_string()
            };
            writeln!(file, "{text}").unwrap();
            written += text.len() as u64 + 1;
            lines += 1;
        }
    }
    file.flush().unwrap();
    lines
}

fn pack(plain: &Path, packed: &Path) {
    let mut encoder = flate2::write::GzEncoder::new(File::create(packed).unwrap(), flate2::Compression::fast());
    std::io::copy(&mut File::open(plain).unwrap(), &mut encoder).unwrap();
    encoder.finish().unwrap();
}

fn validated(path: &Path) -> (Duration, u64) {
    let validators: BTreeMap<EventKind, jsonschema::Validator> = EventKind::ALL
        .iter()
        .map(|kind| (*kind, jsonschema::validator_for(&serde_json::from_str(kind.json_schema()).unwrap()).unwrap()))
        .collect();
    let started = Instant::now();
    let mut refused = 0;
    let mut file = BufReader::with_capacity(256 * 1024, File::open(path).unwrap());
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line).unwrap() > 0 {
        let value: Value = serde_json::from_slice(&line).unwrap();
        let validator = &validators[&EventKind::from_str(value["eventName"].as_str().unwrap()).unwrap()];
        refused += u64::from(!validator.is_valid(&value));
        line.clear();
    }
    (started.elapsed(), refused)
}

/// Time, peak memory in MB, and the report.
fn audited(path: &Path) -> (Duration, usize, Value) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_console-events"))
        .args(["audit", "--format", "json"])
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The last value before the end is the peak, because the report comes last.
    let status = format!("/proc/{}/status", child.id());
    let watching = thread::spawn(move || {
        let mut peak = 0;
        while let Ok(text) = fs::read_to_string(&status) {
            let now = text
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<usize>().ok());
            let Some(now) = now else { break };
            peak = peak.max(now);
            thread::sleep(Duration::from_millis(10));
        }
        peak / 1_024
    });
    let report = serde_json::from_reader(child.stdout.take().unwrap()).unwrap();
    child.wait().unwrap();
    let took = started.elapsed();
    (took, watching.join().unwrap(), report)
}
