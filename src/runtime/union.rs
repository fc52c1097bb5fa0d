//! Unions: the macro by which a generated enum finds its variant, by the text of a property or by the JSON type of the
//! value. It never tries one variant after another.

use std::fmt;

use serde_json::Value;

use super::At;
use super::tree::{Member, Tree};

/// An object of a union whose tag is missing or not documented, kept as it was sent.
///
/// [`Debug`](fmt::Debug) shows the tag and none of the content.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OtherObject {
    tag: &'static str,
    value: Value,
}

impl OtherObject {
    pub(crate) fn new(tag: &'static str, value: Value) -> Self {
        Self { tag, value }
    }

    /// The text of the tag (the property that distinguishes the variants), if the object has it.
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

/// The JSON type of a value, as the macros name it.
pub(crate) fn type_of(at: At<'_>) -> &'static str {
    match at.tree() {
        Tree::Null => "null",
        Tree::Bool(_) => "boolean",
        Tree::Number(_) => "number",
        Tree::String(_) => "string",
        Tree::Array(_) => "array",
        Tree::Object(_) => "object",
    }
}

/// The text of the member with this name.
pub(crate) fn text_of<'a>(members: &'a [Member<'_>], name: &str) -> Option<&'a str> {
    match &members.iter().find(|member| member.name == name)?.value.tree {
        Tree::String(text) => Some(text),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Array(_) | Tree::Object(_) => None,
    }
}

/// What a union by type expects, for messages.
pub(crate) fn one_of(types: &[&str]) -> String {
    let article = |name: &&str| if name.starts_with(['a', 'o']) { format!("an {name}") } else { format!("a {name}") };
    types.iter().map(article).collect::<Vec<_>>().join(" or ")
}

/// `union! { Pet by "kind" { Dog = "dog" | "puppy", Cat = "cat", } }`, or `by type { Text = string, Count = number, }`: what a
/// generated union can do.
macro_rules! union {
    ($type:ident by type { $($variant:ident = $($kind:ident)|+),* $(,)? }) => {
        $crate::runtime::union!(@common $type [$($variant)*] []);

        impl $crate::runtime::Fit for $type {
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::strict(deserializer)
            }

            fn fit(at: $crate::runtime::At<'_>, misfits: &mut $crate::runtime::Misfits) -> Option<Self> {
                match $crate::runtime::type_of(at) {
                    $($(stringify!($kind))|+ => $crate::runtime::Fit::fit(at, misfits).map(Self::$variant),)*
                    _ => misfits.refuse(at, $crate::runtime::one_of(&[$($(stringify!($kind)),+),*])),
                }
            }
        }
    };
    ($type:ident by $tag:literal { $($variant:ident = $($text:literal)|+),* $(,)? }) => {
        $crate::runtime::union!(@common $type [$($variant)*] [Other]);

        impl $crate::runtime::Fit for $type {
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::strict(deserializer)
            }

            fn fit(at: $crate::runtime::At<'_>, misfits: &mut $crate::runtime::Misfits) -> Option<Self> {
                let members = misfits.members(at)?;
                match $crate::runtime::text_of(members, $tag) {
                    $(Some($($text)|+) => $crate::runtime::Fit::fit(at, misfits).map(Self::$variant),)*
                    _ => {
                        misfits.repeated(at);
                        Some(Self::Other($crate::OtherObject::new($tag, at.to_value())))
                    }
                }
            }
        }
    };
    (@common $type:ident [$($variant:ident)*] [$($other:ident)?]) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }

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
