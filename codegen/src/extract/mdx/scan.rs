//! Removes the constructs of MDX that Markdown does not have: front matter, imports, elements, expressions, comments
//! and marks of notes. Takes out code, which is read like rendered text. Also removes margins, which have no meaning
//! in MDX.

use super::construct::{self, Construct, quoted, unclosed};
use super::elements::Elements;
use super::line::{code_span, fence, is_module, margin};
use super::markdown::{BREAK, Mark, MarkdownReader};
use super::script;
use super::tag::TagKind;
use crate::catalog::{RemarkKind, SyntaxError};
use crate::extract::layout::{TAB, TABS, is_admonition};
use crate::page::{Page, Span, is_blank};

/// Whether a line of code would close the surrounding tab if it were not code.
fn leaves_tab(line: &str) -> bool {
    let tag = line.trim_matches(is_blank).trim_start_matches(['<', '/']);
    line.contains('<') && [TAB, TABS].iter().any(|name| tag.starts_with(name))
}

/// Splits the page into Markdown and marks.
pub(super) fn scan(page: &Page) -> Result<MarkdownReader, SyntaxError> {
    let mut scanner = Scanner {
        page,
        text: page.text(),
        at: 0,
        out: MarkdownReader::default(),
        elements: Elements::default(),
        prose: false,
    };
    scanner.front_matter();
    while scanner.at < scanner.text.len() {
        scanner.line()?;
    }
    scanner.elements.end()?;
    Ok(scanner.out)
}

struct Scanner<'a> {
    page: &'a Page,
    text: &'a str,
    at: usize,
    out: MarkdownReader,
    elements: Elements<'a>,
    /// Whether the line before belongs to a paragraph.
    prose: bool,
}

impl<'a> Scanner<'a> {
    fn front_matter(&mut self) {
        let whole = Span::new(0, self.text.len());
        let mut lines = self.page.lines(whole).map(|line| (line, self.page.slice(line).trim_end()));
        let opens = lines.next().is_some_and(|(_, line)| line.trim_start_matches('\u{feff}') == "---");
        if let Some((line, _)) = lines.find(|(_, line)| *line == "---").filter(|_| opens) {
            self.at = line.end;
        }
    }

    /// Offset of the end of the line, before its line break.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |end| at + end)
    }

    fn end_line(&mut self) {
        self.out.end_line(self.at);
        let rest = &self.text[self.at..];
        self.at += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    }

    fn line(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let end = self.line_end(start);
        self.at += margin(&self.text[start..end]);
        let line = &self.text[self.at..end];
        if line.is_empty() {
            self.prose = false;
            self.end_line();
            return Ok(());
        }
        if !self.prose && is_module(line) {
            let Some(end) = script::statement(self.text, self.at) else {
                return Err(unclosed(self.text, "the closing bracket of the statement", self.at, end));
            };
            self.at = end;
            return Ok(());
        }
        if let Some((at, fence)) = fence(line) {
            return self.code(self.at + at, fence);
        }
        if line.starts_with(":::") {
            self.note(end);
            return Ok(());
        }
        if line.starts_with(['<', '{']) && self.constructs()? {
            return Ok(());
        }
        self.inline()
    }

    /// A code fence that opens at `at`, including the line that closes it.
    fn code(&mut self, at: usize, fence: &str) -> Result<(), SyntaxError> {
        self.prose = false;
        let opening = self.line_end(at);
        let closes = |line: &str| {
            let rest = line.trim_start_matches(|c| is_blank(c) || c == '>');
            let marks = rest.trim_start_matches(&fence[..1]);
            rest.len() - marks.len() >= fence.len() && marks.trim_matches(is_blank).is_empty()
        };
        let mut below = self.page.lines(Span::new(at, self.text.len())).skip(1).peekable();
        let first = below.peek().map(|line| line.start);
        // Where the page would close the surrounding tab. It matters only if another block opens before this one
        // closes.
        let mut left = None;
        let last = below.find(|&line| {
            let text = self.page.slice(line);
            if left.is_none() && leaves_tab(text) {
                left = Some(line);
            }
            closes(text) || self.opens_again(line)
        });
        let Some((first, last)) = first.zip(last) else {
            return Err(unclosed(
                self.text,
                &format!("a line `{}` that closes the code fence", quoted(fence)),
                at,
                opening,
            ));
        };
        self.out.end_block(at);
        if closes(self.page.slice(last)) {
            self.out.mark(Mark::Code(Span::new(first, last.start)));
            self.at = last.end;
        } else {
            let end = left.unwrap_or(last).start;
            self.out.mark(Mark::Remark(Span::new(at, opening), RemarkKind::OpenFence));
            self.out.mark(Mark::Code(Span::new(first, end)));
            self.at = end;
        }
        Ok(())
    }

    /// Whether a line within code opens another block of code: a fence with the name of a language.
    fn opens_again(&self, line: Span) -> bool {
        let text = self.page.slice(line);
        fence(text).is_some_and(|(at, marks)| !text[at + marks.len()..].trim_matches(is_blank).is_empty())
    }

    /// A line that opens or closes a note. Its title, if any, is a paragraph.
    fn note(&mut self, end: usize) {
        self.prose = false;
        self.out.end_block(self.at);
        let marks = self.text[self.at..end].trim_start_matches(':');
        let words = marks.trim_start();
        let kind = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let title = if is_admonition(kind) { &words[kind.len()..] } else { words };
        let title = title.split('{').next().unwrap_or_default().trim_matches([' ', '\t', '[', ']']);
        let from = end - words.len() + words.find(title).unwrap_or_default();
        self.out.keep(self.page, Span::new(from, from + title.len()));
        self.out.end_block(end);
        self.at = end;
    }

    /// A line that has only constructs of MDX. Any other line is left unread.
    fn constructs(&mut self) -> Result<bool, SyntaxError> {
        let mut found = Vec::new();
        let mut at = self.at;
        let mut end = self.line_end(at);
        loop {
            if at > end {
                end = self.line_end(at);
            }
            at += margin(&self.text[at..end]);
            if at == end {
                break;
            }
            let Some(construct) = construct::read(self.text, at)? else { return Ok(false) };
            at = construct.span().end;
            found.push(construct);
        }
        let comment = found.iter().all(|it| matches!(it, Construct::Comment(_)));
        if !comment {
            self.out.end_block(self.at);
        }
        for construct in found {
            self.apply(construct)?;
        }
        self.at = at;
        if comment {
            let rest = &self.text[at..];
            self.at += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        } else {
            self.prose = false;
            self.out.end_block(at);
        }
        Ok(true)
    }

    /// The rest of a line, and what it opens on the following lines.
    fn inline(&mut self) -> Result<(), SyntaxError> {
        self.prose = true;
        loop {
            let rest = &self.text[self.at..];
            let next = rest.find(['\\', '`', '<', '{', '\n', '\r']).map_or(self.text.len(), |next| self.at + next);
            self.keep_to(next);
            let rest = &self.text[self.at..];
            match rest.as_bytes().first() {
                None | Some(b'\n' | b'\r') => {
                    self.end_line();
                    return Ok(());
                }
                Some(b'\\') => {
                    let escaped = rest[1..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
                    self.keep_to(self.at + 1 + escaped.map_or(0, char::len_utf8));
                }
                Some(b'`') => self.keep_to(self.at + code_span(rest)),
                Some(_) => match construct::read(self.text, self.at)? {
                    Some(construct) => {
                        self.at = construct.span().end;
                        self.apply(construct)?;
                    }
                    None => self.keep_to(self.at + 1),
                },
            }
        }
    }

    fn keep_to(&mut self, end: usize) {
        self.out.keep(self.page, Span::new(self.at, end));
        self.at = end;
    }

    fn apply(&mut self, construct: Construct<'a>) -> Result<(), SyntaxError> {
        match construct {
            Construct::Comment(_) => {}
            Construct::Expression(span) => self.expression(span),
            Construct::Tag(tag) => {
                let at = tag.span.start;
                let tabs = [TABS, TAB].contains(&tag.name);
                if tabs {
                    self.out.end_block(at);
                } else if tag.name == "br" {
                    self.out.put(BREAK, at);
                } else if tag.kind == TagKind::Whole && tag.is_component() {
                    let what = format!("the component `{}`, whose content is not in this file,", quoted(tag.name));
                    self.out.mark(Mark::Stray(tag.span, what));
                }
                self.elements.meet(&tag, &mut self.out)?;
            }
        }
        Ok(())
    }

    fn expression(&mut self, span: Span) {
        let inside = &self.text[span.start + 1..span.end - 1];
        if let Some(text) = script::literal(inside) {
            if text.contains(['\n', '\r']) || text.starts_with(['{', '[']) {
                // Code that a component shows: `<CodeBlock>{`…`}</CodeBlock>`.
                let start = span.start + 1 + inside.find(text).unwrap_or_default();
                self.out.end_block(span.start);
                self.out.mark(Mark::Code(Span::new(start, start + text.len())));
                return;
            }
            self.out.put(text, span.start);
        } else if !inside.starts_with('#') {
            let what = "an expression in braces, which only a browser can evaluate,".to_owned();
            self.out.mark(Mark::Stray(span, what));
        }
    }
}
