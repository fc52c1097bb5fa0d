//! How a document is opened: every schema in it is visited, with the resolver of its references.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonptr::PointerBuf;
use referencing::{Draft, Error, Registry, Resolver, Retrieve, SPECIFICATIONS, Uri};
use serde_json::Value;

use super::{REFERENCES, SchemaDocument, SchemaPlace, Unresolved};
use crate::schema::keyword::{IN_PLACE, NEGATED};
use crate::schema::walk::{Member, children};

/// The content of any document that would have to be fetched.
static ELSEWHERE: LazyLock<Value> = LazyLock::new(|| serde_json::json!({"$comment": "another document"}));

struct NothingIsFetched;

impl Retrieve for NothingIsFetched {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ELSEWHERE.clone())
    }
}

impl<'a> SchemaDocument<'a> {
    pub(super) fn walk(&mut self, root: &'a Value, resolver: Result<Resolver<'_>, Unresolved>) {
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
            // A reference may lead to a value that is not a keyword's schema; then that value is a schema, too.
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

pub(super) fn unreadable(error: &Error) -> Unresolved {
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

/// The base URI of the document: its `$id`, or one that no reference can mean by accident.
pub(in crate::schema) fn base_of(root: &Value, draft: Draft) -> String {
    let own = draft.create_resource_ref(root).id().and_then(|id| referencing::uri::from_str(id).ok());
    own.map_or_else(|| "json-schema:///".to_owned(), |uri| uri.as_str().trim_end_matches('#').to_owned())
}

pub(super) fn registry<'a>(root: &'a Value, base: &str, draft: Draft) -> Result<Registry<'a>, Error> {
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
