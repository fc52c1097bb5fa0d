//! A schema whose references are resolved: by the crate `referencing`, which knows base URIs and anchors of every draft.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jsonptr::PointerBuf;
use referencing::{Draft, Error, Registry, Resolver, Retrieve, SPECIFICATIONS, Uri};
use serde_json::Value;

use super::budget::{DEEPEST, deeper_than};
use super::dialect::Dialect;
use super::keyword::{IN_PLACE, NEGATED};
use super::walk::{Member, children, every_schema};

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// There is nothing at that place of the document.
    Missing,
    /// It means another document; nothing is fetched.
    Outside,
    /// It means a meta-schema, which every validator has, but which is no part of the document.
    MetaSchema,
    /// It leads back to itself and never to a schema.
    Circle,
    /// It, or an `$id` around it, is not a URI.
    Unreadable(String),
}

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "the document has no such place",
            Self::Outside => "it means another document, and none is fetched",
            Self::MetaSchema => "it means a meta-schema",
            Self::Circle => "it leads back to itself and never to a schema",
            Self::Unreadable(why) => why,
        })
    }
}

/// A schema of a document, and where its reference leads.
#[derive(Clone, Debug)]
pub(crate) struct SchemaPlace<'a> {
    /// Where it stands.
    pub(crate) pointer: PointerBuf,
    /// The schema.
    pub(crate) schema: &'a Value,
    /// The draft in which it is read: the document's, unless an embedded resource names another.
    pub(crate) draft: Draft,
    /// It speaks of the same instance as the schema around it.
    pub(crate) in_place: bool,
    /// It, or a schema around it, need not hold.
    pub(crate) negated: bool,
    /// It belongs to a resource with an `$id` of its own, not to the document's root.
    pub(crate) embedded: bool,
    /// The schema in which it stands, by its number among all.
    around: Option<usize>,
    leads: Vec<(&'static str, Result<usize, Unresolved>)>,
}

/// A schema document, ready to be asked where its references lead.
#[derive(Clone, Debug)]
pub(crate) struct SchemaDocument<'a> {
    root: &'a Value,
    dialect: Dialect,
    /// Every schema of it, outer ones first; those to which only a reference leads come last.
    places: Vec<SchemaPlace<'a>>,
    by_address: HashMap<*const Value, usize>,
    by_pointer: HashMap<PointerBuf, usize>,
}

/// Keywords that refer to a schema.
pub(super) const REFERENCES: &[&str] = &["$ref", "$dynamicRef", "$recursiveRef"];

/// Stands for whatever would have to be fetched.
static ELSEWHERE: LazyLock<Value> = LazyLock::new(|| serde_json::json!({"$comment": "another document"}));

struct NothingIsFetched;

impl Retrieve for NothingIsFetched {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ELSEWHERE.clone())
    }
}

impl<'a> SchemaDocument<'a> {
    /// Opens a schema. What cannot be resolved in it is answered where it is asked for.
    pub(crate) fn new(root: &'a Value) -> Self {
        let dialect = Dialect::of(root);
        let draft = dialect.draft();
        let mut opened =
            Self { root, dialect, places: Vec::new(), by_address: HashMap::new(), by_pointer: HashMap::new() };
        let refers = |schema: &Value| REFERENCES.iter().any(|keyword| schema.get(keyword).is_some());
        if !every_schema(root).any(refers) {
            opened.walk(root, Err(Unresolved::Missing));
            return opened;
        }
        let base = base_of(root, draft);
        let registry = if deeper_than(root, DEEPEST) {
            Err(Unresolved::Unreadable(format!("the schema nests deeper than {DEEPEST} levels")))
        } else {
            registry(root, &base, draft).map_err(|error| unreadable(&error))
        };
        let resolver = registry.as_ref().map_err(Clone::clone).and_then(|registry| {
            let base = referencing::uri::from_str(&base).map_err(|error| unreadable(&error))?;
            Ok(registry.resolver(base))
        });
        opened.walk(root, resolver);
        opened
    }

    /// The whole document.
    pub(crate) fn root(&self) -> &'a Value {
        self.root
    }

    /// The definitions to which no reference leads.
    pub(super) fn unread(&self) -> impl Iterator<Item = &SchemaPlace<'a>> {
        let leads = self.places.iter().flat_map(|place| &place.leads).filter_map(|(_, lead)| lead.as_ref().ok());
        let read: HashSet<usize> = leads.copied().collect();
        let defined = |place: &SchemaPlace<'_>| {
            let folder = place.pointer.parent().and_then(jsonptr::Pointer::back);
            folder.is_some_and(|folder| ["definitions", "$defs"].contains(&folder.decoded().as_ref()))
        };
        let places = self.places.iter().enumerate();
        places.filter(move |(index, place)| defined(place) && !read.contains(index)).map(|(_, place)| place)
    }

    /// Whether a schema, or one that stands in it, refers to another.
    pub(super) fn refers_below(&self, pointer: &jsonptr::Pointer) -> bool {
        self.places.iter().any(|place| !place.leads.is_empty() && place.pointer.starts_with(pointer))
    }

    /// The draft in which the document is read.
    pub(crate) fn draft(&self) -> Draft {
        self.dialect.draft()
    }

    /// Every schema of the document: those that stand where a keyword has schemas, then those to which only references lead.
    pub(crate) fn places(&self) -> &[SchemaPlace<'a>] {
        &self.places
    }

    /// The place of a schema of this document, which is found by its address, not by what it says.
    pub(crate) fn place_of(&self, schema: &Value) -> Option<&SchemaPlace<'a>> {
        self.places.get(*self.by_address.get(&std::ptr::from_ref(schema))?)
    }

    /// The schema at a place.
    pub(crate) fn at(&self, pointer: &jsonptr::Pointer) -> Option<&SchemaPlace<'a>> {
        self.places.get(*self.by_pointer.get(pointer)?)
    }

    /// The number of the schema at a place.
    pub(super) fn number_at(&self, pointer: &jsonptr::Pointer) -> Option<usize> {
        self.by_pointer.get(pointer).copied()
    }

    /// The schema in which another stands.
    pub(super) fn around(&self, place: &SchemaPlace<'a>) -> Option<&SchemaPlace<'a>> {
        self.places.get(place.around?)
    }

    /// For each schema the numbers of those that speak of the same value: branches of its combinators, and what it refers to.
    pub(super) fn applied_in_place(&self) -> Vec<Vec<usize>> {
        let mut applied: Vec<Vec<usize>> = vec![Vec::new(); self.places.len()];
        for (index, place) in self.places.iter().enumerate() {
            if let (true, Some(outer)) = (place.in_place, place.around) {
                applied[outer].push(index);
            }
            applied[index].extend(place.leads.iter().filter_map(|(_, lead)| lead.as_ref().ok()));
        }
        applied
    }

    /// For each schema the numbers of those that stand in it and speak of something else, with the keyword, and the name or index
    /// where it holds several.
    pub(super) fn applied_below(&self) -> Vec<Vec<(usize, String, Option<String>)>> {
        let mut applied = vec![Vec::new(); self.places.len()];
        for (index, place) in self.places.iter().enumerate().filter(|(_, place)| !place.in_place) {
            let Some(outer) = place.around else { continue };
            let Some(way) = place.pointer.strip_prefix(&self.places[outer].pointer) else { continue };
            let mut tokens = way.tokens().map(|token| token.decoded().into_owned());
            if let Some(keyword) = tokens.next() {
                applied[outer].push((index, keyword, tokens.next()));
            }
        }
        applied
    }

    /// Where the `$ref` of a schema leads, one step; `None` without one.
    pub(crate) fn target(&self, schema: &Value) -> Option<Result<&SchemaPlace<'a>, Unresolved>> {
        self.place_of(schema)?.lead("$ref").map(|lead| self.follow(lead))
    }

    /// Where it leads through all references that follow; the place itself without one.
    pub(crate) fn resolve(&self, schema: &Value) -> Result<&SchemaPlace<'a>, Unresolved> {
        let start = self.place_of(schema).ok_or(Unresolved::Missing)?;
        let mut place = start;
        let mut steps = 0;
        while let Some(lead) = place.lead("$ref") {
            place = self.follow(lead)?;
            steps += 1;
            if steps > self.places.len() {
                return Err(Unresolved::Circle);
            }
        }
        Ok(place)
    }

    /// The references that lead nowhere, each with its place and the reason.
    pub(crate) fn unresolved(&self) -> impl Iterator<Item = (&SchemaPlace<'a>, &'static str, &Unresolved)> {
        self.places.iter().flat_map(|place| {
            place.leads.iter().filter_map(move |(keyword, lead)| Some((place, *keyword, lead.as_ref().err()?)))
        })
    }

    /// All references of a place that lead somewhere: `$ref`, `$dynamicRef`, `$recursiveRef`. The dynamic ones as they lead
    /// without regard to where the reader comes from.
    pub(crate) fn targets<'s>(&'s self, place: &'s SchemaPlace<'a>) -> impl Iterator<Item = &'s SchemaPlace<'a>> {
        place.leads.iter().filter_map(|(_, lead)| self.places.get(*lead.as_ref().ok()?))
    }

    /// Where one reference of a place leads, by its keyword; `None` without one.
    pub(super) fn lead(&self, place: &SchemaPlace<'a>, keyword: &str) -> Option<Result<&SchemaPlace<'a>, Unresolved>> {
        place.lead(keyword).map(|lead| self.follow(lead))
    }

    fn follow(&self, lead: &Result<usize, Unresolved>) -> Result<&SchemaPlace<'a>, Unresolved> {
        self.places.get(lead.clone()?).ok_or(Unresolved::Missing)
    }

    fn walk(&mut self, root: &'a Value, resolver: Result<Resolver<'_>, Unresolved>) {
        let first = Open {
            pointer: PointerBuf::root(),
            schema: root,
            draft: self.draft(),
            in_place: false,
            negated: false,
            embedded: false,
            around: None,
            resolver,
        };
        let mut open = vec![first];
        let mut waiting = Vec::new();
        let mut everywhere: Option<HashMap<*const Value, (PointerBuf, &'a Value)>> = None;
        let mut leads: Vec<(usize, &'static str, *const Value)> = Vec::new();
        loop {
            while let Some(place) = open.pop() {
                if self.by_address.contains_key(&std::ptr::from_ref(place.schema)) {
                    continue;
                }
                let index = self.places.len();
                let at = open.len();
                open.extend(place.children(index));
                open[at..].reverse();
                let mut unresolved = Vec::new();
                for &keyword in REFERENCES {
                    let Some(reference) = place.schema.get(keyword).and_then(Value::as_str) else { continue };
                    match place.lookup(keyword, reference) {
                        Ok((target, draft, resolver)) => {
                            leads.push((index, keyword, std::ptr::from_ref(target)));
                            waiting.push((std::ptr::from_ref(target), draft, resolver));
                        }
                        Err(why) => unresolved.push((keyword, Err(why))),
                    }
                }
                self.by_address.insert(std::ptr::from_ref(place.schema), index);
                self.by_pointer.insert(place.pointer.clone(), index);
                self.places.push(SchemaPlace {
                    pointer: place.pointer,
                    schema: place.schema,
                    draft: place.draft,
                    in_place: place.in_place,
                    negated: place.negated,
                    embedded: place.embedded,
                    around: place.around,
                    leads: unresolved,
                });
            }
            // Where no keyword has schemas, one may stand because a reference says so.
            let Some((target, draft, resolver)) = waiting.pop() else { break };
            if self.by_address.contains_key(&target) {
                continue;
            }
            let known = everywhere.get_or_insert_with(|| all_values(root));
            let Some((pointer, schema)) = known.get(&target).cloned() else { continue };
            let resolver = Ok(resolver);
            open.push(Open {
                pointer,
                schema,
                draft,
                in_place: false,
                negated: false,
                embedded: false,
                around: None,
                resolver,
            });
        }
        for (index, keyword, target) in leads {
            let lead = match self.by_address.get(&target) {
                Some(place) => Ok(*place),
                None => Err(Unresolved::Outside),
            };
            if let Some(place) = self.places.get_mut(index) {
                place.leads.push((keyword, lead));
            }
        }
    }
}

impl SchemaPlace<'_> {
    fn lead(&self, keyword: &str) -> Option<&Result<usize, Unresolved>> {
        self.leads.iter().find(|(of, _)| *of == keyword).map(|(_, lead)| lead)
    }
}

/// A place that is still to be walked.
struct Open<'a, 'r> {
    pointer: PointerBuf,
    schema: &'a Value,
    draft: Draft,
    in_place: bool,
    negated: bool,
    embedded: bool,
    around: Option<usize>,
    resolver: Result<Resolver<'r>, Unresolved>,
}

impl<'a, 'r> Open<'a, 'r> {
    fn children(&self, index: usize) -> impl Iterator<Item = Open<'a, 'r>> {
        children(self.schema).map(move |(keyword, member, schema)| {
            let mut pointer = self.pointer.with_trailing_token(keyword);
            match member {
                Member::Itself => {}
                Member::Named(name) => pointer.push_back(name),
                Member::At(index) => pointer.push_back(index),
            }
            let draft = match self.draft.detect(schema) {
                Draft::Unknown => self.draft,
                draft => draft,
            };
            let resource = draft.create_resource_ref(schema);
            let resolver = self
                .resolver
                .clone()
                .and_then(|resolver| resolver.in_subresource(resource).map_err(|error| unreadable(&error)));
            Open {
                pointer,
                schema,
                draft,
                in_place: IN_PLACE.contains(&keyword),
                negated: self.negated || NEGATED.contains(&keyword),
                embedded: self.embedded || resource.id().is_some(),
                around: Some(index),
                resolver,
            }
        })
    }

    fn lookup(&self, keyword: &str, reference: &str) -> Result<(&'r Value, Draft, Resolver<'r>), Unresolved> {
        let resolver = self.resolver.as_ref().map_err(Clone::clone)?;
        let elsewhere = |reference: &str| resolver.lookup(reference).is_ok_and(|found| *found.contents() == *ELSEWHERE);
        let found = match keyword {
            "$recursiveRef" => resolver.lookup_recursive_ref(),
            _ => resolver.lookup(reference),
        };
        if reference.split('#').next().is_some_and(|document| !document.is_empty() && elsewhere(document)) {
            return Err(Unresolved::Outside);
        }
        let (target, resolver, draft) = found.map_err(|error| why(&error))?.into_inner();
        if SPECIFICATIONS.contains_resource(resolver.base_uri().as_str()) {
            return Err(Unresolved::MetaSchema);
        }
        Ok((target, draft, resolver))
    }
}

fn unreadable(error: &Error) -> Unresolved {
    Unresolved::Unreadable(error.to_string())
}

fn why(error: &Error) -> Unresolved {
    match error {
        Error::Unretrievable { .. } => Unresolved::Outside,
        Error::PointerToNowhere { .. }
        | Error::InvalidPercentEncoding { .. }
        | Error::InvalidArrayIndex { .. }
        | Error::NoSuchAnchor { .. }
        | Error::InvalidAnchor { .. } => Unresolved::Missing,
        Error::InvalidUri(_) | Error::UnknownSpecification { .. } | Error::CircularMetaschema { .. } => {
            Unresolved::Unreadable(error.to_string())
        }
    }
}

/// The base URI of the document: its `$id`, else one that no reference can mean by accident.
pub(super) fn base_of(root: &Value, draft: Draft) -> String {
    let own = draft.create_resource_ref(root).id().and_then(|id| referencing::uri::from_str(id).ok());
    own.map_or_else(|| "json-schema:///".to_owned(), |uri| uri.as_str().trim_end_matches('#').to_owned())
}

fn registry<'a>(root: &'a Value, base: &str, draft: Draft) -> Result<Registry<'a>, Error> {
    SPECIFICATIONS
        .add(base, draft.create_resource_ref(root))?
        .draft(draft)
        .retriever(NothingIsFetched)
        .retrieve_known_draft_meta_schemas(false)
        .prepare()
}

/// Every value of the document by its address.
fn all_values(root: &Value) -> HashMap<*const Value, (PointerBuf, &Value)> {
    let mut found = HashMap::new();
    let mut open = vec![(PointerBuf::root(), root)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                open.extend(members.iter().map(|(name, value)| (pointer.with_trailing_token(name.as_str()), value)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(index, value)| (pointer.with_trailing_token(index), value)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        found.insert(std::ptr::from_ref(value), (pointer, value));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Where the `$ref` of each property leads.
    fn leads(root: &Value) -> Vec<Result<String, Unresolved>> {
        let document = SchemaDocument::new(root);
        let properties = root["properties"].as_object().unwrap().values();
        properties.map(|schema| document.resolve(schema).map(|place| place.pointer.to_string())).collect()
    }

    #[test]
    fn references_lead_to_places_anchors_and_ids() {
        let root = json!({
            "$id": "https://example.org/root",
            "properties": {
                "1": {"$ref": "#"}, "2": {"$ref": "#/definitions/a~1b"}, "3": {"$ref": "#/definitions/a%7E1b"},
                "4": {"$ref": "#/definitions/chain"}, "5": {"$ref": "#there"}, "6": {"$ref": "https://example.org/root#/definitions/old"},
                "7": {"$ref": "inner"}, "8": {"$ref": "#/definitions/My%20User"}, "9": {"$ref": "#/components/c"}
            },
            "definitions": {
                "a/b": {"type": "string"},
                "old": {"$id": "#there", "type": "array"},
                "chain": {"$ref": "#/definitions/a~1b"},
                "My User": {"$id": "inner", "properties": {"x": {"$ref": "#/definitions/own"}}, "definitions": {"own": {"type": "null"}}}
            },
            "components": {"c": {"items": {"$ref": "#/definitions/chain"}}}
        });
        let expected = [
            "",
            "/definitions/a~1b",
            "/definitions/a~1b",
            "/definitions/a~1b",
            "/definitions/old",
            "/definitions/old",
            "/definitions/My User",
            "/definitions/My User",
            "/components/c",
        ];
        assert_eq!(leads(&root), expected.map(|pointer| Ok(pointer.to_owned())));
        let document = SchemaDocument::new(&root);
        let within = |place: &str| document.resolve(root.pointer(place).unwrap()).unwrap().pointer.to_string();
        assert_eq!(within("/definitions/My User/properties/x"), "/definitions/My User/definitions/own");
        assert_eq!(within("/components/c/items"), "/definitions/a~1b");
    }

    #[test]
    fn every_draft_has_its_own_anchors_and_ids() {
        for (draft, id, anchor) in
            [("draft-04", "id", "id"), ("draft-06", "$id", "$id"), ("draft/2019-09", "$id", "$anchor")]
        {
            let name = if anchor == "$anchor" { "here" } else { "#here" };
            let root = json!({
                "$schema": format!("http://json-schema.org/{draft}/schema#"), id: "http://example.org/a/b",
                "properties": {"1": {"$ref": "#here"}, "2": {"$ref": "c"}},
                "definitions": {"named": {anchor: name, "type": "string"}, "other": {id: "c"}}
            });
            assert_eq!(
                leads(&root),
                [Ok("/definitions/named".to_owned()), Ok("/definitions/other".to_owned())],
                "{draft}"
            );
        }
    }

    #[test]
    fn data_is_no_target_and_no_anchor() {
        let root = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {"1": {"$ref": "#a"}, "2": {"const": {"$ref": "#/none"}}},
            "$defs": {"aa": {"const": {"$anchor": "a"}}, "real": {"$anchor": "a", "type": "string"}}
        });
        assert_eq!(leads(&root), [Ok("/$defs/real".to_owned()), Ok("/properties/2".to_owned())]);
        assert!(SchemaDocument::new(&root).places().iter().all(|place| !place.pointer.as_str().contains("const")));
    }

    #[test]
    fn references_that_lead_nowhere_say_why() {
        let root = json!({
            "properties": {
                "1": {"$ref": "#/c"}, "2": {"$ref": "#nobody"}, "3": {"$ref": "https://example.org/other"},
                "4": {"$ref": "https://example.org/other#/definitions/x"}, "5": {"$ref": "#/definitions/a"},
                "6": {"$ref": "#/properties/6"}, "7": {"$ref": "http://json-schema.org/draft-07/schema#"}
            },
            "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}
        });
        let why = [
            Unresolved::Missing,
            Unresolved::Missing,
            Unresolved::Outside,
            Unresolved::Outside,
            Unresolved::Circle,
            Unresolved::Circle,
            Unresolved::MetaSchema,
        ];
        assert_eq!(leads(&root), why.map(Err));
        let bad = json!({"properties": {"1": {"$ref": "#/~7%"}, "2": {"$ref": "http://[bad"}, "3": {"$ref": "#/properties/1"}}});
        assert!(leads(&bad).iter().all(Result::is_err), "{:?}", leads(&bad));
    }
}
