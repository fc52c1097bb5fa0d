//! `export`: the effective events for those who do not use the crate.

use std::path::Path;

use anyhow::Result;
use console_events_codegen::export;
use console_events_codegen::page::PageFormat;
use console_events_codegen::text::{Json, Text};
use console_events_codegen::workspace::Workspace;

use super::Export;
use super::output::{print, remark};
use super::page::read;

pub(super) fn export(
    workspace: &Workspace,
    what: Export,
    page: Option<&Path>,
    format: Option<PageFormat>,
) -> Result<bool> {
    let reading = read(workspace, page, format, false)?;
    if reading.outcome.blocks_sync() {
        remark(
            "error",
            "nothing was exported: an error is undecided, or a decision is stale or cannot be followed; `cargo codegen lint` says which",
        );
        return Ok(false);
    }
    let exported = reading.exported();
    let document = match what {
        Export::JsonSchema => export::json_schema(exported),
        Export::Openapi => export::openapi(exported),
    };
    print(&Text::<Json>::pretty(&document).finish())?;
    Ok(true)
}
