//! Finds which resource each `{...}` refers to, and which tabs or section document it.

use std::collections::{BTreeSet, HashMap, HashSet};

use heck::ToPascalCase as _;
use indexmap::IndexSet;
use serde_json::Value;

use crate::catalog::{Block, Catalog, DocumentedResource, PageText, Placeholder, Row};
use crate::extract::role::Role;
use crate::page::{Page, Span};

/// The most resources with which an ambiguous example is compared.
const COMPARED: usize = 64;

/// A block of JSON in a tab.
pub(super) struct Tab {
    /// What the block documents.
    pub(super) role: Role,
    /// The block.
    pub(super) block: Block,
}

/// Makes the resources of an event from the tabs that do not document the event itself, and sets the resource of each
/// placeholder.
pub(super) fn assign(
    page: &Page,
    tabs: Vec<Tab>,
    labels: &[PageText],
    schema: &mut Option<Block>,
    example: &mut Option<Block>,
    stray: &mut impl FnMut(Span, &str),
) -> Vec<DocumentedResource> {
    let wanted = wanted([schema.as_ref(), example.as_ref()].into_iter().flatten());
    let labelled: Vec<String> = labels.iter().filter_map(|label| resource_label(&label.text)).collect();
    let (schemas, examples): (Vec<Tab>, Vec<Tab>) = tabs.into_iter().partition(|tab| tab.role == Role::ResourceSchema);
    let mut resources: Vec<DocumentedResource> = Vec::new();
    let mut names = GivenNames::default();
    // The names that no tab has taken yet, in the order of the page.
    let mut left: BTreeSet<usize> = (0..wanted.len()).collect();
    for (index, tab) in schemas.into_iter().enumerate() {
        let label = labelled.get(index);
        let by_label = label.and_then(|label| wanted.get_index_of(label)).filter(|at| left.contains(at));
        let at = by_label.or_else(|| left.first().copied());
        let name = at.and_then(|at| wanted.get_index(at)).or(label).map_or("Resource", String::as_str);
        let name = names.free(name);
        if let Some(at) = wanted.get_index_of(&name) {
            left.remove(&at);
        }
        resources.push(DocumentedResource { name, schema: Some(tab.block), example: None, section: None });
    }
    let mut without_example: BTreeSet<usize> = (0..resources.len()).collect();
    for tab in examples {
        let best = without_example
            .iter()
            .take(COMPARED)
            .max_by_key(|&&index| (overlap(&resources[index], &tab.block), std::cmp::Reverse(index)))
            .copied();
        if let Some(index) = best {
            without_example.remove(&index);
            resources[index].example = Some(tab.block);
        } else if let Some(name) = left.pop_first().and_then(|at| wanted.get_index(at)) {
            resources.push(DocumentedResource {
                name: name.clone(),
                schema: None,
                example: Some(tab.block),
                section: None,
            });
        } else {
            let first = page.slice(tab.block.span).lines().next().unwrap_or_default().len();
            stray(
                Span::new(tab.block.span.start, tab.block.span.start + first),
                "JSON that is neither an example of the event nor a resource of it",
            );
        }
    }
    let known: HashSet<&str> = resources.iter().map(|resource| resource.name.as_str()).collect();
    for block in [schema, example].into_iter().flatten() {
        if let Ok(json) = &mut block.json {
            for placeholder in &mut json.placeholders {
                placeholder.resource = property(placeholder).filter(|name| known.contains(name.as_str()));
            }
        }
    }
    resources
}

/// The names of the resources to which the `{...}` refer, in the order of the page.
pub(super) fn wanted<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> IndexSet<String> {
    blocks.into_iter().flat_map(|block| &block.json).flat_map(|json| &json.placeholders).filter_map(property).collect()
}

/// Sets the resource of the page for each `{...}` that no tab of its event documents.
pub(super) fn refer(catalog: &mut Catalog) {
    let sections: HashSet<&str> = catalog.resources.iter().map(|resource| resource.name.as_str()).collect();
    for event in &mut catalog.events {
        for block in [&mut event.schema, &mut event.example].into_iter().flatten() {
            for placeholder in block.json.iter_mut().flat_map(|json| &mut json.placeholders) {
                if placeholder.resource.is_none() {
                    placeholder.resource = property(placeholder).filter(|name| sections.contains(name.as_str()));
                }
            }
        }
    }
}

/// The name of the resource that a table row may refer to: the last part of its dotted name.
pub(super) fn of_row(row: &Row) -> Option<String> {
    pascal(row.name.text.rsplit('.').next()?.trim_end_matches("[]"))
}

/// Words in a heading that are not part of a resource's name.
const FILLING: [&str; 9] = ["the", "a", "an", "object", "entity", "resource", "schema", "model", "json"];

/// The name of the resource in a heading.
pub(super) fn name_of(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split(' ').filter(|word| !FILLING.contains(&word.to_lowercase().as_str())).collect();
    pascal(&words.join(" ")).or_else(|| pascal(title))
}

/// The name, in Pascal case, of the property that has a placeholder.
fn property(placeholder: &Placeholder) -> Option<String> {
    let tokens: Vec<String> = placeholder.pointer.tokens().map(|token| token.decoded().into_owned()).collect();
    let name = tokens.iter().rev().find(|token| !token.chars().all(|c| c.is_ascii_digit()) && *token != "items")?;
    pascal(name)
}

fn pascal(words: &str) -> Option<String> {
    let name: String = words.to_pascal_case().chars().filter(char::is_ascii_alphanumeric).collect();
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

/// The name of the resource in a tab's label: "Robot JSON Schema" without the words for the form.
fn resource_label(label: &str) -> Option<String> {
    let lower = label.to_lowercase();
    if !lower.contains("schema") {
        return None;
    }
    let words: Vec<&str> = label
        .split(' ')
        .filter(|word| !["json", "schema", "resource"].contains(&word.to_lowercase().as_str()))
        .collect();
    pascal(&words.join(" "))
}

/// Assigns unique names.
#[derive(Default)]
pub(super) struct GivenNames {
    taken: HashSet<String>,
    /// The last number used for each name.
    numbers: HashMap<String, usize>,
}

impl GivenNames {
    /// The name, with a number if it is taken.
    pub(super) fn free(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let number = self.numbers.entry(name.to_owned()).or_insert(1);
        while !self.taken.insert(free.clone()) {
            *number += 1;
            free = format!("{name}{number}");
        }
        free
    }
}

/// How many members of an example the resource's schema declares.
fn overlap(resource: &DocumentedResource, example: &Block) -> usize {
    let declared = resource.schema.as_ref().and_then(Block::value).and_then(|schema| schema.get("properties"));
    let Some(shown) = example.value().and_then(Value::as_object) else { return 0 };
    shown.keys().filter(|name| declared.is_some_and(|declared| declared.get(name.as_str()).is_some())).count()
}
