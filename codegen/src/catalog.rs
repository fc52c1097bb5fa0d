//! What the page says, exactly as documented, errors included: every value with its origin.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::page::Span;

/// One of the four witnesses of an event; a resource's schema and example count on their own.
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
    /// The JSON Schema of a resource that stands as `{...}` in the event's own.
    ResourceSchema,
    /// The resource as JSON.
    ResourceExample,
}

impl Witness {
    /// Its name in output and decisions.
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

/// A piece of prose: white space folded to single blanks, marks of links and code taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// The whole page.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The table of the properties that all events share, where the page has one.
    pub envelope: Option<Table>,
    /// The events, in the order of the page.
    pub events: Vec<DocumentedEvent>,
    /// The resources that the page documents in sections of their own, in the order of the page. They belong to no event:
    /// each event whose `{...}` names one has it among its [`shared`](DocumentedEvent::shared).
    pub resources: Vec<Arc<DocumentedResource>>,
    /// What could not be placed: it is reported, never dropped in silence.
    pub strays: Vec<Stray>,
    /// What is odd in how the page is written down.
    pub remarks: Vec<Remark>,
    /// The tabs of which the text has one alone of each group, because a browser copies only what it shows.
    pub hidden: Option<HiddenTabs>,
}

/// Tabs that a text does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenTabs {
    /// The labels of the first group.
    pub span: Span,
    /// How many groups there are.
    pub groups: usize,
    /// The labels of their tabs, each once.
    pub labels: Vec<String>,
}

impl Catalog {
    /// The resource of that name that has a section of its own.
    pub fn resource(&self, name: &str) -> Option<&Arc<DocumentedResource>> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// Gives each event the resources of the page that its `{...}` name: after reading, and after each change of
    /// [`resources`](Self::resources). What an event documents itself goes before the page's.
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

/// What is odd in how the page is written down, although it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands.
    pub span: Span,
    /// The section (its title) in which it stands, if any.
    pub section: Option<String>,
    /// What is odd.
    pub kind: RemarkKind,
}

/// What can be odd in how a page is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// A code block that nothing closes before the next one opens.
    OpenFence,
}

/// A piece of the page that belongs to no event.
#[derive(Clone, Debug)]
pub struct Stray {
    /// Where it stands.
    pub span: Span,
    /// The section (its title) in which it stands, if any.
    pub section: Option<String>,
    /// What it is, for the message: "a third JSON Schema of the event", "a section without JSON".
    pub what: String,
}

/// One event as the page documents it.
#[derive(Clone, Debug)]
pub struct DocumentedEvent {
    /// The name under which the event is kept: what its schema says, else its example, else its title in snake case; made
    /// unique within the catalog by a suffix `#2`, `#3` … where two events claim one name.
    pub key: String,
    /// The heading.
    pub title: Text,
    /// The version of "Available from vX.Y.Z", without the words: `12.3.0`.
    pub since: Option<Text>,
    /// The paragraphs before the tabs.
    pub description: Vec<Text>,
    /// The property table.
    pub table: Option<Table>,
    /// The event as JSON.
    pub example: Option<Block>,
    /// The event as JSON Schema.
    pub schema: Option<Block>,
    /// The resources documented in tabs of their own.
    pub resources: Vec<DocumentedResource>,
    /// The resources of the page's own sections that the event's `{...}` name; see [`Catalog::share`].
    pub shared: Vec<Arc<DocumentedResource>>,
    /// The whole section.
    pub span: Span,
}

impl DocumentedEvent {
    /// The name that the schema gives (`properties.eventName.const`, or the first of its `enum`).
    pub fn schema_name(&self) -> Option<&str> {
        let name = self.schema.as_ref()?.value()?.pointer(crate::envelope::NAME_SCHEMA)?;
        name.get("const").or_else(|| name.get("enum")?.get(0))?.as_str()
    }

    /// The name that the example shows.
    pub fn example_name(&self) -> Option<&str> {
        self.example.as_ref()?.value()?.get(crate::envelope::NAME)?.as_str()
    }

    /// The resource of that name, documented by the event or in a section of its own.
    pub fn resource(&self, name: &str) -> Option<&DocumentedResource> {
        self.all_resources().find(|resource| resource.name == name)
    }

    /// The resources that the event documents, then those of the page that it names.
    pub fn all_resources(&self) -> impl Iterator<Item = &DocumentedResource> {
        self.resources.iter().chain(self.shared.iter().map(|resource| &**resource))
    }

    /// The JSON of a witness. `resource` says which one where the event documents several; prose and table have none.
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

/// A resource: with tabs of its own in an event's section, or with a section of its own.
#[derive(Clone, Debug, Default)]
pub struct DocumentedResource {
    /// Its name in Pascal case, from the property at which `{...}` stands.
    pub name: String,
    /// Its JSON Schema.
    pub schema: Option<Block>,
    /// The resource as JSON.
    pub example: Option<Block>,
    /// What its own section says beside them; none for a resource that an event documents.
    pub section: Option<Section>,
}

impl DocumentedResource {
    /// The JSON of a witness of it.
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
    pub title: Text,
    /// The version of "Available from vX.Y.Z", without the words.
    pub since: Option<Text>,
    /// The paragraphs.
    pub description: Vec<Text>,
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
    pub header: Vec<Text>,
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
    pub fn new(span: Span, header: Vec<Text>, rows: Vec<Row>) -> Self {
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
    pub name: Text,
    /// The type, as written.
    pub kind: Text,
    /// The description.
    pub description: Text,
}

impl Row {
    /// Place of the row's property in the payload: `/` and the dotted name with `/` for `.`; `[]` behind a name is the
    /// token `*`. A name with more parts than JSON has levels names nothing that could be nested: it is one token.
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
    /// The block in the page.
    pub span: Span,
    /// Prose that introduces the block within its tab.
    pub notes: Vec<Text>,
    /// What it holds, or why it cannot be read.
    pub json: Result<Json, SyntaxError>,
}

impl Block {
    /// The value, where the block can be read.
    pub fn value(&self) -> Option<&Value> {
        self.json.as_ref().ok().map(|json| &json.value)
    }

    /// Where the value at `pointer` stands; where there is none, its nearest ancestor; at last the block.
    pub fn span_of(&self, pointer: &Pointer) -> Span {
        self.json.as_ref().map_or(self.span, |json| json.nearest(pointer).value)
    }

    /// Where the key of the member at `pointer` stands; for an array item or the root, the value.
    pub fn key_span_of(&self, pointer: &Pointer) -> Span {
        self.json.as_ref().map_or(self.span, |json| {
            let place = json.nearest(pointer);
            place.key.unwrap_or(place.value)
        })
    }
}

/// JSON as it stands on the page, read with tolerance; all that was tolerated is kept.
#[derive(Clone, Debug, Default)]
pub struct Json {
    /// The value; `{...}` is an empty object here.
    pub value: Value,
    /// Place of every value, by JSON Pointer.
    pub places: HashMap<PointerBuf, Place>,
    /// Comments.
    pub comments: Vec<Span>,
    /// Commas behind a last member or item.
    pub trailing_commas: Vec<Span>,
    /// `{...}`: a resource that is documented elsewhere; in the order of the text.
    pub placeholders: Vec<Placeholder>,
    /// Members whose key an earlier member of the object has, too; the last one counts.
    pub duplicate_keys: Vec<Spot>,
}

impl Json {
    /// The `{...}` at this very place.
    pub fn placeholder_at(&self, pointer: &Pointer) -> Option<&Placeholder> {
        let start = self.places.get(pointer)?.value.start;
        // They are in the order of the text.
        let at = self.placeholders.binary_search_by_key(&start, |placeholder| placeholder.span.start).ok()?;
        self.placeholders.get(at).filter(|placeholder| placeholder.pointer == pointer)
    }

    /// The place of the value at `pointer`, or of its nearest ancestor that there is.
    pub fn nearest(&self, pointer: &Pointer) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return *place;
            }
            match pointer.parent() {
                Some(parent) => pointer = parent,
                None => return Place::default(),
            }
        }
    }
}

/// Where a value stands, and its key where it is a member of an object.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The key, with its quotes.
    pub key: Option<Span>,
    /// The value.
    pub value: Span,
}

/// A place within JSON, and on the page.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its place in the block's JSON.
    pub pointer: PointerBuf,
    /// Its place in the page.
    pub span: Span,
}

/// A `{...}` that stands for a resource.
#[derive(Clone, Debug)]
pub struct Placeholder {
    /// Its place in the block's JSON.
    pub pointer: PointerBuf,
    /// Its place in the page.
    pub span: Span,
    /// Name of the resource of the same event that fills it, where there is one.
    pub resource: Option<String>,
}

/// Why a block is not JSON, even read with tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The very place.
    pub span: Span,
    /// What was expected and found, in lower case.
    pub message: String,
}
