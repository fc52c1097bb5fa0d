//! Words by which the page's layout is known, however it is written down. They are nobody's events.

use crate::catalog::Text;

/// The element that holds tabs, and the element that is one.
pub(super) const TABS: &str = "Tabs";
/// See [`TABS`].
pub(super) const TAB: &str = "TabItem";

const ADMONITIONS: [&str; 9] =
    ["note", "info", "tip", "caution", "warning", "danger", "important", "success", "secondary"];

const SINCE: [&str; 5] = ["available from", "available since", "since", "introduced in", "from"];

/// Whether these words are only what a browser shows above a note.
pub(super) fn is_admonition(words: &str) -> bool {
    ADMONITIONS.contains(&words.to_lowercase().as_str())
}

/// The version in a line such as "Available from v12.3.0", and its place.
pub(super) fn since(line: &Text) -> Option<Text> {
    let words = line.text.trim_matches(['_', '*', '.']);
    let lower = words.to_lowercase();
    if !SINCE.iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let last = words.split(' ').next_back()?;
    let version = last.trim_start_matches(['v', 'V']);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit()) && version.contains('.');
    (is_version && words.split(' ').count() <= 5).then(|| Text { text: version.to_owned(), span: line.span })
}
