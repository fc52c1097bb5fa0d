//! Converts a saved HTML page to MDX: the visible content with all tabs, and the place of each part in the HTML. From
//! then on, the page is read and captured like its source.

mod document;
mod places;
mod tags;
mod writer;

pub(crate) use document::mdx;
pub use tags::HtmlExcess;
pub(crate) use tags::excess;
pub(crate) use writer::HtmlPart;

use crate::blank::is_blank;

/// Elements that begin a whole document, and elements that may begin a saved part of one.
const WHOLE: [&str; 4] = ["!doctype", "html", "head", "body"];
const PART: [&str; 5] = ["article", "main", "section", "div", "header"];

/// Whether a text begins like an HTML document.
pub(crate) fn is_document(text: &str) -> bool {
    first_tag(text).is_some_and(|name| WHOLE.iter().any(|known| name.eq_ignore_ascii_case(known)))
}

/// Whether a text begins like a part of an HTML document.
pub(crate) fn is_part(text: &str) -> bool {
    first_tag(text).is_some_and(|name| PART.contains(&name))
}

/// The name in the first tag of a text, after comments.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(is_blank);
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->")?.1.trim_start_matches(is_blank);
    }
    if rest.starts_with("<?xml") {
        rest = rest.split_once("?>")?.1.trim_start_matches(is_blank);
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap_or(name.len());
    Some(&name[..end])
}
