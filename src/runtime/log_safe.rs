//! Prints names from a delivery in errors and misfits. The sender chooses the event's name and its keys, so neither a
//! megabyte of text nor a person's address may reach a log through them.

use std::fmt;

/// The most characters that are printed of a name.
const LONGEST: usize = 64;
/// The most parts that are printed of a pointer.
const MOST: usize = 32;

/// A name, as far as it looks like one: letters, digits, and characters that join them.
pub(super) struct Name<'a>(pub(super) &'a str);

/// A JSON Pointer, with each of its parts printed as a name.
pub(super) struct Place<'a>(pub(super) &'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.char_indices().enumerate().find(|&(nth, (at, c))| nth >= LONGEST || !joins(c, &self.0[at..]));
        let Some((_, (end, _))) = end else { return f.write_str(self.0) };
        write!(f, "{}…({} characters)", &self.0[..end], self.0.chars().count())
    }
}

fn joins(c: char, rest: &str) -> bool {
    // `//` after the colon would make it an address; a pointer writes `~1` for `/`.
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | '.' | '$' | '~' | '*' | '#')
        || (c == ':' && !rest[1..].starts_with(['/', '~']))
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = self.0.split('/').skip(1);
        for part in parts.by_ref().take(MOST) {
            write!(f, "/{}", Name(part))?;
        }
        match parts.count() {
            0 => Ok(()),
            more => write!(f, "/…({more} more)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_printed_and_nothing_else() {
        for name in ["company_user_added", "größe", "$serde_json::private::Number", "a.b-c", "", "日本"] {
            assert_eq!(Name(name).to_string(), name);
        }
        assert_eq!(Name("jane.doe@example.org").to_string(), "jane.doe…(20 characters)");
        assert_eq!(Name("https://example.org/?key=1").to_string(), "https…(26 characters)");
        assert_eq!(Name("a\u{1b}[31m").to_string(), "a…(6 characters)");
        assert_eq!(Name(&"x".repeat(1_000_000)).to_string(), format!("{}…(1000000 characters)", "x".repeat(64)));
        assert_eq!(Place("/payload/jane@x.org/0").to_string(), "/payload/jane…(10 characters)/0");
        assert_eq!(Place("/payload/https:~1~1x").to_string(), "/payload/https…(11 characters)");
        assert_eq!(Place("").to_string(), "");
        assert!(Place(&"/deep".repeat(1_000)).to_string().ends_with("/deep/…(968 more)"));
    }
}
