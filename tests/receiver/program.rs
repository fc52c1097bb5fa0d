//! The built example as a running program. It is built if it is missing or older than its sources.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

pub const SECRET: &str = "CONSOLE_WEBHOOK_SECRET";
pub const PREVIOUS: &str = "CONSOLE_WEBHOOK_SECRET_PREVIOUS";
pub const GUARD: &str = "CONSOLE_WEBHOOK_GUARD";
const PATIENCE: Duration = Duration::from_secs(60);

static EXAMPLE: LazyLock<PathBuf> = LazyLock::new(|| {
    // This test is target/debug/deps/receiver-…, the example target/debug/examples/receiver.
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let example = profile.join("examples").join(format!("receiver{}", env::consts::EXE_SUFFIX));
    if fresh(&example).unwrap_or(false) { example } else { build(profile) }
});

/// Whether it is newer than all of its sources, which Cargo lists beside it.
fn fresh(example: &Path) -> Option<bool> {
    let time = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let built = time(example)?;
    let list = fs::read_to_string(example.with_extension("d")).ok()?;
    let (_, sources) = list.split_once(": ")?;
    let sources = sources.trim_end().replace("\\ ", "\0");
    let times: Option<Vec<SystemTime>> =
        sources.split(' ').map(|source| time(Path::new(&source.replace('\0', " ")))).collect();
    Some(times?.into_iter().all(|source| source <= built))
}

fn build(profile: &Path) -> PathBuf {
    let name = profile.file_name().and_then(|name| name.to_str()).filter(|name| *name != "debug").unwrap_or("dev");
    let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "build",
            "--offline",
            "--package",
            "console-events",
            "--example",
            "receiver",
            "--features",
            "axum,redis",
        ])
        .args(["--profile", name, "--message-format", "json"])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(built.status.success(), "the example does not build");
    let messages = String::from_utf8(built.stdout).unwrap();
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let built = messages.filter(|message| message["target"]["name"] == "receiver");
    built.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back().unwrap()
}

/// Environment variables and their values.
pub type Settings<'a> = &'a [(&'a str, &'a str)];

fn command(settings: Settings<'_>, arguments: &[&str]) -> Command {
    let mut command = Command::new(&*EXAMPLE);
    prepare(&mut command, settings);
    command.args(arguments);
    command
}

fn prepare(command: &mut Command, settings: Settings<'_>) {
    for name in [SECRET, PREVIOUS] {
        command.env_remove(name).env_remove(format!("{name}_FILE"));
    }
    command.env_remove(GUARD).envs(settings.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
}

/// Runs the example until it exits, which must be soon.
pub fn run(settings: Settings<'_>, arguments: &[&str]) -> Output {
    let child = Killed(command(settings, arguments).spawn().unwrap());
    child.output()
}

/// A child process that is killed when the test ends.
struct Killed(Child);

impl Killed {
    fn output(mut self) -> Output {
        let (sender, receiver) = mpsc::channel();
        let (mut stdout, mut stderr) = (self.0.stdout.take().unwrap(), self.0.stderr.take().unwrap());
        thread::spawn(move || {
            let (mut printed, mut told) = (Vec::new(), Vec::new());
            stdout.read_to_end(&mut printed).unwrap();
            stderr.read_to_end(&mut told).unwrap();
            sender.send((printed, told))
        });
        let (stdout, stderr) = receiver.recv_timeout(PATIENCE).expect("the example does not end");
        Output { status: self.0.wait().unwrap(), stdout, stderr }
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The running example, on a port of its own.
pub struct Receiver {
    pub address: SocketAddr,
    child: Killed,
    printed: Lines,
    told: Lines,
}

impl Receiver {
    pub fn start(settings: Settings<'_>) -> Self {
        Self::of(command(settings, &["127.0.0.1:0"]))
    }

    /// Starts the example with that limit of file descriptors.
    pub fn start_with_descriptors(settings: Settings<'_>, descriptors: usize) -> Self {
        let mut command = Command::new("sh");
        prepare(&mut command, settings);
        command.arg("-c").arg(format!("ulimit -n {descriptors}; exec \"$0\" 127.0.0.1:0")).arg(&*EXAMPLE);
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = Killed(command.spawn().unwrap());
        let printed = Lines::of(child.0.stdout.take().unwrap());
        let told = Lines::of(child.0.stderr.take().unwrap());
        let first = told.next();
        let address = first.strip_prefix("listening on http://").and_then(|rest| rest.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("{first}")).parse().unwrap();
        Self { address, child, printed, told }
    }

    /// Kills it; returns the lines of its standard output, and those of its standard error after the address.
    pub fn stop(self) -> (Vec<String>, Vec<String>) {
        drop(self.child);
        (self.printed.rest(), self.told.rest())
    }

    /// Sends a signal: `TERM`, `INT`, `KILL`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end, at most that long; returns the exit code.
    pub fn ends_within(&mut self, time: Duration) -> Option<i32> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.0.try_wait().unwrap() {
                return status.code();
            }
            assert!(started.elapsed() < time, "it does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Its peak memory in KiB; `None` where the system does not report it.
    pub fn peak_memory(&self) -> Option<usize> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.0.id())).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        peak.trim().strip_suffix(" kB")?.parse().ok()
    }
}

/// The lines that a program writes.
struct Lines(mpsc::Receiver<String>);

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || BufReader::new(stream).lines().try_for_each(|line| sender.send(line.unwrap())));
        Self(lines)
    }

    fn next(&self) -> String {
        self.0.recv_timeout(PATIENCE).expect("the example says nothing")
    }

    /// The remaining lines, once the program has ended.
    fn rest(&self) -> Vec<String> {
        self.0.iter().collect()
    }
}
