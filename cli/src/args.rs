//! What can be asked for, as clap reads it.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Receive, send, read and audit the events that the Console sends to webhooks.
#[derive(Debug, Parser)]
#[command(name = "console-events", version, after_help = "Exit codes: 0 clean, 1 findings, 2 could not run.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Receive deliveries on loopback, on every path, and print one line an event
    Listen(Listen),
    /// Send documented examples to a receiver, as the Console would
    Trigger(Trigger),
    /// Read one delivery: its event, what does not fit, what is not documented
    Read(Read),
    /// Compare captured deliveries with the documentation: where do they disagree?
    Audit(Audit),
    /// Print the JSON Schema of an event, or of each
    Schema(Schema),
    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },
}

#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// The environment variable that holds the webhook's secret; without it no signature is checked
    #[arg(long, value_name = "VAR")]
    pub(crate) secret_env: Option<String>,
    /// Pass each delivery on to this address, and answer what it answers
    #[arg(long, value_name = "URL")]
    pub(crate) forward: Option<String>,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "they are flags")]
pub(crate) struct Trigger {
    /// The names of the events
    #[arg(value_name = "EVENT", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) events: Vec<String>,
    /// Send the example of each documented event
    #[arg(long)]
    pub(crate) all: bool,
    /// The address of the receiver; nothing else is contacted, and no redirect is followed
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/")]
    pub(crate) to: String,
    /// The environment variable that holds the webhook's secret; without it deliveries are not signed
    #[arg(long, value_name = "VAR")]
    pub(crate) secret_env: Option<String>,
    /// Send each delivery that often: a receiver should work on the first and answer the others 2xx
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) repeat: u32,
    /// Set a place of the event, given as a JSON Pointer; the value is JSON, or else a text
    #[arg(long = "set", value_name = "POINTER=VALUE")]
    pub(crate) sets: Vec<String>,
    /// Change the body after it is signed: a receiver should refuse it
    #[arg(long)]
    pub(crate) tamper: bool,
    /// Let the event have happened that long ago (`90s`, `10m`, `25h`, `2d`); a leading `-` is in the future
    #[arg(long, value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    pub(crate) age: Option<Age>,
    /// How many seconds to wait for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// The file; `-`, the default, reads standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// Refuse an event that does not fit its documentation, and say where
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: ReadFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Captured deliveries, one a line; plain, gzip or zstd; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Merge the JSON of audits of parts, in their order, into that of the whole
    #[arg(long)]
    pub(crate) merge: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: AuditFormat,
    /// Show sample values; never those that are confidential, nor addresses
    #[arg(long)]
    pub(crate) show_values: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The name of the event; without it, the schema of each under its name
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

/// How long ago, or in how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Age {
    pub(crate) ahead: bool,
    pub(crate) duration: Duration,
}

fn duration(text: &str) -> Result<Age, String> {
    let wrong = || format!("expected a number with `s`, `m`, `h` or `d` after it, found `{text}`");
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
