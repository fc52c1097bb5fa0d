//! The page's own text, with the findings in its margin.

use std::collections::HashMap;

use super::finding::{Finding, Findings};
use super::words::Words;
use crate::page::Page;

/// A line and what was found there.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) text: Words<'a>,
    pub(super) findings: Vec<Finding<'a>>,
}

/// All lines.
pub(super) fn lines<'a>(page: &'a Page, findings: &Findings<'a>) -> Vec<Line<'a>> {
    let mut by_line: HashMap<usize, Vec<Finding<'a>>> = HashMap::new();
    for finding in findings.all() {
        by_line.entry(finding.line).or_default().push(finding.clone());
    }
    let whole = crate::page::Span::new(0, page.text().len());
    page.lines(whole)
        .enumerate()
        .map(|(at, span)| Line {
            number: at + 1,
            text: Words::new(page.slice(span).trim_end_matches(['\n', '\r'])),
            findings: by_line.remove(&(at + 1)).unwrap_or_default(),
        })
        .collect()
}
