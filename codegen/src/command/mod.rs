//! The commands: what each is given on the command line. A command reads, runs, prints and answers in its own module.

mod decide;
mod diff;
mod explain;
mod export;
mod git;
mod lint;
mod output;
mod page;
mod progress;
mod quote;
mod shown;
mod sides;
mod sync;
mod version;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand, ValueEnum};
use console_events_codegen::page::PageFormat;
use console_events_codegen::workspace::Workspace;

pub(crate) use output::remark;

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
        #[command(flatten)]
        shown: shown::Shown,
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Plain,
    },
    /// Finds every disagreement of the page; writes nothing.
    Lint {
        /// The page (`-` reads standard input); without it, the captured one.
        page: Option<PathBuf>,
        #[command(flatten)]
        shown: shown::Shown,
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Findings,
    },
    /// The gate: `lint`; every derived file is what `sync` would write; the crate's version was raised as far as the changes of
    /// its types since the last version tag ask for. Writes nothing.
    Check {
        /// The git revision from which on the version must have been raised; without it, the greatest tag such as `v0.1.0` that
        /// the current commit contains. Without git or such a tag the version is not looked at.
        #[arg(long, value_name = "REVISION")]
        since: Option<String>,
        #[command(flatten)]
        shown: shown::Shown,
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Findings,
    },
    /// What a change means for those who read events and those who use the crate.
    Diff {
        /// A page, a folder of reconciled schemas, one JSON Schema file, or a git revision; where a name is both a file or
        /// folder and a revision, `path:NAME` and `rev:NAME` say which is meant.
        old: String,
        /// The same; without it, the working tree.
        new: Option<String>,
        /// Which reader the wire verdict is about.
        #[arg(long, value_enum, default_value = "tolerant")]
        reader: Tolerance,
        /// Show only what concerns readers (`wire`), users of the crate (`api`), or documentation alone (`docs`); the verdict
        /// and the exit code stay those of all changes.
        #[arg(long, value_enum)]
        only: Option<Concern>,
        /// Exit with 1 for a change of this weight, and for a decision that does not stand on NEW's page.
        #[arg(long, value_enum)]
        fail_on: Option<Weight>,
        /// How changes are printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Changes,
    },
    /// The events for those who do not use the crate, on standard output.
    Export {
        /// What is made of them.
        #[arg(value_enum)]
        what: Export,
        /// The page (`-` reads standard input); without it, the captured one.
        page: Option<PathBuf>,
        /// For `html`: show what changed since this; what `diff` takes for OLD.
        #[arg(long, value_name = "OLD")]
        since: Option<String>,
    },
    /// Answers findings: walks through them on a terminal, or by flags. Writes decision files, all or nothing.
    Decide {
        /// The fingerprints of findings; on a terminal all undecided ones without it.
        findings: Vec<String>,
        /// The page of which the findings are; without it, the captured one.
        #[arg(long, value_name = "PAGE")]
        page: Option<PathBuf>,
        /// The choice of the rule that resolves them; `explain RULE` describes the choices.
        #[arg(long, value_name = "CHOICE", conflicts_with = "accept")]
        take: Option<String>,
        /// Live with them as they are.
        #[arg(long)]
        accept: bool,
        /// Why, for somebody who was not there.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Take the page's new values into the tests of this stale decision, after showing both.
        #[arg(long, value_name = "ID", conflicts_with_all = ["take", "accept", "prune", "findings"])]
        rebase: Option<String>,
        /// Delete the decisions that upstream has fixed.
        #[arg(long, conflicts_with_all = ["take", "accept", "findings"])]
        prune: bool,
    },
    /// What a rule or a kind of change means, why it matters, and what to do.
    Explain {
        /// The rule or kind; without it, all are listed.
        rule: Option<String>,
        /// How it is printed.
        #[arg(long, value_enum, default_value = "human")]
        format: Plain,
    },
    /// Standard input as a block of Markdown that nothing in it can end; for the scripts in `.ci/`.
    #[command(hide = true)]
    Quote {
        /// At most so many characters.
        #[arg(long, value_name = "CHARACTERS")]
        limit: usize,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Layout {
    Rendered,
    Mdx,
    Html,
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
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Concern {
    Wire,
    Api,
    Docs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Export {
    /// One JSON Schema, draft 2020-12, for all deliveries.
    JsonSchema,
    /// An OpenAPI 3.1 document with a webhook for each event.
    Openapi,
    /// One HTML file to look at: events, witnesses, findings, decisions, and the page's own text.
    Html,
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
        Layout::Html => PageFormat::Html,
    });
    let workspace = || match &arguments.root {
        Some(root) => Ok(Workspace::new(root)),
        None => Workspace::find(&std::env::current_dir()?).context(
            "no checkout here: expected `schemas/page` in this folder or one above; go there, or give `--root DIR`",
        ),
    };
    match arguments.command {
        Command::Sync { page, shown, format: output } => {
            sync::sync(&workspace()?, page.as_deref(), format, &shown, output)
        }
        Command::Lint { page, shown, format: output } => {
            lint::lint(&workspace()?, page.as_deref(), format, &shown, output)
        }
        Command::Check { since, shown, format: output } => {
            lint::check(&workspace()?, format, since.as_deref(), &shown, output)
        }
        Command::Diff { old, new, reader, only, fail_on, format: output } => {
            let sides = sides::Sides { workspace: &workspace()?, format };
            diff::compare(&sides, &diff::Asked { old: &old, new: new.as_deref(), reader, only, fail_on, output })
        }
        Command::Export { what, page, since } => {
            let sides = sides::Sides { workspace: &workspace()?, format };
            export::export(&sides, what, page.as_deref(), since.as_deref())
        }
        Command::Decide { findings, page, take, accept, reason, rebase, prune } => {
            let asked = decide::Asked {
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
        Command::Explain { rule, format: output } => explain::explain(rule.as_deref(), output),
        Command::Quote { limit } => quote::quote(limit),
    }
}
