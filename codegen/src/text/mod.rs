//! Ground: text from outside (a page, a decision, a schema, a path, a revision), and the only ways by which it gets into an output.
//!
//! An output is a [`Text`] of the surface on which it will be read. A template (`&'static str`), a number and a `Text` of the same
//! surface are added as they are; foreign text is added as [`words`] or as [`code`], and the surface says what that takes.
//! A `String` cannot be added: there is no way to forget it.
//!
//! On every surface, hidden characters are made visible ([`visible`]), and no line is a workflow command ([`command`]), even where
//! the line is made of several pieces.

pub mod command;
pub mod html;
pub mod json;
pub mod markdown;
pub mod rust;
pub mod sentence;
pub mod source;
pub mod style;
pub mod toml;
pub mod visible;

#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

pub use command::{Command, WorkflowProperty};
pub use html::Html;
pub use json::Json;
pub use markdown::{Cell, Markdown};
pub use source::Source;
pub use style::Style;
pub use visible::Terminal;

/// Where text is read, and by what.
pub trait Surface {
    /// Whether its lines may be workflow commands.
    const IS_COMMANDS: bool = false;

    /// Adds foreign words as words: they are read, and mean nothing to a program.
    fn words(foreign: &str, out: &mut String);
    /// Adds foreign text as the value that it is: with what this surface has for code.
    fn code(foreign: &str, out: &mut String);
}

/// Text that can be written to a surface as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Text<S> {
    text: String,
    surface: PhantomData<S>,
}

impl<S> Text<S> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self { text: String::new(), surface: PhantomData }
    }

    /// Adds a piece.
    pub fn push(&mut self, piece: impl TextPiece<S>) -> &mut Self {
        piece.add(&mut self.text);
        self
    }

    /// As it stands.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Only for the surfaces of this module, which have checked that the text is safe.
    const fn trusted(text: String) -> Self {
        Self { text, surface: PhantomData }
    }
}

impl<S: Surface> Text<S> {
    /// To be written: no line of it is a command of a workflow that the template did not make, even where pieces of several
    /// origins stand in one line.
    pub fn finish(self) -> Output {
        Output(if S::IS_COMMANDS { self.text } else { command::disarmed(self.text) })
    }

    /// Foreign words.
    pub fn words(foreign: &str) -> Self {
        let mut text = Self::new();
        text.push(words(foreign));
        text
    }

    /// A foreign value.
    pub fn code(foreign: &str) -> Self {
        let mut text = Self::new();
        text.push(code(foreign));
        text
    }

    /// Pieces with a separator of the template between them.
    pub fn join(pieces: impl IntoIterator<Item = Self>, separator: &'static str) -> Self {
        let mut all = Self::new();
        for (at, piece) in pieces.into_iter().enumerate() {
            if at > 0 {
                all.push(separator);
            }
            all.push(piece);
        }
        all
    }
}

/// As it stands; what is printed or written goes through [`Text::finish`].
impl<S> fmt::Display for Text<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<S> Default for Text<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Text<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Text of some surface, finished: it may be printed or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output(String);

impl std::ops::Deref for Output {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Output> for String {
    fn from(output: Output) -> Self {
        output.0
    }
}

/// What can be added to text of a surface.
pub trait TextPiece<S> {
    /// Adds it.
    fn add(&self, out: &mut String);
}

/// Foreign words; see [`Surface::words`].
#[derive(Clone, Copy)]
pub struct Words<'a>(&'a str);

/// A foreign value; see [`Surface::code`].
#[derive(Clone, Copy)]
pub struct Code<'a>(&'a str);

/// Foreign text as words.
pub const fn words(foreign: &str) -> Words<'_> {
    Words(foreign)
}

/// Foreign text as a value.
pub const fn code(foreign: &str) -> Code<'_> {
    Code(foreign)
}

impl<S: Surface> TextPiece<S> for Words<'_> {
    fn add(&self, out: &mut String) {
        S::words(self.0, out);
    }
}

impl<S: Surface> TextPiece<S> for Code<'_> {
    fn add(&self, out: &mut String) {
        S::code(self.0, out);
    }
}

/// The template.
impl<S> TextPiece<S> for &'static str {
    fn add(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl<S> TextPiece<S> for Text<S> {
    fn add(&self, out: &mut String) {
        out.push_str(&self.text);
    }
}

impl<S, P: TextPiece<S>> TextPiece<S> for &P {
    fn add(&self, out: &mut String) {
        (*self).add(out);
    }
}

impl<S, P: TextPiece<S>> TextPiece<S> for Option<P> {
    fn add(&self, out: &mut String) {
        if let Some(piece) = self {
            piece.add(out);
        }
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl<S> TextPiece<S> for $number {
            fn add(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        })+
    };
}

numbers!(u32, u64, usize, i64);

/// Adds several pieces to a [`Text`].
#[macro_export]
macro_rules! put {
    ($out:expr, $($piece:expr),+ $(,)?) => {{
        let out = &mut $out;
        $(out.push(&$piece);)+
    }};
}

/// No more of a text than so many characters; what is missing is marked.
pub fn cut(text: &str, limit: usize) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => text.into(),
        Some((end, _)) => format!("{}…", &text[..end]).into(),
    }
}
