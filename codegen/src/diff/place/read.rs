//! One schema object, keyword by keyword, into the description.

use serde_json::Value;

use super::folded::FoldedSchema;
use super::node::Node;
use super::parts::{Alternatives, ArrayShape, Bound, Condition, Contains, ObjectShape, Then};
use super::reading::DraftReading;
use crate::diff::reader::is_map;
use crate::schema::Types;

impl<'a> FoldedSchema<'a> {
    pub(super) fn read(&mut self, r: DraftReading<'a>) {
        if let Some(types) = r.get("type") {
            self.types = self.types & Types::of_keyword(types);
        }
        if let Some(value) = r.get("const") {
            self.one_of(vec![value]);
        }
        if let Some(Value::Array(values)) = r.get("enum") {
            self.one_of(values.iter().collect());
        }
        self.read_scalars(r);
        self.read_array(r);
        self.read_object(r);
        for (keyword, exclusive) in [("anyOf", false), ("oneOf", true)] {
            if let Some(Value::Array(branches)) = r.get(keyword) {
                self.choices.push(Alternatives {
                    exclusive,
                    branches: branches.iter().map(|branch| r.node.with(branch)).collect(),
                });
            }
        }
        if let Some(negated) = r.schema("not") {
            self.negate(negated.closed());
        }
        if let Some(when) = r.schema("if") {
            let (then, otherwise) = (r.schema("then"), r.schema("else"));
            if then.is_some() || otherwise.is_some() {
                self.conditions.push(Condition { when: when.closed(), then, otherwise });
            }
        }
        for keyword in ["$dynamicRef", "$recursiveRef", "unevaluatedItems", "unevaluatedProperties", "contentSchema"] {
            let Some(value) = r.get(keyword) else { continue };
            let opened = keyword == "unevaluatedProperties" && r.node.open && value == &Value::Bool(false);
            if !opened && value != &Value::Bool(true) {
                self.opaque.push(keyword);
            }
        }
    }

    fn read_scalars(&mut self, r: DraftReading<'a>) {
        let exclusive = |keyword: &str| r.get(keyword) == Some(&Value::Bool(true));
        for (keyword, other) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            let plain = r.number(keyword).map(|at| Bound { at, exclusive: exclusive(other) });
            let own = r.number(other).map(|at| Bound { at, exclusive: true });
            for bound in plain.into_iter().chain(own) {
                if keyword == "minimum" { self.at_least(bound) } else { self.at_most(bound) }
            }
        }
        self.multiples.extend(r.number("multipleOf"));
        self.length.narrow(r, "minLength", "maxLength");
        self.patterns.extend(r.get("pattern").and_then(Value::as_str));
        for keyword in ["format", "contentEncoding", "contentMediaType"] {
            self.formats.extend(r.node.get(keyword).and_then(Value::as_str).map(|value| (keyword, value)));
        }
    }

    fn read_array(&mut self, r: DraftReading<'a>) {
        self.items.narrow(r, "minItems", "maxItems");
        self.unique |= r.get("uniqueItems") == Some(&Value::Bool(true));
        let tuple = |items: &'a [Value]| items.iter().map(|item| r.node.with(item)).collect::<Vec<_>>();
        let prefix = if let Some(Value::Array(first)) = r.get("prefixItems") { Some(tuple(first)) } else { None };
        match r.get("items") {
            Some(Value::Array(first)) => {
                self.arrays.push(ArrayShape { first: tuple(first), rest: r.schema("additionalItems") });
                self.arrays.extend(prefix.map(|first| ArrayShape { first, rest: None }));
            }
            items => {
                let rest = items.map(|items| r.node.with(items));
                if r.knows("prefixItems") {
                    let first = prefix.unwrap_or_default();
                    if !first.is_empty() || rest.is_some() {
                        self.arrays.push(ArrayShape { first, rest });
                    }
                } else {
                    self.arrays.extend(rest.map(|rest| ArrayShape { first: Vec::new(), rest: Some(rest) }));
                    self.arrays.extend(prefix.map(|first| ArrayShape { first, rest: None }));
                }
            }
        }
        if let Some(node) = r.schema("contains") {
            let min = r.count("minContains").unwrap_or(1);
            let min = if r.knows("minContains") { min } else { min.max(1) };
            self.contains.push(Contains { node, min, max: r.count("maxContains") });
        }
    }

    fn read_object(&mut self, r: DraftReading<'a>) {
        self.properties.narrow(r, "minProperties", "maxProperties");
        if let Some(Value::Array(names)) = r.get("required") {
            self.required.extend(names.iter().filter_map(Value::as_str));
        }
        let patterns = r.members("patternProperties").map(|(pattern, schema)| (pattern, r.node.with(schema)));
        // The tolerant reader gives a type to undeclared properties only where nothing is declared.
        let patterns: Vec<_> = patterns.filter(|_| !r.node.open).collect();
        let is_read = |rest: &Node<'a>| {
            !r.node.open || (rest.schema.is_object() && r.node.schema.as_object().is_some_and(is_map))
        };
        let rest = r.schema("additionalProperties").filter(is_read);
        let properties = r.get("properties").and_then(Value::as_object);
        if properties.is_some() || !patterns.is_empty() || rest.is_some() {
            self.objects.push(ObjectShape { node: r.node, properties, patterns, rest });
        }
        self.names.extend(r.schema("propertyNames"));
        for keyword in ["dependencies", "dependentRequired", "dependentSchemas"] {
            for (name, then) in r.members(keyword) {
                let then = match then {
                    Value::Array(names) => Then::Names(names.iter().filter_map(Value::as_str).collect()),
                    schema => Then::Schema(r.node.with(schema)),
                };
                self.dependencies.push((name, then));
            }
        }
    }
}
