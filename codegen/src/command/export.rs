//! `export`: the effective events for people who do not use the crate.

use std::path::Path;

use anyhow::{Result, bail};
use console_events_codegen::compare;
use console_events_codegen::diff::Tolerance;
use console_events_codegen::export;
use console_events_codegen::text::{Json, Output, Text};
use console_events_codegen::workspace::Reading;

use super::Export;
use super::output::{print, remark};
use super::page::read;
use super::progress::Progress;
use super::sides::Sides;

pub(super) fn export(sides: &Sides<'_>, what: Export, page: Option<&Path>, since: Option<&str>) -> Result<bool> {
    let reading = read(sides.workspace, page, sides.format, false)?;
    let exported = reading.exported();
    let document = match what {
        // The HTML file shows undecided findings and stale decisions, so they do not prevent it.
        Export::Html => {
            print(&html(sides, &reading, since)?)?;
            return Ok(true);
        }
        Export::JsonSchema | Export::Openapi if since.is_some() => {
            bail!(
                "`--since` works with `export html` only; to compare the events with OLD, run `cargo codegen diff OLD`"
            )
        }
        Export::JsonSchema | Export::Openapi if reading.outcome.blocks_sync() => {
            remark(
                "error",
                "nothing was exported: an error is undecided, or a decision is stale or cannot be applied; run `cargo codegen lint` to see which",
            );
            return Ok(false);
        }
        Export::JsonSchema => export::json_schema(exported),
        Export::Openapi => export::openapi(exported),
    };
    print(&Text::<Json>::pretty(&document).finish())?;
    Ok(true)
}

fn html(sides: &Sides<'_>, reading: &Reading, since: Option<&str>) -> Result<Output> {
    let _progress = Progress::of("making the HTML file");
    let changed = match since {
        Some(old) => {
            let new = Sides::of_reading(reading.clone())?;
            Some(compare::compare(&sides.given(old)?, &new, Tolerance::Tolerant, &sides.judgements(None)?)?)
        }
        None => None,
    };
    Ok(export::html(reading.report(&[]), changed.as_ref())?.finish())
}
