//! What clap says: help, the version, and errors of the command line. An argument may come from a script that took it from a page or a
//! pull request, and clap prints it as it is; so its words go through the text module like any others.

use std::ffi::OsStr;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory as _;
use console_events_codegen::text::{Terminal, Text, visible};

use super::Arguments;
use super::output::{Colour, print, print_own};

/// Prints the help or the error, and gives the exit code for it.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let to_stderr = error.use_stderr();
    let on_terminal = if to_stderr { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
    let said = error.render();
    // clap marks colours with escape sequences; they can be told from those of an argument only where no argument has any.
    let text = if Colour::of_arguments().is_shown(on_terminal) && std::env::args_os().all(|it| is_visible(&it)) {
        Text::<Terminal>::rendered(&said.ansi().to_string())
    } else {
        Text::<Terminal>::lines(&said.to_string())
    };
    let text = text.finish();
    let code = u8::try_from(error.exit_code()).unwrap_or(2);
    if to_stderr {
        // Whoever does not listen to it misses nothing that the exit code does not say.
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
    // The program's own name: a shell completes it, and not the alias of cargo.
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
