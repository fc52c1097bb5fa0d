//! The page's own text, with the findings in its margin.

use std::collections::HashMap;

use super::finding::{FindingView, FindingViews};
use super::words::Inline;
use crate::page::Page;

/// A line and what was found there.
pub(super) struct LineView<'a> {
    pub(super) number: usize,
    pub(super) text: Inline<'a>,
    pub(super) findings: Vec<FindingView<'a>>,
}

/// All lines.
pub(super) fn lines<'a>(page: &'a Page, findings: &FindingViews<'a>) -> Vec<LineView<'a>> {
    let mut by_line: HashMap<usize, Vec<FindingView<'a>>> = HashMap::new();
    for finding in findings.all() {
        by_line.entry(finding.line).or_default().push(finding.clone());
    }
    let whole = crate::page::Span::new(0, page.text().len());
    page.lines(whole)
        .enumerate()
        .map(|(at, span)| LineView {
            number: at + 1,
            text: Inline::new(page.slice(span).trim_end_matches(['\n', '\r'])),
            findings: by_line.remove(&(at + 1)).unwrap_or_default(),
        })
        .collect()
}
