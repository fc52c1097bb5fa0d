//! Standard output and standard error: they take text of a surface, and no other.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use console_events_codegen::text::{Output, Terminal, Text, cut};

/// When colours are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless the environment variable `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always, also in a file or a pipe.
    Always,
    /// Never.
    Never,
}

/// What `--color` says: there is one command line in a process.
static ASKED: OnceLock<Colour> = OnceLock::new();

impl Colour {
    /// Takes note of what the command line says.
    pub(super) fn choose(self) {
        // Only the first call counts, and there is one.
        let _ = ASKED.set(self);
    }

    /// What the arguments say, where clap could not read them.
    pub(super) fn of_arguments() -> Self {
        let words: Vec<String> = std::env::args().collect();
        let after = words.iter().position(|word| word == "--color").and_then(|at| words.get(at + 1));
        let given = after.map(String::as_str).or_else(|| words.iter().find_map(|word| word.strip_prefix("--color=")));
        given.and_then(|word| Self::from_str(word, false).ok()).unwrap_or_default()
    }

    pub(super) fn is_shown(self, on_terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => on_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}

/// Whether standard output shows colours.
pub(super) fn colour() -> bool {
    ASKED.get().copied().unwrap_or_default().is_shown(io::stdout().is_terminal())
}

/// Prints; a reader that has gone away is no error.
pub(super) fn print(text: &Output) -> Result<()> {
    print_own(text.as_bytes())
}

/// Prints what this program says of itself: nothing from outside is in it.
pub(super) fn print_own(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("standard output cannot be written"),
    }
}

/// A line on standard error: `kind` is `error`, `warning` or `note`. An error of many lines (of git, of the system) keeps them; one that
/// quotes a whole page is cut.
pub(crate) fn remark(kind: &'static str, words: &str) {
    const LONGEST: usize = 4000;
    let mut text = Text::<Terminal>::new();
    text.push(kind).push(": ").push(Text::<Terminal>::lines(&cut(words, LONGEST))).push("\n");
    // Whoever does not listen to it misses nothing that the exit code does not say.
    let _ = io::stderr().lock().write_all(text.finish().as_bytes());
}
