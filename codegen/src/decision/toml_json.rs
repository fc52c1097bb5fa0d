//! TOML values as JSON, for patches.

use serde_json::{Map, Number, Value as Json};
use toml::Value as Toml;

/// The same value as JSON, or a message about the part that JSON cannot express.
pub(super) fn json(value: Toml) -> Result<Json, String> {
    Ok(match value {
        Toml::String(text) => Json::String(text),
        Toml::Integer(number) => Json::from(number),
        Toml::Float(number) => match Number::from_f64(number) {
            Some(number) => Json::Number(number),
            None => return Err(format!("`{number}` is not a JSON number")),
        },
        Toml::Boolean(truth) => Json::Bool(truth),
        Toml::Datetime(time) => {
            return Err(format!("`{time}` is a TOML date, which JSON does not have; put it in quotes"));
        }
        Toml::Array(items) => Json::Array(items.into_iter().map(json).collect::<Result<_, _>>()?),
        Toml::Table(members) => {
            let members = members.into_iter().map(|(key, value)| Ok((key, json(value)?)));
            Json::Object(members.collect::<Result<Map<_, _>, String>>()?)
        }
    })
}

/// The kind of a TOML value and the value, for messages.
pub(super) fn kind(value: &Toml) -> String {
    format!("{} `{value}`", value.type_str())
}
