//! `console-events`: the command line for people who receive the Console's events. It depends on the crate alone.
//!
//! Each command has a module; `main` turns its outcome into the exit code: 0 clean, 1 findings, 2 could not run.

mod args;
mod audit;
mod forward;
mod listen;
mod near;
mod read;
mod safe;
mod schema;
mod trigger;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::{CommandFactory as _, Parser as _};

use args::{Arguments, Colour, Command};

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.color {
        Colour::Auto => ColorChoice::Auto,
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    }
    .write_global();
    match run(arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // The reader of our output, such as `head`, has closed the pipe.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let said = error.chain().map(|cause| safe::line(&cause.to_string())).collect::<Vec<_>>().join(": ");
            anstream::eprintln!("{}: {said}", safe::paint("error", safe::WRONG));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Listen(arguments) => listen::run(&arguments),
        Command::Trigger(arguments) => trigger::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "console-events", &mut text);
            io::stdout().write_all(&text)?;
            Ok(Outcome::Clean)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command().disable_help_subcommand(true)).render(&mut page)?;
            for command in Arguments::command().get_subcommands() {
                clap_mangen::Man::new(command.clone()).render_description_section(&mut page)?;
                clap_mangen::Man::new(command.clone()).render_options_section(&mut page)?;
            }
            io::stdout().write_all(&page)?;
            Ok(Outcome::Clean)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    error.chain().any(broken)
}
