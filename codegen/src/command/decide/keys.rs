//! Keyboard input of the walk: single keys, and a line.

use anyhow::Result;
use console::{Key, Term, measure_text_width};
use console_events_codegen::put;
use console_events_codegen::text::{Terminal, Text, words};

/// The input of a person.
pub(super) enum Heard<T> {
    /// A key or a line.
    Said(T),
    /// Back to the choices.
    Back,
    /// The walk must end: Ctrl-C, Ctrl-D, or the terminal is closed.
    Stop,
}

/// The next key that types a character.
pub(super) fn key(term: &Term) -> Heard<char> {
    loop {
        match next(term) {
            Heard::Said(Key::Char(key)) => return Heard::Said(key),
            Heard::Said(_) | Heard::Back => {}
            Heard::Stop => return Heard::Stop,
        }
    }
}

fn next(term: &Term) -> Heard<Key> {
    const END_OF_TEXT: char = '\u{4}';
    match term.read_key_raw() {
        Ok(Key::CtrlC | Key::Char(END_OF_TEXT)) | Err(_) => Heard::Stop,
        Ok(Key::Escape) => Heard::Back,
        Ok(key) => Heard::Said(key),
    }
}

/// A line of text. An empty line repeats `before`, if there is one.
///
/// The line is read key by key rather than by the terminal, so that Esc can go back and every character is made visible.
pub(super) fn line(term: &Term, before: Option<&str>) -> Result<Heard<String>> {
    let prompt = |term: &Term| {
        let mut text = Text::<Terminal>::new();
        text.push("Reason (for a reader who was not there; Esc goes back");
        if before.is_some() {
            text.push("; Enter repeats the last one");
        }
        text.push(")\n> ");
        term.write_str(text.as_str())
    };
    prompt(term)?;
    let mut line = String::new();
    loop {
        let key = match next(term) {
            Heard::Said(key) => key,
            Heard::Back => {
                term.write_line("")?;
                return Ok(Heard::Back);
            }
            Heard::Stop => return Ok(Heard::Stop),
        };
        match key {
            Key::Char(key) if !key.is_control() => {
                line.push(key);
                let mut echo = Text::<Terminal>::new();
                put!(echo, words(&key.to_string()));
                term.write_str(echo.as_str())?;
            }
            Key::Backspace => {
                if let Some(gone) = line.pop() {
                    term.clear_chars(measure_text_width(&gone.to_string()))?;
                }
            }
            Key::Enter => {
                term.write_line("")?;
                match (line.trim(), before) {
                    ("", None) => prompt(term)?,
                    ("", Some(before)) => return Ok(Heard::Said(before.to_owned())),
                    (said, _) => return Ok(Heard::Said(said.to_owned())),
                }
            }
            _ => {}
        }
    }
}
