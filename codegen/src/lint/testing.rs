//! Small pages for the tests of the rules.

use crate::catalog::Catalog;
use crate::extract::extract;
use crate::page::Page;

/// The catalog of a page of a test.
pub(super) fn catalog(page: &Page) -> Catalog {
    extract(page).unwrap_or_default()
}
