//! The command line: what clap parses. `run` calls the module of the command, which reads, runs the stages and prints.

mod decide;
mod diff;
mod explain;
mod export;
mod filter;
mod git;
mod lint;
mod mend;
mod near;
mod output;
mod page;
mod progress;
mod quote;
mod sides;
mod sync;
mod usage;
mod version;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand, ValueEnum};
use console_events_codegen::page::PageFormat;
use console_events_codegen::workspace::Workspace;

use output::Colour;

pub(crate) use output::remark;
pub(crate) use usage::usage;

/// Turns the documentation page of the Console's events into a Rust crate, and reports where the page contradicts itself.
///
/// Exit code: 0 clean, 1 findings, 2 the command could not run.
#[derive(Debug, Parser)]
#[command(name = "cargo codegen", bin_name = "cargo codegen", version)]
pub(crate) struct Arguments {
    /// The checkout to work on; by default the one that contains the current folder.
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The format of the page; by default it is recognised by the page's content.
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    page_format: Option<PageLayout>,
    /// When to use colours.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    color: Colour,
    #[command(subcommand)]
    command: CodegenCommand,
}

#[derive(Debug, Subcommand)]
enum CodegenCommand {
    /// Make the schemas, the crate and the report from the page. Writes all of them, or nothing.
    Sync {
        /// A new page to take in (`-` reads standard input); by default, the captured page.
        page: Option<PathBuf>,
        #[command(flatten)]
        filter: filter::Filter,
        /// The format of the output.
        #[arg(long, value_enum, default_value = "human")]
        format: PlainFormat,
    },
    /// Report every contradiction on the page. Writes nothing.
    Lint {
        /// The page to read (`-` reads standard input); by default, the captured page.
        page: Option<PathBuf>,
        #[command(flatten)]
        filter: filter::Filter,
        /// The format of the output.
        #[arg(long, value_enum, default_value = "human")]
        format: FindingsFormat,
    },
    /// Check everything that CI checks about the page. Writes nothing.
    ///
    /// Runs `lint`, compares every derived file with what `sync` would write, and compares the crate's version with what the changes
    /// of its types since the last release require.
    Check {
        /// The git revision of the last release. By default, the greatest tag such as `v0.1.0` that the current commit contains; without
        /// git or without such a tag the version is not checked.
        #[arg(long, value_name = "REVISION")]
        since: Option<String>,
        #[command(flatten)]
        filter: filter::Filter,
        /// The format of the output.
        #[arg(long, value_enum, default_value = "human")]
        format: FindingsFormat,
    },
    /// Compare two versions of the events: what changes on the wire, and what changes in the Rust API.
    Diff {
        /// A page, a folder of reconciled schemas, a JSON Schema file, or a git revision. Where a name is both a path and a revision,
        /// write `path:NAME` or `rev:NAME`.
        old: String,
        /// What OLD is compared with; by default, the working tree.
        new: Option<String>,
        /// The reader for which a change on the wire is judged.
        #[arg(long, value_enum, default_value = "tolerant")]
        reader: ReaderOption,
        /// Show only the changes that concern readers (`wire`), users of the crate (`api`) or documentation (`docs`). The verdict and
        /// the exit code are still those of all changes.
        #[arg(long, value_enum)]
        only: Option<Concern>,
        /// Exit with code 1 if there is such a change, or if a decision does not fit NEW's page.
        #[arg(long, value_enum)]
        fail_on: Option<Weight>,
        /// The format of the output.
        #[arg(long, value_enum, default_value = "human")]
        format: ChangesFormat,
    },
    /// Print the events in another form, for users of other languages and tools.
    Export {
        /// The form.
        #[arg(value_enum)]
        what: Export,
        /// The page to read (`-` reads standard input); by default, the captured page.
        page: Option<PathBuf>,
        /// For `html`: also show the changes since OLD, which is anything that `diff` accepts.
        #[arg(long, value_name = "OLD")]
        since: Option<String>,
    },
    /// Decide findings: one after another on a terminal, or by options. Writes decision files, all or nothing.
    Decide {
        /// The fingerprints of the findings, as `lint --format json` lists them; on a terminal, by default, all undecided findings.
        findings: Vec<String>,
        /// The page with the findings; by default, the captured page.
        #[arg(long, value_name = "PAGE")]
        page: Option<PathBuf>,
        /// Resolve the findings by this choice of their rule; `explain RULE` describes the choices.
        #[arg(long, value_name = "CHOICE", conflicts_with = "accept")]
        take: Option<String>,
        /// Accept the findings: the page stays as it is.
        #[arg(long)]
        accept: bool,
        /// The reason, for a reader who was not there.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Show what this stale decision expects and what the page has now, and make the decision expect what the page has.
        #[arg(long, value_name = "ID", conflicts_with_all = ["take", "accept", "prune", "findings"])]
        rebase: Option<String>,
        /// Delete each decision whose finding the page has corrected.
        #[arg(long, conflicts_with_all = ["take", "accept", "findings"])]
        prune: bool,
    },
    /// Print the correction of the page that the decisions amount to, for its owners; write no file. What cannot be mended is named on
    /// standard error.
    Mend {
        /// The page (`-` reads standard input); without it, the captured one.
        page: Option<PathBuf>,
        /// Mend findings of this rule alone; may be given several times.
        #[arg(long, value_name = "RULE")]
        rule: Vec<String>,
        /// Mend findings of this event alone; may be given several times.
        #[arg(long, value_name = "NAME")]
        event: Vec<String>,
        /// Mend findings of this severity alone; may be given several times.
        #[arg(long, value_enum)]
        severity: Vec<Hurt>,
        /// What is printed.
        #[arg(long, value_enum, default_value = "diff")]
        format: Correction,
    },
    /// Explain a rule, a kind of change or an error of a decision: what it means, why it matters, and what to do.
    Explain {
        /// Its id; by default, all are listed.
        rule: Option<String>,
        /// The format of the output.
        #[arg(long, value_enum, default_value = "human")]
        format: PlainFormat,
    },
    /// Print completions for a shell.
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
    /// Print standard input as a block of Markdown that no text can end; for the scripts in `.ci/`.
    #[command(hide = true)]
    Quote {
        /// Print at most this many characters.
        #[arg(long, value_name = "CHARACTERS")]
        limit: usize,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PageLayout {
    /// Text as a browser shows or copies it.
    Rendered,
    /// The source of the page.
    Mdx,
    /// The page as a browser saves it.
    Html,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PlainFormat {
    /// Text for people.
    Human,
    /// JSON for programs.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FindingsFormat {
    /// Text for people.
    Human,
    /// JSON for programs.
    Json,
    /// Annotations of a workflow on GitHub.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ChangesFormat {
    /// Text for people.
    Human,
    /// JSON for programs.
    Json,
    /// Annotations of a workflow on GitHub.
    Github,
    /// Markdown for a comment on a pull request.
    Markdown,
    /// SARIF 2.1.0.
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Concern {
    /// What readers of the events meet.
    Wire,
    /// What users of the crate meet.
    Api,
    /// Documentation.
    Docs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Export {
    /// One JSON Schema (draft 2020-12) that describes every delivery.
    JsonSchema,
    /// An OpenAPI 3.1 document with one webhook for each event.
    Openapi,
    /// One HTML file that shows the events with their findings, decisions and places on the page.
    Html,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Correction {
    /// A unified diff, for `git apply` and `patch`.
    Diff,
    /// The whole mended page.
    Page,
    /// Each edit with its place, the old and the new text, the findings and the decisions; and what is not mended.
    Json,
    /// The description of a pull request for the page's owners.
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Hurt {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReaderOption {
    /// A reader that keeps what it does not know, as the crate does.
    Tolerant,
    /// A reader that accepts only what its schema accepts.
    Strict,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Weight {
    /// A change that breaks readers of the events, or that cannot be judged.
    Breaking,
    /// A change that needs a major release of the crate.
    Major,
    /// A change that needs at least a minor release of the crate.
    Minor,
}

/// Runs a command; true is clean, false is findings.
pub(crate) fn run(arguments: Arguments) -> Result<bool> {
    arguments.color.choose();
    let format = arguments.page_format.map(|layout| match layout {
        PageLayout::Rendered => PageFormat::Rendered,
        PageLayout::Mdx => PageFormat::Mdx,
        PageLayout::Html => PageFormat::Html,
    });
    let workspace = || match &arguments.root {
        Some(root) => Ok(Workspace::new(root)),
        None => Workspace::find(&std::env::current_dir()?).context(
            "no checkout here: expected `schemas/page` in this folder or one above; go there, or give `--root DIR`",
        ),
    };
    match arguments.command {
        CodegenCommand::Sync { page, filter, format: output } => {
            sync::sync(&workspace()?, page.as_deref(), format, &filter, output)
        }
        CodegenCommand::Lint { page, filter, format: output } => {
            lint::lint(&workspace()?, page.as_deref(), format, &filter, output)
        }
        CodegenCommand::Check { since, filter, format: output } => {
            lint::check(&workspace()?, format, since.as_deref(), &filter, output)
        }
        CodegenCommand::Diff { old, new, reader, only, fail_on, format: output } => {
            let sides = sides::Sides { workspace: &workspace()?, format };
            diff::compare(&sides, &diff::DiffOptions { old: &old, new: new.as_deref(), reader, only, fail_on, output })
        }
        CodegenCommand::Export { what, page, since } => {
            let sides = sides::Sides { workspace: &workspace()?, format };
            export::export(&sides, what, page.as_deref(), since.as_deref())
        }
        CodegenCommand::Decide { findings, page, take, accept, reason, rebase, prune } => {
            let asked = decide::DecideOptions {
                findings: &findings,
                page: page.as_deref(),
                take: take.as_deref(),
                accept,
                reason: reason.as_deref(),
                rebase: rebase.as_deref(),
                prune,
            };
            decide::decide(&workspace()?, format, &asked)
        }
        CodegenCommand::Mend { page, rule, event, severity, format: output } => {
            let asked =
                mend::MendOptions { page: page.as_deref(), rules: &rule, events: &event, severities: &severity };
            mend::mend(&workspace()?, format, &asked, output)
        }
        CodegenCommand::Explain { rule, format: output } => explain::explain(rule.as_deref(), output),
        CodegenCommand::Completions { shell } => usage::completions(shell),
        CodegenCommand::Man => usage::man(),
        CodegenCommand::Quote { limit } => quote::quote(limit),
    }
}
