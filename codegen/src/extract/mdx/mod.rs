//! Reads a page in MDX, its source: the constructs of MDX are removed, and the rest is read as Markdown.

mod blocks;
mod construct;
mod elements;
mod line;
mod markdown;
mod scan;
mod script;
mod tag;

use crate::catalog::SyntaxError;
use crate::extract::piece::Piece;
use crate::page::Page;

/// Splits the page into pieces.
pub(super) fn pieces(page: &Page) -> Result<Vec<Piece>, SyntaxError> {
    let markdown = scan::scan(page)?;
    Ok(blocks::pieces(page, markdown))
}
