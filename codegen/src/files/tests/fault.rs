//! A disk that fails at one operation, or whose process dies there.

use std::cell::Cell;
use std::io;

/// At which operations, counted from 1; none by default.
#[derive(Debug, Default)]
pub(in crate::files) struct Fault {
    count: Cell<usize>,
    fails: Option<usize>,
    kills: Option<usize>,
}

impl Fault {
    /// The operation is done in part, and none after it.
    pub(super) fn kill(at: usize) -> Self {
        Self { kills: Some(at), ..Self::default() }
    }

    /// The operation is done in part and fails; those after it work.
    pub(super) fn fail(at: usize) -> Self {
        Self { fails: Some(at), ..Self::default() }
    }

    pub(super) fn fail_then_kill(at: usize, later: usize) -> Self {
        Self { fails: Some(at), kills: Some(later), ..Self::default() }
    }

    /// The operations so far.
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    pub(in crate::files) fn allowed(&self, part: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let now = self.count.get() + 1;
        self.count.set(now);
        if self.kills.is_some_and(|at| now > at) {
            return Err(io::Error::other("the process is dead"));
        }
        if [self.fails, self.kills].contains(&Some(now)) {
            part()?;
            return Err(io::Error::other("no space left"));
        }
        Ok(())
    }
}
