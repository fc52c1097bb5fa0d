//! Progress on standard error, for steps that take more than a second on a terminal.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use console::Term;

/// The time before the line is first shown, and between its updates.
const PATIENCE: Duration = Duration::from_secs(1);

/// Removes the line when it is dropped, so that it does not mix with other output.
pub(super) struct Progress {
    steps: Option<Sender<&'static str>>,
    line: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins with a step. Without a terminal, nothing is shown.
    pub(super) fn of(step: &'static str) -> Self {
        let terminal = Term::stderr();
        if !terminal.features().is_attended() {
            return Self { steps: None, line: None };
        }
        let (steps, next) = mpsc::channel();
        let line = thread::spawn(move || show(&terminal, step, &next));
        Self { steps: Some(steps), line: Some(line) }
    }

    /// Changes to the next step.
    pub(super) fn step(&self, step: &'static str) {
        if let Some(steps) = &self.steps {
            // If the line cannot be shown, there is nothing to update.
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
