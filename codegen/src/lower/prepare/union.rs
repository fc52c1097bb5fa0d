//! What decides which variant of a union a value is: its JSON type, or the text of a property. Shapes are never tried.
//!
//! A union whose branches neither distinguishes becomes any JSON value. typify gets each union as an externally tagged enum, because it turns
//! other unions into an enum that tries one shape after another, or into one struct of all branches.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::super::confidential::Marks;
use super::super::document::ANNOTATIONS;
use super::super::merge::{EITHER, has_members, intersection, sequence, types, values};
use super::super::names::{Scope, in_scope};
use super::super::set::Dispatch;
use super::definition::{TypeForm, UnionBranch};
use super::flat::{Conditions, conditional, flat, reference};
use super::node::{branches, confidential, nullable};
use super::{At, Preparer};

/// A union with more branches becomes any JSON value.
const MOST_BRANCHES: usize = 256;

/// One branch, joined with the keywords around the union.
struct Branch<'r> {
    keywords: Map<String, Value>,
    /// The branch itself, if it is a reference and the union stands alone: its type then has a name of its own.
    reference: Option<Value>,
    title: Option<String>,
    at: At<'r>,
}

/// The branches of one JSON type.
struct TypeGroup<'r> {
    of: &'static str,
    branches: Vec<Branch<'r>>,
}

/// The JSON types that can distinguish variants, and the names of these variants.
const GROUPS: [(&str, &str, &[&str]); 6] = [
    ("boolean", "Boolean", &["boolean"]),
    ("integer", "Integer", &["number"]),
    ("number", "Number", &["number"]),
    ("string", "String", &["string"]),
    ("array", "Array", &["array"]),
    ("object", "Object", &["object"]),
];

impl<'r> Preparer<'r> {
    pub(super) fn union(&mut self, mut around: Map<String, Value>, all: Vec<Value>, at: At<'r>) -> Value {
        let words: Map<String, Value> =
            around.iter().filter(|(keyword, _)| annotates(keyword)).map(|(k, v)| (k.clone(), v.clone())).collect();
        around.retain(|keyword, _| !annotates(keyword));
        let mut found = Vec::new();
        let mut null = false;
        if !expand(&around, all, &at, &mut found, &mut null, 0) {
            return Value::Bool(true);
        }
        let value = if found.is_empty() {
            if null { json!({"type": "null"}) } else { Value::Bool(true) }
        } else {
            self.told(&around, &words, found, at)
        };
        if null { nullable(value) } else { value }
    }

    fn told(
        &mut self,
        around: &Map<String, Value>,
        words: &Map<String, Value>,
        found: Vec<Branch<'r>>,
        mut at: At<'r>,
    ) -> Value {
        let mut groups: Vec<TypeGroup<'r>> = Vec::new();
        for branch in found {
            let (kinds, _) = types(&branch.keywords);
            let Some((of, ..)) = GROUPS.iter().find(|(of, ..)| kinds.first().is_some_and(|kind| kind == of)) else {
                return Value::Bool(true);
            };
            // A whole number is a number.
            let joins = |group: &TypeGroup<'_>| numeric(group.of) && numeric(of) || group.of == *of;
            match groups.iter_mut().find(|group| joins(group)) {
                Some(group) => {
                    if *of == "number" {
                        group.of = of;
                    }
                    group.branches.push(branch);
                }
                None => groups.push(TypeGroup { of, branches: vec![branch] }),
            }
        }
        if groups.len() == 1 {
            let only = groups.remove(0);
            return self.group(around, words, only, at).unwrap_or(Value::Bool(true));
        }
        let index = self.place(&mut at, false);
        let (mut variants, mut members, mut hidden) = (Vec::new(), Vec::new(), false);
        for group in groups {
            let Some((_, ident, by)) = GROUPS.iter().find(|(of, ..)| *of == group.of) else { continue };
            let below = at.below(ident, None, index);
            let Some(mut value) = self.group(around, &Map::new(), group, At { row: at.row.clone(), ..below }) else {
                return Value::Bool(true);
            };
            hidden |= lift(&mut value);
            variants.push(variant(ident, &value));
            members.push(UnionBranch {
                ident: (*ident).to_owned(),
                by: by.iter().map(|by| (*by).to_owned()).collect(),
                description: None,
            });
        }
        let value = self.define(index, words, at, json!({"oneOf": variants}), TypeForm::Union(Dispatch::Type, members));
        if hidden { confidential(value) } else { value }
    }

    /// All branches of one JSON type as one value; `None` if nothing distinguishes them.
    fn group(
        &mut self,
        around: &Map<String, Value>,
        words: &Map<String, Value>,
        mut group: TypeGroup<'r>,
        at: At<'r>,
    ) -> Option<Value> {
        group.branches = different(group.branches);
        if group.branches.len() == 1 {
            let Branch { mut keywords, reference, at: own, .. } = group.branches.remove(0);
            if let Some(reference) = reference {
                return Some(self.node(&reference, at));
            }
            for (keyword, value) in words {
                keywords.entry(keyword.clone()).or_insert_with(|| value.clone());
            }
            return Some(self.typed(Cow::Owned(keywords), At { joined: own.joined, ..at }));
        }
        let hidden = {
            let marks = Marks::of(at.document);
            group.branches.iter().any(|branch| marks.within(&Value::Object(branch.keywords.clone())))
        };
        let value = match group.of {
            "string" => self.texts(words, &group.branches, at),
            "boolean" | "integer" | "number" => json!({"type": group.of}),
            "array" => {
                // An item is one that some branch allows at any position.
                let items = group.branches.iter().map(|branch| {
                    let sequence = sequence(&branch.keywords)?;
                    Some(sequence.first.into_iter().chain([sequence.rest]).collect::<Vec<Value>>())
                });
                let items = items.collect::<Option<Vec<_>>>().map(|items| items.concat());
                match items {
                    Some(items) if items.iter().all(|item| item.is_object() || *item == Value::Bool(false)) => {
                        let items = json!({"type": "array", "items": {"anyOf": items}});
                        self.node(&items, at)
                    }
                    Some(_) | None => json!({"type": "array", "items": true}),
                }
            }
            _ => return self.objects(around, words, group.branches, at),
        };
        Some(if hidden { confidential(value) } else { value })
    }

    /// The texts of several branches: an enum if each branch lists its own.
    fn texts(&mut self, words: &Map<String, Value>, branches: &[Branch<'r>], at: At<'r>) -> Value {
        let mut texts = Vec::new();
        for branch in branches {
            let Some(values) = values(&branch.keywords) else { return json!({"type": "string"}) };
            let said = |keyword: &str| branch.keywords.get(keyword).and_then(Value::as_str).map(str::to_owned);
            let about = match (said("title"), said("description")) {
                (Some(title), Some(more)) => Some(format!("{title}: {more}")),
                (title, description) => title.or(description),
            };
            let about = about.filter(|_| values.len() == 1);
            texts.extend(values.into_iter().filter_map(Value::as_str).map(|text| (text.to_owned(), about.clone())));
        }
        self.strings(words, texts, at)
    }

    fn objects(
        &mut self,
        around: &Map<String, Value>,
        words: &Map<String, Value>,
        all: Vec<Branch<'r>>,
        mut at: At<'r>,
    ) -> Option<Value> {
        let Some((tag, texts)) = tag(&all) else {
            // If the object around the union has properties, the branches add theirs.
            let either = words.contains_key(EITHER);
            if !has_members(around) && !either {
                return None;
            }
            let mut keywords = intersection(around.clone(), words.clone());
            keywords.shift_remove(EITHER);
            let mut possible = Conditions::default();
            possible.add(&all.into_iter().map(|branch| branch.keywords).collect::<Vec<_>>(), !either);
            possible.declare(&mut keywords);
            return Some(self.object(&keywords, at));
        };
        let index = self.place(&mut at, false);
        let names: Vec<String> = texts.iter().map(|texts| texts.join(" or ")).collect();
        let idents = in_scope(Scope::Variants, &names.iter().map(String::as_str).collect::<Vec<_>>());
        let (mut variants, mut members, mut hidden) = (Vec::new(), Vec::new(), false);
        for ((branch, by), ident) in all.into_iter().zip(texts).zip(idents) {
            let Branch { keywords, reference, title, at: own } = branch;
            let below = At { row: at.row.clone(), joined: own.joined, ..at.below(&ident, None, index) };
            let mut value = match reference {
                Some(reference) => self.node(&reference, below),
                None => self.typed(Cow::Owned(keywords), below),
            };
            hidden |= lift(&mut value);
            variants.push(variant(&ident, &value));
            members.push(UnionBranch { ident, by, description: title });
        }
        let form = TypeForm::Union(Dispatch::Tag(tag), members);
        let value = self.define(index, words, at, json!({"oneOf": variants}), form);
        Some(if hidden { confidential(value) } else { value })
    }
}

/// Removes branches that equal another. A reference to a definition is kept in preference, because its type has a name.
fn different(branches: Vec<Branch<'_>>) -> Vec<Branch<'_>> {
    let says = |branch: &Branch<'_>| -> Vec<String> {
        let said = branch.keywords.iter().filter(|(keyword, _)| !ANNOTATIONS.contains(&keyword.as_str()));
        let mut said: Vec<String> = said.map(|(keyword, value)| format!("{keyword}: {value}")).collect();
        said.sort_unstable();
        said
    };
    let mut found: Vec<(Vec<String>, Branch<'_>)> = Vec::new();
    for branch in branches {
        let own = says(&branch);
        match found.iter_mut().find(|(said, _)| *said == own) {
            Some((_, known)) => {
                let name = |branch: &Branch<'_>| branch.reference.as_ref().map(Value::to_string);
                if name(&branch).is_some_and(|new| name(known).is_none_or(|old| new < old)) {
                    *known = branch;
                }
            }
            None => found.push((own, branch)),
        }
    }
    found.into_iter().map(|(_, branch)| branch).collect()
}

/// Moves the mark of a variant to the whole union, because the variant reveals something of the content.
fn lift(value: &mut Value) -> bool {
    value.as_object_mut().is_some_and(|keywords| keywords.shift_remove("x-confidential").is_some())
}

fn numeric(of: &str) -> bool {
    matches!(of, "integer" | "number")
}

fn annotates(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// A variant of an externally tagged enum, as a schema.
fn variant(ident: &str, value: &Value) -> Value {
    json!({"type": "object", "required": [ident], "properties": {ident: value}, "additionalProperties": false})
}

/// Collects the branches, joined with the keywords around them, and those of nested unions. Returns false if there are too many, or if one
/// states no type.
fn expand<'r>(
    around: &Map<String, Value>,
    all: Vec<Value>,
    at: &At<'r>,
    found: &mut Vec<Branch<'r>>,
    null: &mut bool,
    depth: usize,
) -> bool {
    for branch in all {
        if found.len() > MOST_BRANCHES || depth > super::DEEPEST {
            return false;
        }
        let mut own = at.clone();
        let title = branch.get("title").and_then(Value::as_str).map(str::to_owned);
        let mut keywords = intersection(flat(&branch, &mut own).into_owned(), around.clone());
        let nested = branches(&mut keywords);
        if let Some(nested) = nested {
            if !expand(&keywords, nested, &own, found, null, depth + 1) {
                return false;
            }
            continue;
        }
        let (kinds, nullable) = types(&keywords);
        // `false`, or types and values that exclude each other: no value is of this branch.
        let typed = keywords.contains_key("type") || values(&keywords).is_some();
        let never = keywords.get("not").is_some_and(|not| not == &json!({}) || not == &Value::Bool(true));
        if never || typed && kinds.is_empty() && !nullable {
            continue;
        }
        *null |= nullable;
        let reference = Some(&branch).filter(|branch| around.is_empty() && reference(branch).is_some()).cloned();
        match kinds.as_slice() {
            [] if nullable => {}
            [] => return false,
            [_] => found.push(Branch { keywords, reference, title, at: own }),
            several => found.extend(several.iter().map(|kind| {
                let mut keywords = keywords.clone();
                keywords.insert("type".to_owned(), kind.as_str().into());
                Branch { keywords, reference: None, title: title.clone(), at: own.clone() }
            })),
        }
    }
    true
}

/// The property whose text distinguishes all branches, and the texts of each branch. Of several such properties it is the one that most
/// branches require, and of these the first by name, so that the order of the page does not matter.
fn tag(all: &[Branch<'_>]) -> Option<(String, Vec<Vec<String>>)> {
    let first = all.first()?.keywords.get("properties")?.as_object()?;
    let mut candidates: Vec<(usize, &String, Vec<Vec<String>>)> = Vec::new();
    for name in first.keys() {
        let texts: Option<Vec<Vec<String>>> = all.iter().map(|branch| texts_of(branch, name)).collect();
        let Some(texts) = texts else { continue };
        let mut seen = std::collections::HashSet::new();
        if texts.iter().flatten().all(|text| seen.insert(text)) {
            let loose = all.iter().filter(|branch| !requires(branch, name)).count();
            candidates.push((loose, name, texts));
        }
    }
    candidates.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    candidates.into_iter().next().map(|(_, name, texts)| (name.clone(), texts))
}

fn requires(branch: &Branch<'_>, name: &str) -> bool {
    branch.keywords.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|own| own == name))
}

/// The texts that a branch lists for a property.
fn texts_of(branch: &Branch<'_>, name: &str) -> Option<Vec<String>> {
    let schema = branch.keywords.get("properties")?.get(name).filter(|_| !conditional(&branch.keywords, name))?;
    let keywords = flat(schema, &mut branch.at.clone());
    let values = values(&keywords)?;
    let texts: Option<Vec<String>> = values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect();
    texts.filter(|texts| !texts.is_empty())
}
