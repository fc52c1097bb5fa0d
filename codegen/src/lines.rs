//! Foundation: the difference of two texts, line by line. Used by reports and by `decide`.

use similar::{ChangeTag, TextDiff};

/// The lines that differ, each after `- ` or `+ `, with `context` lines around them after two blanks. `  …` separates
/// the parts.
pub(crate) fn difference(before: &str, after: &str, context: usize) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(context).iter().enumerate() {
        if at > 0 {
            lines.push("  …".to_owned());
        }
        for line in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let mark = match line.tag() {
                ChangeTag::Delete => "- ",
                ChangeTag::Insert => "+ ",
                ChangeTag::Equal => "  ",
            };
            lines.push(format!("{mark}{}", line.value().trim_end_matches('\n')));
        }
    }
    lines
}
