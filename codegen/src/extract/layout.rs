//! The words and elements by which the parts of a page are recognised, in every format. None of them is the name of an
//! event.

use crate::catalog::PageText;

/// The element that contains tabs.
pub(super) const TABS: &str = "Tabs";
/// The element of a tab.
pub(super) const TAB: &str = "TabItem";

const ADMONITIONS: [&str; 9] =
    ["note", "info", "tip", "caution", "warning", "danger", "important", "success", "secondary"];

const SINCE: [&str; 5] = ["available from", "available since", "since", "introduced in", "from"];

/// Words in the names of an event's parts: "Event payload", "Example", "JSON Schema".
const PARTS: [&str; 26] = [
    "event",
    "payload",
    "body",
    "example",
    "examples",
    "sample",
    "json",
    "schema",
    "schemas",
    "property",
    "properties",
    "attribute",
    "attributes",
    "field",
    "fields",
    "table",
    "entity",
    "structure",
    "content",
    "definition",
    "specification",
    "of",
    "the",
    "an",
    "for",
    "and",
];
/// Words that name a part on their own.
const NAMES_PART: [&str; 12] = [
    "payload",
    "example",
    "examples",
    "sample",
    "schema",
    "schemas",
    "properties",
    "attributes",
    "fields",
    "entity",
    "body",
    "structure",
];
/// Words in a heading above resources.
const RESOURCES: [&str; 15] = [
    "entity",
    "entities",
    "resource",
    "resources",
    "model",
    "models",
    "object",
    "objects",
    "structures",
    "definitions",
    "components",
    "shapes",
    "records",
    "schemas",
    "types",
];

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.split([' ', '/', '-']).map(word).filter(|word| !word.is_empty())
}

/// Whether a text, such as the label of a tab or a heading within an event, only names a part of an event.
pub(super) fn is_part(text: &str) -> bool {
    if text.ends_with(['.', ':', '!', '?', ',', ';']) {
        return false;
    }
    let mut names = false;
    let all = words(text).all(|word| {
        names |= NAMES_PART.contains(&word.as_str());
        PARTS.contains(&word.as_str())
    });
    all && names
}

/// Whether the last word names a part, as in "Robot JSON Schema".
pub(super) fn names_part(text: &str) -> bool {
    let words: Vec<String> = words(text).collect();
    words.len() <= 5 && words.last().is_some_and(|word| NAMES_PART.contains(&word.as_str()))
}

/// Whether a heading announces resources below it. "Event types" does not.
pub(super) fn is_resources(text: &str) -> bool {
    let words: Vec<String> = words(text).collect();
    words.iter().any(|word| RESOURCES.contains(&word.as_str()))
        && !words.iter().any(|word| ["event", "events"].contains(&word.as_str()))
}

/// Lines after the content of a page that was copied as a whole window.
const BEHIND: [&str; 4] = ["previous", "next", "on this page", "edit this page"];

/// Whether a line comes after the content of the page.
pub(super) fn is_behind(line: &str) -> bool {
    let lower = line.to_lowercase();
    BEHIND.contains(&lower.as_str()) || lower.starts_with("last updated on ")
}

/// Whether a text is only the label that a browser shows above a note.
pub(super) fn is_admonition(words: &str) -> bool {
    ADMONITIONS.contains(&words.to_lowercase().as_str())
}

/// The version in a line such as "Available from v12.3.0", and its place.
pub(super) fn since(line: &PageText) -> Option<PageText> {
    let words = line.text.trim_matches(['_', '*', '.']);
    let lower = words.to_lowercase();
    if !SINCE.iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let last = words.split(' ').next_back()?;
    let version = last.trim_start_matches(['v', 'V']);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit()) && version.contains('.');
    (is_version && words.split(' ').count() <= 5).then(|| PageText { text: version.to_owned(), span: line.span })
}
