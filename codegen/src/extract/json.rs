//! Reads a block of JSON. Accepts comments, trailing commas and `{...}`, and records the place of every value.

use std::collections::{HashMap, HashSet};

use jsonc_parser::ast;
use jsonc_parser::common::{Range, Ranged as _};
use jsonc_parser::tokens::{Token, TokenAndRange};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use jsonptr::PointerBuf;
use serde_json::{Map, Number, Value};

use crate::catalog::{DocumentedJson, LONGEST_NAME, Place, Placeholder, Spot, SyntaxError, too_long};
use crate::extract::block::Foreign;
use crate::page::{Span, is_blank, is_weightless};
use crate::text::cut;

/// The deepest nesting that is read: the limit of `serde_json`, which reads the files made from it.
const DEPTH: usize = 120;

const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads `text`, which begins at byte `at` of the page. `foreign` are the parts of `text` to skip.
pub(super) fn read(text: &str, at: usize, foreign: &[Foreign]) -> Result<DocumentedJson, SyntaxError> {
    let masked = mask(text, foreign);
    let elisions: Vec<Span> = foreign.iter().filter(|it| it.elision).map(|it| it.span).collect();
    let collect = CollectOptions { comments: CommentCollectionStrategy::AsTokens, tokens: true };
    let parsed = parse_to_ast(&masked, &collect, &OPTIONS).map_err(|error| {
        let kind = error.kind().to_string();
        SyntaxError { span: page_span(error.range(), text, at), message: lower_first(&kind) }
    })?;
    let Some(root) = &parsed.value else {
        return Err(SyntaxError { span: Span::new(at, at + text.len()), message: "expected a JSON value".to_owned() });
    };
    let mut reader =
        JsonReader { text: &masked, at, elisions: &elisions, read: HashSet::new(), json: DocumentedJson::default() };
    reader.tokens(parsed.tokens.as_deref().unwrap_or_default());
    let value = reader.value(root, PointerBuf::root(), None, 0)?;
    if let Some(lost) = elisions.iter().find(|elision| !reader.read.contains(&elision.start)) {
        return Err(SyntaxError {
            span: lost.offset(at),
            message: "expected JSON, found `...`; only `{...}`, which stands for a resource, may replace a value"
                .to_owned(),
        });
    }
    reader.json.value = value;
    Ok(reader.json)
}

/// Replaces `...` and other white space by blanks of the same length, so that offsets stay.
fn mask(text: &str, foreign: &[Foreign]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for Foreign { span, .. } in foreign {
        masked.push_str(&text[from..span.start]);
        masked.extend(std::iter::repeat_n(' ', span.end - span.start));
        from = span.end;
    }
    masked.push_str(&text[from..]);
    masked
}

/// A range of the parser as a span of the page: not empty where there is text, within the page, and at character
/// boundaries, although the parser saw several blanks for one character.
fn page_span(range: Range, text: &str, at: usize) -> Span {
    let mut start = range.start.min(text.len());
    if start == text.len() {
        start = text.trim_end().char_indices().next_back().map_or(0, |(last, _)| last);
    }
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let first = text[start..].chars().next().map_or(0, char::len_utf8);
    let line = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let mut end = range.end.min(line).max(start + first);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end).offset(at)
}

/// A string with plain blanks in place of the special ones that browsers and editors insert. Escaped ones stay.
fn plain(raw: &str, value: &str) -> String {
    let foreign = |c: char| c == '\u{a0}' || is_weightless(c);
    if !raw.contains(foreign) {
        return value.to_owned();
    }
    value.chars().filter(|&c| !is_weightless(c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

struct JsonReader<'a> {
    text: &'a str,
    at: usize,
    /// All skipped parts, in the order of the text.
    elisions: &'a [Span],
    /// The starts of those in braces of their own.
    read: HashSet<usize>,
    json: DocumentedJson,
}

impl JsonReader<'_> {
    fn span(&self, range: Range) -> Span {
        Span::new(range.start, range.end).offset(self.at)
    }

    fn tokens(&mut self, tokens: &[TokenAndRange<'_>]) {
        let mut comma = None;
        for token in tokens {
            match token.token {
                Token::CommentLine(_) | Token::CommentBlock(_) => {
                    let span = self.span(token.range);
                    let length = self.text[token.range.start..token.range.end].trim_end_matches(is_blank).len();
                    self.json.comments.push(Span::new(span.start, span.start + length));
                    continue;
                }
                Token::CloseBrace | Token::CloseBracket => {
                    if let Some(range) = comma {
                        self.json.trailing_commas.push(self.span(range));
                    }
                }
                _ => {}
            }
            comma = matches!(token.token, Token::Comma).then_some(token.range);
        }
    }

    fn value(
        &mut self,
        value: &ast::Value<'_>,
        pointer: PointerBuf,
        key: Option<Span>,
        depth: usize,
    ) -> Result<Value, SyntaxError> {
        let span = self.span(value.range());
        let error = |message: String| SyntaxError { span, message };
        if depth > DEPTH {
            return Err(error(format!("expected at most {DEPTH} levels of nesting, found more")));
        }
        let read = match value {
            ast::Value::StringLit(string) => {
                let raw = &self.text[string.range.start..string.range.end];
                if raw.contains(['\n', '\r']) {
                    return Err(error("expected the end of a string, found the end of the line".to_owned()));
                }
                Value::String(plain(raw, &string.value))
            }
            ast::Value::NumberLit(number) => {
                Value::Number(serde_json::from_str::<Number>(number.value).map_err(|_| {
                    error(format!("`{}` is not a number that a 64-bit float can hold", cut(number.value, 60)))
                })?)
            }
            ast::Value::BooleanLit(boolean) => Value::Bool(boolean.value),
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::Array(array) => {
                let mut items = Vec::with_capacity(array.elements.len());
                for (index, item) in array.elements.iter().enumerate() {
                    items.push(self.value(item, pointer.with_trailing_token(index), None, depth + 1)?);
                }
                Value::Array(items)
            }
            ast::Value::Object(object) => self.object(object, &pointer, depth)?,
        };
        self.json.places.insert(pointer, Place { key, value: span });
        Ok(read)
    }

    fn object(&mut self, object: &ast::Object<'_>, pointer: &PointerBuf, depth: usize) -> Result<Value, SyntaxError> {
        let span = self.span(object.range);
        if object.properties.is_empty() {
            let first = self.elisions.partition_point(|elision| elision.start < object.range.start);
            let behind = self.elisions.partition_point(|elision| elision.start < object.range.end);
            let inside = self.elisions.get(first..behind).unwrap_or_default();
            self.read.extend(inside.iter().map(|elision| elision.start));
            if inside.len() == 1 {
                self.json.placeholders.push(Placeholder { pointer: pointer.clone(), span, resource: None });
            }
        }
        let names: Vec<String> = object.properties.iter().map(|property| self.name(property)).collect();
        let last: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut members = Map::new();
        for (at, (property, name)) in object.properties.iter().zip(&names).enumerate() {
            let key = self.span(property.name.range());
            if let Some(length) = too_long(name) {
                let message = format!("expected a name of at most {LONGEST_NAME} characters, found one of {length}");
                return Err(SyntaxError { span: key, message });
            }
            let place = pointer.with_trailing_token(name.as_str());
            if members.contains_key(name) {
                self.json.duplicate_keys.push(Spot { pointer: place.clone(), span: key });
            }
            let value = if last.get(name.as_str()) == Some(&at) {
                self.value(&property.value, place, Some(key), depth + 1)?
            } else {
                self.overwritten(&property.value, place, key, depth + 1)?
            };
            members.insert(name.clone(), value);
        }
        Ok(Value::Object(members))
    }

    /// The name of a property.
    fn name(&self, property: &ast::ObjectProp<'_>) -> String {
        let range = property.name.range();
        plain(&self.text[range.start..range.end], property.name.as_str())
    }

    /// A value that a later member of the same name replaces. It is read, but nothing in it is recorded.
    fn overwritten(
        &mut self,
        value: &ast::Value<'_>,
        place: PointerBuf,
        key: Span,
        depth: usize,
    ) -> Result<Value, SyntaxError> {
        let places = std::mem::take(&mut self.json.places);
        let placeholders = self.json.placeholders.len();
        let read = self.value(value, place, Some(key), depth);
        self.json.places = places;
        self.json.placeholders.truncate(placeholders);
        read
    }
}
