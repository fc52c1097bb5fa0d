//! `audit` on files with planted disagreements: what it finds, which bad input it survives, and that parts add up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "a test need not be fast")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use console_events::{ConsoleEvent, EventKind};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

const NOW: i64 = 1_700_000_000_000;

fn audit(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_console-events"))
        .arg("audit")
        .args(arguments)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    (output.status.code().unwrap(), out, err)
}

fn json_of(files: &[&Path]) -> (i32, Value) {
    let mut arguments = vec!["--format", "json"];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    let (code, out, err) = audit(&arguments);
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out} {err}")))
}

fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn examples() -> Vec<Value> {
    let examples = ConsoleEvent::examples().iter().map(|event| {
        let mut event = serde_json::to_value(event).unwrap();
        event["eventTimestamp"] = json!(NOW);
        event
    });
    examples.collect()
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// The findings of a kind.
fn of<'a>(audit: &'a Value, kind: &str) -> Vec<&'a Value> {
    audit["findings"].as_array().unwrap().iter().filter(|finding| finding["kind"] == kind).collect()
}

#[test]
fn the_documented_examples_agree_with_the_documentation() {
    let folder = TempDir::new().unwrap();
    let file = write(&folder, "examples.ndjson", lines(&examples()));
    let (code, found) = json_of(&[&file]);
    let all = found["findings"].as_array().unwrap();
    assert!(code == 0 && all.iter().all(|finding| finding["kind"] == "never-seen"), "{found:#}");
    assert_eq!((&found["format"], &found["deliveries"]), (&json!(1), &json!(EventKind::ALL.len())));
    let (code, out, _) = audit(&[file.to_str().unwrap()]);
    assert!(code == 0 && out.contains(&format!("{} deliveries", EventKind::ALL.len())), "{out}");
}

#[test]
fn each_kind_of_disagreement_is_found_with_its_count_and_its_first_line() {
    let folder = TempDir::new().unwrap();
    let name = EventKind::ALL[0].name();
    // The last event never happens.
    let (absent, happened) = (EventKind::ALL[EventKind::ALL.len() - 1], &examples()[..EventKind::ALL.len() - 1]);
    let mut text = lines(happened);
    let good = examples().remove(0);
    let mut plant = |change: &dyn Fn(&mut Value)| {
        let mut event = good.clone();
        change(&mut event);
        text += &format!("{event}\n");
    };
    for _ in 0..3 {
        plant(&|event| event["payload"]["brandNew"] = json!("Sybil-4711"));
    }
    plant(&|event| event["payload"]["brandNew"] = json!(7));
    plant(&|event| event["payload"] = json!(["Sybil-4711"]));
    plant(&|event| event["eventName"] = json!("no_such_event"));
    plant(&|event| event["eventTimestamp"] = json!(NOW / 1_000));
    plant(&|event| event["eventTimestamp"] = json!(NOW * 1_000));
    text += "\nnot JSON\n[]\n";
    let file = write(&folder, "planted.ndjson", &text);
    let (code, found) = json_of(&[&file]);
    assert_eq!(code, 1);
    let first = i64::try_from(EventKind::ALL.len()).unwrap();
    let undeclared = of(&found, "undeclared");
    let one = |finding: &Value| (finding["found"].clone(), finding["count"].clone(), finding["first_line"].clone());
    let undeclared: Vec<_> =
        undeclared.into_iter().filter(|finding| finding["pointer"] == "/payload/brandNew").map(one).collect();
    assert_eq!(
        undeclared,
        [(json!("a number"), json!(1), json!(first + 3)), (json!("a string"), json!(3), json!(first))]
    );
    let misfits = of(&found, "misfit");
    assert!(
        misfits.iter().any(|misfit| misfit["event"] == name
            && misfit["pointer"] == "/payload"
            && misfit["first_line"] == first + 4),
        "{misfits:?}"
    );
    let unknown = of(&found, "unknown-event");
    assert_eq!(
        (unknown.len(), &unknown[0]["event"], &unknown[0]["first_line"]),
        (1, &json!("no_such_event"), &json!(first + 5))
    );
    let times: Vec<_> = of(&found, "timestamp").into_iter().map(one).collect();
    assert_eq!(
        times,
        [
            (json!("what would be microseconds"), json!(1), json!(first + 7)),
            (json!("what would be seconds"), json!(1), json!(first + 6)),
        ]
    );
    let never = of(&found, "never-seen");
    let never: Vec<_> = never.iter().filter(|finding| finding["event"] == absent.name()).collect();
    assert!(never.len() == 1 && never[0]["pointer"] == "" && never[0]["first_line"].is_null(), "{never:?}");
    let unreadable = found["unreadable"].as_array().unwrap();
    assert_eq!(
        (unreadable.len(), &unreadable[0]["line"], &unreadable[1]["line"]),
        (2, &json!(first + 9), &json!(first + 10))
    );
    for format in ["human", "markdown", "json"] {
        let (code, out, _) = audit(&["--format", format, file.to_str().unwrap()]);
        assert!(code == 1 && !out.contains("Sybil"), "{out}");
    }
    let (_, out, _) = audit(&["--show-values", file.to_str().unwrap()]);
    assert!(out.contains("Sybil-4711") && out.contains("| `brandNew` | `string` | … |"), "{out}");
    assert!(out.contains("[[decision]]") && out.contains("### No Such Event"), "{out}");
}

/// Addresses, which the schemas mark as confidential, as values of the wrong type.
#[test]
fn confidential_values_and_addresses_are_never_shown() {
    let folder = TempDir::new().unwrap();
    let mut text = String::new();
    for mut event in examples() {
        spoil(&mut event["payload"]);
        event["payload"]["somebody"] = json!("sybil@example.com");
        text += &format!("{event}\n");
    }
    let file = write(&folder, "confidential.ndjson", text);
    for format in ["human", "markdown", "json"] {
        let (_, out, _) = audit(&["--show-values", "--format", format, file.to_str().unwrap()]);
        assert!(!out.contains("sybil") && !out.contains("4711"), "{out}");
        assert!(out.contains("mail"), "the places are named: {out}");
    }
}

/// Makes each address a list with an address, which does not fit.
fn spoil(value: &mut Value) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                if name.contains("mail") {
                    *value = json!(["sybil-4711"]);
                } else {
                    spoil(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(spoil),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn compressed_files_are_read_like_plain_ones() {
    let folder = TempDir::new().unwrap();
    let text = lines(&examples()).repeat(200);
    let plain = json_of(&[&write(&folder, "plain", &text)]);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    assert_eq!(json_of(&[&write(&folder, "packed.gz", &gzip)]), plain);
    let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    assert_eq!(json_of(&[&write(&folder, "packed.zst", &zstd)]), plain);
    // Two in one file, as logs are rotated.
    let twice = json_of(&[&write(&folder, "twice.gz", [gzip.clone(), gzip.clone()].concat())]);
    assert_eq!(twice, json_of(&[&write(&folder, "twice", text.repeat(2))]));
    assert_eq!(json_of(&[&write(&folder, "twice.zst", [zstd.clone(), zstd.clone()].concat())]), twice);
    for (name, bytes) in [("short.gz", &gzip[..gzip.len() / 2]), ("short.zst", &zstd[..zstd.len() / 2])] {
        let (code, found) = json_of(&[&write(&folder, name, bytes)]);
        let unreadable = found["unreadable"].as_array().unwrap();
        let said = |line: &Value| line["message"].as_str().unwrap().contains("only in part");
        assert!(code == 1 && unreadable.iter().any(said), "{found:#}");
    }
}

#[test]
fn parts_add_up_to_the_whole() {
    let folder = TempDir::new().unwrap();
    let mut parts = Vec::new();
    for part in 0..4_i64 {
        let mut events = examples();
        for (index, event) in events.iter_mut().enumerate() {
            event["payload"][format!("new{}", (part + 1) % 3)] = json!(index);
            event["payload"]["always"] = json!(part);
        }
        events.truncate(usize::try_from(part + 2).unwrap());
        let mut text = lines(&events);
        text += if part % 2 == 0 { "not JSON\n\n" } else { "" };
        parts.push(write(&folder, &format!("part{part}"), text));
    }
    let parts: Vec<&Path> = parts.iter().map(PathBuf::as_path).collect();
    let whole = json_of(&parts);
    let audits: Vec<PathBuf> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| write(&folder, &format!("{index}.json"), json_of(&[part]).1.to_string()))
        .collect();
    let mut merged = vec![Path::new("--merge")];
    merged.extend(audits.iter().map(PathBuf::as_path));
    assert_eq!(json_of(&merged), whole);
    let (code, _, err) = audit(&["--merge", parts[0].to_str().unwrap()]);
    assert!(code == 2 && err.contains("expected the output of `audit --format json`"), "{err}");
}

/// More different findings than are listed, so that each part and the whole leave some out.
#[test]
fn parts_add_up_beyond_the_number_of_findings_that_are_listed() {
    let folder = TempDir::new().unwrap();
    let mut parts = Vec::new();
    let example = examples().into_iter().min_by_key(|event| event.to_string().len()).unwrap();
    for part in 0..3_usize {
        let mut text = String::new();
        for number in 0..6_000_usize {
            let mut event = example.clone();
            event["payload"][format!("p{:05}", (number * 7_919 + part * 3_000) % 15_000)] = json!(number);
            text += &format!("{event}\n");
        }
        parts.push(write(&folder, &format!("part{part}"), text));
    }
    let whole = json_of(&parts.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let undeclared = of(&whole.1, "undeclared");
    let count: u64 = undeclared.iter().map(|finding| finding["count"].as_u64().unwrap()).sum();
    let rest: Vec<_> = undeclared.iter().filter(|finding| finding["pointer"] == "…").collect();
    assert_eq!((undeclared.len(), count, rest.len()), (10_001, 18_000, 1));
    let mut merged = vec![PathBuf::from("--merge")];
    for (index, part) in parts.iter().enumerate() {
        merged.push(write(&folder, &format!("{index}.json"), json_of(&[part]).1.to_string()));
    }
    assert!(json_of(&merged.iter().map(PathBuf::as_path).collect::<Vec<_>>()) == whole);
}

#[test]
fn bad_input_does_not_stop_the_audit() {
    let folder = TempDir::new().unwrap();
    let good = lines(&examples());
    let count = EventKind::ALL.len();
    let long = format!("{{\"a\": \"{}\"}}\n", "x".repeat(3 * 1024 * 1024));
    for (name, odd, unreadable, lines_of) in [
        ("utf8", &b"\xff\xfe\n"[..], 1, 1),
        ("nul", b"\0\0\0\n", 1, 1),
        ("deep", &[b"[".repeat(100_000), b"\n".to_vec()].concat(), 1, 1),
        ("blank", b"\n\r\n   \n", 0, 3),
        ("long", long.as_bytes(), 1, 1),
        ("no end of a line", b"{", 1, 1),
    ] {
        let bytes = [good.as_bytes(), odd, if odd.ends_with(b"\n") { good.as_bytes() } else { b"" }].concat();
        let (code, found) = json_of(&[&write(&folder, name, bytes)]);
        assert_eq!(code, i32::from(unreadable > 0), "{name}");
        let times = if odd.ends_with(b"\n") { 2 } else { 1 };
        assert_eq!(found["deliveries"], json!(count * times), "{name}");
        assert_eq!(found["lines"], json!(count * times + lines_of), "{name}");
        let listed = found["unreadable"].as_array().unwrap();
        assert_eq!((listed.len(), &found["unreadable_count"]), (unreadable, &json!(unreadable)), "{name}");
        if let Some(first) = listed.first() {
            assert_eq!(first["line"], json!(count + 1), "{name}");
        }
    }
    let empty = write(&folder, "empty", "");
    let (code, out, _) = audit(&[empty.to_str().unwrap()]);
    assert!(code == 0 && out.starts_with("no deliveries in 0 lines"), "{out}");
    for (file, said) in [(folder.path().to_str().unwrap(), "it is a folder"), ("/no/such/file", "cannot read")] {
        let (code, _, err) = audit(&[file]);
        assert!(code == 2 && err.contains(said), "{err}");
    }
}

#[test]
fn text_from_deliveries_is_neither_a_terminal_sequence_nor_markdown() {
    let folder = TempDir::new().unwrap();
    let mut event = examples().remove(0);
    event["eventName"] = json!("a\u{1b}[31m|<script>`[x](http://example.com)\n");
    let file = write(&folder, "hostile", format!("{event}\n"));
    let (_, human, _) = audit(&[file.to_str().unwrap()]);
    assert!(!human.contains('\u{1b}'), "{human}");
    let (_, markdown, _) = audit(&["--format", "markdown", file.to_str().unwrap()]);
    assert!(
        !markdown.contains('\u{1b}') && !markdown.contains("<script>") && !markdown.contains("](http"),
        "{markdown}"
    );
}
