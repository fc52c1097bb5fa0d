//! Unions: the table by which a generated enum finds its variant, by the text of a property or by the JSON type of the value. Shapes
//! are never tried.

use std::fmt;

use serde_json::Value;

/// An object of a union whose tag is not documented, or not there: kept as it came.
///
/// [`Debug`](fmt::Debug) shows the tag and none of the content.
#[derive(Clone, PartialEq)]
pub struct OtherObject {
    tag: &'static str,
    value: Value,
}

impl OtherObject {
    pub(crate) fn new(tag: &'static str, value: Value) -> Self {
        Self { tag, value }
    }

    /// The text of the property by which the union is told apart, where it has one.
    pub fn name(&self) -> Option<&str> {
        self.value.get(self.tag)?.as_str()
    }

    /// The object.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Takes the object out.
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl fmt::Debug for OtherObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OtherObject").field(&self.name()).finish()
    }
}

/// The JSON type of a value, as the tables call it.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// `union! { Pet by "kind" { Dog = "dog" | "puppy", Cat = "cat", } }`, or `by type { Text = string, Count = number, }`: what a
/// generated union can do.
macro_rules! union {
    ($type:ident by type { $($variant:ident = $($kind:ident)|+),* $(,)? }) => {
        $crate::runtime::union!(@common $type [$($variant)*] []);

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let refused = |error: ::serde_json::Error| <D::Error as ::serde::de::Error>::custom(error);
                match $crate::runtime::type_of(&value) {
                    $($(stringify!($kind))|+ => $crate::runtime::Discreet::read(value).map(Self::$variant).map_err(refused),)*
                    found => Err(<D::Error as ::serde::de::Error>::invalid_type(
                        ::serde::de::Unexpected::Other(found),
                        &concat!("one of", $($(" ", stringify!($kind)),+),*),
                    )),
                }
            }
        }
    };
    ($type:ident by $tag:literal { $($variant:ident = $($text:literal)|+),* $(,)? }) => {
        $crate::runtime::union!(@common $type [$($variant)*] [Other]);

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let refused = |error: ::serde_json::Error| <D::Error as ::serde::de::Error>::custom(error);
                if !value.is_object() {
                    let found = ::serde::de::Unexpected::Other($crate::runtime::type_of(&value));
                    return Err(<D::Error as ::serde::de::Error>::invalid_type(found, &"an object"));
                }
                match value.get($tag).and_then(::serde_json::Value::as_str) {
                    $($(Some($text))|+ => $crate::runtime::Discreet::read(value).map(Self::$variant).map_err(refused),)*
                    _ => Ok(Self::Other($crate::OtherObject::new($tag, value))),
                }
            }
        }
    };
    (@common $type:ident [$($variant:ident)*] [$($other:ident)?]) => {
        $crate::runtime::discreet!($type);

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    $(Self::$other(other) => other.value().serialize(serializer),)?
                }
            }
        }

        impl $crate::runtime::Undeclared for $type {
            fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
                match self {
                    $(Self::$variant(value) => value.undeclared(at, found),)*
                    $(Self::$other(_) => found.push(at.clone()),)?
                }
            }
        }
    };
}

pub(crate) use union;
