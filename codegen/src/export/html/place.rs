//! Where in an event a finding is: the property that a place in the table, the example or the schema refers to.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::Witness;
use crate::envelope;

/// The place in the event, or in the resource, with `*` for any item.
pub(super) fn instance(witness: Witness, pointer: &Pointer, schema: Option<&Value>) -> PointerBuf {
    match witness {
        Witness::Prose => PointerBuf::root(),
        Witness::Table => PointerBuf::from_tokens([envelope::PAYLOAD]).concat(pointer),
        Witness::Example | Witness::ResourceExample => of_example(pointer),
        Witness::Schema | Witness::ResourceSchema => of_schema(pointer, schema),
    }
}

fn of_example(pointer: &Pointer) -> PointerBuf {
    let mut place = PointerBuf::root();
    for token in pointer.tokens() {
        let token = token.decoded();
        place.push_back(if token.bytes().all(|byte| byte.is_ascii_digit()) { "*" } else { &token });
    }
    place
}

fn of_schema(pointer: &Pointer, schema: Option<&Value>) -> PointerBuf {
    let mut place = PointerBuf::root();
    let mut schema = schema;
    let mut tokens = pointer.tokens().map(|token| token.decoded().into_owned()).peekable();
    while let Some(keyword) = tokens.next() {
        let within = schema.and_then(|schema| schema.get(&keyword));
        match keyword.as_str() {
            "properties" => {
                let Some(name) = tokens.next() else { break };
                schema = within.and_then(|properties| properties.get(&name));
                place.push_back(name);
            }
            "items" => {
                place.push_back("*");
                let number = tokens.next_if(|token| token.bytes().all(|byte| byte.is_ascii_digit()));
                schema = match number.and_then(|number| number.parse::<usize>().ok()) {
                    Some(number) => within.and_then(|items| items.get(number)),
                    None => within,
                };
            }
            "allOf" | "anyOf" | "oneOf" => {
                let number = tokens.next().and_then(|number| number.parse::<usize>().ok());
                schema = number.and_then(|number| within?.get(number));
            }
            "required" => {
                let number = tokens.next().and_then(|number| number.parse::<usize>().ok());
                let name = number.and_then(|number| within?.get(number)?.as_str());
                if let Some(name) = name {
                    place.push_back(name);
                }
                break;
            }
            _ => break,
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_in_any_witness_is_a_property() {
        let schema = json!({"properties": {"payload": {"required": ["a", "b"], "properties": {"c": {"items": {"type": "string"}}}}}});
        let of =
            |witness, pointer: &str| instance(witness, Pointer::parse(pointer).unwrap(), Some(&schema)).to_string();
        assert_eq!(of(Witness::Table, "/wheel/label"), "/payload/wheel/label");
        assert_eq!(of(Witness::Example, "/payload/wheels/0/label"), "/payload/wheels/*/label");
        assert_eq!(of(Witness::Schema, "/properties/payload/required/1"), "/payload/b");
        assert_eq!(of(Witness::Schema, "/properties/payload/properties/c/items/type"), "/payload/c/*");
        assert_eq!(of(Witness::Schema, "/properties/payload/additionalProperties"), "/payload");
        assert_eq!(of(Witness::Schema, "/properties/payload/required/7"), "/payload");
        assert_eq!(of(Witness::Prose, "/any"), "");
    }
}
