//! Standard output and standard error. Both take only text that the text module has made safe for them.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use console_events_codegen::text::{Output, Style, Terminal, Text, cut};

/// When to use colours.
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

/// The value of `--color`, set once for the process.
static ASKED: OnceLock<Colour> = OnceLock::new();

impl Colour {
    /// Stores the value of `--color`.
    pub(super) fn choose(self) {
        // A second call changes nothing; there is only one command line.
        let _ = ASKED.set(self);
    }

    /// The value of `--color` when clap cannot parse the command line.
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

/// Whether to write colours to standard output.
pub(super) fn colour() -> bool {
    ASKED.get().copied().unwrap_or_default().is_shown(io::stdout().is_terminal())
}

/// Prints to standard output. A closed pipe is not an error.
pub(super) fn print(text: &Output) -> Result<()> {
    print_own(text.as_bytes())
}

/// Prints text of this program that contains nothing from outside.
pub(super) fn print_own(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("cannot write to standard output"),
    }
}

/// Prints a line on standard error. `kind` is `error`, `warning` or `note`. An error with several lines (from git or
/// the system) keeps them; a very long text is cut.
pub(crate) fn remark(kind: &'static str, words: &str) {
    const LONGEST: usize = 4000;
    let style = match kind {
        "error" => Style::Red,
        "warning" => Style::Yellow,
        _ => Style::Bold,
    };
    let mut label = Text::<Terminal>::new();
    label.push(kind);
    let colour = ASKED.get().copied().unwrap_or_default().is_shown(io::stderr().is_terminal());
    let mut text = label.styled(style, colour);
    text.push(": ").push(Text::<Terminal>::lines(&cut(words, LONGEST))).push("\n");
    // If standard error is closed, the exit code still says what happened.
    let _ = io::stderr().lock().write_all(text.finish().as_bytes());
}
