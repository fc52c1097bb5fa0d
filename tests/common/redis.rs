//! A real `redis-server` on a loopback port of its own, where one is installed.

#![allow(dead_code, reason = "shared by tests, none of which needs all of it")]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// One that runs until it is dropped.
pub struct Redis {
    port: u16,
    folder: PathBuf,
    child: Child,
}

impl Redis {
    /// None, with a line that says so, where there is no `redis-server`.
    pub fn start() -> Option<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("redis-{port}"));
        std::fs::create_dir_all(&folder).unwrap();
        let Some(child) = spawn(port, &folder) else {
            eprintln!("skipped: there is no `redis-server` here; install it (Debian: apt-get install redis-server)");
            return None;
        };
        Some(Self { port, folder, child })
    }

    pub fn address(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Ends it as a crash does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again on the same port; it remembers what it was given.
    pub fn restart(&mut self) {
        self.kill();
        self.child = spawn(self.port, &self.folder).unwrap();
    }
}

fn spawn(port: u16, folder: &std::path::Path) -> Option<Child> {
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "yes"]);
    command.args(["--appendfsync", "always", "--maxmemory-policy", "noeviction", "--dir"]).arg(folder);
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let started = Instant::now();
    while !answers(port) {
        assert!(started.elapsed() < Duration::from_secs(20), "redis-server does not answer");
        thread::sleep(Duration::from_millis(20));
    }
    Some(child)
}

/// Whether it takes commands: it listens before it has loaded what it remembers.
fn answers(port: u16) -> bool {
    let ping = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"PING\r\n")?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer)?;
        Ok(&answer == b"+PONG")
    };
    ping().unwrap_or(false)
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
