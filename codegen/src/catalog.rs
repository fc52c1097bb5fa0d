//! What the page says, exactly as documented, errors included: every value with its origin.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::page::Span;

mod json;

pub use json::{DocumentedJson, Place, Placeholder, Spot};

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
pub struct PageText {
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
    pub title: PageText,
    /// The version of "Available from vX.Y.Z", without the words: `12.3.0`.
    pub since: Option<PageText>,
    /// The paragraphs before the tabs.
    pub description: Vec<PageText>,
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
}

impl Table {
    /// The first row at that pointer into the payload.
    pub fn row(&self, pointer: &Pointer) -> Option<&Row> {
        let last = pointer.tokens().map(|token| token.decoded().into_owned()).filter(|token| token != "*").last();
        // Most rows are of another name: only of those of this one the whole place is compared.
        let ends =
            |row: &&Row| last.as_ref().is_none_or(|last| row.name.text.trim_end_matches("[]").ends_with(last.as_str()));
        self.rows.iter().filter(ends).find(|row| row.pointer() == pointer)
    }
}

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
    /// Place of the row's property in the payload: `/` and the dotted name with `/` for `.`; `[]` behind a name is the
    /// token `*`.
    pub fn pointer(&self) -> PointerBuf {
        let mut pointer = PointerBuf::root();
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
    pub notes: Vec<PageText>,
    /// What it holds, or why it cannot be read.
    pub json: Result<DocumentedJson, SyntaxError>,
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

/// Why a block is not JSON, even read with tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The very place.
    pub span: Span,
    /// What was expected and found, in lower case.
    pub message: String,
}
