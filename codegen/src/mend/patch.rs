//! The correction as a unified diff for `git apply` and `patch`. Only a line feed ends a line; a carriage return
//! before it belongs to the line.

use std::fmt::Write as _;

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use super::Mended;
use crate::text::{Source, Text};

/// How many lines are shown around a change.
const CONTEXT: usize = 3;

/// Whether the patch is empty.
pub fn is_quiet(mended: &Mended) -> bool {
    mended.edits.is_empty()
}

/// The unified diff from the page's text to the mended text; empty if they are equal. `path` is the file's path from
/// the folder in which the patch will be applied.
pub fn patch(old: &str, mended: &Mended, path: &str) -> Text<Source> {
    Text::<Source>::exact(unified(old, &mended.text, path))
}

fn unified(old: &str, new: &str, path: &str) -> String {
    if old == new {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut out = format!("--- {}\n+++ {}\n", name("a/", path), name("b/", path));
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    for group in group_diff_ops(operations, CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let (old_range, new_range) =
            (first.old_range().start..last.old_range().end, first.new_range().start..last.new_range().end);
        out.extend(["@@ -", &range(&old_range), " +", &range(&new_range), " @@\n"]);
        for operation in &group {
            match operation {
                DiffOp::Equal { .. } => lines(' ', &old[operation.old_range()], &mut out),
                DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                    lines('-', &old[operation.old_range()], &mut out);
                    lines('+', &new[operation.new_range()], &mut out);
                }
            }
        }
    }
    out
}

/// The first line and the number of lines; for no lines, the line before.
fn range(range: &std::ops::Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        count => format!("{},{count}", range.start + 1),
    }
}

fn lines(mark: char, lines: &[&str], out: &mut String) {
    for line in lines {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// A path as git writes it: quoted if it has special characters, with a tab after it if it has blanks.
fn name(side: &str, path: &str) -> String {
    if path.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        let mut quoted = format!("\"{side}");
        for c in path.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                c if c.is_control() => {
                    for byte in c.to_string().bytes() {
                        // Writing to a string does not fail.
                        let _ = write!(quoted, "\\{byte:03o}");
                    }
                }
                c => quoted.push(c),
            }
        }
        return quoted + "\"";
    }
    let end = if path.contains(' ') { "\t" } else { "" };
    format!("{side}{path}{end}")
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_patch_has_the_lines_as_they_are() {
        assert_eq!(unified("a\n", "a\n", "p"), "");
        assert_eq!(unified("a\r\nb\r\n", "a\r\nc\r\n", "p"), "--- a/p\n+++ b/p\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
        assert_eq!(
            unified("a", "b\n", "the page"),
            "--- a/the page\t\n+++ b/the page\t\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
        );
        assert_eq!(unified("", "a\n", "p"), "--- a/p\n+++ b/p\n@@ -0,0 +1 @@\n+a\n");
    }
}
