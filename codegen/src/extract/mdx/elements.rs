//! The open elements of MDX, and the labels of tabs.

use std::collections::HashMap;

use jsonc_parser::{JsonValue, ParseOptions, parse_to_value};

use super::construct::quoted;
use super::markdown::{Mark, MarkdownReader};
use super::tag::{Tag, TagKind, Value};
use crate::catalog::{PageText, SyntaxError};
use crate::extract::layout::{TAB, TABS};
use crate::extract::piece::folded;
use crate::page::Span;

/// The open elements, the innermost last.
#[derive(Default)]
pub(super) struct Elements<'a> {
    open: Vec<Element<'a>>,
    /// The open tabs.
    tabs: Vec<Tabs>,
}

struct Element<'a> {
    name: &'a str,
    span: Span,
    is_tabs: bool,
}

struct Tabs {
    /// The mark with the labels.
    mark: usize,
    /// Labels by value, if the element gives them.
    labels: HashMap<String, String>,
}

impl<'a> Elements<'a> {
    /// Opens or closes an element.
    pub(super) fn meet(&mut self, tag: &Tag<'a>, out: &mut MarkdownReader) -> Result<(), SyntaxError> {
        if tag.kind == TagKind::Close {
            return self.close(tag, out);
        }
        let tabs = (tag.name == TABS).then(|| Tabs { mark: out.mark(Mark::Tabs(Vec::new())), labels: labels(tag) });
        if tag.name == TAB
            && let Some(label) = self.label(tag)
            && let Some(tabs) = self.tabs.last()
            && let Some((_, Mark::Tabs(labels))) = out.marks.get_mut(tabs.mark)
        {
            labels.push(label);
        }
        if tag.kind == TagKind::Open {
            self.open.push(Element { name: tag.name, span: tag.span, is_tabs: tabs.is_some() });
            self.tabs.extend(tabs);
        } else if tabs.is_some() {
            out.mark(Mark::TabsEnd);
        }
        Ok(())
    }

    fn close(&mut self, tag: &Tag<'_>, out: &mut MarkdownReader) -> Result<(), SyntaxError> {
        let error = |expected: String| SyntaxError {
            span: tag.span,
            message: format!("expected {expected}, found `</{}>`", quoted(tag.name)),
        };
        match self.open.pop() {
            None => Err(error("an opening tag before it".to_owned())),
            Some(element) if element.name != tag.name => {
                Err(error(format!("`</{}>`, which closes the innermost open element", quoted(element.name))))
            }
            Some(element) => {
                if element.is_tabs {
                    self.tabs.pop();
                    out.mark(Mark::TabsEnd);
                }
                Ok(())
            }
        }
    }

    /// The end of the page: no element may be open.
    pub(super) fn end(self) -> Result<(), SyntaxError> {
        match self.open.last() {
            None => Ok(()),
            Some(element) => Err(SyntaxError {
                span: element.span,
                message: format!(
                    "expected `</{}>`, found the end of the page; a `<` that opens no tag is written `\\<`",
                    quoted(element.name)
                ),
            }),
        }
    }

    /// The label of a tab: its own, else the one that `Tabs` gives for its value, else the value.
    fn label(&self, tag: &Tag<'_>) -> Option<PageText> {
        let value = tag.text("value");
        let given = value.and_then(|(value, span)| Some((self.tabs.last()?.labels.get(value)?.as_str(), span)));
        let (label, span) = tag.text("label").or(given).or(value)?;
        Some(PageText { text: folded(label), span }).filter(|label| !label.text.is_empty())
    }
}

/// The labels in `<Tabs values={[{label: 'A', value: 'a'}]}>`.
fn labels(tag: &Tag<'_>) -> HashMap<String, String> {
    let given = tag.attributes.iter().find_map(|attribute| match attribute.value {
        Value::Expression(list) if attribute.name == "values" => Some(list),
        Value::Expression(_) | Value::Text(_) | Value::Absent => None,
    });
    let Some(Ok(Some(JsonValue::Array(items)))) = given.map(|list| parse_to_value(list, &ParseOptions::default()))
    else {
        return HashMap::new();
    };
    let label = |item: JsonValue<'_>| match item {
        JsonValue::Object(object) => {
            Some((object.get_string("value")?.to_string(), object.get_string("label")?.to_string()))
        }
        _ => None,
    };
    // The first of two labels for one value counts.
    items.into_iter().rev().filter_map(label).collect()
}
