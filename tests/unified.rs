//! Features of `serde_json` that another dependency of a consumer enables change nothing: names have no special meaning, and numbers are written
//! unchanged. This test builds a consumer with all such features, and compares what it reads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use console_events::ConsoleEvent;
use serde_json::{Value, json};

/// Reads each line in every way, and prints whether all agree, the misfits, and what is written.
const PROGRAM: &str = r#"
use console_events::ConsoleEvent;

fn main() {
    assert!("1e999".parse::<serde_json::Number>().is_ok(), "the features are on");
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let event = ConsoleEvent::from_str(&line).unwrap();
        let value = serde_json::to_value(&event).unwrap();
        let others: [ConsoleEvent; 3] = [
            serde_json::from_str(&line).unwrap(),
            serde_json::from_reader(line.as_bytes()).unwrap(),
            serde_json::from_value(value).unwrap(),
        ];
        // In a `Value` each name stands once.
        let agree = others.iter().all(|other| other == &event)
            && others[..2].iter().all(|other| other.misfits().len() == event.misfits().len());
        let written = serde_json::to_string(&event).unwrap();
        println!("{agree} {} {written}", event.misfits().len());
    }
}
"#;

/// Builds the consumer.
fn consumer() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unified");
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"unified\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         console-events = {{ path = {:?} }}\n\
         serde_json = {{ version = \"1\", features = [\"arbitrary_precision\", \"preserve_order\", \"raw_value\", \"unbounded_depth\"] }}\n",
        root.display().to_string()
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/main.rs"), PROGRAM).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--offline", "--quiet", "--target-dir", "target"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    folder.join("target/debug").join(format!("unified{}", env::consts::EXE_SUFFIX))
}

/// The consumer's answer for each body: whether all ways agree, the number of misfits, and what it writes.
fn asked(bodies: &[String]) -> Vec<(bool, usize, String)> {
    let mut child =
        Command::new(consumer()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all((bodies.join("\n") + "\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let answer = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let mut next = || parts.next().unwrap();
        (next() == "true", next().parse().unwrap(), next().to_owned())
    };
    lines.lines().map(answer).collect()
}

/// Bodies with that value in each kind of place.
fn bodies(value: &str) -> Vec<String> {
    let documented = ConsoleEvent::examples().first().map_or("none", |event| event.payload.name());
    ["new_event", documented]
        .into_iter()
        .flat_map(|name| {
            let start = format!(r#""eventName":{},"eventTimestamp":1"#, json!(name));
            [
                format!(r#"{{{start},"payload":{{"new":{value}}}}}"#),
                format!(r#"{{"payload":{{"new":[{value},{{"a":{value}}}]}},{start}}}"#),
                format!(r#"{{{start},"payload":{{"a":1,"a":{value}}},"beside":{value}}}"#),
            ]
        })
        .collect()
}

#[test]
fn features_of_serde_json_change_nothing() {
    // In the spelling in which they are written, so that they can be compared as text.
    let plain =
        ["0", "-1", "1.5", "18446744073709551615", "-9223372036854775808", "0.1", "1e300", "\"12\"", "[]", "null"];
    let private = [
        r#"{"$serde_json::private::Number":"12"}"#,
        r#"{"$serde_json::private::Number":12}"#,
        r#"{"$serde_json::private::Number":"x"}"#,
        r#"{"$serde_json::private::Number":"12","b":1}"#,
        r#"{"$serde_json::private::RawValue":"{\"admin\":true}"}"#,
        r#"{"$serde_json::private::RawValue":"["}"#,
        r#"{"a":{"$serde_json::private::RawValue":[{"$serde_json::private::Number":"1e5"}]}}"#,
    ];
    let mut all: Vec<String> = plain.iter().chain(&private).flat_map(|value| bodies(value)).collect();
    all.extend(ConsoleEvent::examples().iter().map(|event| serde_json::to_string(event).unwrap()));
    for (body, (agree, misfits, written)) in all.iter().zip(asked(&all)) {
        assert!(agree, "{body}");
        let here = ConsoleEvent::from_str(body).unwrap();
        assert_eq!(misfits, here.misfits().len(), "{body}");
        assert_eq!(ConsoleEvent::from_str(&written).unwrap(), here, "{body} is written as {written}");
        for value in private.iter().filter(|value| body.contains(**value)) {
            assert!(written.contains(value), "{written} has lost {value}");
        }
    }
    // With `arbitrary_precision` a number keeps its digits (and serde_json spells the sign of each exponent).
    let spelled = ["1.50", "1e+2", "-0.0", "18446744073709551616", "1e+999", "0.1000000000000000000000000000001"];
    let all: Vec<String> = spelled.iter().flat_map(|number| bodies(number)).collect();
    for (body, (agree, _, written)) in all.iter().zip(asked(&all)) {
        let number = spelled.iter().find(|number| body.contains(&format!(":{number}"))).unwrap();
        assert!(agree && written.contains(number), "{body} is written as {written}");
    }
    let timestamps: Vec<String> = spelled
        .iter()
        .map(|number| format!(r#"{{"eventName":"a","eventTimestamp":{number},"payload":{}}}"#, Value::Null))
        .collect();
    for (body, (agree, _, written)) in timestamps.iter().zip(asked(&timestamps)) {
        assert!(agree && &written == body, "{body} is written as {written}");
    }
}
