//! The catalog: what `extract` found on the page, exactly as documented, errors included. Every value keeps its place
//! on the page. Input of `lint` and `reconcile`.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::page::Span;

mod json;

pub use json::{DocumentedJson, Place, Placeholder, Spot};

/// One of the four witnesses of an event. The schema and the example of a resource count as witnesses of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Witness {
    /// Title, "Available from", description, notes.
    Prose,
    /// The property table.
    Table,
    /// The event as JSON.
    Example,
    /// The event as JSON Schema.
    Schema,
    /// The JSON Schema of a resource, for which the event's schema has `{...}`.
    ResourceSchema,
    /// The resource as JSON.
    ResourceExample,
}

impl Witness {
    /// The name in output and decisions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Table => "table",
            Self::Example => "example",
            Self::Schema => "schema",
            Self::ResourceSchema => "resource-schema",
            Self::ResourceExample => "resource-example",
        }
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A piece of prose, with white space folded to single blanks and without the marks of links and code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageText {
    /// The words.
    pub text: String,
    /// Where it is on the page.
    pub span: Span,
}

/// The most characters of a name: of an event, a property, a row or a resource. Names are repeated in places and in reports, so a page of
/// long names would take memory without bound. (A label of Kubernetes has at most 317.)
pub const LONGEST_NAME: usize = 2048;

/// The length of a name in characters, if it is longer than [`LONGEST_NAME`].
pub(crate) fn too_long(name: &str) -> Option<usize> {
    // A character has at least one byte.
    if name.len() <= LONGEST_NAME { None } else { Some(name.chars().count()).filter(|length| *length > LONGEST_NAME) }
}

/// The whole page.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The table of the properties that all events share, if the page has one.
    pub envelope: Option<Table>,
    /// The events, in the order of the page.
    pub events: Vec<DocumentedEvent>,
    /// The resources that have a section of their own, in the order of the page. They belong to no event: every event
    /// whose `{...}` names one of them lists it in [`shared`](DocumentedEvent::shared).
    pub resources: Vec<Arc<DocumentedResource>>,
    /// Pieces of the page that belong to no event. They are reported, never dropped silently.
    pub strays: Vec<Stray>,
    /// What was unusual in the page's notation.
    pub remarks: Vec<Remark>,
    /// Set if the text has only one tab of each group, because a browser copies only the tab that it shows.
    pub hidden: Option<HiddenTabs>,
}

/// Tabs that are missing from the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenTabs {
    /// Where the labels of the first group are.
    pub span: Span,
    /// How many groups there are.
    pub groups: usize,
    /// The labels of the missing tabs, without repetition.
    pub labels: Vec<String>,
}

impl Catalog {
    /// The resource of this name, if it has a section of its own.
    pub fn resource(&self, name: &str) -> Option<&Arc<DocumentedResource>> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// Fills [`shared`](DocumentedEvent::shared) of each event with the resources that its `{...}` name. Call it after
    /// reading and after each change of [`resources`](Self::resources). A resource that the event documents itself
    /// takes precedence over the page's.
    pub fn share(&mut self) {
        let sections: HashMap<&str, &Arc<DocumentedResource>> =
            self.resources.iter().map(|resource| (resource.name.as_str(), resource)).collect();
        for event in &mut self.events {
            let blocks = [&event.schema, &event.example].into_iter().flatten();
            let named = blocks.flat_map(|block| &block.json).flat_map(|json| &json.placeholders);
            let mut shared: Vec<Arc<DocumentedResource>> = Vec::new();
            for name in named.filter_map(|placeholder| placeholder.resource.as_deref()) {
                let known = event.resources.iter().any(|own| own.name == name)
                    || shared.iter().any(|resource| resource.name == name);
                if !known && let Some(resource) = sections.get(name) {
                    shared.push(Arc::clone(resource));
                }
            }
            event.shared = shared;
        }
    }
}

/// Something unusual in the page's notation that did not prevent reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it is.
    pub span: Span,
    /// The title of the section in which it is, if any.
    pub section: Option<String>,
    /// What is unusual.
    pub kind: RemarkKind,
}

/// The kinds of unusual notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// A code block that is not closed before the next one opens.
    OpenFence,
}

/// A piece of the page that belongs to no event.
#[derive(Clone, Debug)]
pub struct Stray {
    /// Where it is.
    pub span: Span,
    /// The title of the section in which it is, if any.
    pub section: Option<String>,
    /// A description for the message, such as "a third JSON Schema of the event".
    pub what: String,
}

/// One event as the page documents it.
#[derive(Clone, Debug)]
pub struct DocumentedEvent {
    /// The name under which the event is kept: the schema's name, else the example's, else the title in snake case. If
    /// two events claim one name, a suffix `#2`, `#3` … makes it unique.
    pub key: String,
    /// The heading.
    pub title: PageText,
    /// The version of "Available from vX.Y.Z", without the words: `12.3.0`.
    pub since: Option<PageText>,
    /// The paragraphs before the tabs.
    pub description: Vec<PageText>,
    /// The property table.
    pub table: Option<Table>,
    /// The event as JSON.
    pub example: Option<Block>,
    /// The resources documented in tabs of the event.
    pub schema: Option<Block>,
    /// The resources documented in tabs of their own.
    pub resources: Vec<DocumentedResource>,
    /// The resources with a section of their own that the event's `{...}` name; see [`Catalog::share`].
    pub shared: Vec<Arc<DocumentedResource>>,
    /// The whole section.
    pub span: Span,
}

impl DocumentedEvent {
    /// The name in the schema (`properties.eventName.const`, or the first value of its `enum`).
    pub fn schema_name(&self) -> Option<&str> {
        let name = self.schema.as_ref()?.value()?.pointer(crate::envelope::NAME_SCHEMA)?;
        name.get("const").or_else(|| name.get("enum")?.get(0))?.as_str()
    }

    /// The name in the example.
    pub fn example_name(&self) -> Option<&str> {
        self.example.as_ref()?.value()?.get(crate::envelope::NAME)?.as_str()
    }

    /// The resource of this name, from the event's tabs or from a section of its own.
    pub fn resource(&self, name: &str) -> Option<&DocumentedResource> {
        self.all_resources().find(|resource| resource.name == name)
    }

    /// The resources of the event's tabs, then those with a section of their own.
    pub fn all_resources(&self) -> impl Iterator<Item = &DocumentedResource> {
        self.resources.iter().chain(self.shared.iter().map(|resource| &**resource))
    }

    /// The JSON of a witness. `resource` selects one of several resources. Prose and table have no JSON.
    pub fn block(&self, witness: Witness, resource: Option<&str>) -> Option<&Block> {
        let found = || match resource {
            Some(name) => self.resource(name),
            None => self.all_resources().next(),
        };
        match witness {
            Witness::Prose | Witness::Table => None,
            Witness::Example => self.example.as_ref(),
            Witness::Schema => self.schema.as_ref(),
            Witness::ResourceSchema => found()?.schema.as_ref(),
            Witness::ResourceExample => found()?.example.as_ref(),
        }
    }
}

/// A resource, documented in tabs of an event's section or in a section of its own.
#[derive(Clone, Debug, Default)]
pub struct DocumentedResource {
    /// The name in Pascal case, taken from the property that has the `{...}`.
    pub name: String,
    /// Its JSON Schema.
    pub schema: Option<Block>,
    /// The resource as JSON.
    pub example: Option<Block>,
    /// The other parts of its own section; none for a resource that an event documents.
    pub section: Option<Section>,
}

impl DocumentedResource {
    /// The JSON of one of the resource's witnesses.
    pub fn block(&self, witness: Witness) -> Option<&Block> {
        match witness {
            Witness::ResourceSchema => self.schema.as_ref(),
            Witness::ResourceExample => self.example.as_ref(),
            Witness::Prose | Witness::Table | Witness::Example | Witness::Schema => None,
        }
    }
}

/// The section of a resource, without its JSON.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading.
    pub title: PageText,
    /// The version of "Available from vX.Y.Z", without the words.
    pub since: Option<PageText>,
    /// The paragraphs.
    pub description: Vec<PageText>,
    /// The property table.
    pub table: Option<Table>,
    /// The whole section.
    pub span: Span,
}

/// A property table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The whole table.
    pub span: Span,
    /// The words of the header row.
    pub header: Vec<PageText>,
    /// The rows, in order.
    pub rows: Vec<Row>,
    index: RowIndex,
}

/// The first row of each place, made when the first one is asked for. A clone, whose rows may be changed, makes its own.
#[derive(Debug, Default)]
struct RowIndex(OnceLock<HashMap<PointerBuf, usize>>);

impl Clone for RowIndex {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Table {
    /// A table of these rows.
    pub fn new(span: Span, header: Vec<PageText>, rows: Vec<Row>) -> Self {
        Self { span, header, rows, index: RowIndex::default() }
    }

    /// The first row at that pointer into the payload.
    pub fn row(&self, pointer: &Pointer) -> Option<&Row> {
        let index = self.index.0.get_or_init(|| {
            let rows = self.rows.iter().enumerate().rev();
            rows.map(|(at, row)| (row.pointer(), at)).collect()
        });
        index.get(pointer).and_then(|&at| self.rows.get(at))
    }
}

/// No block of JSON is nested deeper.
const DEEPEST: usize = 120;

/// One row of a property table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// The property, dotted where nested.
    pub name: PageText,
    /// The type, as written.
    pub kind: PageText,
    /// The description.
    pub description: PageText,
}

impl Row {
    /// The place of the row's property in the payload: the dotted name as a JSON Pointer. `[]` after a name becomes
    /// the token `*`. A name with more parts than JSON has levels becomes one token.
    pub fn pointer(&self) -> PointerBuf {
        let mut pointer = PointerBuf::root();
        if self.name.text.matches('.').count() > DEEPEST {
            pointer.push_back(self.name.text.as_str());
            return pointer;
        }
        for part in self.name.text.split('.') {
            match part.strip_suffix("[]") {
                Some(name) => {
                    pointer.push_back(name);
                    pointer.push_back("*");
                }
                None => pointer.push_back(part),
            }
        }
        pointer
    }
}

/// One block of JSON on the page.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where the block is on the page.
    pub span: Span,
    /// Prose that introduces the block within its tab.
    pub notes: Vec<PageText>,
    /// Its JSON, or why it cannot be read.
    pub json: Result<DocumentedJson, SyntaxError>,
}

impl Block {
    /// The value, if the block can be read.
    pub fn value(&self) -> Option<&Value> {
        self.json.as_ref().ok().map(|json| &json.value)
    }

    /// Where the value at `pointer` is; if it is missing, where its nearest ancestor is; if the block cannot be read,
    /// the block.
    pub fn span_of(&self, pointer: &Pointer) -> Span {
        self.json.as_ref().map_or(self.span, |json| json.nearest(pointer).value)
    }

    /// Where the key of the member at `pointer` is; for an array item or the root, where the value is.
    pub fn key_span_of(&self, pointer: &Pointer) -> Span {
        self.json.as_ref().map_or(self.span, |json| {
            let place = json.nearest(pointer);
            place.key.unwrap_or(place.value)
        })
    }
}

/// Why a block is not JSON, not even in the notation that pages use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the error is.
    pub span: Span,
    /// What was expected and found, in lower case.
    pub message: String,
}
