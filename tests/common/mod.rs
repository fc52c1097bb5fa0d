//! The reconciled schemas and examples, found through their index, so that a new event needs no change of the tests.

#![allow(dead_code, unreachable_pub, reason = "shared by tests, none of which needs all of it")]

pub mod generate;
pub mod places;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// One event as reconciled.
pub struct Documented {
    pub name: String,
    pub aliases: Vec<String>,
    pub schema: Value,
    pub example: Option<Value>,
}

impl Documented {
    /// The schema of the payload, references resolved.
    pub fn payload_schema(&self) -> &Value {
        self.resolved(&self.schema["properties"]["payload"])
    }

    /// The schema to which a reference leads, or the schema itself.
    pub fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let reference = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        reference.and_then(|pointer| self.schema.pointer(pointer)).unwrap_or(schema)
    }

    /// The same, if types and properties alone say which values it accepts. Only for such schemas do these tests know what has to happen.
    /// `codegen/tests/valid_reads` tests alternatives, conditions and the like.
    pub fn plain<'a>(&'a self, schema: &'a Value) -> Option<&'a Value> {
        let mut schema = schema;
        for _ in 0..16 {
            let keywords = schema.as_object()?;
            if keywords.keys().any(|keyword| COMBINED.contains(&keyword.as_str()))
                || keywords.get("items").is_some_and(Value::is_array)
            {
                return None;
            }
            if !keywords.contains_key("$ref") {
                return Some(schema);
            }
            let beside = |keyword: &String| keyword != "$ref" && !WORDS.contains(&keyword.as_str());
            let next = self.resolved(schema);
            if keywords.keys().any(beside) || std::ptr::eq(next, schema) {
                return None;
            }
            schema = next;
        }
        None
    }

    /// The schemas without alternatives into which this one splits.
    pub fn choices(&self, schema: &Value) -> Vec<Value> {
        self.choices_within(schema, 0)
    }

    fn choices_within(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let schema = self.resolved(schema);
        let Some(keywords) = schema.as_object().filter(|_| depth < 8) else { return vec![schema.clone()] };
        let own =
            keywords.iter().filter(|(keyword, _)| !COMBINED.contains(&keyword.as_str()) || *keyword == "prefixItems");
        let mut all = vec![Value::Object(own.map(|(keyword, value)| (keyword.clone(), value.clone())).collect())];
        let below = |schema: &Value| self.choices_within(schema, depth + 1);
        for branch in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            all = joined(&all, &below(branch));
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = keywords.get(keyword).and_then(Value::as_array) {
                all = joined(&all, &branches.iter().flat_map(below).collect::<Vec<_>>());
            }
        }
        let conditional: Vec<Value> =
            ["then", "else"].iter().filter_map(|keyword| keywords.get(*keyword)).flat_map(below).collect();
        all.extend(joined(&all, &conditional));
        all
    }

    /// The example, if the schema accepts it: a decision may have left it invalid.
    pub fn accepted_example(&self) -> Option<&Value> {
        self.example.as_ref().filter(|example| self.accepts(example))
    }

    /// Whether the schema accepts the document.
    pub fn accepts(&self, document: &Value) -> bool {
        jsonschema::is_valid(&self.schema, document)
    }

    /// Pointers of undeclared properties, found without the crate.
    pub fn undeclared(&self, document: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.undeclared_in(vec![&self.schema], document, "", &mut found);
        found
    }

    /// Pointers of the values in a document whose schema is not [`plain`](Self::plain).
    pub fn not_plain(&self, document: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.not_plain_in(&self.schema, document, "", &mut found);
        found
    }

    fn not_plain_in(&self, schema: &Value, value: &Value, pointer: &str, found: &mut Vec<String>) {
        if schema == &Value::Bool(true) {
            return;
        }
        let Some(schema) = self.plain(schema) else { return found.push(pointer.to_owned()) };
        for (name, member) in value.as_object().into_iter().flatten() {
            let declared = schema.get("properties").and_then(|properties| properties.get(name));
            let values = schema.get("additionalProperties").filter(|values| values.is_object());
            if let Some(schema) = declared.or(values) {
                self.not_plain_in(schema, member, &below(pointer, name), found);
            }
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            if schema["items"].is_object() {
                self.not_plain_in(&schema["items"], item, &format!("{pointer}/{index}"), found);
            }
        }
    }

    /// A property that a condition or a branch declares counts as declared.
    fn undeclared_in<'a>(&'a self, mut schemas: Vec<&'a Value>, value: &Value, pointer: &str, found: &mut Vec<String>) {
        let mut at = 0;
        while let Some(schema) = schemas.get(at).map(|schema| self.resolved(schema)) {
            schemas[at] = schema;
            let lists = ["allOf", "anyOf", "oneOf"].iter().filter_map(|keyword| schema[keyword].as_array()).flatten();
            let branches = ["then", "else"].iter().filter_map(|keyword| schema.get(keyword));
            let dependent =
                ["dependentSchemas", "dependencies"].iter().filter_map(|keyword| schema[keyword].as_object());
            let dependent = dependent.flat_map(serde_json::Map::values);
            let more: Vec<&Value> = lists.chain(branches).chain(dependent).collect();
            // A schema that refers to itself would never end.
            schemas.extend(more.into_iter().take(64));
            at += 1;
            assert!(at < 1000, "schemas that lead to each other");
        }
        let all = |keyword: &str| schemas.iter().filter_map(|schema| schema.get(keyword)).collect::<Vec<_>>();
        let declared: Vec<_> = all("properties").into_iter().filter_map(Value::as_object).collect();
        for (name, member) in value.as_object().into_iter().flatten() {
            let place = below(pointer, name);
            let own: Vec<&Value> = declared.iter().filter_map(|properties| properties.get(name)).collect();
            if !own.is_empty() {
                self.undeclared_in(own, member, &place, found);
            } else if !declared.is_empty() {
                found.push(place);
            } else {
                let others = all("additionalProperties").into_iter().filter(|values| values.is_object());
                let patterns = all("patternProperties").into_iter().filter_map(Value::as_object);
                let values = others.chain(patterns.flat_map(serde_json::Map::values)).collect();
                self.undeclared_in(values, member, &place, found);
            }
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            let items = all("items").into_iter().filter(|items| items.is_object()).collect();
            self.undeclared_in(items, item, &format!("{pointer}/{index}"), found);
        }
    }

    /// All names by which the event goes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }
}

/// Keywords with which a schema is not [`plain`](Documented::plain).
const COMBINED: [&str; 14] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependencies",
    "patternProperties",
    "propertyNames",
    "prefixItems",
    "$id",
    "$dynamicRef",
];

/// Keywords that do not restrict the value.
const WORDS: [&str; 6] = ["title", "description", "$comment", "default", "examples", "deprecated"];

/// Each of the ones joined with each of the others, up to a bound.
fn joined(ones: &[Value], others: &[Value]) -> Vec<Value> {
    let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| both(one, other)));
    pairs.take(24).collect()
}

/// Both schemas as one, roughly: of two different values of a keyword the second counts.
fn both(one: &Value, other: &Value) -> Value {
    let (Value::Object(ours), Value::Object(theirs)) = (one, other) else {
        return if one.is_object() { one.clone() } else { other.clone() };
    };
    let mut all = ours.clone();
    for (keyword, value) in theirs {
        match (all.get_mut(keyword), value) {
            (Some(Value::Object(own)), Value::Object(more)) => {
                own.extend(more.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            (Some(Value::Array(own)), Value::Array(more)) if keyword == "required" => own.extend(more.iter().cloned()),
            (Some(Value::String(_)), Value::Array(_)) => {}
            _ => drop(all.insert(keyword.clone(), value.clone())),
        }
    }
    Value::Object(all)
}

/// The pointer of a member.
pub fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// All events, in the order of the page.
pub fn events() -> Vec<Documented> {
    let read = |file: &str| fs::read_to_string(folder().join(file)).ok();
    let index: Value = serde_json::from_str(&read("index.json").expect("schemas/reconciled/index.json")).unwrap();
    let events = index["events"].as_array().unwrap().iter().map(|event| {
        let file = event["file"].as_str().unwrap();
        let stem = file.strip_suffix(".schema.json").unwrap_or(file);
        let example = read(&format!("{stem}.example.json"));
        Documented {
            name: event["name"].as_str().unwrap().to_owned(),
            aliases: event["aliases"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|alias| alias.as_str().unwrap().into())
                .collect(),
            schema: serde_json::from_str(&read(&format!("{stem}.schema.json")).unwrap()).unwrap(),
            example: example.map(|text| serde_json::from_str(&text).unwrap()),
        }
    });
    events.collect()
}

/// Calls `visit` with the pointer and the schema of each declared place of the event's example. An error names nothing within a
/// confidential value, so places there are left out.
pub fn declared_places(
    event: &Documented,
    schema: &Value,
    value: &Value,
    pointer: &str,
    visit: &mut dyn FnMut(&str, &Value),
) {
    let Some(schema) = event.plain(schema) else { return };
    visit(pointer, schema);
    if schema["x-confidential"] == Value::Bool(true) {
        return;
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            let token = name.replace('~', "~0").replace('/', "~1");
            declared_places(event, schema, value, &format!("{pointer}/{token}"), visit);
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            declared_places(event, &schema["items"], item, &format!("{pointer}/{index}"), visit);
        }
    }
}

/// A folder of the repository's schemas.
pub fn schemas(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schemas").join(folder)
}

fn folder() -> PathBuf {
    schemas("reconciled")
}
