//! A schema of any draft in the words of draft 2020-12, as definitions of a document that holds many.
//!
//! Definitions leave their place and get names of their own, references lead to where their targets stand from then on, and `$id` and
//! anchors, which two schemas of one document may share, are no longer needed. A keyword that the schema's own draft does
//! not know is left out: it would begin to mean something.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf, Token};
use jsonschema::Draft;
use serde_json::{Map, Value, json};

use super::document::{SchemaDocument, SchemaPlace, Unresolved};
use super::keyword::{LIST, MAP, ONE};
use super::moved::reference_to;

/// Names the definition that a place of the schema becomes; the root is one, too.
pub(crate) type Naming<'n> = dyn FnMut(&SchemaPlace<'_>) -> String + 'n;

/// The schema's root and what it refers to, each under the name that `name` gives it, the root first. References begin with
/// `folder`, such as `/$defs`. `None` where a reference depends on who reads it, which only the schema as a whole can say.
pub(crate) fn modern(
    document: &SchemaDocument<'_>,
    folder: &Pointer,
    name: &mut Naming<'_>,
) -> Option<Vec<(String, Value)>> {
    if is_dynamic(document) {
        return None;
    }
    let circles = circles(document);
    let (at, roots) = NewPlaces::new(document, &circles).stand(folder, name);
    let conversion = Conversion { document, circles, at };
    Some(roots.into_iter().map(|(name, place)| (name, conversion.schema(place))).collect())
}

/// Whether two schemas answer to one dynamic name.
fn is_dynamic(document: &SchemaDocument<'_>) -> bool {
    let mut seen = HashSet::new();
    let named = |place: &SchemaPlace<'_>| place.schema.get("$dynamicAnchor").and_then(Value::as_str).map(str::to_owned);
    let recursive = |place: &SchemaPlace<'_>| place.schema.get("$recursiveAnchor") == Some(&Value::Bool(true));
    document
        .places()
        .iter()
        .flat_map(|place| named(place).into_iter().chain(recursive(place).then(|| "#".to_owned())))
        .any(|name| !seen.insert(name))
}

/// The schemas whose reference leads back to themselves and never to a schema.
fn circles(document: &SchemaDocument<'_>) -> HashSet<*const Value> {
    let mut settled: HashMap<*const Value, bool> = HashMap::new();
    for start in document.places() {
        let (mut path, mut on_path) = (Vec::new(), HashSet::new());
        let mut place = Some(start);
        let circle = loop {
            let Some(current) = place else { break false };
            let address = std::ptr::from_ref(current.schema);
            if let Some(&circle) = settled.get(&address) {
                break circle;
            }
            if !on_path.insert(address) {
                break true;
            }
            path.push(address);
            place = document.target(current.schema).and_then(Result::ok);
        };
        settled.extend(path.into_iter().map(|address| (address, circle)));
    }
    settled.into_iter().filter_map(|(address, circle)| circle.then_some(address)).collect()
}

/// Keywords that refer to a schema.
const REFERENCES: &[&str] = &["$ref", "$dynamicRef", "$recursiveRef"];

/// Where each place stands in the new document.
struct NewPlaces<'d, 'a> {
    document: &'d SchemaDocument<'a>,
    wanted: HashSet<&'d PointerBuf>,
}

impl<'d, 'a> NewPlaces<'d, 'a> {
    fn new(document: &'d SchemaDocument<'a>, circles: &HashSet<*const Value>) -> Self {
        let mut wanted = HashSet::new();
        for place in document.places() {
            let refers = !circles.contains(&std::ptr::from_ref(place.schema));
            wanted.extend(document.targets(place).filter(|_| refers).map(|target| &target.pointer));
        }
        Self { document, wanted }
    }

    /// The new place of each old one, and the places that become definitions.
    #[allow(clippy::type_complexity, reason = "the pair is taken apart at once")]
    fn stand(
        &self,
        folder: &Pointer,
        name: &mut Naming<'_>,
    ) -> (HashMap<&'d PointerBuf, PointerBuf>, Vec<(String, &'d SchemaPlace<'a>)>) {
        let mut at: HashMap<&PointerBuf, PointerBuf> = HashMap::new();
        let mut roots = Vec::new();
        // Outer schemas come first.
        for place in self.document.places() {
            let within = self.around(place).and_then(|(outer, keyword, rest)| {
                let mut stands = at.get(&outer.pointer)?.with_trailing_token(moved_keyword(outer, &keyword)?);
                if let Some(rest) = rest {
                    stands.push_back(rest);
                }
                Some(stands)
            });
            let stands = match within {
                Some(stands) => stands,
                None if place.pointer.is_root() || self.wanted.contains(&place.pointer) => {
                    let name = name(place);
                    let stands = folder.to_buf().with_trailing_token(name.as_str());
                    roots.push((name, place));
                    stands
                }
                None => continue,
            };
            at.insert(&place.pointer, stands);
        }
        (at, roots)
    }

    /// The schema in which a place stands, the keyword there, and the name or number behind it.
    fn around(&self, place: &SchemaPlace<'_>) -> Option<(&'d SchemaPlace<'a>, String, Option<Token<'static>>)> {
        let (rest, last) = place.pointer.split_back()?;
        let keyword = last.decoded().into_owned();
        if let Some(outer) = self.document.at(rest)
            && ONE.contains(&keyword.as_str())
            && outer.schema.get(&keyword).is_some_and(|schema| std::ptr::eq(schema, place.schema))
        {
            return Some((outer, keyword, None));
        }
        let (rest, first) = rest.split_back()?;
        let outer = self.document.at(rest)?;
        let keyword = first.decoded().into_owned();
        let holds = match outer.schema.get(&keyword)? {
            Value::Object(_) => MAP.contains(&keyword.as_str()),
            Value::Array(_) => LIST.contains(&keyword.as_str()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        holds.then(|| (outer, keyword, Some(last.into_owned())))
    }
}

/// The draft that first gave the keyword a meaning, where it was not the first of all.
fn since(keyword: &str) -> Draft {
    match keyword {
        "const" | "contains" | "propertyNames" => Draft::Draft6,
        "if" | "then" | "else" => Draft::Draft7,
        "dependentRequired"
        | "dependentSchemas"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "minContains"
        | "maxContains"
        | "contentSchema" => Draft::Draft201909,
        "prefixItems" => Draft::Draft202012,
        _ => Draft::Draft4,
    }
}

/// Whether a reference stands alone in that draft: what stands beside it says nothing.
fn stands_alone(place: &SchemaPlace<'_>) -> bool {
    place.draft <= Draft::Draft7 && place.schema.get("$ref").is_some_and(Value::is_string)
}

/// Keywords that assert nothing and may stand beside any other.
fn is_annotation(keyword: &str) -> bool {
    keyword.starts_with("x-")
        || matches!(
            keyword,
            "title" | "description" | "default" | "examples" | "$comment" | "deprecated" | "readOnly" | "writeOnly"
        )
}

/// What a keyword that holds schemas is called from now on; `None` where it says nothing in the schema's draft, or where the
/// schemas get another place.
fn moved_keyword(outer: &SchemaPlace<'_>, keyword: &str) -> Option<&'static str> {
    if matches!(keyword, "definitions" | "$defs") || since(keyword) > outer.draft || stands_alone(outer) {
        return None;
    }
    let tuple = outer.draft < Draft::Draft202012 && outer.schema.get("items").is_some_and(Value::is_array);
    match keyword {
        "items" if tuple => Some("prefixItems"),
        "additionalItems" => tuple.then_some("items"),
        "dependencies" => Some("dependentSchemas"),
        other => ONE.iter().chain(LIST).chain(MAP).find(|known| **known == other).copied(),
    }
}

struct Conversion<'d, 'a> {
    document: &'d SchemaDocument<'a>,
    circles: HashSet<*const Value>,
    at: HashMap<&'d PointerBuf, PointerBuf>,
}

impl Conversion<'_, '_> {
    fn schema(&self, place: &SchemaPlace<'_>) -> Value {
        let Value::Object(keywords) = place.schema else { return place.schema.clone() };
        let mut all = Map::new();
        for (keyword, value) in keywords {
            self.keyword(place, keyword, value, &mut all);
        }
        all.into()
    }

    fn keyword(&self, place: &SchemaPlace<'_>, keyword: &str, value: &Value, all: &mut Map<String, Value>) {
        if REFERENCES.contains(&keyword) {
            self.reference(place, keyword, value, all);
            return;
        }
        if is_annotation(keyword) {
            all.insert(keyword.into(), value.clone());
            return;
        }
        if stands_alone(place) || since(keyword) > place.draft {
            return;
        }
        match keyword {
            "$schema" | "$id" | "$anchor" | "$dynamicAnchor" | "$recursiveAnchor" | "$vocabulary" | "definitions"
            | "$defs" => {}
            "id" if place.draft == Draft::Draft4 && value.is_string() => {}
            "minimum" | "maximum" if place.draft == Draft::Draft4 => bound(place, keyword, value, all),
            "exclusiveMinimum" | "exclusiveMaximum" if place.draft == Draft::Draft4 => {}
            "dependencies" => self.dependencies(place, value, all),
            _ => match moved_keyword(place, keyword) {
                Some(new) => {
                    all.insert(new.into(), self.schemas(place, keyword, value));
                }
                None if keyword == "additionalItems" => {}
                None => {
                    all.insert(keyword.into(), value.clone());
                }
            },
        }
    }

    /// The value of a keyword that holds schemas.
    fn schemas(&self, place: &SchemaPlace<'_>, keyword: &str, value: &Value) -> Value {
        let at = place.pointer.with_trailing_token(keyword);
        match value {
            Value::Array(items) if LIST.contains(&keyword) => {
                let item = |(index, item): (usize, &Value)| self.child(&at.with_trailing_token(index), item);
                items.iter().enumerate().map(item).collect()
            }
            Value::Object(members) if MAP.contains(&keyword) => {
                let member = |(name, schema): (&String, &Value)| {
                    (name.clone(), self.child(&at.with_trailing_token(name.as_str()), schema))
                };
                members.iter().map(member).collect::<Map<_, _>>().into()
            }
            _ => self.child(&at, value),
        }
    }

    fn child(&self, at: &Pointer, value: &Value) -> Value {
        self.document.at(at).map_or_else(|| value.clone(), |place| self.schema(place))
    }

    /// `dependencies` is two keywords now.
    fn dependencies(&self, place: &SchemaPlace<'_>, value: &Value, all: &mut Map<String, Value>) {
        let at = place.pointer.with_trailing_token("dependencies");
        for (name, dependency) in value.as_object().into_iter().flatten() {
            let (keyword, dependency) = match dependency {
                Value::Array(_) => ("dependentRequired", dependency.clone()),
                _ => ("dependentSchemas", self.child(&at.with_trailing_token(name.as_str()), dependency)),
            };
            if let Value::Object(members) = all.entry(keyword).or_insert_with(|| json!({})) {
                members.insert(name.clone(), dependency);
            }
        }
    }

    fn reference(&self, place: &SchemaPlace<'_>, keyword: &str, value: &Value, all: &mut Map<String, Value>) {
        let Some(lead) = self.document.lead(place, keyword) else { return };
        let why = match lead {
            _ if self.circles.contains(&std::ptr::from_ref(place.schema)) => "leads back to itself",
            Ok(target) => match self.at.get(&target.pointer) {
                Some(stands) => {
                    all.insert("$ref".into(), reference_to(stands).into());
                    return;
                }
                None => "leads to nothing",
            },
            Err(Unresolved::Missing) => "leads to nothing",
            // A tool that reads the document would fetch it.
            Err(Unresolved::Outside | Unresolved::MetaSchema) => "leads to another document",
            Err(Unresolved::Circle) => "leads back to itself",
            Err(Unresolved::Unreadable(_)) => "cannot be read",
        };
        let words = format!("the reference {value} {why}; everything is allowed here");
        all.insert("$comment".into(), words.into());
    }
}

/// A bound of draft 4, which another keyword may make exclusive.
fn bound(place: &SchemaPlace<'_>, keyword: &str, value: &Value, all: &mut Map<String, Value>) {
    let exclusive = if keyword == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
    let keyword = if place.schema.get(exclusive) == Some(&Value::Bool(true)) { exclusive } else { keyword };
    all.insert(keyword.into(), value.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document that is the schema in the words of 2020-12.
    fn converted(schema: &Value) -> Option<Value> {
        let document = SchemaDocument::new(schema);
        let mut count = 0;
        let mut name = |_: &SchemaPlace<'_>| {
            count += 1;
            format!("n{count}")
        };
        let made = modern(&document, Pointer::from_static("/$defs"), &mut name)?;
        let definitions: Map<_, _> = made.into_iter().collect();
        Some(json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/n1", "$defs": definitions
        }))
    }

    /// A validator for the draft in which the project reads the schema.
    fn validator(schema: &Value) -> jsonschema::Validator {
        let draft = SchemaDocument::new(schema).draft();
        let options = jsonschema::options().with_draft(draft).should_validate_formats(false);
        options.build(schema).unwrap_or_else(|why| panic!("{why}: {schema}"))
    }

    /// Both say the same about each instance, and both verdicts come up.
    fn agree(schema: &Value, instances: &[Value]) {
        let new = converted(schema).unwrap();
        assert!(jsonschema::meta::validate(&new).is_ok(), "{new}");
        let (before, after) = (validator(schema), validator(&new));
        for instance in instances {
            assert_eq!(before.is_valid(instance), after.is_valid(instance), "{instance}\n{schema}\n{new}");
        }
        assert!(instances.iter().any(|instance| before.is_valid(instance)), "{schema} refuses all");
        assert!(instances.iter().any(|instance| !before.is_valid(instance)), "{schema} accepts all");
    }

    #[test]
    fn keywords_of_older_drafts_keep_their_meaning() {
        let tuples = [json!([1]), json!(["a"]), json!([1, "a"]), json!([1, 2]), json!([1, "a", true])];
        agree(&json!({"items": [{"type": "integer"}, {"type": "string"}], "additionalItems": false}), &tuples);
        agree(&json!({"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}), &tuples);
        agree(&json!({"items": {"type": "integer"}, "additionalItems": false}), &tuples);
        let objects = [json!({}), json!({"a": 1}), json!({"a": 1, "b": 1}), json!({"a": 1, "c": "x"}), json!({"c": 1})];
        agree(&json!({"dependencies": {"a": ["b"], "c": {"properties": {"c": {"type": "string"}}}}}), &objects);
        let numbers = [json!(0), json!(1), json!(2), json!(3)];
        let four = |mut schema: Value| {
            schema["$schema"] = "http://json-schema.org/draft-04/schema#".into();
            schema
        };
        agree(
            &four(json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 2, "exclusiveMaximum": false})),
            &numbers,
        );
        agree(&four(json!({"const": 1, "if": true, "then": false, "maximum": 2})), &numbers);
    }

    #[test]
    fn what_stands_beside_a_reference_says_nothing_in_old_drafts() {
        let instances = [json!(1), json!("a"), json!("abcd")];
        agree(
            &json!({"$ref": "#/definitions/t", "maxLength": 2, "title": "T", "definitions": {"t": {"type": "string"}}}),
            &instances,
        );
        let new = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/t", "maxLength": 2, "$defs": {"t": {"type": "string"}}});
        agree(&new, &instances);
        let kept = converted(&json!({"$ref": "#/definitions/t", "title": "T", "definitions": {"t": {}}})).unwrap();
        assert_eq!(kept["$defs"]["n1"], json!({"$ref": "#/$defs/n2", "title": "T"}));
    }

    #[test]
    fn references_of_every_form_lead_where_they_led() {
        let schema = json!({
            "$id": "https://example.org/root",
            "properties": {
                "a": {"$ref": "#/definitions/a%20b~1c"}, "b": {"$ref": "#here"}, "c": {"$ref": "inner#/definitions/own"},
                "d": {"$ref": "#"}, "e": {"$ref": "#/properties/f/items/0"}, "f": {"items": [{"type": "string"}]},
                "g": {"$ref": "#/parts/0"}, "h": {"$ref": "#/definitions/unused/properties/x"}
            },
            "definitions": {
                "a b/c": {"type": "string"}, "t": {"$id": "#here", "type": "string"},
                "i": {"$id": "inner", "definitions": {"own": {"type": "string"}}},
                "unused": {"properties": {"x": {"type": "string"}}}
            },
            "parts": [{"type": "string"}]
        });
        let mut instances = vec![json!({})];
        for name in ["a", "b", "c", "e", "g", "h"] {
            instances.extend([json!({ name: "text" }), json!({ name: 1 }), json!({"d": { name: 1 }})]);
        }
        agree(&schema, &instances);
        let new = converted(&schema).unwrap().to_string();
        assert!(!new.contains("$id") && !new.contains("example.org") && !new.contains("unused"), "{new}");
    }

    #[test]
    fn a_reference_that_leads_nowhere_says_so_and_allows_everything() {
        let schema = json!({"properties": {
            "a": {"$ref": "#/none"}, "b": {"$ref": "https://example.org/other"}, "c": {"$ref": "#/definitions/x"}, "d": {"type": "null"}
        }, "definitions": {"x": {"$ref": "#/definitions/y"}, "y": {"$ref": "#/definitions/x"}}});
        let new = converted(&schema).unwrap();
        let validator = validator(&new);
        assert!(validator.is_valid(&json!({"a": 1, "b": 1, "c": 1})) && !validator.is_valid(&json!({"d": 1})));
        let comment = |name: &str| new["$defs"]["n1"]["properties"][name]["$comment"].as_str().unwrap().to_owned();
        assert!(comment("a").contains("leads to nothing"));
        assert!(comment("b").contains("another document"));
        assert!(comment("c").contains("back to itself"));
    }

    #[test]
    fn data_is_left_alone() {
        let schema = json!({"enum": [{"$ref": "#/none", "definitions": {}}, 1], "default": {"items": [1]}});
        agree(&schema, &[json!(1), json!(2), json!({"$ref": "#/none", "definitions": {}})]);
        assert_eq!(converted(&schema).unwrap()["$defs"]["n1"], schema);
    }

    #[test]
    fn a_dynamic_schema_is_not_taken_apart() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$dynamicAnchor": "node",
            "$defs": {"other": {"$id": "other", "$dynamicAnchor": "node", "$dynamicRef": "#node"}}
        });
        assert_eq!(converted(&schema), None);
    }

    /// `JSON_SCHEMA_TEST_SUITE=DIR/tests cargo test -p console-events-codegen --lib suite -- --ignored --nocapture`
    #[test]
    #[ignore = "needs a checkout of the public JSON-Schema-Test-Suite"]
    fn the_public_suite_gets_the_same_answers() {
        let folder =
            std::path::PathBuf::from(std::env::var("JSON_SCHEMA_TEST_SUITE").expect("the folder of its tests"));
        let (mut agreed, mut whole, mut wrong) = (0, 0, Vec::new());
        for draft in ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"] {
            let uri = match draft {
                "draft4" => "http://json-schema.org/draft-04/schema#",
                "draft6" => "http://json-schema.org/draft-06/schema#",
                "draft7" => "http://json-schema.org/draft-07/schema#",
                "draft2019-09" => "https://json-schema.org/draft/2019-09/schema",
                _ => "https://json-schema.org/draft/2020-12/schema",
            };
            for file in std::fs::read_dir(folder.join(draft)).unwrap() {
                let path = file.unwrap().path();
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                for group in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
                    let mut schema = group["schema"].clone();
                    if let Value::Object(keywords) = &mut schema {
                        keywords.entry("$schema").or_insert_with(|| uri.into());
                    }
                    let options = || jsonschema::options().should_validate_formats(false);
                    // What the validator itself cannot compile needs other documents.
                    let Ok(before) = options().build(&schema) else { continue };
                    let Some(new) = converted(&schema) else {
                        whole += 1;
                        continue;
                    };
                    let after = options().build(&new);
                    for test in group["tests"].as_array().unwrap() {
                        let same = after
                            .as_ref()
                            .is_ok_and(|after| before.is_valid(&test["data"]) == after.is_valid(&test["data"]));
                        if same {
                            agreed += 1;
                        } else {
                            let name = path.file_name().unwrap().to_string_lossy().into_owned();
                            wrong.push(format!("{draft} {name}: {} / {}", group["description"], test["description"]));
                        }
                    }
                }
            }
        }
        println!("{agreed} agree, {} do not, {whole} schemas stand as a whole", wrong.len());
        for wrong in wrong {
            println!("{wrong}");
        }
        assert!(agreed > 0);
    }
}
