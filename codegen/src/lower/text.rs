//! Words of the page as documentation that rustdoc shows as they are.

use crate::text::visible::is_hidden;

/// Escapes what Markdown, HTML or rustdoc would read as more than words. White space is folded; characters that cannot be
/// seen, or that turn the direction of writing, are left out.
pub(crate) fn markdown(words: &str) -> String {
    let words: Vec<String> = words.split_whitespace().map(word).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    // At the start of a line these would be a heading, a list or a quotation.
    let list = text.starts_with(['-', '+', '=', '#', '~']) || text.starts_with(|c: char| c.is_ascii_digit());
    if list { format!("&#8203;{text}") } else { text }
}

/// Characters that cannot be seen, or that turn the direction of writing: Rust refuses them in comments.
pub(super) fn invisible(c: char) -> bool {
    is_hidden(c)
}

fn word(word: &str) -> String {
    let word: String = word.chars().filter(|&c| !invisible(c)).collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c);
    if (word.starts_with("http://") || word.starts_with("https://")) && word.chars().all(plain) {
        return format!("<{word}>");
    }
    word.chars().fold(String::new(), |mut text, c| {
        if "\\`*_{}[]<>|~&".contains(c) || (c == ':' && word.contains("://")) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

/// A name as code.
pub(crate) fn code(name: &str) -> String {
    let name: String = name.escape_debug().collect();
    // A back-tick within takes more of them around it.
    let ticks = name.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    let pad = if ticks > 0 || name.trim() != name || name.is_empty() { " " } else { "" };
    format!("{fence}{pad}{name}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(markdown("the `id` of <T>,\n    see [x](y)"), r"the \`id\` of \<T\>, see \[x\](y)");
        assert_eq!(markdown("at https://example.com/a_b now"), "at <https://example.com/a_b> now");
        assert_eq!(markdown("a\u{202e}b"), "ab");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("robotId"), "`robotId`");
    }
}
