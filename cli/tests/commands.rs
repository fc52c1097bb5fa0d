//! The built command: `listen` with `trigger`, `read`, `schema`, and the exit codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use console_events::{ConsoleEvent, EventKind};
use serde_json::{Value, json};

const SECRET: &str = "the secret 4711";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_console-events"));
    command.args(arguments).env("THE_SECRET", SECRET).env("NO_COLOR", "1").env("EMPTY", "");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    ended(command(arguments).output().unwrap())
}

fn run_with(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    ended(output)
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!out.contains(SECRET) && !err.contains(SECRET) && !err.contains("panicked"), "{out} {err}");
    (output.status.code().unwrap(), out, err)
}

/// A running `listen`.
struct Listener {
    child: Child,
    address: String,
    lines: mpsc::Receiver<String>,
}

impl Listener {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(&[&["listen", "--port", "0"], arguments].concat()).spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut address = String::new();
        while !address.starts_with("listening on ") {
            address.clear();
            assert!(told.read_line(&mut address).unwrap() > 0, "`listen` ended early");
        }
        let address = address.trim().strip_prefix("listening on ").unwrap().to_owned();
        let (sender, lines) = mpsc::channel();
        let printed = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || printed.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Self { child, address, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(30)).expect("a line")
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn listen_prints_what_trigger_sends() {
    let listener = Listener::start(&["--secret-env", "THE_SECRET"]);
    let (code, out, err) = run(&["trigger", "--all", "--to", &listener.address, "--secret-env", "THE_SECRET"]);
    assert_eq!(code, 0, "{out} {err}");
    for kind in EventKind::ALL {
        assert!(out.contains(&format!("{kind} 204")), "{out}");
        let line = listener.line();
        assert!(line.starts_with(kind.name()) && !line.contains('!') && !line.contains('+'), "{line}");
    }
}

#[test]
fn without_a_secret_both_warn_and_continue() {
    let listener = Listener::start(&[]);
    let name = EventKind::ALL[0].name();
    let to = format!("{}any/path?of=it", listener.address);
    let (code, out, err) =
        run(&["trigger", name, "--to", &to, "--set", "/payload/brandNew={\"a\": 1}", "--set", "/other=x"]);
    assert_eq!(code, 0, "{out} {err}");
    assert!(err.contains("not signed"), "{err}");
    let line = listener.line();
    assert!(line.contains("+/payload/brandNew") && line.contains("+/other"), "{line}");
    let (code, ..) = run(&["trigger", name, "--to", &to, "--set", "/payload=[1]"]);
    assert_eq!(code, 0);
    let line = listener.line();
    assert!(line.contains("!/payload expected "), "{line}");
}

#[test]
fn damaged_old_and_repeated_deliveries_are_refused() {
    let listener = Listener::start(&["--secret-env", "THE_SECRET"]);
    let name = EventKind::ALL[0].name();
    let to = ["--to", &listener.address];
    let signed = ["--secret-env", "THE_SECRET"];
    for (more, code, said) in [
        (&["--tamper"][..], 1, "401"),
        (&["--age", "25h"], 1, "400"),
        (&["--age", "-10m"], 1, "400"),
        (&["--age", "23h", "--repeat", "3"], 0, "repeated"),
    ] {
        let (found, out, err) = run(&[&["trigger", name], &to[..], &signed[..], more].concat());
        assert!(found == code && out.contains(said), "{more:?}: {found} {out} {err}");
    }
    let (code, out, _) = run(&[&["trigger", name], &to[..]].concat());
    assert!(code == 1 && out.contains("401"), "{out}");
}

#[test]
fn listen_forwards_deliveries_with_their_signature() {
    let behind = Listener::start(&["--secret-env", "THE_SECRET"]);
    let before = Listener::start(&["--forward", &behind.address]);
    let name = EventKind::ALL[0].name();
    let (code, out, err) = run(&["trigger", name, "--to", &before.address, "--secret-env", "THE_SECRET"]);
    assert_eq!(code, 0, "{out} {err}");
    assert!(before.line().starts_with(name) && behind.line().starts_with(name));
    let (code, out, _) = run(&["trigger", name, "--to", &before.address]);
    assert!(code == 1 && out.contains("401"), "the answer comes back: {out}");
}

/// A server that answers each connection with that text, or never answers.
fn server(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        let mut held: Vec<TcpStream> = Vec::new();
        for mut stream in listener.incoming().map_while(Result::ok) {
            if let Some(answer) = answer {
                let _ = stream.read(&mut [0; 4_096]);
                let _ = stream.write_all(answer.as_bytes());
            }
            held.push(stream);
        }
    });
    address
}

#[test]
fn a_receiver_that_hangs_redirects_or_is_absent_is_a_failure() {
    let name = EventKind::ALL[0].name();
    let started = Instant::now();
    let hanging = server(None);
    let (code, out, _) = run(&["trigger", name, "--to", &hanging, "--timeout", "1"]);
    assert!(code == 1 && out.contains("no answer") && started.elapsed() < Duration::from_secs(20), "{out}");
    let elsewhere = server(Some(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    ));
    let (code, out, _) = run(&["trigger", name, "--to", &elsewhere]);
    assert!(code == 1 && out.contains("302") && out.contains("not followed"), "{out}");
    let (code, out, _) = run(&["trigger", name, "--to", "http://127.0.0.1:1/"]);
    assert!(code == 1 && out.contains("no answer"), "{out}");
}

#[test]
fn what_cannot_run_exits_2_with_a_reason() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().port().to_string();
    let name = EventKind::ALL[0].name();
    let (misspelt, meant) = (format!("{name}x"), format!("did you mean `{name}`?"));
    for (arguments, said) in [
        (&["listen", "--port", &taken][..], "cannot listen on"),
        (&["listen", "--secret-env", "NOT_SET_AT_ALL"], "is not set"),
        (&["listen", "--secret-env", "EMPTY"], "is empty"),
        (&["trigger", "no_such_event"], "is not a documented event"),
        (&["trigger"], "required"),
        (&["trigger", name, "--to", "ftp://127.0.0.1/"], "expected a URL"),
        (&["trigger", name, "--set", "nothing"], "expected `POINTER=VALUE`"),
        (&["trigger", name, "--age", "soon"], "expected a number"),
        (&["read", "/no/such/file"], "cannot read `/no/such/file`"),
        (&["read", "/"], "cannot read `/`"),
        (&["schema", "no_such_event"], "expected one of `"),
        (&["schema", &misspelt], &meant),
        (&["nonsense"], "nonsense"),
    ] {
        let (code, out, err) = run(arguments);
        assert!(code == 2 && err.contains(said) && out.is_empty(), "{arguments:?}: {code} {out} {err}");
    }
}

#[test]
fn read_reports_one_delivery() {
    for event in ConsoleEvent::examples() {
        let text = serde_json::to_string(event).unwrap();
        let (code, out, err) = run_with(&["read"], text.as_bytes());
        assert!(code == 0 && out.starts_with(event.name()), "{out} {err}");
        let mut odd: Value = serde_json::from_str(&text).unwrap();
        odd["payload"]["brand\u{1b}New"] = json!("Sybil-4711");
        let (code, out, err) = run_with(&["read", "-"], odd.to_string().as_bytes());
        assert!(
            code == 1 && out.contains("undeclared `/payload/brand\\u{1b}New`") && !out.contains("Sybil"),
            "{out} {err}"
        );
        odd["payload"] = json!("Sybil-4711");
        let (code, out, _) = run_with(&["read", "--format", "json"], odd.to_string().as_bytes());
        let read: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, &read["format"], &read["event"]), (1, &json!(1), &json!(event.name())));
        assert_eq!(read["misfits"][0]["pointer"], "/payload");
        assert!(!out.contains("Sybil"), "{out}");
        let (code, out, err) = run_with(&["read", "--strict"], odd.to_string().as_bytes());
        assert!(code == 1 && out.is_empty() && err.contains("/payload") && !err.contains("Sybil"), "{err}");
    }
    for body in [&b""[..], b"nothing", b"\xff\xfe", b"\0\0\0", b"[]", b"{\"eventName\": \"a\"}"] {
        let (code, out, err) = run_with(&["read"], body);
        assert!(code == 1 && out.is_empty() && err.starts_with("error: "), "{body:?}: {code} {err}");
        let (code, out, _) = run_with(&["read", "--format", "json"], body);
        let read: Value = serde_json::from_str(&out).unwrap();
        assert!(code == 1 && read["error"]["message"].is_string(), "{out}");
    }
}

#[test]
fn schema_prints_the_schema_of_the_crate() {
    for kind in EventKind::ALL {
        let (code, out, _) = run(&["schema", kind.name()]);
        assert_eq!((code, out.trim_end()), (0, kind.json_schema().trim_end()));
    }
    let (code, out, _) = run(&["schema"]);
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, all.as_object().unwrap().len()), (0, EventKind::ALL.len()));
}

#[test]
fn colours_follow_the_option() {
    let wrong = ["schema", "no_such_event"];
    let (_, _, plain) = run(&wrong);
    assert!(!plain.contains('\u{1b}'), "a pipe gets no colours: {plain:?}");
    let (_, _, coloured) = run(&["--color", "always", wrong[0], wrong[1]]);
    assert!(coloured.contains("\u{1b}["), "{coloured:?}");
    let (_, _, plain) = run(&[wrong[0], wrong[1], "--color", "never"]);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
}

#[test]
fn the_manual_describes_every_command() {
    let (code, out, err) = run(&["man"]);
    assert_eq!(code, 0, "{err}");
    for command in ["listen", "trigger", "read", "audit", "schema"] {
        assert!(out.contains(&format!("console\\-events\\-{command}")), "{command}: {out}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for arguments in [&["schema"][..], &["completions", "bash"]] {
        let mut child = command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!err.contains("panicked"), "{arguments:?}: {err}");
    }
}
