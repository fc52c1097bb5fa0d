//! `quote`: prints standard input as a Markdown block. The scripts in `.ci/` use it to put the output of commands into
//! a comment.

use std::io::{self, Read as _};

use anyhow::{Context as _, Result};
use console_events_codegen::put;
use console_events_codegen::text::{Markdown, Text};

use super::output::print;

/// Prints at most `limit` characters, and a note if the text was cut.
pub(super) fn quote(limit: usize) -> Result<bool> {
    let mut bytes = Vec::new();
    // A character has at most four bytes.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_mul(4).saturating_add(4);
    io::stdin().lock().take(most).read_to_end(&mut bytes).context("cannot read standard input")?;
    let text = String::from_utf8_lossy(&bytes);
    let end = text.char_indices().nth(limit).map(|(end, _)| end);
    let mut quoted = Text::<Markdown>::block("text", &text[..end.unwrap_or(text.len())]);
    if end.is_some() {
        put!(quoted, "\nCut after ", limit, " characters.\n");
    }
    print(&quoted.finish())?;
    Ok(true)
}
