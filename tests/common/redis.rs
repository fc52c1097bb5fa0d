//! A real `redis-server` on a loopback port of its own, where one is installed.

#![allow(dead_code, reason = "shared by tests, none of which needs all of it")]

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
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(started.elapsed() < Duration::from_secs(20), "redis-server does not listen");
        thread::sleep(Duration::from_millis(20));
    }
    Some(child)
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
