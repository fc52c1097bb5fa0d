//! What clap prints: help, the version, and errors of the command line. clap repeats arguments unchanged, and a script
//! may have taken an argument from a page or a pull request; so clap's output passes through the text module, too.

use std::ffi::OsStr;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory as _;
use console_events_codegen::text::{Terminal, Text, visible};

use super::Arguments;
use super::output::{Colour, print, print_own};

/// Prints the help or the error, and returns its exit code.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let to_stderr = error.use_stderr();
    let on_terminal = if to_stderr { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
    let said = error.render();
    // clap marks colours with escape sequences. They can be told apart from those in an argument only if no argument
    // has any.
    let text = if Colour::of_arguments().is_shown(on_terminal) && std::env::args_os().all(|it| is_visible(&it)) {
        Text::<Terminal>::rendered(&said.ansi().to_string())
    } else {
        Text::<Terminal>::lines(&said.to_string())
    };
    let text = text.finish();
    let code = u8::try_from(error.exit_code()).unwrap_or(2);
    if to_stderr {
        // If standard error is closed, the exit code still says what happened.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    } else if print(&text).is_err() {
        return ExitCode::from(2);
    }
    ExitCode::from(code)
}

fn is_visible(argument: &OsStr) -> bool {
    argument.to_str().is_some_and(|text| !text.chars().any(visible::is_hidden))
}

/// The completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<bool> {
    let mut bytes = Vec::new();
    // The binary's own name, because shells complete that and not cargo's alias.
    clap_complete::generate(shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut bytes);
    print_own(&bytes)?;
    Ok(true)
}

/// The manual page.
pub(super) fn man() -> Result<bool> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(Arguments::command().disable_help_subcommand(true)).render(&mut bytes)?;
    for command in Arguments::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        clap_mangen::Man::new(command.clone()).render_description_section(&mut bytes)?;
        clap_mangen::Man::new(command.clone()).render_options_section(&mut bytes)?;
    }
    print_own(&bytes)?;
    Ok(true)
}
