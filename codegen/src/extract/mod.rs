//! From the page's text to the catalog.

use std::path::PathBuf;

use thiserror::Error;

use crate::catalog::Catalog;
use crate::page::Page;

/// Why a text is not a page of events.
#[derive(Debug, Error)]
pub enum ExtractError {
    /// No event was found.
    #[error("`{}` documents no event; expected sections with a heading, a property table, an example and a JSON Schema", path.display())]
    NoEvent {
        /// The file.
        path: PathBuf,
    },
}

/// Reads the page. What cannot be read or placed is in the catalog as such.
pub fn extract(page: &Page) -> Result<Catalog, ExtractError> {
    Err(ExtractError::NoEvent { path: page.path().to_path_buf() })
}
