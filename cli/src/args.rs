//! The command line, as clap parses it.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Receive, send, read and audit the events that the Console sends to webhooks.
#[derive(Debug, Parser)]
#[command(name = "console-events", version, after_help = "Exit codes: 0 clean, 1 findings, 2 could not run.")]
pub(crate) struct Arguments {
    /// When to use colours: `auto` is on a terminal, unless the environment variable `NO_COLOR` is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Colour,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Receive deliveries on the loopback address, on every path, and print one line for each event
    Listen(Listen),
    /// Send documented examples to a receiver, as the Console would
    Trigger(Trigger),
    /// Read one delivery: its event, values that do not fit their type, and undocumented properties
    Read(Read),
    /// Report where captured deliveries and the documentation disagree
    Audit(Audit),
    /// Print the JSON Schema of one event, or of all
    Schema(Schema),
    /// Print a completion script for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// The port on 127.0.0.1; 0 chooses a free one
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// The environment variable with the webhook's secret; without it, signatures are not checked
    #[arg(long, value_name = "VAR")]
    pub(crate) secret_env: Option<String>,
    /// Forward each delivery to this URL, and return its answer
    #[arg(long, value_name = "URL")]
    pub(crate) forward: Option<String>,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "they are flags")]
pub(crate) struct Trigger {
    /// The names of the events to send
    #[arg(value_name = "EVENT", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) events: Vec<String>,
    /// Send the example of every documented event
    #[arg(long)]
    pub(crate) all: bool,
    /// The URL of the receiver; no other address is contacted, and redirects are not followed
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/")]
    pub(crate) to: String,
    /// The environment variable with the webhook's secret; without it, deliveries are not signed
    #[arg(long, value_name = "VAR")]
    pub(crate) secret_env: Option<String>,
    /// Send each delivery N times: a receiver should process the first and answer the others 2xx
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) repeat: u32,
    /// Set a value in the event, for example `/payload/name="x"`; a value that is not JSON is a string
    #[arg(long = "set", value_name = "POINTER=VALUE")]
    pub(crate) sets: Vec<String>,
    /// Change the body after it is signed; a receiver should refuse it
    #[arg(long)]
    pub(crate) tamper: bool,
    /// Set the event's timestamp to that long ago (`90s`, `10m`, `25h`, `2d`), or ahead with a leading `-`
    #[arg(long, value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    pub(crate) age: Option<Age>,
    /// The time to wait for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// The file; `-` reads standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// Fail at the first value that does not fit its documented type
    #[arg(long)]
    pub(crate) strict: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: ReadFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Files with one delivery per line, plain or compressed with gzip or zstd; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Merge the JSON reports of parts, in the order given, into one report
    #[arg(long)]
    pub(crate) merge: bool,
    /// How to print the report
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: AuditFormat,
    /// Show sample values, except confidential ones and email addresses
    #[arg(long)]
    pub(crate) show_values: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The name of the event; without it, all schemas by name
    pub(crate) event: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReadFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AuditFormat {
    Human,
    Json,
    Markdown,
}

/// A time before or after now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Age {
    pub(crate) ahead: bool,
    pub(crate) duration: Duration,
}

fn duration(text: &str) -> Result<Age, String> {
    let wrong = || format!("expected a number followed by `s`, `m`, `h` or `d`, found `{text}`");
    let (ahead, number) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, seconds) = match number.char_indices().next_back() {
        Some((end, 's')) => (&number[..end], 1),
        Some((end, 'm')) => (&number[..end], 60),
        Some((end, 'h')) => (&number[..end], 60 * 60),
        Some((end, 'd')) => (&number[..end], 24 * 60 * 60),
        Some(_) | None => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let duration = Duration::from_secs(number.checked_mul(seconds).ok_or_else(wrong)?);
    Ok(Age { ahead, duration })
}
