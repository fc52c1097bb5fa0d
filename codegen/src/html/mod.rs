//! A saved HTML page as MDX: what a browser would show of the document, with all tabs, and the place of each part in the HTML.
//! So a page in HTML is read in the way in which its source is, and captured as such.

mod document;
mod places;
mod writer;

pub(crate) use document::mdx;
pub(crate) use writer::Part;

use crate::page::is_blank;

/// Elements with which a whole document begins, and with which a saved part of one may.
const WHOLE: [&str; 4] = ["!doctype", "html", "head", "body"];
const PART: [&str; 5] = ["article", "main", "section", "div", "header"];

/// Whether a text begins as a document of HTML does.
pub(crate) fn is_document(text: &str) -> bool {
    first_tag(text).is_some_and(|name| WHOLE.iter().any(|known| name.eq_ignore_ascii_case(known)))
}

/// Whether a text begins as a part of such a document may.
pub(crate) fn is_part(text: &str) -> bool {
    first_tag(text).is_some_and(|name| PART.contains(&name))
}

/// The name in the tag with which a text begins, comments aside.
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
