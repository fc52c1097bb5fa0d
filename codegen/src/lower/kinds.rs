//! Chooses a type for every schema. What has no faithful type is any JSON value: wider than the schema, never narrower.

use std::collections::HashMap;

use serde_json::Value;

use super::confidential::{hidden_below, marked};
use super::docs;
use super::heap;
use super::keywords::{Form, form, has_members, texts, types};
use super::names::{Names, pascal, snake};
use super::refs::{Root, Target};
use super::set::{EventPlan, Field, Kind, Layout, ResourcePlan, SchemaSet, TypePlan, Variant};
use crate::envelope;
use crate::reconcile::{EffectiveEvent, EffectiveResource, Reconciled};

/// Schemas nested more deeply are any JSON value from there on.
const DEEPEST: usize = 64;

/// Plans all types.
pub(super) fn plan(reconciled: &Reconciled) -> SchemaSet {
    let mut names = Names::of_items();
    // The events first: of two that claim a name the event keeps it, for it is what consumers match on.
    let variants: Vec<String> = reconciled.events.iter().map(|event| names.unique(&pascal(&event.name))).collect();
    let mut planner = Planner { resources: HashMap::new(), reconciled, names };
    planner.name_resources();

    let mut modules = Names::of_items();
    let resources = reconciled.resources.iter().filter_map(|resource| {
        let types = planner.resource(resource)?;
        Some(ResourcePlan { module: modules.unique(&snake(&resource.name)), types })
    });
    let resources = resources.collect();
    let mut modules = Names::of_items();
    let events = reconciled.events.iter().zip(variants).map(|(event, variant)| EventPlan {
        name: event.name.clone(),
        aliases: event.aliases.clone(),
        module: modules.unique(&snake(&event.name)),
        types: planner.payload(event, &variant),
        schema: reconciled.bundled(event),
        example: event.example.clone(),
        variant,
    });
    let mut set = SchemaSet { events: events.collect(), resources, accessors: Vec::new() };
    heap::place(&mut set);
    set
}

struct Planner<'r> {
    reconciled: &'r Reconciled,
    names: Names,
    /// The types of the resources that have one.
    resources: HashMap<&'r str, String>,
}

/// The types of one module while they are being planned.
struct Module<'r> {
    root: Root<'r>,
    /// `None` while the type's own content is being planned.
    types: Vec<Option<TypePlan>>,
    /// Types of places that were referred to, by JSON Pointer.
    referred: HashMap<String, String>,
    /// Places that are being put in where they are referred to.
    open: Vec<String>,
    depth: usize,
}

/// What a value is called, and what is known about it besides its schema.
#[derive(Clone)]
struct Place {
    /// The name of its type, should it need one.
    hint: String,
    /// Its dotted name in the property table.
    path: Option<String>,
    /// What it belongs to, for the documentation.
    within: String,
}

impl Place {
    fn below(&self, owner: &str, property: &str) -> Self {
        let path =
            self.path.as_ref().map(|path| if path.is_empty() { property.into() } else { format!("{path}.{property}") });
        Self { hint: format!("{owner}{}", pascal(property)), path, within: owner.to_owned() }
    }

    fn with_suffix(&self, suffix: &str) -> Self {
        Self {
            hint: format!("{}{suffix}", self.hint),
            path: self.path.as_ref().map(|path| format!("{path}[]")),
            ..self.clone()
        }
    }
}

impl<'r> Planner<'r> {
    fn name_resources(&mut self) {
        for resource in &self.reconciled.resources {
            if form(&resource.schema) != Form::Other {
                let name = self.names.unique(&pascal(&resource.name));
                self.resources.insert(&resource.name, name);
            }
        }
    }

    fn resource(&mut self, resource: &'r EffectiveResource) -> Option<Vec<TypePlan>> {
        let name = self.resources.get(resource.name.as_str())?.clone();
        let mut module = Module::new(Root::of_resource(&resource.schema));
        module.referred.insert(String::new(), name.clone());
        let place = Place { hint: name.clone(), path: None, within: name.clone() };
        self.hoist(&mut module, &resource.schema, name, &place, None);
        Some(module.types.into_iter().flatten().collect())
    }

    fn payload(&mut self, event: &'r EffectiveEvent, variant: &str) -> Vec<TypePlan> {
        static ANYTHING: Value = Value::Bool(true);
        let schema = event.schema.pointer(envelope::PAYLOAD_SCHEMA).unwrap_or(&ANYTHING);
        let mut module = Module::new(Root::of_event(event));
        let mut place = Place { hint: variant.to_owned(), path: Some(String::new()), within: variant.to_owned() };
        let doc = docs::of_event(event, schema, &self.reconciled.bundled(event));
        let open =
            !marked(schema) && !marked(&event.schema) && !hidden_below(module.root, self.reconciled, schema, false);
        // A payload is an object, the page says of all events: its schema need not say so again.
        if open && (form(schema) == Form::Object || (schema.get("type").is_none() && has_members(schema))) {
            module.referred.insert(envelope::PAYLOAD_SCHEMA.to_owned(), variant.to_owned());
            self.hoist(&mut module, schema, variant.to_owned(), &place, Some(doc));
        } else {
            module.types.push(None);
            place.hint.push_str("Content");
            let kind = self.kind(&mut module, schema, &place);
            let kind = if marked(&event.schema) { confidential(kind) } else { kind };
            let plan = TypePlan { name: variant.to_owned(), doc, layout: Layout::Transparent(kind) };
            if let Some(first) = module.types.first_mut() {
                *first = Some(plan);
            }
        }
        module.types.into_iter().flatten().collect()
    }

    /// The type of a value.
    fn kind(&mut self, module: &mut Module<'r>, schema: &'r Value, place: &Place) -> Kind {
        module.depth += 1;
        let kind = if module.depth > DEEPEST { Kind::Value } else { self.bare(module, schema, place) };
        module.depth -= 1;
        let untyped = matches!(&kind, Kind::Value | Kind::Object)
            || matches!(&kind, Kind::Array(items) if **items == Kind::Value);
        if marked(schema) || hidden_below(module.root, self.reconciled, schema, untyped) {
            confidential(kind)
        } else {
            kind
        }
    }

    fn bare(&mut self, module: &mut Module<'r>, schema: &'r Value, place: &Place) -> Kind {
        let Some(keywords) = schema.as_object() else { return Kind::Value };
        if let Some(reference) = keywords.get("$ref") {
            return self.referred(module, reference.as_str().unwrap_or_default(), place);
        }
        if let (None, Some([only])) =
            (keywords.get("type"), keywords.get("allOf").and_then(Value::as_array).map(Vec::as_slice))
            && !keywords.contains_key("enum")
            && !has_members(schema)
        {
            return self.kind(module, only, place);
        }
        let (types, nullable) = types(keywords);
        let kind = match types.as_slice() {
            [] if nullable => return Kind::Null,
            ["string"] => match texts(keywords) {
                None => Kind::String,
                Some(texts) if texts.is_empty() => return Kind::Value,
                Some(_) => self.named(module, schema, place),
            },
            ["boolean"] => Kind::Boolean,
            ["integer"] => Kind::Integer,
            ["number"] | ["integer", "number"] | ["number", "integer"] => Kind::Number,
            ["array"] => Kind::Array(Box::new(match keywords.get("items") {
                Some(items @ Value::Object(_)) if !keywords.contains_key("prefixItems") => {
                    self.kind(module, items, &place.with_suffix("Item"))
                }
                Some(_) | None => Kind::Value,
            })),
            ["object"] if has_members(schema) => self.named(module, schema, place),
            ["object"] => match keywords.get("additionalProperties") {
                Some(values @ Value::Object(typed))
                    if !typed.is_empty() && !keywords.contains_key("patternProperties") =>
                {
                    Kind::Map(Box::new(self.kind(module, values, &place.with_suffix("Value"))))
                }
                Some(_) | None => Kind::Object,
            },
            _ => return Kind::Value,
        };
        if nullable { Kind::Nullable(Box::new(kind)) } else { kind }
    }

    /// A type of its own for an object with properties or an enum of strings.
    fn named(&mut self, module: &mut Module<'r>, schema: &'r Value, place: &Place) -> Kind {
        let name = self.names.unique(&pascal(&place.hint));
        self.hoist(module, schema, name.clone(), place, None);
        Kind::Named(name)
    }

    fn referred(&mut self, module: &mut Module<'r>, reference: &str, place: &Place) -> Kind {
        let (target, key) = match module.root.find(self.reconciled, reference) {
            Target::Resource(resource) => match self.resources.get(resource.name.as_str()) {
                Some(name) => {
                    let kind = Kind::Named(name.clone());
                    return if marked(&resource.schema) { confidential(kind) } else { kind };
                }
                None => (&resource.schema, resource.name.clone()),
            },
            Target::Place(schema, pointer) => (schema, pointer),
            Target::Nowhere => return Kind::Value,
        };
        if let Some(name) = module.referred.get(&key) {
            let kind = Kind::Named(name.clone());
            return if marked(target) { confidential(kind) } else { kind };
        }
        if module.open.contains(&key) {
            return Kind::Value;
        }
        if form(target) == Form::Other {
            module.open.push(key);
            let kind = self.kind(module, target, place);
            module.open.pop();
            return kind;
        }
        let last = key.rsplit('/').next().unwrap_or_default();
        let owner = module.types.first().and_then(Option::as_ref).map_or(place.within.as_str(), |first| &first.name);
        let hint = if last.is_empty() { place.hint.clone() } else { format!("{owner}{}", pascal(last)) };
        let name = self.names.unique(&pascal(&hint));
        module.referred.insert(key, name.clone());
        self.hoist(module, target, name.clone(), &Place { hint: name.clone(), ..place.clone() }, None);
        let kind = Kind::Named(name);
        if marked(target) || hidden_below(module.root, self.reconciled, target, false) {
            confidential(kind)
        } else {
            kind
        }
    }

    /// Plans the content of a type.
    fn hoist(&mut self, module: &mut Module<'r>, schema: &'r Value, name: String, place: &Place, doc: Option<String>) {
        let index = module.types.len();
        module.types.push(None);
        let table = module.root.table;
        let doc = doc.unwrap_or_else(|| docs::of_type(schema, place.path.as_deref(), table, &place.within, &name));
        let keywords = schema.as_object();
        let layout = match keywords.and_then(texts) {
            Some(texts) if !has_members(schema) => {
                let mut names = Names::of_variants();
                let variants = texts.into_iter();
                Layout::Strings(
                    variants.map(|text| Variant { ident: names.unique(&pascal(text)), json: text.into() }).collect(),
                )
            }
            Some(_) | None => self.object(module, schema, &name, place),
        };
        if let Some(slot) = module.types.get_mut(index) {
            *slot = Some(TypePlan { name, doc, layout });
        }
    }

    fn object(&mut self, module: &mut Module<'r>, schema: &'r Value, owner: &str, place: &Place) -> Layout {
        static ANYTHING: Value = Value::Bool(true);
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let declared = schema.get("properties").and_then(Value::as_object);
        let mut properties: Vec<(&str, &'r Value)> =
            declared.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema)).collect();
        for name in &required {
            if !properties.iter().any(|(declared, _)| declared == name) {
                properties.push((name, &ANYTHING));
            }
        }
        let mut idents = Names::default();
        let fields = properties.into_iter().map(|(json, schema)| {
            let below = place.below(owner, json);
            let kind = self.kind(module, schema, &below);
            let table = module.root.table;
            Field {
                json: json.to_owned(),
                ident: idents.unique_field(&snake(json)),
                required: required.contains(&json),
                doc: docs::of_property(json, schema, below.path.as_deref(), table, &kind),
                accessor: schema.get("x-accessor").and_then(Value::as_str).map(str::to_owned),
                kind,
            }
        });
        let fields = fields.collect();
        Layout::Object { fields, extra: idents.unique_field("extra") }
    }
}

impl<'r> Module<'r> {
    fn new(root: Root<'r>) -> Self {
        Self { root, types: Vec::new(), referred: HashMap::new(), open: Vec::new(), depth: 0 }
    }
}

fn confidential(kind: Kind) -> Kind {
    if matches!(kind, Kind::Confidential(_)) { kind } else { Kind::Confidential(Box::new(kind)) }
}
