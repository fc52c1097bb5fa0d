//! Combines the pieces of a page into sections, one for each heading. A section with JSON is an event, or a resource
//! to which events refer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use heck::ToSnakeCase as _;

use crate::catalog::{
    self, Block, Catalog, DocumentedEvent, DocumentedResource, PageText, Remark, RemarkKind, Stray, Table,
};
use crate::envelope;
use crate::extract::layout::{is_resources, since as version};
use crate::extract::piece::Piece;
use crate::extract::resources::{self, Tab};
use crate::extract::role::{Role, role};
use crate::extract::table;
use crate::page::{Page, Span};
use crate::text::cut;

/// A heading and what follows it.
#[derive(Default)]
struct HeadedSection {
    title: PageText,
    level: u8,
    /// Whether a heading above it announces resources.
    of_resources: bool,
    prose: Vec<PageText>,
    labels: Vec<PageText>,
    tables: Vec<Table>,
    tabs: Vec<Tab>,
    strays: Vec<(Span, String)>,
    remarks: Vec<(Span, RemarkKind)>,
}

/// The most characters of a title in messages. Each piece that is not read names the title of its section.
const TITLE: usize = 200;

fn in_short(title: &PageText) -> String {
    cut(&title.text, TITLE).into_owned()
}

impl HeadedSection {
    /// Whether it has only prose so far.
    fn is_prose(&self) -> bool {
        self.labels.is_empty() && self.tables.is_empty() && self.tabs.is_empty()
    }

    /// What messages call it.
    fn name(&self) -> Option<String> {
        Some(in_short(&self.title)).filter(|title| !title.is_empty())
    }

    fn stray(&self, span: Span, what: String) -> Stray {
        Stray { span, section: self.name(), what }
    }

    /// Whether it documents a resource: its JSON is not an event, and an event or a heading above it names the
    /// resource.
    fn is_resource(&self, wanted: &HashSet<String>) -> bool {
        let named = || resources::name_of(&self.title.text).is_some_and(|name| wanted.contains(&name));
        !self.tabs.is_empty() && !self.tabs.iter().any(|tab| tab.role.is_event()) && (self.of_resources || named())
    }
}

/// Makes the catalog.
pub(super) fn catalog(page: &Page, pieces: Vec<Piece>) -> Catalog {
    let sections = sections(page, pieces);
    let level = sections.iter().find(|section| !section.tabs.is_empty()).map(|section| section.level);
    let wanted = wanted(&sections);
    let mut catalog = Catalog::default();
    let mut names = resources::GivenNames::default();
    for mut section in sections {
        let unread: Vec<_> = std::mem::take(&mut section.strays);
        catalog.strays.extend(unread.into_iter().map(|(span, what)| section.stray(span, what)));
        let remarks = std::mem::take(&mut section.remarks);
        catalog.remarks.extend(remarks.into_iter().map(|(span, kind)| Remark { span, section: section.name(), kind }));
        if section.is_resource(&wanted) {
            let resource = resource(section, &mut names, &mut catalog.strays);
            catalog.resources.push(Arc::new(resource));
            continue;
        }
        if !section.tabs.is_empty() || (!section.tables.is_empty() && !section.labels.is_empty()) {
            let event = event(page, section, &mut catalog.strays);
            catalog.events.push(event);
            continue;
        }
        if section.tables.is_empty() && !catalog.events.is_empty() && Some(section.level) == level {
            let what = "a heading without table, example and schema".to_owned();
            catalog.strays.push(section.stray(section.title.span, what));
        }
        for table in std::mem::take(&mut section.tables) {
            if catalog.envelope.is_none() && is_envelope(&table) {
                catalog.envelope = Some(table);
            } else {
                catalog.strays.push(section.stray(table.span, "a table outside every event".to_owned()));
            }
        }
    }
    name(&mut catalog.events);
    resources::refer(&mut catalog);
    catalog.share();
    catalog
}

/// The names of the resources to which events refer, in rows or by `{...}`.
fn wanted(sections: &[HeadedSection]) -> HashSet<String> {
    let events = sections.iter().filter(|section| section.tabs.iter().any(|tab| tab.role.is_event()));
    let mut wanted = HashSet::new();
    for section in events {
        let rows = section.tables.iter().flat_map(|table| &table.rows);
        wanted.extend(rows.filter_map(resources::of_row));
        for tab in section.tabs.iter().filter(|tab| tab.role.is_event()) {
            wanted.extend(resources::wanted([&tab.block]));
        }
    }
    wanted
}

fn sections(page: &Page, pieces: Vec<Piece>) -> Vec<HeadedSection> {
    let mut sections = vec![HeadedSection::default()];
    let mut notes: Vec<PageText> = Vec::new();
    // The headings above: the level of each, and whether it announces resources.
    let mut around: Vec<(u8, bool)> = Vec::new();
    for piece in pieces {
        let Some(section) = sections.last_mut() else { break };
        match piece {
            Piece::Heading(title, level) => {
                section.prose.append(&mut notes);
                around.retain(|(known, _)| *known < level);
                let of_resources = around.iter().any(|(_, of_resources)| *of_resources);
                around.push((level, is_resources(&title.text)));
                sections.push(HeadedSection { title, level, of_resources, ..HeadedSection::default() });
            }
            Piece::Prose(text) if section.is_prose() => section.prose.push(text),
            Piece::Prose(text) => notes.push(text),
            Piece::Labels(labels) => {
                if section.tables.is_empty() && section.tabs.is_empty() {
                    // What looked like tabs was a list; these are the tabs.
                    section.prose.append(&mut section.labels);
                    section.prose.append(&mut notes);
                }
                section.labels.extend(labels);
            }
            Piece::Table(table) => {
                section.prose.append(&mut notes);
                let columns = table::unread(&table).filter(|cell| !cell.text.is_empty());
                section
                    .strays
                    .extend(columns.map(|cell| (cell.span, format!("the column `{}` of the table", cell.text))));
                section.tables.push(table);
            }
            Piece::Json(block) => {
                let block = Block { notes: std::mem::take(&mut notes), ..block };
                section.tabs.push(Tab { role: role(page, &block), block });
            }
            Piece::Stray(span, what) => section.strays.push((span, what)),
            Piece::Remark(span, kind) => section.remarks.push((span, kind)),
        }
    }
    if let Some(section) = sections.last_mut() {
        section.prose.append(&mut notes);
    }
    sections
}

fn is_envelope(table: &Table) -> bool {
    table.rows.iter().any(|row| envelope::ALL.contains(&row.name.text.as_str()))
}

fn event(page: &Page, section: HeadedSection, strays: &mut Vec<Stray>) -> DocumentedEvent {
    let mut stray = |span: Span, what: &str| {
        strays.push(Stray { span, section: Some(in_short(&section.title)), what: what.to_owned() });
    };
    let mut span = section.title.span;
    let mut tables = section.tables.into_iter();
    let table = tables.next();
    if let Some(table) = &table {
        span = span.to(table.span);
    }
    for further in tables {
        span = span.to(further.span);
        stray(further.span, "another table of the event");
    }
    let (mut example, mut schema, mut tabs) = (None, None, Vec::new());
    for tab in section.tabs {
        span = if span == Span::default() { tab.block.span } else { span.to(tab.block.span) };
        let slot = match tab.role {
            Role::Example => &mut example,
            Role::Schema => &mut schema,
            Role::ResourceExample | Role::ResourceSchema => {
                tabs.push(tab);
                continue;
            }
        };
        if slot.is_none() {
            *slot = Some(tab.block);
        } else {
            let what = if tab.role == Role::Schema {
                "another JSON Schema of the event"
            } else {
                "another example of the event"
            };
            stray(tab.block.span, what);
        }
    }
    let resources = resources::assign(page, tabs, &section.labels, &mut schema, &mut example, &mut stray);
    let since = section.prose.iter().find_map(version);
    let description = section.prose.into_iter().filter(|text| version(text).is_none()).collect();
    DocumentedEvent {
        key: String::new(),
        title: section.title,
        since,
        description,
        table,
        example,
        schema,
        resources,
        shared: Vec::new(),
        span,
    }
}

/// The resource that a section documents.
fn resource(section: HeadedSection, names: &mut resources::GivenNames, strays: &mut Vec<Stray>) -> DocumentedResource {
    let mut span = section.title.span;
    let title = section.title;
    let mut stray = |span: Span, what: &str| {
        strays.push(Stray { span, section: Some(in_short(&title)), what: what.to_owned() });
    };
    let mut tables = section.tables.into_iter();
    let table = tables.next();
    for table in table.iter().chain(tables.as_slice()) {
        span = span.to(table.span);
    }
    for further in tables {
        stray(further.span, "another table of the resource");
    }
    let name = resources::name_of(&title.text).unwrap_or_else(|| "Resource".to_owned());
    let mut resource = DocumentedResource { name: names.free(&name), ..DocumentedResource::default() };
    for tab in section.tabs {
        span = if span == Span::default() { tab.block.span } else { span.to(tab.block.span) };
        let (slot, what) = match tab.role {
            Role::Schema | Role::ResourceSchema => (&mut resource.schema, "another JSON Schema of the resource"),
            Role::Example | Role::ResourceExample => (&mut resource.example, "another example of the resource"),
        };
        if slot.is_none() {
            *slot = Some(tab.block);
        } else {
            stray(tab.block.span, what);
        }
    }
    let since = section.prose.iter().find_map(version);
    let description = section.prose.into_iter().filter(|text| version(text).is_none()).collect();
    resource.section = Some(catalog::Section { title, since, description, table, span });
    resource
}

/// Sets the key of each event: the name in its schema, else in its example unless that is the name of another event,
/// else from its title.
fn name(events: &mut [DocumentedEvent]) {
    let claimed: HashSet<String> = events.iter().filter_map(|event| event.schema_name().map(str::to_owned)).collect();
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (index, event) in events.iter_mut().enumerate() {
        let by_example = || event.example_name().filter(|name| !claimed.contains(*name)).map(str::to_owned);
        let by_title = || Some(event.title.text.to_snake_case()).filter(|name| !name.is_empty());
        let name = event
            .schema_name()
            .map(str::to_owned)
            .or_else(by_example)
            .or_else(by_title)
            .unwrap_or_else(|| format!("event-{}", index + 1));
        let times = taken.entry(name.clone()).or_default();
        *times += 1;
        event.key = if *times == 1 { name } else { format!("{name}#{times}") };
    }
}
