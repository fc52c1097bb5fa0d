//! A line on standard error that says what is being done, where a step takes more than a second and somebody is looking.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use console::Term;

/// A step that takes less is not worth a word; and so often the line is written anew.
const PATIENCE: Duration = Duration::from_secs(1);

/// Takes the line away when it goes out of scope, so that nothing else is printed beside it.
pub(super) struct Progress {
    steps: Option<Sender<&'static str>>,
    line: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins with a step; without a terminal nothing is ever shown.
    pub(super) fn of(step: &'static str) -> Self {
        let terminal = Term::stderr();
        if !terminal.features().is_attended() {
            return Self { steps: None, line: None };
        }
        let (steps, next) = mpsc::channel();
        let line = thread::spawn(move || show(&terminal, step, &next));
        Self { steps: Some(steps), line: Some(line) }
    }

    /// Goes on to another step.
    pub(super) fn step(&self, step: &'static str) {
        if let Some(steps) = &self.steps {
            // Nobody listens where the line could not be shown: so be it.
            let _ = steps.send(step);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.steps.take());
        if let Some(line) = self.line.take() {
            let _ = line.join();
        }
    }
}

fn show(terminal: &Term, first: &'static str, next: &Receiver<&'static str>) {
    let (mut step, mut since) = (first, Instant::now());
    loop {
        match next.recv_timeout(PATIENCE) {
            Ok(other) => (step, since) = (other, Instant::now()),
            Err(RecvTimeoutError::Timeout) => {
                let _ = terminal.clear_line();
                let _ = terminal.write_str(&format!("{step} … {} s", since.elapsed().as_secs()));
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let _ = terminal.clear_line();
}
