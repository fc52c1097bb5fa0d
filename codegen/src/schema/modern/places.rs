//! The place of each schema in the new document.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf, Token};
use jsonschema::Draft;
use serde_json::Value;

use super::Naming;
use crate::schema::document::{SchemaDocument, SchemaPlace};
use crate::schema::keyword::{LIST, MAP, ONE, defines};

/// Finds the place of each schema in the new document.
pub(super) struct NewPlaces<'d, 'a> {
    document: &'d SchemaDocument<'a>,
    wanted: HashSet<&'d PointerBuf>,
}

impl<'d, 'a> NewPlaces<'d, 'a> {
    pub(super) fn new(document: &'d SchemaDocument<'a>, circles: &HashSet<*const Value>) -> Self {
        let mut wanted = HashSet::new();
        for place in document.places() {
            let refers = !circles.contains(&std::ptr::from_ref(place.schema));
            wanted.extend(document.targets(place).filter(|_| refers).map(|target| &target.pointer));
        }
        Self { document, wanted }
    }

    /// The new place of each old one, and the places that become definitions.
    #[allow(clippy::type_complexity, reason = "the pair is taken apart at once")]
    pub(super) fn stand(
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

    /// The schema that contains a place, the keyword there, and the name or index after it.
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

/// Whether the schema's draft ignores all keywords beside a reference, and it has one.
pub(super) fn stands_alone(place: &SchemaPlace<'_>) -> bool {
    place.draft <= Draft::Draft7 && place.schema.get("$ref").is_some_and(Value::is_string)
}

/// The new name of a keyword that contains schemas. `None` if it has no meaning in the schema's draft, or if its
/// schemas become definitions.
pub(super) fn moved_keyword(outer: &SchemaPlace<'_>, keyword: &str) -> Option<&'static str> {
    if matches!(keyword, "definitions" | "$defs") || !defines(outer.draft, keyword) || stands_alone(outer) {
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
