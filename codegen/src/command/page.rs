//! Reads the page that a command was given.

use std::io;
use std::path::Path;

use anyhow::{Result, bail};
use console_events_codegen::files;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::workspace::{Reading, Workspace};

use super::output::remark;
use super::progress::Progress;

/// The page as an argument of the next command, with a blank before it; empty for the captured page.
pub(super) fn argument(page: Option<&Path>) -> String {
    page.map_or_else(String::new, |page| format!(" {}", page.display()))
}

/// Reads a page (`-` is standard input; by default, the captured page) with the decisions of the checkout. With
/// `mend`, after an interrupted sync, the captured page is the one that the sync was taking in.
pub(super) fn read(
    workspace: &Workspace,
    page: Option<&Path>,
    format: Option<PageFormat>,
    mend: bool,
) -> Result<Reading> {
    if let (false, Some(page)) = (mend, files::interrupted(workspace.root())) {
        let words = format!(
            "a `sync` of `{page}` was interrupted, so the derived files may belong to another page; run `cargo codegen sync` first (with PAGE, if you gave one)"
        );
        remark("warning", &words);
    }
    let page = match page {
        None => workspace.captured(format, mend)?,
        Some(path) if path == Path::new("-") => Page::new("-", files::limited(io::stdin().lock(), path)?, format)?,
        Some(path) => {
            if path.is_dir() {
                bail!("`{}` is a folder; give the file of the page", path.display());
            }
            let shown = path.strip_prefix(workspace.root()).unwrap_or(path);
            Page::new(shown, files::read_given(path)?, format)?
        }
    };
    let _progress = Progress::of("reading the page");
    Ok(workspace.read(page)?)
}
