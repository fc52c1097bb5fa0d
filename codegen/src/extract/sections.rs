//! Puts the pieces of a page together: a section a heading, an event a section with JSON.

use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase as _;

use crate::catalog::{Block, Catalog, DocumentedEvent, Stray, Table, Text};
use crate::envelope;
use crate::extract::layout::since;
use crate::extract::piece::Piece;
use crate::extract::resources::{self, Tab};
use crate::extract::role::{Role, role};
use crate::extract::table;
use crate::page::{Page, Span};

/// A heading and what follows it.
#[derive(Default)]
struct Section {
    title: Text,
    level: u8,
    prose: Vec<Text>,
    labels: Vec<Text>,
    tables: Vec<Table>,
    tabs: Vec<Tab>,
    strays: Vec<(Span, String)>,
}

impl Section {
    /// Whether only prose has been seen of it.
    fn is_prose(&self) -> bool {
        self.labels.is_empty() && self.tables.is_empty() && self.tabs.is_empty()
    }

    fn stray(&self, span: Span, what: String) -> Stray {
        Stray { span, section: Some(self.title.text.clone()).filter(|title| !title.is_empty()), what }
    }
}

/// Makes the catalog.
pub(super) fn catalog(page: &Page, pieces: Vec<Piece>) -> Catalog {
    let sections = sections(page, pieces);
    let level = sections.iter().find(|section| !section.tabs.is_empty()).map(|section| section.level);
    let mut catalog = Catalog::default();
    for mut section in sections {
        let unread: Vec<_> = std::mem::take(&mut section.strays);
        catalog.strays.extend(unread.into_iter().map(|(span, what)| section.stray(span, what)));
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
                catalog.strays.push(section.stray(table.span, "a table that belongs to no event".to_owned()));
            }
        }
    }
    name(&mut catalog.events);
    catalog
}

fn sections(page: &Page, pieces: Vec<Piece>) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut notes: Vec<Text> = Vec::new();
    for piece in pieces {
        let Some(section) = sections.last_mut() else { break };
        match piece {
            Piece::Heading(title, level) => {
                section.prose.append(&mut notes);
                sections.push(Section { title, level, ..Section::default() });
            }
            Piece::Prose(text) if section.is_prose() => section.prose.push(text),
            Piece::Prose(text) => notes.push(text),
            Piece::Labels(labels) => {
                if section.tables.is_empty() && section.tabs.is_empty() {
                    // What looked like tabs was a list: the tabs are these.
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
        }
    }
    if let Some(section) = sections.last_mut() {
        section.prose.append(&mut notes);
    }
    sections
}

fn is_envelope(table: &Table) -> bool {
    table
        .rows
        .iter()
        .any(|row| [envelope::NAME, envelope::TIMESTAMP, envelope::PAYLOAD].contains(&row.name.text.as_str()))
}

fn event(page: &Page, section: Section, strays: &mut Vec<Stray>) -> DocumentedEvent {
    let mut stray = |span: Span, what: &str| {
        strays.push(Stray { span, section: Some(section.title.text.clone()), what: what.to_owned() });
    };
    let mut span = section.title.span;
    let mut tables = section.tables.into_iter();
    let table = tables.next();
    if let Some(table) = &table {
        span = span.to(table.span);
    }
    for further in tables {
        span = span.to(further.span);
        stray(further.span, "a further table of the event");
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
                "a further JSON Schema of the event"
            } else {
                "a further example of the event"
            };
            stray(tab.block.span, what);
        }
    }
    let resources = resources::assign(page, tabs, &section.labels, &mut schema, &mut example, &mut stray);
    let version = section.prose.iter().find_map(since);
    let description = section.prose.into_iter().filter(|text| since(text).is_none()).collect();
    DocumentedEvent {
        key: String::new(),
        title: section.title,
        since: version,
        description,
        table,
        example,
        schema,
        resources,
        span,
    }
}

/// Gives each event its key: what its schema says, else its example unless that names another event, else its title.
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
