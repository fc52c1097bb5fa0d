//! Choices that several rules share.

use json_patch::PatchOperation;
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::Witness;
use crate::choice::{Choice, ChoiceContext, Derived, declare, declared_as, drop_from_list, inferred};
use crate::envelope;

/// For a name in `required` that the object does not declare.
pub(super) const REQUIRED: &[Choice] = &[
    Choice {
        id: "declare",
        does: "`required` is right: the property is declared as the example, the table or a sibling event shows it",
        derive: |asked| {
            let (list, name) = required(asked)?;
            declared(asked, list.parent().unwrap_or_default(), &name)
        },
    },
    Choice {
        id: "optional",
        does: "it is optional: it is declared as a witness shows it, and not required",
        derive: |asked| {
            let (list, name) = required(asked)?;
            let mut operations = declared(asked, list.parent().unwrap_or_default(), &name)?;
            operations.extend(drop_from_list(asked, &list, &name)?);
            Ok(operations)
        },
    },
    Choice {
        id: "drop",
        does: "it is not sent: `required` no longer names it",
        derive: |asked| {
            let (list, name) = required(asked)?;
            drop_from_list(asked, &list, &name)
        },
    },
];

/// For a keyword that should not be there.
pub(super) const DROP: &[Choice] =
    &[Choice { id: "drop", does: "it has no effect: the schema is read without it", derive: REMOVE }];

/// The list and the name of which the finding speaks.
fn required(asked: &ChoiceContext<'_>) -> Result<(PointerBuf, String), String> {
    let of_required = |list: &Pointer| list.back().is_some_and(|last| last.decoded() == "required");
    let list = asked.finding.pointer.parent().filter(|list| of_required(list));
    let list = list.ok_or("it is not about a name in `required`")?;
    let kind = if asked.finding.resource.is_some() { Witness::ResourceSchema } else { Witness::Schema };
    // A decision before may have changed the list: the name is what the page has there.
    let resource = asked.finding.resource.as_deref();
    let said = match &asked.finding.event {
        Some(key) => {
            asked.catalog.events.iter().find(|event| event.key == *key).and_then(|it| it.block(kind, resource))
        }
        None => resource.and_then(|name| asked.catalog.resource(name)?.block(kind)),
    };
    let said = said.and_then(crate::catalog::Block::value);
    let name = said.and_then(|schema| schema.pointer(asked.finding.pointer.as_str())?.as_str());
    let name = name.ok_or("it is not about a name in `required`")?;
    Ok((asked.of_witness(kind, list), name.to_owned()))
}

fn declared(asked: &ChoiceContext<'_>, object: &Pointer, name: &str) -> Derived {
    if asked.at(&object.with_trailing_token("properties").with_trailing_token(name)).is_some() {
        return Ok(Vec::new());
    }
    let schema = declared_as(asked, object, name);
    declare(asked, object, name, schema.ok_or_else(|| format!("no witness shows what `{name}` is"))?)
}

/// Takes away what the finding speaks of.
pub(super) const REMOVE: fn(&ChoiceContext<'_>) -> Derived = |asked| Ok(asked.remove(asked.place()));

/// Takes a property away, and its name out of `required`.
pub(super) fn undeclare(asked: &ChoiceContext<'_>) -> Derived {
    let place = asked.place();
    let mut operations = asked.remove(place.clone());
    if let (Some((properties, name)), false) = (place.split_back(), operations.is_empty())
        && let Some(object) = properties.parent()
    {
        operations.extend(drop_from_list(asked, &object.with_trailing_token("required"), &name.decoded())?);
    }
    Ok(operations)
}

/// The example shows the first name of its schema.
pub(super) fn example_named_as_schema(asked: &ChoiceContext<'_>) -> Derived {
    let event = asked.event()?;
    let place = PointerBuf::from_tokens([event, "schema"]).concat(Pointer::from_static(envelope::NAME_SCHEMA));
    let names = asked.at(&place).ok_or("the schema gives no name")?;
    let name = names.get("const").or_else(|| names.get("enum")?.get(0)).filter(|name| name.is_string());
    if asked.finding.witness != Witness::Example {
        return Err("it is the schema that claims the name; patch it to the name that is meant".into());
    }
    asked.set(asked.place(), name.ok_or("the schema gives no name")?.clone())
}

/// Declares a property with the types that the example shows.
pub(super) fn declare_from_example(asked: &ChoiceContext<'_>) -> Derived {
    let name = asked.fact("name").ok_or("the finding names no property")?;
    declare_shown(asked, &asked.fact_place("object")?, name, &asked.place())
}

/// Declares `name` in `object` with the types of what is shown at `shown`, both places of the document.
pub(super) fn declare_shown(asked: &ChoiceContext<'_>, object: &Pointer, name: &str, shown: &Pointer) -> Derived {
    let base = if asked.finding.resource.is_some() { Witness::ResourceSchema } else { Witness::Schema };
    let base = asked.of_witness(base, Pointer::root());
    // All items of a list have their say, not the one alone that the finding is at.
    let place = object.with_trailing_token("properties").with_trailing_token(name);
    let all = if place.starts_with(&base) { crate::choice::examples_at(asked, &place) } else { Vec::new() };
    let one: Vec<&Value> = asked.at(shown).into_iter().collect();
    let values = if all.is_empty() { one } else { all };
    if values.is_empty() {
        return Err("the example no longer shows it".into());
    }
    declare(asked, object, name, inferred(&values))
}

/// The place in a schema of a place of an instance, through objects alone.
pub(super) fn schema_place(instance: &Pointer) -> Option<PointerBuf> {
    let mut place = PointerBuf::root();
    for token in instance.tokens() {
        let name = token.decoded();
        if name == "*" {
            place.push_back("items");
        } else if name.parse::<usize>().is_ok() {
            return None;
        } else {
            place.push_back("properties");
            place.push_back(&*name);
        }
    }
    Some(place)
}

/// The keyword that failed, its place, and what the example shows there.
fn failed<'a>(asked: &ChoiceContext<'a>) -> Result<(String, PointerBuf, Option<&'a Value>), String> {
    let place = asked.fact_place("keyword")?;
    let keyword = place.back().map(|token| token.decoded().into_owned()).unwrap_or_default();
    let shown = asked.at(&asked.fact_place("shown")?);
    Ok((keyword, place, shown))
}

/// The schema allows what the example shows.
pub(super) fn loosened(asked: &ChoiceContext<'_>) -> Derived {
    let (keyword, place, shown) = failed(asked)?;
    let Some(found) = asked.at(&place) else { return Ok(Vec::new()) };
    match (keyword.as_str(), shown) {
        ("required", _) => match asked.fact("name") {
            Some(name) => drop_from_list(asked, &place, name),
            None => Err("the finding names no property".into()),
        },
        ("additionalProperties" | "unevaluatedProperties", Some(shown)) if *found == false => {
            let name = asked.finding.pointer.back().map(|token| token.decoded().into_owned()).unwrap_or_default();
            let object = place.parent().unwrap_or_default();
            if asked.at(&object.with_trailing_token("properties").with_trailing_token(name.as_str())).is_some() {
                return Ok(Vec::new());
            }
            declare(asked, object, &name, inferred(&[shown]))
        }
        ("type", Some(shown)) => {
            let shown = inferred(&[shown]);
            let kind = shown.get("type").cloned().unwrap_or_else(|| "null".into());
            let mut kinds = match found {
                Value::Array(kinds) => kinds.clone(),
                one => vec![one.clone()],
            };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
            asked.set(place, kinds.into())
        }
        ("enum", Some(shown)) => {
            let mut values = found.as_array().cloned().unwrap_or_default();
            if !values.contains(shown) {
                values.push(shown.clone());
            }
            asked.set(place, values.into())
        }
        ("const", Some(shown)) => {
            let values = Value::Array(vec![found.clone(), shown.clone()]);
            let schema = place.parent().unwrap_or_default().with_trailing_token("enum");
            let mut operations: Vec<PatchOperation> = asked.remove(place);
            operations.extend(asked.set(schema, values)?);
            Ok(operations)
        }
        (_, None) => Ok(Vec::new()),
        _ => Ok(asked.remove(place)),
    }
}

/// The example shows what the schema asks for.
pub(super) fn as_schema_asks(asked: &ChoiceContext<'_>) -> Derived {
    let (keyword, place, _) = failed(asked)?;
    let shown = asked.fact_place("shown")?;
    match (keyword.as_str(), asked.at(&place)) {
        (_, None) => Ok(Vec::new()),
        ("additionalProperties" | "unevaluatedProperties", _) => Ok(asked.remove(shown)),
        ("const", Some(value)) => asked.set(shown, value.clone()),
        ("enum", Some(Value::Array(values))) if values.len() == 1 => asked.set(shown, values[0].clone()),
        _ => Err(format!("`{keyword}` leaves more than one value, and no witness says which is sent")),
    }
}
