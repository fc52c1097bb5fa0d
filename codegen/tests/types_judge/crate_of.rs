//! The generated crate of a set of events, compiled, and the answers of its reader.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use console_events_codegen::emit::emit;
use console_events_codegen::lower::lower;
use console_events_codegen::reconcile::Reconciled;

use crate::whole_crate::WholeCrate;

/// Answers each line of standard input with `ok`, or with why it is not read or what in it does not fit.
const READER: &str = r#"
fn main() {
    for line in std::io::stdin().lines() {
        match console_events::ConsoleEvent::from_str(&line.expect("a line")).and_then(console_events::ConsoleEvent::strictly) {
            Ok(_) => println!("ok"),
            Err(error) => println!("{}", error.to_string().replace('\n', " ")),
        }
    }
}
"#;

/// Writes the crate and its reader below a folder.
pub(crate) fn write(folder: &Path, events: &Reconciled) -> WholeCrate {
    let whole = WholeCrate::new(folder.to_owned());
    whole.generated(&emit(&lower(events).unwrap(), "judge").unwrap().files);
    whole.consumer("src/main.rs", READER);
    whole
}

/// Compiles the reader once and has it read all lines.
pub(crate) fn answers(whole: &WholeCrate, lines: &[String]) -> Vec<String> {
    let mut reader =
        whole.cargo(&["run", "--package", "consumer"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = reader.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = reader.wait_with_output().unwrap();
    let _ = writer.join();
    assert!(output.status.success(), "the generated crate does not compile, or its reader failed");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}
