//! HTML: text between tags, and attribute values in double quotes.

use std::fmt::Write as _;

use super::Surface;
use super::visible::one_line;

/// A page of HTML. Foreign text may be used as text, and in a double-quoted attribute that is not an address, a style or a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Html;

impl Surface for Html {
    fn words(foreign: &str, out: &mut String) {
        escape(&one_line(foreign), out);
    }

    fn code(foreign: &str, out: &mut String) {
        out.push_str("<code>");
        escape(&one_line(foreign), out);
        out.push_str("</code>");
    }
}

impl super::Text<Html> {
    /// The output of a template. The template engine escapes every value. Hidden characters must have been [made visible](super::visible) before.
    pub fn templated(template: &impl askama::Template) -> Result<Self, askama::Error> {
        template.render().map(Self::trusted)
    }

    /// Foreign text with its line breaks, for `<pre>`.
    pub fn lines(foreign: &str) -> Self {
        let mut text = String::new();
        escape(&super::visible::lines(foreign), &mut text);
        Self::trusted(text)
    }

    /// The `id` of an element, and the part after `#` of a link to it. Different names give different ids.
    pub fn anchor(foreign: &str) -> Self {
        let mut text = String::new();
        for byte in foreign.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                text.push(char::from(byte));
            } else {
                // Writing to a string does not fail.
                let _ = write!(text, "-{byte:02x}");
            }
        }
        Self::trusted(text)
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            c => out.push(c),
        }
    }
}
