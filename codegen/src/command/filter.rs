//! The options that select which findings are printed for people. Exit codes and the other formats always count all
//! findings.

use anyhow::{Result, bail};
use clap::Args;
use console_events_codegen::lint;
use console_events_codegen::report::ReportFilter;
use console_events_codegen::workspace::Reading;

use super::near::did_you_mean;

#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Print decided findings, too. By default only what needs action is printed.
    #[arg(long, conflicts_with = "quiet")]
    all: bool,
    /// Print only what needs action; if nothing does, print nothing.
    #[arg(long)]
    quiet: bool,
    /// Print only the findings of this event.
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// Print only the findings of this rule.
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

impl Filter {
    /// The selection, if the page has this event and the rule exists.
    pub(super) fn view(&self, reading: &Reading) -> Result<ReportFilter<'_>> {
        self.event.as_deref().map_or(Ok(()), |name| known_event(reading, name))?;
        self.rule.as_deref().map_or(Ok(()), known_rule)?;
        Ok(ReportFilter {
            all: self.all,
            quiet: self.quiet,
            event: self.event.as_deref(),
            rule: self.rule.as_deref(),
            compared: None,
        })
    }
}

/// An error if the page has no event of this name.
pub(super) fn known_event(reading: &Reading, name: &str) -> Result<()> {
    let known: Vec<&str> = reading.catalog.events.iter().map(|event| event.key.as_str()).collect();
    if known.contains(&name) {
        return Ok(());
    }
    let near = did_you_mean(name, known.iter().copied());
    // List at most as many as fit on a screen, and cut none.
    let list = match known.len() {
        0..=30 => format!("the page has {}", known.join(", ")),
        count => format!("the page has {count} events; `cargo codegen lint --format json` lists them"),
    };
    bail!("the page has no event `{name}`;{near} {list}")
}

/// An error if no rule has this id.
pub(super) fn known_rule(id: &str) -> Result<()> {
    if lint::rules().iter().any(|rule| rule.id == id) {
        return Ok(());
    }
    let near = did_you_mean(id, lint::rules().iter().map(|rule| rule.id));
    bail!("no rule is named `{id}`;{near} `cargo codegen explain` lists all rules")
}
