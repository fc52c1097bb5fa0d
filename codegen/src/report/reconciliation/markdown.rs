//! Text of the page as Markdown that shows it, and does nothing else.

use crate::report::plain::one_line;

/// Words, with all that Markdown or HTML would read as a mark escaped.
pub(super) fn text(words: &str) -> String {
    let mut escaped = String::new();
    for (at, part) in words.split('`').enumerate() {
        // What stands between back-ticks is code, as in every message.
        let is_code = at % 2 == 1 && at < words.matches('`').count();
        match (is_code, at) {
            (true, _) => escaped += &code(part),
            (false, at) => {
                if at % 2 == 1 {
                    escaped += "\\`";
                }
                escaped += &plain(part);
            }
        }
    }
    escaped
}

fn plain(words: &str) -> String {
    let mut escaped = String::new();
    for c in one_line(words).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '!' | '~' | '@' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A code span, also within a table.
pub(super) fn code(value: &str) -> String {
    let value = one_line(value).replace('|', "\\|");
    if value.is_empty() {
        return "(empty)".into();
    }
    let fence = "`".repeat(longest_run(&value) + 1);
    let pad = if value.contains('`') || value.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{value}{pad}{fence}")
}

/// A fenced block.
pub(super) fn block(language: &str, content: &str) -> String {
    let fence = "`".repeat((longest_run(content) + 1).max(3));
    format!("{fence}{language}\n{content}{fence}\n")
}

fn longest_run(value: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in value.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A row of a table. The cells are Markdown already.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The head of a table.
pub(super) fn head(names: &[&str]) -> String {
    format!("| {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len()))
}
