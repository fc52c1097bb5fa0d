//! A schema of any draft rewritten for draft 2020-12, as definitions of a larger document.
//!
//! Definitions get new places and names, references lead to the new places of their targets, and `$id` and anchors are left out,
//! because two schemas of one document may have the same. A keyword that the schema's own draft does not know is left out, because
//! 2020-12 would give it a meaning.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use jsonschema::Draft;
use serde_json::{Map, Value, json};

use super::document::{REFERENCES, SchemaDocument, SchemaPlace, Unresolved};
use super::keyword::{LIST, MAP, defines, is_annotation};
use super::moved::reference_to;
use places::{NewPlaces, moved_keyword, stands_alone};

mod places;

/// Names the definition that a place of the schema becomes; the root is one, too.
pub(crate) type Naming<'n> = dyn FnMut(&SchemaPlace<'_>) -> String + 'n;

/// The schema's root and what it refers to, each under the name that `name` gives it, the root first. References begin with
/// `folder`, such as `/$defs`. `None` if a dynamic reference depends on the path to it, because then the schema cannot be taken apart.
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

/// Whether two schemas have the same dynamic anchor.
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

/// The schemas whose reference leads back to itself through references alone.
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
        if stands_alone(place) || !defines(place.draft, keyword) {
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

    /// The value of a keyword that contains schemas.
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

    /// `dependencies` becomes two keywords.
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
mod tests;
