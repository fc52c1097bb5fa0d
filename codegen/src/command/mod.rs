//! The commands: what each reads, runs, prints and answers.

mod sides;

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand, ValueEnum};
use console_events_codegen::diff::{self, FailOn, Kind, Reader};
use console_events_codegen::files::{self, Writer};
use console_events_codegen::lint;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::report::{self, Report, RuleText};
use console_events_codegen::workspace::{self, Reading, Workspace};

/// Turns the documentation page of the Console's events into a crate, and says where the page is wrong.
#[derive(Debug, Parser)]
#[command(name = "cargo codegen", version)]
pub(crate) struct Arguments {
    /// Another checkout than the one in which the current folder lies.
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How the page is written down, instead of recognising it by content.
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    page_format: Option<Layout>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The main job: the page to schemas, crate and report; all or nothing.
    Sync {
        /// A new page to take in (`-` reads standard input); without it, the captured one.
        page: Option<PathBuf>,
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Plain,
    },
    /// Finds every disagreement of the page; writes nothing.
    Lint {
        /// The page (`-` reads standard input); without it, the captured one.
        page: Option<PathBuf>,
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Findings,
    },
    /// The gate: `lint`, and every derived file is what `sync` would write; writes nothing.
    Check {
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Findings,
    },
    /// What a change means for those who read events and those who use the crate.
    Diff {
        /// A page, a folder of reconciled schemas, one JSON Schema file, or a git revision.
        old: String,
        /// The same; without it, the working tree.
        new: Option<String>,
        /// Which reader the wire verdict is about.
        #[arg(long, value_enum, default_value = "tolerant")]
        reader: Tolerance,
        /// Exit with 1 for a change of this weight.
        #[arg(long, value_enum)]
        fail_on: Option<Weight>,
        /// How changes are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Changes,
    },
    /// What a rule or a kind of change means, why it matters, and what to do.
    Explain {
        /// The rule or kind; without it, all are listed.
        rule: Option<String>,
        /// How it is printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Plain,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Layout {
    Rendered,
    Mdx,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Plain {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Findings {
    Human,
    Json,
    Github,
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Changes {
    Human,
    Json,
    Github,
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tolerance {
    Tolerant,
    Strict,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Weight {
    Breaking,
    Major,
    Minor,
}

/// Runs a command; true is clean, false is findings.
pub(crate) fn run(arguments: Arguments) -> Result<bool> {
    let format = arguments.page_format.map(|layout| match layout {
        Layout::Rendered => PageFormat::Rendered,
        Layout::Mdx => PageFormat::Mdx,
    });
    let workspace = || match &arguments.root {
        Some(root) => Ok(Workspace::new(root)),
        None => Workspace::find(&std::env::current_dir()?).context(
            "no checkout here: expected `schemas/page` in this folder or one above; go there, or give `--root DIR`",
        ),
    };
    match arguments.command {
        Command::Sync { page, format: output } => sync(&workspace()?, page.as_deref(), format, output),
        Command::Lint { page, format: output } => {
            let workspace = workspace()?;
            let reading = read(&workspace, page.as_deref(), format, false)?;
            print(&findings(reading.report(&[]), output))?;
            Ok(reading.outcome.is_clean())
        }
        Command::Check { format: output } => check(&workspace()?, format, output),
        Command::Diff { old, new, reader, fail_on, format: output } => {
            let sides = sides::Sides { workspace: &workspace()?, format };
            compare(&sides, &old, new.as_deref(), reader, fail_on, output)
        }
        Command::Explain { rule, format: output } => explain(rule.as_deref(), output),
    }
}

fn sync(workspace: &Workspace, page: Option<&Path>, format: Option<PageFormat>, output: Plain) -> Result<bool> {
    let writer = Writer::lock(workspace.root())?;
    let reading = read(workspace, page, format, true)?;
    let findings = || match output {
        Plain::Human => report::human(reading.report(&[]), colour()),
        Plain::Json => report::json(reading.report(&[])),
    };
    if reading.outcome.blocks_sync() {
        print(&findings())?;
        eprintln!("nothing was written: decide what is undecided, then run `cargo codegen sync` again");
        return Ok(false);
    }
    let derived = reading.derived()?;
    let mut changes = workspace.differences(&derived)?;
    // The page goes last: what is killed before leaves the old page, from which the next run makes all files anew.
    changes.extend(workspace.capture(&reading.page, &today())?);
    if !changes.is_empty() {
        writer.apply(&workspace::page_path(reading.page.format()), &changes)?;
    }
    if !reading.outcome.is_clean() || matches!(output, Plain::Json) {
        print(&findings())?;
    }
    let written = changes.iter().filter(|change| change.content.is_some()).count();
    let told = format!(
        "{} events; {written} files written, {} removed, {} unchanged\n",
        reading.catalog.events.len(),
        changes.len() - written,
        derived.len() - changes.iter().filter(|change| derived.contains_key(&change.path)).count(),
    );
    if matches!(output, Plain::Human) {
        print(&told)?;
    }
    Ok(true)
}

fn check(workspace: &Workspace, format: Option<PageFormat>, output: Findings) -> Result<bool> {
    let reading = read(workspace, None, format, false)?;
    let derived = reading.derived()?;
    let stale: Vec<String> = workspace.differences(&derived)?.into_iter().map(|change| change.path).collect();
    print(&findings(reading.report(&stale), output))?;
    Ok(stale.is_empty() && reading.outcome.is_clean())
}

fn read(workspace: &Workspace, page: Option<&Path>, format: Option<PageFormat>, mend: bool) -> Result<Reading> {
    let page = match page {
        None => workspace.captured(format, mend)?,
        Some(path) if path == Path::new("-") => {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
            Page::new("-", bytes, format)?
        }
        Some(path) => {
            if path.is_dir() {
                bail!("`{}` is a folder; give the file of the documentation page", path.display());
            }
            let shown = path.strip_prefix(workspace.root()).unwrap_or(path);
            Page::new(shown, files::read(path)?, format)?
        }
    };
    Ok(workspace.read(page)?)
}

fn findings(report: Report<'_>, output: Findings) -> String {
    match output {
        Findings::Human => report::human(report, colour()),
        Findings::Json => report::json(report),
        Findings::Github => report::github(report),
        Findings::Sarif => {
            let rules: Vec<RuleText> = lint::rules()
                .iter()
                .map(|rule| RuleText { id: rule.id.to_owned(), severity: rule.severity, help: rule.explanation() })
                .collect();
            report::sarif(report, &rules)
        }
    }
}

fn compare(
    sides: &sides::Sides<'_>,
    old: &str,
    new: Option<&str>,
    reader: Tolerance,
    fail_on: Option<Weight>,
    output: Changes,
) -> Result<bool> {
    let reader = match reader {
        Tolerance::Tolerant => Reader::Tolerant,
        Tolerance::Strict => Reader::Strict,
    };
    let found =
        diff::diff(&sides.given(old)?, &new.map_or_else(|| sides.working_tree(), |new| sides.given(new))?, reader)?;
    let text = match output {
        Changes::Human => diff::human(&found),
        Changes::Markdown => diff::markdown(&found),
        Changes::Json => serde_json::to_string_pretty(&diff::json(&found))? + "\n",
        Changes::Github => diff::github(&found, &|change| {
            change.event.as_ref().map(|event| format!("schemas/reconciled/{}.schema.json", sides::stem(event)))
        }),
    };
    print(&text)?;
    Ok(!fail_on.is_some_and(|weight| {
        let weight = match weight {
            Weight::Breaking => FailOn::Breaking,
            Weight::Major => FailOn::Major,
            Weight::Minor => FailOn::Minor,
        };
        diff::fails(&found, weight)
    }))
}

fn explain(rule: Option<&str>, output: Plain) -> Result<bool> {
    let texts: Vec<(String, String)> = if let Some(id) = rule {
        let text = lint::explain(id).or_else(|| Kind::from_name(id).map(|kind| kind.explanation().to_owned()));
        let text = text.with_context(|| {
            format!("there is no rule and no kind of change `{id}`; `cargo codegen explain` lists all")
        })?;
        vec![(id.to_owned(), text)]
    } else {
        let rules = lint::rules().iter().map(|rule| (rule.id.to_owned(), rule.explanation()));
        rules.chain(Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.explanation().to_owned()))).collect()
    };
    let text = match (output, rule) {
        (Plain::Json, _) => {
            let all: Vec<_> = texts.iter().map(|(id, text)| serde_json::json!({ "id": id, "text": text })).collect();
            serde_json::to_string_pretty(&serde_json::json!({ "format": 1, "explanations": all }))? + "\n"
        }
        (Plain::Human, Some(_)) => texts.into_iter().map(|(_, text)| text.trim_end().to_owned() + "\n").collect(),
        (Plain::Human, None) => texts.iter().fold(String::new(), |mut list, (id, text)| {
            let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
            // Writing to a string cannot fail.
            let _ = writeln!(list, "{id:<30} {}", first.unwrap_or_default());
            list
        }),
    };
    print(&text)?;
    Ok(true)
}

fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints; a reader that has gone away is no error.
fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("standard output cannot be written"),
    }
}

/// Today in UTC, as `2026-01-31`.
fn today() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    jiff::Timestamp::from_second(i64::try_from(seconds).unwrap_or(0))
        .unwrap_or_default()
        .strftime("%Y-%m-%d")
        .to_string()
}
