//! The documented example beside the corrected one, line by line.

use serde_json::Value;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::words::Inline;
use crate::catalog::Block;
use crate::page::Page;

/// Longer examples are shown without marks, because comparing them would take too long.
const MOST_LINES: usize = 5_000;

/// Both examples, as lines.
pub(super) struct Example<'a> {
    pub(super) line: usize,
    pub(super) documented: Vec<ExampleLine<'a>>,
    pub(super) effective: Vec<ExampleLine<'a>>,
    pub(super) same: bool,
}

/// A line, and whether the other side lacks it.
pub(super) struct ExampleLine<'a> {
    pub(super) text: Inline<'a>,
    pub(super) changed: bool,
}

/// The two sides.
pub(super) fn example<'a>(page: &'a Page, block: Option<&Block>, effective: Option<&Value>) -> Option<Example<'a>> {
    let raw = block.map(|block| page.slice(block.span)).unwrap_or_default();
    let documented = without_margin(raw);
    let pretty = effective.map(|value| format!("{value:#}")).unwrap_or_default();
    let effective: Vec<String> = pretty.lines().map(str::to_owned).collect();
    if documented.is_empty() && effective.is_empty() {
        return None;
    }
    let left: Vec<&str> = documented.iter().map(|line| line.trim()).collect();
    let right: Vec<&str> = effective.iter().map(|line| line.trim()).collect();
    let (mut left_changed, mut right_changed) = (vec![false; left.len()], vec![false; right.len()]);
    if left.len() + right.len() <= MOST_LINES {
        for step in capture_diff_slices(Algorithm::Myers, &left, &right) {
            if step.tag() != DiffTag::Equal {
                left_changed[step.old_range()].fill(true);
                right_changed[step.new_range()].fill(true);
            }
        }
    }
    let same = !left_changed.contains(&true) && !right_changed.contains(&true);
    let line = |(text, changed): (String, bool)| ExampleLine { text: Inline::new(text), changed };
    Some(Example {
        line: block.map_or(0, |block| page.position(block.span.start).line),
        documented: documented.into_iter().zip(left_changed).map(line).collect(),
        effective: effective.into_iter().zip(right_changed).map(line).collect(),
        same,
    })
}

/// The lines without the indentation that all of them except the first share.
fn without_margin(text: &str) -> Vec<String> {
    let margin = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let rest = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(margin);
    let margin = rest.min().unwrap_or(0);
    let cut =
        |(at, line): (usize, &str)| if at == 0 { line.to_owned() } else { line.get(margin..).unwrap_or("").to_owned() };
    text.lines().enumerate().map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_goes_and_the_indent_stays() {
        assert_eq!(
            without_margin("{\n      \"a\": {\n        \"b\": 1\n\n      }\n    }").join("|"),
            "{|  \"a\": {|    \"b\": 1||  }|}"
        );
    }
}
