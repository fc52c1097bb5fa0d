//! On which line of a page a change stands: of NEW's page or, for what is gone, of OLD's.

use jsonptr::{Pointer, PointerBuf, Token};
use serde_json::Value;

use super::Version;
use crate::catalog::{Block, Catalog, DocumentedEvent, Section};
use crate::diff::{Change, ChangeKind, ChangedPart, Diff, PageSpot};
use crate::page::Span;
use crate::workspace::Reading;

/// How many combinators and references are followed from one place to the next.
const DEEPEST: usize = 12;

pub(super) fn find(diff: &mut Diff, old: &Version, new: &Version) {
    for change in &mut diff.changes {
        let sides = if change.is_gone() { [old, new] } else { [new, old] };
        // What only a decision declares has no line on the page: then it is where its event is.
        change.spot = sides.iter().filter_map(|side| side.reading.as_ref()).find_map(|reading| spot(reading, change));
    }
}

fn spot(reading: &Reading, change: &Change) -> Option<PageSpot> {
    let span = span(reading, change)?;
    let (start, end) = (reading.page.position(span.start), reading.page.position(span.end.max(span.start)));
    let file = reading.page.path().to_string_lossy().replace('\\', "/");
    Some(PageSpot { file, line: start.line, column: start.column, end_line: end.line })
}

fn span(reading: &Reading, change: &Change) -> Option<Span> {
    let catalog = &reading.catalog;
    let Some(name) = change.event.as_deref() else { return of_page(catalog, change) };
    let renamed = (change.kind == ChangeKind::EventRenamed).then(|| change.old.as_str()).flatten();
    let event = event(reading, name).or_else(|| event(reading, renamed?))?;
    let title = event.title.span;
    Some(match change.part {
        ChangedPart::Title => title,
        ChangedPart::Since => event.since.as_ref().map_or(title, |since| since.span),
        ChangedPart::Description => around(event.description.iter().map(|text| text.span)).unwrap_or(title),
        ChangedPart::Table => event.table.as_ref().map_or(title, |table| {
            let row = within(&change.pointer).and_then(|pointer| table.row(&pointer));
            row.map_or(table.span, |row| row.span)
        }),
        ChangedPart::Example => {
            let resource = change.keyword.as_deref().and_then(|name| event.resource(name));
            let block = resource.map_or(event.example.as_ref(), |resource| resource.example.as_ref());
            block.map_or(title, |block| block.span)
        }
        ChangedPart::Schema if change.kind.of_names() => title,
        ChangedPart::Schema => of_schema(event, change),
    })
}

/// The event of that name: as its schema calls it on the page, or after the decisions.
fn event<'r>(reading: &'r Reading, name: &str) -> Option<&'r DocumentedEvent> {
    let events = &reading.catalog.events;
    let documented = events.iter().find(|event| event.key == name);
    documented.or_else(|| {
        let decided = reading.outcome.patched.events.iter().position(|event| event.schema_name() == Some(name))?;
        events.get(decided)
    })
}

fn of_page(catalog: &Catalog, change: &Change) -> Option<Span> {
    let in_table = |table: &crate::catalog::Table| {
        table.row(&change.pointer).filter(|_| !change.pointer.is_root()).map_or(table.span, |row| row.span)
    };
    let Some(name) = &change.resource else { return catalog.envelope.as_ref().map(in_table) };
    let section: &Section = catalog.resource(name)?.section.as_ref()?;
    Some(match change.part {
        ChangedPart::Table => section.table.as_ref().map_or(section.title.span, in_table),
        ChangedPart::Since => section.since.as_ref().map_or(section.title.span, |since| since.span),
        ChangedPart::Description => {
            around(section.description.iter().map(|text| text.span)).unwrap_or(section.title.span)
        }
        ChangedPart::Title | ChangedPart::Example | ChangedPart::Schema => section.title.span,
    })
}

fn around(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(Span::to)
}

/// The place within the payload.
fn within(pointer: &Pointer) -> Option<PointerBuf> {
    let rest = pointer.as_str().strip_prefix('/')?.strip_prefix(crate::envelope::PAYLOAD)?;
    PointerBuf::parse(rest).ok()
}

/// A place in the JSON Schema of an event or of one of its resources.
#[derive(Clone)]
struct SchemaCursor<'c> {
    event: &'c DocumentedEvent,
    block: &'c Block,
    at: PointerBuf,
}

/// Where the schema says it; else the row of the table, else the example; else the nearest place around it.
fn of_schema(event: &DocumentedEvent, change: &Change) -> Span {
    let Some(schema) = &event.schema else { return event.title.span };
    let mut cursor = SchemaCursor { event, block: schema, at: PointerBuf::root() };
    for token in change.pointer.tokens().map(|token| token.decoded().into_owned()) {
        match cursor.step(&token, DEEPEST) {
            Some(next) => cursor = next,
            None => return elsewhere(event, change).unwrap_or_else(|| cursor.span()),
        }
    }
    cursor.keyword(change).unwrap_or_else(|| cursor.span())
}

fn elsewhere(event: &DocumentedEvent, change: &Change) -> Option<Span> {
    let row = || event.table.as_ref()?.row(&within(&change.pointer)?).map(|row| row.span);
    let example = || {
        let block = event.example.as_ref()?;
        block.value()?.pointer(change.pointer.as_str())?;
        Some(block.key_span_of(&change.pointer))
    };
    row().or_else(example)
}

impl<'c> SchemaCursor<'c> {
    fn span(&self) -> Span {
        self.block.key_span_of(&self.at)
    }

    fn value(&self) -> Option<&'c Value> {
        self.block.value()?.pointer(self.at.as_str())
    }

    fn moved(&self, tokens: &[&str]) -> Option<Self> {
        let at = self.at.concat(&PointerBuf::from_tokens(tokens.iter().map(|&token| Token::new(token))));
        let next = Self { at, ..self.clone() };
        next.value().is_some().then_some(next)
    }

    /// The place of a property, or of the items of an array.
    fn step(&self, token: &str, left: usize) -> Option<Self> {
        let left = left.checked_sub(1)?;
        if let Some(resource) = self.placeholder() {
            return resource.step(token, left);
        }
        let value = self.value()?;
        let own = self.moved(&["properties", token]).or_else(|| match token {
            "*" => self.moved(&["items"]).or_else(|| self.moved(&["additionalProperties"])),
            index if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                let tuple = self.moved(&["prefixItems", index]).or_else(|| self.moved(&["items", index]));
                tuple.or_else(|| self.moved(&["items"]))
            }
            _ => None,
        });
        own.or_else(|| {
            let target = value.get("$ref")?.as_str()?.strip_prefix('#')?;
            let at = PointerBuf::parse(target).ok()?;
            Self { at, ..self.clone() }.step(token, left)
        })
        .or_else(|| {
            ["allOf", "anyOf", "oneOf"].iter().find_map(|keyword| {
                let parts = value.get(*keyword)?.as_array()?.len();
                (0..parts).find_map(|part| self.moved(&[keyword, &part.to_string()])?.step(token, left))
            })
        })
    }

    /// The schema of the resource that `{...}` stands for here.
    fn placeholder(&self) -> Option<Self> {
        let json = self.block.json.as_ref().ok()?;
        let here = json.placeholders.iter().find(|placeholder| placeholder.pointer == self.at)?;
        let block = self.event.resource(here.resource.as_deref()?)?.schema.as_ref()?;
        Some(Self { event: self.event, block, at: PointerBuf::root() })
    }

    /// The very keyword that changed, or the value in its list.
    fn keyword(&self, change: &Change) -> Option<Span> {
        let here = self.placeholder().filter(|_| change.keyword.is_some()).unwrap_or_else(|| self.clone());
        let keyword = here.moved(&[change.keyword.as_deref()?])?;
        let value = if change.is_gone() { &change.old } else { &change.new };
        let listed = keyword.value().and_then(Value::as_array).filter(|_| change.keyword.as_deref() == Some("enum"));
        let item = listed.and_then(|values| values.iter().position(|listed| listed == value));
        let item = item.and_then(|item| keyword.moved(&[&item.to_string()]));
        Some(item.unwrap_or(keyword).span())
    }
}
