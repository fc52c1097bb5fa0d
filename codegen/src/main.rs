//! The command `cargo codegen`: exit code 0 is clean, 1 findings, 2 could not run.

mod command;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = match command::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return command::usage(&error),
    };
    match command::run(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            command::remark("error", &format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
