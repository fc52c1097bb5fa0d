//! The example's arguments and environment variables.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;

use crate::program::{GUARD, PREVIOUS, SECRET, Settings, run};
use crate::session::{OLD_SECRET, Session, THE_SECRET, later, leaks};

const SECRET_FILE: &str = "CONSOLE_WEBHOOK_SECRET_FILE";
const PREVIOUS_FILE: &str = "CONSOLE_WEBHOOK_SECRET_PREVIOUS_FILE";

fn file(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn it_refuses_to_start_with_wrong_settings_and_says_why() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    let nowhere = &["127.0.0.1:0"][..];
    for (settings, arguments, said) in [
        (&[][..], nowhere, "expected a secret in `CONSOLE_WEBHOOK_SECRET`"),
        (&[(SECRET, "")], nowhere, "found an empty one"),
        (&[(SECRET, THE_SECRET), (SECRET_FILE, "file")], nowhere, "found both"),
        (&[(SECRET_FILE, "/no/such/file")], nowhere, "cannot read the file `/no/such/file`"),
        (&[(SECRET, THE_SECRET), (PREVIOUS_FILE, "/no/such/file")], nowhere, "cannot read the file `/no/such/file`"),
        (&[(SECRET, THE_SECRET), (GUARD, "disk")], nowhere, "expected `memory`, `none` or `redis://…`"),
        (&[(SECRET, THE_SECRET), (GUARD, "redis://user:4711@127.0.0.1:1/")], nowhere, "cannot use the Redis"),
        (&[(SECRET, THE_SECRET)], &["nowhere"], "cannot listen on `nowhere`"),
        (&[(SECRET, THE_SECRET)], &[&taken], "cannot listen on `127.0.0.1:"),
        (&[(SECRET, THE_SECRET)], &["127.0.0.1:0", "127.0.0.1:0"], "usage: "),
        (&[(SECRET, THE_SECRET)], &["--help"], "usage: "),
    ] {
        fails(settings, arguments, said);
    }
}

fn fails(settings: Settings<'_>, arguments: &[&str], said: &str) {
    let output = run(settings, arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(output.stdout.is_empty() && told.starts_with("error: ") && told.contains(said), "{told}");
    assert!(told.lines().count() == 1 && !leaks(&told), "{told}");
}

#[test]
fn an_empty_previous_secret_is_ignored() {
    let mut session = Session::with(&[(SECRET, THE_SECRET), (PREVIOUS, "")]);
    session.accepts_signed(&later(1));
    session.end();
    let empty = file("empty-secret", "\n");
    let mut session = Session::with(&[(SECRET, THE_SECRET), (PREVIOUS_FILE, empty.to_str().unwrap())]);
    session.accepts_signed(&later(1));
    session.end();
}

#[test]
fn secrets_come_from_files_without_their_line_end() {
    for (index, end) in ["", "\n", "\r\n"].into_iter().enumerate() {
        let current = file(&format!("secret-{index}"), &format!("{OLD_SECRET}{end}"));
        let previous = file(&format!("previous-{index}"), &format!("{THE_SECRET}{end}"));
        let files = [(SECRET_FILE, current.to_str().unwrap()), (PREVIOUS_FILE, previous.to_str().unwrap())];
        let mut session = Session::with(&files);
        session.accepts_signed(&later(1));
        session.end();
    }
}
