//! The description of a pull request for the page's owners, in plain words.

use super::{Given, Mended};
use crate::text::{Markdown, Text};

/// The description.
pub fn markdown(_given: Given<'_>, _mended: &Mended) -> Text<Markdown> {
    Text::new()
}
