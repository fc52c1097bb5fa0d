//! The page as MDX, the source that a browser never sees: what only MDX has is taken out, the rest is Markdown.

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

/// Takes the page apart.
pub(super) fn pieces(page: &Page) -> Result<Vec<Piece>, SyntaxError> {
    let markdown = scan::scan(page)?;
    Ok(blocks::pieces(page, markdown))
}
