//! Standard output and standard error: they take text of a surface, and no other.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Context as _, Result};
use console_events_codegen::text::{Output, Terminal, Text};

/// Whether standard output shows colours.
pub(super) fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints; a reader that has gone away is no error.
pub(super) fn print(text: &Output) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("standard output cannot be written"),
    }
}

/// A line on standard error: `kind` is `error`, `warning` or `note`. An error of many lines (of git, of the system) keeps them.
pub(crate) fn remark(kind: &'static str, words: &str) {
    let mut text = Text::<Terminal>::new();
    text.push(kind).push(": ").push(Text::<Terminal>::lines(words)).push("\n");
    // Whoever does not listen to it misses nothing that the exit code does not say.
    let _ = io::stderr().lock().write_all(text.finish().as_bytes());
}
