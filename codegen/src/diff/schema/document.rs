//! One schema document: its dialect, its depth, and where its `$ref`s lead.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;
use thiserror::Error;

use super::dialect::Dialect;

/// How deep a document may nest; what is deeper is refused with an error rather than at the end of the stack.
const MAX_DEPTH: usize = 256;

/// The documents that others refer to as `#/definitions/<name>`.
pub(crate) type Resources = IndexMap<String, Document>;

/// Why a value is no schema that can be compared.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SchemaError {
    /// No types can be planned for it.
    #[error("{message}")]
    Types {
        /// Why.
        message: String,
    },
    /// Neither an object nor a boolean.
    #[error("`{name}` is no JSON Schema: expected an object or a boolean, found {found}")]
    NotASchema {
        /// What messages call it.
        name: String,
        /// The type that was found.
        found: &'static str,
    },
    /// It names an edition that is not known.
    #[error(
        "`{name}` names the dialect `{dialect}`, which is not known; expected JSON Schema draft 6, 7, 2019-09 or 2020-12"
    )]
    UnknownDialect {
        /// What messages call it.
        name: String,
        /// Its `$schema`.
        dialect: String,
    },
    /// It fails its meta-schema.
    #[error("`{name}` is no JSON Schema: at `{pointer}`, {message}")]
    Invalid {
        /// What messages call it.
        name: String,
        /// The place in the schema.
        pointer: String,
        /// What the meta-schema asks for.
        message: String,
    },
    /// It nests deeper than is read.
    #[error("`{name}` nests deeper than {MAX_DEPTH} levels; move the inner schemas to `definitions` and refer to them")]
    TooDeep {
        /// What messages call it.
        name: String,
    },
}

/// A schema document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) root: Value,
    pub(crate) dialect: Dialect,
    /// No `$schema` says which dialect it is; what differs between dialects is taken the careful way.
    pub(crate) assumed: bool,
    /// An `$id` inside moves the base of `$ref`s; they are left unresolved.
    rebased: bool,
    anchors: HashMap<String, String>,
}

impl Document {
    /// Checks a schema against its meta-schema and makes it ready to be compared.
    pub(crate) fn new(name: &str, root: Value) -> Result<Self, SchemaError> {
        let name = || name.to_owned();
        if !matches!(root, Value::Object(_) | Value::Bool(_)) {
            return Err(SchemaError::NotASchema { name: name(), found: type_name(&root) });
        }
        let Survey { depth, rebased, anchors } = survey(&root);
        if depth > MAX_DEPTH {
            return Err(SchemaError::TooDeep { name: name() });
        }
        let declared = root.get("$schema").and_then(Value::as_str);
        let dialect = match declared {
            Some(uri) => {
                Dialect::of_uri(uri).ok_or_else(|| SchemaError::UnknownDialect { name: name(), dialect: uri.into() })?
            }
            None => Dialect::guess(&root),
        };
        let checked = match dialect {
            Dialect::Draft4 => jsonschema::draft4::meta::validate(&root),
            Dialect::Draft6 => jsonschema::draft6::meta::validate(&root),
            Dialect::Draft7 => jsonschema::draft7::meta::validate(&root),
            Dialect::Draft2019 => jsonschema::draft201909::meta::validate(&root),
            Dialect::Draft2020 => jsonschema::draft202012::meta::validate(&root),
        };
        if let Err(error) = checked {
            let pointer = error.instance_path().to_string();
            return Err(SchemaError::Invalid { name: name(), pointer, message: error.to_string() });
        }
        Ok(Self { dialect, assumed: declared.is_none(), rebased, anchors, root })
    }

    /// The document that accepts everything.
    pub(crate) fn anything() -> Self {
        Self::trusted(Value::Bool(true))
    }

    /// A draft 7 document of our own.
    pub(crate) fn trusted(root: Value) -> Self {
        Self { root, dialect: Dialect::Draft7, assumed: false, rebased: false, anchors: HashMap::new() }
    }

    /// The references in it that lead nowhere.
    pub(crate) fn dangling(&self, resources: &Resources) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![&self.root];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => {
                    if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                        && self.resolve(reference, resources).is_none()
                        && !found.iter().any(|known| known == reference)
                    {
                        found.push(reference.to_owned());
                    }
                    open.extend(members.values());
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        found
    }

    /// Whether a reference that cannot be followed leads to the same place from either document: only where both begin at the
    /// same base, and where no base moves inside, for then it may lead to a part of the document itself.
    pub(crate) fn refers_alike(&self, other: &Self) -> bool {
        let base = |document: &Self| document.root.get("$id").cloned();
        self.root == other.root || (!self.rebased && !other.rebased && base(self) == base(other))
    }

    /// Where a reference within this document leads.
    pub(crate) fn resolve<'a>(
        &'a self,
        reference: &str,
        resources: &'a Resources,
    ) -> Option<(&'a Document, &'a Value)> {
        if self.rebased {
            return None;
        }
        let own = self.root.get("$id").and_then(Value::as_str).map_or("", |id| id.trim_end_matches('#'));
        let local = if own.is_empty() { reference } else { reference.strip_prefix(own).unwrap_or(reference) };
        let fragment = if local.is_empty() { "" } else { local.strip_prefix('#')? };
        let fragment = percent_decode(fragment)?;
        if let Some(target) = self.target(&fragment) {
            return matches!(target, Value::Object(_) | Value::Bool(_)).then_some((self, target));
        }
        let (resource, rest) = split_definition(&fragment)?;
        let document = resources.get(&resource)?;
        let target = document.root.pointer(rest)?;
        matches!(target, Value::Object(_) | Value::Bool(_)).then_some((document, target))
    }

    fn target(&self, fragment: &str) -> Option<&Value> {
        if fragment.is_empty() || fragment.starts_with('/') {
            self.root.pointer(fragment)
        } else {
            self.root.pointer(self.anchors.get(fragment)?)
        }
    }
}

struct Survey {
    depth: usize,
    rebased: bool,
    anchors: HashMap<String, String>,
}

/// One walk without recursion: how deep it nests, whether an inner `$id` moves the base, which anchors there are.
fn survey(root: &Value) -> Survey {
    let mut found = Survey { depth: 0, rebased: false, anchors: HashMap::new() };
    let mut open = vec![(root, 1_usize, String::new())];
    while let Some((value, depth, pointer)) = open.pop() {
        found.depth = found.depth.max(depth);
        if depth > MAX_DEPTH {
            break;
        }
        match value {
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(at, item)| (item, depth + 1, format!("{pointer}/{at}"))));
            }
            Value::Object(members) => {
                match members.get("$id").or_else(|| members.get("id")).and_then(Value::as_str) {
                    Some(id) if id.starts_with('#') => drop(found.anchors.insert(id[1..].into(), pointer.clone())),
                    Some(_) if depth > 1 && members.get("$id").is_some() => found.rebased = true,
                    Some(_) | None => {}
                }
                if let Some(anchor) = members.get("$anchor").and_then(Value::as_str) {
                    found.anchors.insert(anchor.into(), pointer.clone());
                }
                open.extend(members.iter().map(|(key, member)| {
                    (member, depth + 1, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")))
                }));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

fn split_definition(fragment: &str) -> Option<(String, &str)> {
    let rest = fragment.strip_prefix("/definitions/").or_else(|| fragment.strip_prefix("/$defs/"))?;
    let (name, rest) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    Some((name.replace("~1", "/").replace("~0", "~"), rest))
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
