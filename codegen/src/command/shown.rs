//! What of the findings is printed for people. Exit codes and the other formats know all of them.

use anyhow::{Result, bail};
use clap::Args;
use console_events_codegen::lint;
use console_events_codegen::report::View;
use console_events_codegen::workspace::Reading;

#[derive(Debug, Args)]
pub(super) struct Shown {
    /// Print decided findings, too, not only what needs action.
    #[arg(long, conflicts_with = "quiet")]
    all: bool,
    /// Print only what needs action: nothing where nothing does.
    #[arg(long)]
    quiet: bool,
    /// Print the findings of this event alone.
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// Print the findings of this rule alone.
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

impl Shown {
    /// The view, where the page has that event and there is that rule.
    pub(super) fn view(&self, reading: &Reading) -> Result<View<'_>> {
        let events = &reading.catalog.events;
        if let Some(name) = self.event.as_deref().filter(|name| !events.iter().any(|event| event.key == **name)) {
            let known: Vec<&str> = events.iter().map(|event| event.key.as_str()).collect();
            bail!("the page has no event `{name}`; it has {}", known.join(", "));
        }
        if let Some(id) = self.rule.as_deref().filter(|id| !lint::rules().iter().any(|rule| rule.id == *id)) {
            bail!("there is no rule `{id}`; `cargo codegen explain` lists them");
        }
        Ok(View {
            all: self.all,
            quiet: self.quiet,
            event: self.event.as_deref(),
            rule: self.rule.as_deref(),
            compared: None,
        })
    }
}
