//! `trigger` and the example receiver, each as built: what a consumer tries first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

#[allow(dead_code, unreachable_pub, reason = "shared with the receiver's own test, which needs all of it")]
#[path = "../../tests/receiver/program.rs"]
mod program;

use std::process::Command;

use console_events::EventKind;
use program::{Receiver, SECRET};

#[test]
fn the_example_receiver_accepts_every_documented_event() {
    let receiver = Receiver::start(&[(SECRET, "the secret 4711")]);
    let address = format!("http://{}/", receiver.address);
    let trigger = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_console-events"));
        command.args(["trigger", "--to", &address, "--secret-env", "THE_SECRET"]).args(more);
        let output = command.env("THE_SECRET", "the secret 4711").env("NO_COLOR", "1").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, out) = trigger(&["--all"]);
    assert_eq!(code, 0, "{out}");
    let answers: Vec<&str> = out.lines().map(str::trim_end).collect();
    let expected: Vec<String> = EventKind::ALL.iter().map(|kind| format!("{kind} 204")).collect();
    assert_eq!(answers, expected);
    let name = EventKind::ALL[0].name();
    for (more, expected, status) in
        [(&["--tamper"][..], 1, "401"), (&["--age", "25h"], 1, "400"), (&["--repeat", "2"], 0, "200")]
    {
        let (code, out) = trigger(&[&[name], more].concat());
        assert!(code == expected && out.contains(status), "{more:?}: {out}");
    }
    let (printed, _) = receiver.stop();
    assert_eq!(printed.len(), EventKind::ALL.len() + 1, "each event once: {printed:?}");
}
