//! `quote`: standard input as a block of Markdown; how the scripts in `.ci/` put the output of other commands into a comment.

use std::io::{self, Read as _};

use anyhow::{Context as _, Result};
use console_events_codegen::put;
use console_events_codegen::text::{Markdown, Text};

use super::output::print;

/// Shows no more than `limit` characters, and says where it was cut.
pub(super) fn quote(limit: usize) -> Result<bool> {
    let mut bytes = Vec::new();
    // No character has more than four bytes.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_mul(4).saturating_add(4);
    io::stdin().lock().take(most).read_to_end(&mut bytes).context("standard input cannot be read")?;
    let text = String::from_utf8_lossy(&bytes);
    let end = text.char_indices().nth(limit).map(|(end, _)| end);
    let mut quoted = Text::<Markdown>::block("text", &text[..end.unwrap_or(text.len())]);
    if end.is_some() {
        put!(quoted, "\nCut after ", limit, " characters.\n");
    }
    print(&quoted.finish())?;
    Ok(true)
}
