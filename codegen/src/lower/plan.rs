//! From typify's types to the model: with JSON names, documentation, and what belongs to which module.

use std::collections::BTreeMap;

use serde_json::Value;

use super::docs::{self, Rows};
use super::names::folded;
use super::naming::{self, Named};
use super::prepare::{Definition, Prepared, Property, RootKind, TypeForm, prepare};
use super::set::{EventPlan, Field, Layout, ResourcePlan, SchemaSet, TypeKind, TypePlan, Variant};
use super::space::{self, LowerError, Made};
use crate::envelope;
use crate::reconcile::Reconciled;
use crate::text::rust::doc;

/// Plans all types.
pub(super) fn plan(reconciled: &Reconciled) -> Result<SchemaSet, LowerError> {
    let prepared = prepare(reconciled)?;
    let names = naming::names(&prepared, reconciled);
    let made = space::make(&prepared, &names)?;
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&index, definition) in &prepared.definitions {
        by_root.entry(definition.root).or_default().push(index);
    }
    let mut planner = Planner { reconciled, prepared: &prepared, names: &names, made };
    let mut set = SchemaSet::default();
    for (index, root) in prepared.roots.iter().enumerate() {
        let Some(mut members) = by_root.remove(&index) else { continue };
        // Its own type comes first. A definition that does not become a type may still contain one.
        members.sort_by_key(|member| (Some(*member) != root.definition, *member));
        let types: Vec<TypePlan> = planner.types(&root.kind, &members);
        let module = names.modules.get(index).cloned().unwrap_or_default();
        match root.kind {
            RootKind::Event(event) => set.events.extend(planner.event(event, module, types)),
            RootKind::Resource(_) | RootKind::Shared { .. } => set.resources.push(ResourcePlan { module, types }),
        }
    }
    Ok(set)
}

struct Planner<'p> {
    reconciled: &'p Reconciled,
    prepared: &'p Prepared,
    names: &'p Named,
    made: BTreeMap<usize, Made>,
}

impl Planner<'_> {
    fn name(&self, index: usize) -> &str {
        self.names.types.get(&index).map_or("", String::as_str)
    }

    fn event(&self, index: usize, module: String, mut types: Vec<TypePlan>) -> Option<EventPlan> {
        static ANYTHING: Value = Value::Bool(true);
        let event = self.reconciled.events.get(index)?;
        let bundled = self.reconciled.bundled(event);
        let payload = types.first_mut()?;
        payload.doc =
            docs::of_event(event, event.schema.pointer(envelope::PAYLOAD_SCHEMA).unwrap_or(&ANYTHING), &bundled);
        Some(EventPlan {
            name: event.name.clone(),
            aliases: event.aliases.clone(),
            module,
            variant: payload.name.clone(),
            types,
            schema: bundled,
            example: event.example.clone(),
            since: event.since.clone(),
        })
    }

    fn types(&mut self, kind: &RootKind, members: &[usize]) -> Vec<TypePlan> {
        let table = match kind {
            RootKind::Event(event) => self.reconciled.events.get(*event).map(|event| Rows::new(&event.table)),
            RootKind::Resource(_) | RootKind::Shared { .. } => None,
        };
        let table = table.unwrap_or_default();
        let root = members.first().map(|first| self.name(*first).to_owned()).unwrap_or_default();
        members.iter().filter_map(|member| self.one(*member, &table, &root)).collect()
    }

    fn one(&mut self, index: usize, table: &Rows<'_>, root: &str) -> Option<TypePlan> {
        let made = self.made.remove(&index)?;
        let definition = self.prepared.definitions.get(&index)?;
        let own = self.name(index);
        let within = definition.within.map(|within| self.name(within)).or(Some(root).filter(|root| *root != own));
        let doc = docs::of_type(definition, table, within, root);
        Some(TypePlan { name: own.to_owned(), doc, layout: layout(definition, made, table) })
    }
}

fn layout(definition: &Definition, made: Made, table: &Rows<'_>) -> Layout {
    match (made, &definition.form) {
        (Made::Object(mut kinds), TypeForm::Object(properties)) => {
            let fields: Vec<Field> = properties
                .iter()
                .map(|property| field(property, kinds.remove(&property.ident).unwrap_or(TypeKind::Value), table))
                .collect();
            let extra = extra(&fields);
            Layout::Object { fields, extra }
        }
        (Made::Strings, TypeForm::Strings(choices)) => Layout::Strings(
            choices
                .iter()
                .map(|choice| Variant {
                    json: choice.json.clone(),
                    ident: choice.ident.clone(),
                    doc: choice.description.as_deref().map(doc).filter(|words| !words.is_empty()),
                })
                .collect(),
        ),
        (Made::Union(union), _) => Layout::Union(union),
        (Made::Tuple(items, rest), _) => Layout::Tuple(items, rest),
        (Made::Alias(kind), _) => Layout::Transparent(kind),
        // `space` has compared the form with what typify made.
        (Made::Object(_) | Made::Strings, _) => Layout::Transparent(TypeKind::Value),
    }
}

fn field(property: &Property, mut kind: TypeKind, table: &Rows<'_>) -> Field {
    // To a `Value` a condition adds nothing.
    let conditional = property.conditional && kind != TypeKind::Value;
    // `null` is kept like any other value that is not of the type.
    if let (true, true, TypeKind::Nullable(inner)) = (conditional, property.required, &mut kind) {
        kind = std::mem::replace(inner, TypeKind::Null);
    }
    Field {
        json: property.json.clone(),
        ident: property.ident.clone(),
        required: property.required,
        doc: docs::of_property(property, table, &kind),
        accessor: property.accessor.clone(),
        format: property.format.clone(),
        conditional,
        kind,
    }
}

/// The name of the field for undeclared properties. A declared property called `extra` keeps its name.
fn extra(fields: &[Field]) -> String {
    let free = |name: &String| !fields.iter().any(|field| folded(&field.ident) == folded(name));
    let longer = (1..).map(|count| format!("extra{}", "_properties".repeat(count)));
    std::iter::once("extra".to_owned()).chain(longer).find(free).unwrap_or_default()
}
