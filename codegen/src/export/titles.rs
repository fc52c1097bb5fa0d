//! Gives every object a title, because tools that generate types use it as the type's name, and invent one if it is
//! missing.

use heck::ToPascalCase as _;
use serde_json::{Map, Value};

use super::names::Names;

/// Titles the objects with properties in a definition as the crate names its types: a nested object takes its parent's
/// name as a prefix, an item of a list the suffix `Item`. A title that the page gives stays.
pub(super) fn title(definition: &str, schema: &mut Value, names: &mut Names) {
    let mut open = vec![(definition.to_owned(), schema, true)];
    while let Some((name, schema, is_root)) = open.pop() {
        let Value::Object(keywords) = schema else { continue };
        let mut name = name;
        if keywords.contains_key("properties") {
            if !is_root {
                name = names.one(&name);
            }
            if !keywords.contains_key("title") {
                put_first(keywords, "title", name.as_str().into());
            }
        }
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("properties", Value::Object(properties)) => open.extend(
                    properties
                        .iter_mut()
                        .map(|(property, schema)| (format!("{name}{}", property.to_pascal_case()), schema, false)),
                ),
                ("items" | "additionalProperties", items) => open.push((format!("{name}Item"), items, false)),
                _ => {}
            }
        }
    }
}

fn put_first(keywords: &mut Map<String, Value>, keyword: &str, value: Value) {
    keywords.shift_insert(0, keyword.into(), value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_named_after_where_they_stand() {
        let mut schema = json!({"properties": {
            "wheel": {"properties": {"hub": {"title": "Hub of its own", "properties": {}}}},
            "arm-s": {"items": {"properties": {}}}, "plain": {"type": "string"}, "never": false
        }});
        title("Robot", &mut schema, &mut Names::new());
        let title = |pointer: &str| schema.pointer(pointer).unwrap().get("title").cloned();
        assert_eq!(title(""), Some("Robot".into()));
        assert_eq!(title("/properties/wheel"), Some("RobotWheel".into()));
        assert_eq!(title("/properties/wheel/properties/hub"), Some("Hub of its own".into()));
        assert_eq!(title("/properties/arm-s/items"), Some("RobotArmSItem".into()));
        assert_eq!(title("/properties/plain"), None);
    }
}
