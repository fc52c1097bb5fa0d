//! Replaces hidden characters by visible names. A terminal needs nothing more, so its surface is here, too.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_general_category::{GeneralCategory, get_general_category};

use super::Surface;

/// A terminal, a log, or anything else that shows plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal;

impl Surface for Terminal {
    fn words(foreign: &str, out: &mut String) {
        out.push_str(&one_line(foreign));
    }

    /// In back-ticks, as all messages quote.
    fn code(foreign: &str, out: &mut String) {
        out.push('`');
        out.push_str(&one_line(foreign));
        out.push('`');
    }
}

impl super::Text<Terminal> {
    /// Foreign text with its line breaks.
    pub fn lines(foreign: &str) -> Self {
        Self::trusted(lines(foreign).into_owned())
    }

    /// The output of a renderer that adds escape sequences for colours. Only sequences for colours are kept. The renderer must have been
    /// given text without hidden characters.
    pub fn rendered(text: &str) -> Self {
        Self::trusted(rendered(text))
    }
}

/// The text on one line, with every hidden character made visible.
pub fn one_line(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}

/// The text with its line breaks, with every other hidden character made visible.
pub fn lines(text: &str) -> Cow<'_, str> {
    shown(text, |c| c == '\n')
}

fn shown(text: &str, keeps: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.into();
    }
    let mut all = String::with_capacity(text.len());
    let mut before = '\0';
    for c in text.chars() {
        match c {
            c if keeps(c) => all.push(c),
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => all.push(' '),
            '\u{fe0e}' | '\u{fe0f}' if takes_style(before) => all.push(c),
            c if is_hidden(c) => name(c, &mut all),
            c => all.push(c),
        }
        before = c;
    }
    all.into()
}

/// Writes the visible name: Unicode's picture of a control character, or the number of any other character.
fn name(c: char, out: &mut String) {
    match c {
        '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + u32::from(c))),
        '\u{7f}' => out.push('\u{2421}'),
        // Writing to a string does not fail.
        c => drop(write!(out, "⟨U+{:04X}⟩", u32::from(c))),
    }
}

/// Whether a character can be drawn as text or as a picture; the selector after it says which.
fn takes_style(c: char) -> bool {
    matches!(c, '©' | '®' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a character is hidden: a control, a change of direction, a joiner, a tag, private use, an unassigned number, or a character
/// that fonts draw as nothing.
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Letters, marks and symbols that fonts draw as nothing.
    if matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2800}'
        | '\u{3164}' | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
    {
        return true;
    }
    matches!(
        get_general_category(c),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::Surrogate
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    )
}

/// Removes every escape sequence except those that set a colour, such as `ESC [ 1;31 m`.
fn rendered(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut parts = text.split('\u{1b}');
    all.push_str(&lines(parts.next().unwrap_or_default()));
    for part in parts {
        let sequence = part.strip_prefix('[').and_then(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
            rest[end..].starts_with('m').then_some(end + 2)
        });
        let (sequence, rest) = part.split_at(sequence.unwrap_or(0));
        all.push(if sequence.is_empty() { '\u{241b}' } else { '\u{1b}' });
        all.push_str(sequence);
        all.push_str(&lines(rest));
    }
    all
}
