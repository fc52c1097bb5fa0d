//! What of the findings is printed for people. Exit codes and the other formats know all of them.

use anyhow::{Result, bail};
use clap::Args;
use console_events_codegen::lint;
use console_events_codegen::report::ReportFilter;
use console_events_codegen::workspace::Reading;

use super::near::did_you_mean;

#[derive(Debug, Args)]
pub(super) struct Shown {
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

impl Shown {
    /// The view, where the page has that event and there is that rule.
    pub(super) fn view(&self, reading: &Reading) -> Result<ReportFilter<'_>> {
        let events = &reading.catalog.events;
        if let Some(name) = self.event.as_deref().filter(|name| !events.iter().any(|event| event.key == **name)) {
            let known: Vec<&str> = events.iter().map(|event| event.key.as_str()).collect();
            let near = did_you_mean(name, known.iter().copied());
            // No more are listed than fit on a screen, and none is cut.
            let list = match known.len() {
                0..=30 => format!("the page has {}", known.join(", ")),
                count => format!("the page has {count} events, and `cargo codegen lint --format json` lists them"),
            };
            bail!("the page has no event `{name}`;{near} {list}");
        }
        if let Some(id) = self.rule.as_deref().filter(|id| !lint::rules().iter().any(|rule| rule.id == *id)) {
            let near = did_you_mean(id, lint::rules().iter().map(|rule| rule.id));
            bail!("there is no rule `{id}`;{near} `cargo codegen explain` lists all rules");
        }
        Ok(ReportFilter {
            all: self.all,
            quiet: self.quiet,
            event: self.event.as_deref(),
            rule: self.rule.as_deref(),
            compared: None,
        })
    }
}
