//! From the page's text to the catalog: first pieces (by the page's format), then headings, sections, events and
//! resources.

mod block;
mod expansion;
mod hidden;
mod json;
mod layout;
mod mdx;
mod outline;
mod piece;
mod rendered;
mod resources;
mod role;
mod sections;
mod table;
mod titles;

use std::path::PathBuf;

use thiserror::Error;

pub(crate) use table::columns;

use piece::Piece;

use crate::catalog::{Catalog, LONGEST_NAME, Table, too_long};
use crate::page::{Page, PageFormat, Position, Span};

/// Why a text is not a page of events.
#[derive(Debug, Error)]
pub enum ExtractError {
    /// No event was found.
    #[error(
        "`{}` documents no event: expected sections with a heading, a property table, an example and a JSON Schema, found {lines} \
         lines without any JSON of an event; give the documentation page of the Console's events",
        path.display()
    )]
    NoEvent {
        /// The file.
        path: PathBuf,
        /// The lines that were read.
        lines: usize,
    },
    /// The page is made of more parts than a page of events has.
    #[error(
        "`{}` has {found} {what}, more than {most}; no page of events has so many, give the documentation page of the Console's events",
        path.display()
    )]
    TooMany {
        /// The file.
        path: PathBuf,
        /// How many there are.
        found: usize,
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A name is too long.
    #[error(
        "`{}:{at}`: {what} has a name of {length} characters, more than {LONGEST_NAME}; give the documentation page of the Console's events",
        path.display()
    )]
    LongName {
        /// The file.
        path: PathBuf,
        /// Where.
        at: Position,
        /// What has the name.
        what: &'static str,
        /// How long it is, in characters.
        length: usize,
    },
    /// The examples of the page do not fit in memory.
    #[error(
        "`{}`: with a resource in the place of each `{{...}}` the example of `{event}` has {bytes} bytes, more than {largest}; use \
         `{{...}}` for that resource in fewer places",
        path.display()
    )]
    Expands {
        /// The file.
        path: PathBuf,
        /// The event.
        event: String,
        /// The size of its example in bytes, with all resources written out.
        bytes: usize,
        /// The largest size.
        largest: usize,
    },
    /// The page looks like MDX, but cannot be read as MDX.
    #[error(
        "`{}:{at}`: {message}; correct the page there, or use `--page-format rendered` if it is not MDX",
        path.display()
    )]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where.
        at: Position,
        /// What was expected and found.
        message: String,
    },
}

/// A page of thousands of events has no more headings, paragraphs, tables and blocks of JSON.
const MOST_PIECES: usize = 50_000;
/// Nor does it have more rows in all its tables.
const MOST_ROWS: usize = 20_000;

/// Refuses what would take much time, and say nothing.
fn bounded(page: &Page, pieces: Vec<Piece>) -> Result<Vec<Piece>, ExtractError> {
    let rows = pieces.iter().map(|piece| if let Piece::Table(table) = piece { table.rows.len() } else { 0 }).sum();
    let counts = [
        (pieces.len(), "headings, paragraphs, tables and blocks of JSON", MOST_PIECES),
        (rows, "rows in its tables", MOST_ROWS),
    ];
    match counts.into_iter().find(|(found, _, most)| found > most) {
        Some((found, what, most)) => Err(ExtractError::TooMany { path: page.path().to_path_buf(), found, what, most }),
        None => Ok(pieces),
    }
}

/// The first event, resource or row whose name is too long. (Properties were checked when their JSON was read.)
fn long_name(page: &Page, catalog: &Catalog) -> Option<ExtractError> {
    let events = catalog.events.iter().flat_map(|event| {
        let own = ("an event", event.key.as_str(), event.title.span);
        let resources = event.resources.iter().map(|it| ("a resource", it.name.as_str(), event.title.span));
        [own].into_iter().chain(resources).chain(names(event.table.as_ref())).collect::<Vec<_>>()
    });
    let resources = catalog.resources.iter().filter_map(|resource| {
        let section = resource.section.as_ref()?;
        let own = ("a resource", resource.name.as_str(), section.title.span);
        Some([own].into_iter().chain(names(section.table.as_ref())))
    });
    events.chain(resources.flatten()).find_map(|(what, name, span)| {
        let length = too_long(name)?;
        Some(ExtractError::LongName { path: page.path().to_path_buf(), at: page.position(span.start), what, length })
    })
}

fn names(table: Option<&Table>) -> impl Iterator<Item = (&'static str, &str, Span)> {
    table.into_iter().flat_map(|table| &table.rows).map(|row| ("a row", row.name.text.as_str(), row.name.span))
}

/// Reads the page. The catalog also lists what could not be read or placed.
pub fn extract(page: &Page) -> Result<Catalog, ExtractError> {
    let pieces = match page.format() {
        PageFormat::Rendered => {
            titles::promote(page, bounded(page, rendered::pieces(page, Span::new(0, page.text().len())))?)
        }
        PageFormat::Mdx | PageFormat::Html => {
            let pieces = mdx::pieces(page).map_err(|error| ExtractError::Syntax {
                path: page.path().to_path_buf(),
                at: page.position(error.span.start),
                message: error.message,
            })?;
            outline::demote(page, bounded(page, pieces)?)
        }
    };
    let shown = page.format() == PageFormat::Rendered || page.is_converted();
    let hidden = if shown { hidden::hidden(&pieces) } else { None };
    let mut catalog = sections::catalog(page, pieces);
    catalog.hidden = hidden;
    if let Some(error) = long_name(page, &catalog) {
        return Err(error);
    }
    if let Some((event, bytes)) = expansion::too_large(&catalog) {
        return Err(ExtractError::Expands {
            path: page.path().to_path_buf(),
            event: event.key.clone(),
            bytes,
            largest: expansion::LARGEST,
        });
    }
    if catalog.events.is_empty() {
        return Err(ExtractError::NoEvent { path: page.path().to_path_buf(), lines: page.text().lines().count() });
    }
    Ok(catalog)
}
