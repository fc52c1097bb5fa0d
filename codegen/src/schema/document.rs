//! A schema whose references are resolved: by the crate `referencing`, which knows base URIs and anchors of every draft.

use std::collections::{HashMap, HashSet};

use jsonptr::PointerBuf;
use referencing::Draft;
use serde_json::Value;

use super::budget::{DEEPEST, deeper_than};
use super::dialect::Dialect;
use super::walk::every_schema;
use open::{registry, unreadable};

mod open;

pub(super) use open::base_of;

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// The document has nothing at that place.
    Missing,
    /// It means another document, and nothing is fetched.
    Outside,
    /// It means a meta-schema: every validator knows it, but the document does not contain it.
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
    /// Its place in the document.
    pub(crate) pointer: PointerBuf,
    /// The schema.
    pub(crate) schema: &'a Value,
    /// The draft in which it is read: the document's, unless an embedded resource names another.
    pub(crate) draft: Draft,
    /// It applies to the same value as the schema around it.
    pub(crate) in_place: bool,
    /// It, or a schema around it, may fail without the document being refused: it is under `not` or `if`.
    pub(crate) negated: bool,
    /// It belongs to an embedded resource with an `$id`, not to the document's root.
    pub(crate) embedded: bool,
    /// The index of the schema that contains it.
    around: Option<usize>,
    leads: Vec<(&'static str, Result<usize, Unresolved>)>,
}

/// A schema document whose references are resolved.
#[derive(Clone, Debug)]
pub(crate) struct SchemaDocument<'a> {
    root: &'a Value,
    dialect: Dialect,
    /// Every schema of the document, outer ones first. Those that are only reached by a reference come last.
    places: Vec<SchemaPlace<'a>>,
    by_address: HashMap<*const Value, usize>,
    by_pointer: HashMap<PointerBuf, usize>,
}

/// Keywords that refer to a schema.
pub(super) const REFERENCES: &[&str] = &["$ref", "$dynamicRef", "$recursiveRef"];

impl<'a> SchemaDocument<'a> {
    /// Opens a schema. References that cannot be resolved are reported when somebody asks for them.
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

    /// Whether a schema, or a schema within it, has a reference.
    pub(super) fn refers_below(&self, pointer: &jsonptr::Pointer) -> bool {
        self.places.iter().any(|place| !place.leads.is_empty() && place.pointer.starts_with(pointer))
    }

    /// The draft in which the document is read.
    pub(crate) fn draft(&self) -> Draft {
        self.dialect.draft()
    }

    /// Every schema of the document: first those that are the value of a keyword, then those that are only reached by a reference.
    pub(crate) fn places(&self) -> &[SchemaPlace<'a>] {
        &self.places
    }

    /// The place of a schema of this document. It is found by its address in memory, because two schemas may be equal.
    pub(crate) fn place_of(&self, schema: &Value) -> Option<&SchemaPlace<'a>> {
        self.places.get(*self.by_address.get(&std::ptr::from_ref(schema))?)
    }

    /// The schema at a place.
    pub(crate) fn at(&self, pointer: &jsonptr::Pointer) -> Option<&SchemaPlace<'a>> {
        self.places.get(*self.by_pointer.get(pointer)?)
    }

    /// The index of the schema at a place.
    pub(super) fn number_at(&self, pointer: &jsonptr::Pointer) -> Option<usize> {
        self.by_pointer.get(pointer).copied()
    }

    /// The schema that contains another.
    pub(super) fn around(&self, place: &SchemaPlace<'a>) -> Option<&SchemaPlace<'a>> {
        self.places.get(place.around?)
    }

    /// For each schema, by index: the schemas that it applies to the same value, which are branches of its combinators and targets of its references.
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

    /// For each schema, by index: the schemas within it that apply to other values, each with its keyword, and with its name or index
    /// if the keyword has several schemas.
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

    /// Where the references of a schema lead in the end; the schema itself if it has none.
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

    /// All references of a place that lead somewhere: `$ref`, `$dynamicRef`, `$recursiveRef`. Dynamic references
    /// are followed statically.
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
}

impl SchemaPlace<'_> {
    fn lead(&self, keyword: &str) -> Option<&Result<usize, Unresolved>> {
        self.leads.iter().find(|(of, _)| *of == keyword).map(|(_, lead)| lead)
    }
}

#[cfg(test)]
mod tests;
