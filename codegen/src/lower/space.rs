//! typify: it reads the prepared schemas, and its type space is the model of the types.
//!
//! typify decides what a type consists of, which is read through `details`: structs and their fields, enums and their variants, options,
//! arrays, maps, tuples. Ours replaces it in three places. A number is kept unchanged, where typify has `f64` and `i64`, which lose
//! digits or refuse; [`heap`](super::heap) places boxes, because typify's places depend on which type it meets first; and a
//! mark of confidentiality, which typify drops, is read from the schema beside the type.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};
use thiserror::Error;
use typify::{Type, TypeDetails, TypeEnumVariant, TypeId, TypeSpace, TypeSpaceSettings};

use super::naming::Named;
use super::prepare::{Definition, OPEN, Prepared, TypeForm};
use super::set::{TupleItem, TypeKind, Union, UnionVariant};

/// Why no types can be planned.
#[derive(Debug, Error)]
pub enum LowerError {
    /// The schemas need more types than are generated.
    #[error(
        "the schemas need more than {most} types; what several events or properties have in common must be described once, as a resource or \
         in `definitions`"
    )]
    TooManyTypes {
        /// The limit.
        most: usize,
    },
    /// typify refused a schema.
    #[error(
        "typify refuses the prepared schemas: {0}; this is a fault of the generator: please report it, with the page"
    )]
    Typify(#[from] typify::Error),
    /// typify cannot read the form of a schema.
    #[error(
        "typify cannot read the prepared schemas: {0}; this is a fault of the generator: please report it, with the page"
    )]
    Schema(#[from] serde_json::Error),
    /// The system starts no thread.
    #[error("no thread can be started: {0}; close other programs and try again")]
    Thread(std::io::Error),
    /// A type differs from the prepared schema.
    #[error(
        "expected {expected} for `{type_name}` from typify, found another type; this is a fault of the generator: please report it, with the page"
    )]
    Lost {
        /// The type and its part.
        type_name: String,
        /// What the schema demands.
        expected: &'static str,
    },
}

/// What typify makes of a definition.
pub(super) enum Made {
    Object(HashMap<String, TypeKind>),
    Strings,
    Union(Union),
    Tuple(Vec<TupleItem>, TypeKind),
    Alias(TypeKind),
}

/// Runs typify over all definitions.
pub(super) fn make(prepared: &Prepared, names: &Named) -> Result<BTreeMap<usize, Made>, LowerError> {
    let name = |index: usize| names.types.get(&index).cloned().unwrap_or_default();
    let schemas: BTreeMap<String, Value> = prepared
        .definitions
        .iter()
        .map(|(&index, definition)| (name(index), with_names(&definition.schema, names)))
        .collect();
    let read = |(name, schema): (&String, &Value)| {
        Ok::<_, serde_json::Error>((name.clone(), serde_json::from_value::<schemars::schema::Schema>(schema.clone())?))
    };
    let typed: Vec<_> = schemas.iter().map(read).collect::<Result<_, _>>()?;
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space.add_ref_types(typed)?;
    let made: HashMap<String, Type<'_>> = space.iter_types().map(|made| (made.name(), made)).collect();
    let reader = TypeReader { space: &space };
    let one = |(&index, definition): (&usize, &Definition)| {
        let name = name(index);
        let lost = || LowerError::Lost { type_name: name.clone(), expected: "a type" };
        let (made, schema) = made.get(&name).zip(schemas.get(&name)).ok_or_else(lost)?;
        Ok((index, reader.made(&name, made, definition, schema)?))
    };
    prepared.definitions.iter().map(one).collect()
}

/// References by name, as typify reads them.
fn with_names(schema: &Value, names: &Named) -> Value {
    match schema {
        Value::Object(members) => {
            let renamed = members.iter().map(|(key, value)| {
                let index = value.as_u64().and_then(|index| usize::try_from(index).ok()).filter(|_| key == "$ref");
                match index.and_then(|index| names.types.get(&index)) {
                    Some(name) => (key.clone(), json!(format!("#/definitions/{name}"))),
                    None => (key.clone(), with_names(value, names)),
                }
            });
            Value::Object(renamed.collect::<Map<String, Value>>())
        }
        Value::Array(items) => items.iter().map(|item| with_names(item, names)).collect(),
        other => other.clone(),
    }
}

struct TypeReader<'s> {
    space: &'s TypeSpace,
}

impl TypeReader<'_> {
    fn made(&self, name: &str, made: &Type<'_>, definition: &Definition, schema: &Value) -> Result<Made, LowerError> {
        let lost = |part: &str, expected| LowerError::Lost { type_name: format!("{name}{part}"), expected };
        match (&definition.form, made.details()) {
            (TypeForm::Object(properties), TypeDetails::Struct(details)) => {
                let found: HashMap<&str, TypeId> = details.properties().collect();
                let members = properties.iter().map(|property| {
                    let ident = &property.ident;
                    let id = found.get(ident.as_str()).ok_or_else(|| lost(&format!(".{ident}"), "a field"))?;
                    Ok((ident.clone(), self.kind(name, id, part(schema, &["properties", ident]))?))
                });
                Ok(Made::Object(members.collect::<Result<_, LowerError>>()?))
            }
            (TypeForm::Strings(choices), TypeDetails::Enum(details)) => {
                let found: HashSet<&str> = details.variants().map(|(name, _)| name).collect();
                match choices.iter().find(|choice| !found.contains(choice.ident.as_str())) {
                    Some(choice) => Err(lost(&format!("::{}", choice.ident), "a variant")),
                    None => Ok(Made::Strings),
                }
            }
            (TypeForm::Union(dispatch, told), TypeDetails::Enum(details)) => {
                let found: HashMap<&str, TypeEnumVariant<'_>> = details.variants().collect();
                let variants = told.iter().enumerate().map(|(at, told)| {
                    let ident = &told.ident;
                    let Some(TypeEnumVariant::Tuple(ids)) = found.get(ident.as_str()) else {
                        return Err(lost(&format!("::{ident}"), "a variant"));
                    };
                    let schema = schema.get("oneOf").and_then(|branches| branches.get(at)).unwrap_or(&Value::Null);
                    let id = ids.first().ok_or_else(|| lost(&format!("::{ident}"), "a value"))?;
                    Ok(UnionVariant {
                        ident: ident.clone(),
                        by: told.by.clone(),
                        doc: told.description.as_deref().map(crate::text::rust::doc),
                        kind: self.kind(name, id, part(schema, &["properties", ident]))?,
                    })
                });
                let variants = variants.collect::<Result<_, LowerError>>()?;
                Ok(Made::Union(Union { dispatch: dispatch.clone(), variants }))
            }
            (TypeForm::Tuple(least), TypeDetails::Newtype(details)) => {
                let inner = self.space.get_type(&details.inner())?;
                let ids: Vec<TypeId> = match inner.details() {
                    TypeDetails::Tuple(ids) => ids.collect(),
                    _ => return Err(lost("", "a tuple")),
                };
                let schemas = schema.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let mut kinds: Vec<TypeKind> = ids
                    .iter()
                    .zip(schemas)
                    .map(|(id, schema)| self.kind(name, id, schema))
                    .collect::<Result<_, _>>()?;
                let rest = kinds.pop().ok_or_else(|| lost("", "a tuple"))?;
                let item = |(at, kind)| TupleItem { kind, required: at < *least };
                Ok(Made::Tuple(kinds.into_iter().enumerate().map(item).collect(), rest))
            }
            (TypeForm::Alias, TypeDetails::Newtype(details)) => {
                Ok(Made::Alias(self.kind(name, &details.inner(), schema)?))
            }
            (
                TypeForm::Object(_) | TypeForm::Strings(_) | TypeForm::Union(..) | TypeForm::Tuple(_) | TypeForm::Alias,
                _,
            ) => Err(lost("", "a type of its form")),
        }
    }

    /// The type of a value. `schema` has what typify drops.
    fn kind(&self, name: &str, id: &TypeId, schema: &Value) -> Result<TypeKind, LowerError> {
        let made = self.space.get_type(id)?;
        let lost = |expected| LowerError::Lost { type_name: name.to_owned(), expected };
        let kind = match made.details() {
            TypeDetails::Option(inner) => {
                let schema = schema.get("oneOf").and_then(|branches| branches.get(0)).unwrap_or(schema);
                TypeKind::Nullable(Box::new(self.kind(name, &inner, schema)?))
            }
            TypeDetails::Vec(items) | TypeDetails::Set(items) | TypeDetails::Array(items, _) => {
                TypeKind::Array(Box::new(self.kind(name, &items, part(schema, &["items"]))?))
            }
            TypeDetails::Map(_, values) => match self.kind(name, &values, part(schema, &["additionalProperties"]))? {
                TypeKind::Value => TypeKind::Object,
                values if schema.get(OPEN).is_some() && !is_anything(&values) => TypeKind::OpenMap(Box::new(values)),
                values => TypeKind::Map(Box::new(values)),
            },
            TypeDetails::Box(inner) => self.kind(name, &inner, schema)?,
            TypeDetails::Enum(_) | TypeDetails::Struct(_) | TypeDetails::Newtype(_) => TypeKind::Named(made.name()),
            TypeDetails::String => TypeKind::String,
            TypeDetails::Unit => TypeKind::Null,
            TypeDetails::Builtin("bool") => TypeKind::Boolean,
            TypeDetails::Builtin("f64") => TypeKind::Number,
            TypeDetails::Builtin("i64") => TypeKind::Integer,
            TypeDetails::Builtin("::serde_json::Value") => TypeKind::Value,
            TypeDetails::Builtin(_) | TypeDetails::Tuple(_) => return Err(lost("a value")),
        };
        // The mark stands beside `oneOf` for the whole, and within it for the value alone.
        let marked = schema.get("x-confidential").is_some();
        Ok(if marked { TypeKind::Confidential(Box::new(kind)) } else { kind })
    }
}

/// Whether any value is of the type.
fn is_anything(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Value => true,
        TypeKind::Nullable(inner) | TypeKind::Confidential(inner) => is_anything(inner),
        _ => false,
    }
}

fn part<'v>(schema: &'v Value, path: &[&str]) -> &'v Value {
    path.iter().fold(schema, |schema, token| schema.get(token).unwrap_or(&Value::Null))
}
