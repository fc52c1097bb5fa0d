//! Objects: the table by which a generated struct reads and writes itself.
//!
//! Visitors of our own, because `serde(flatten)`, the derived way to keep undeclared properties, buffers every object.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap};

use super::refuse;

/// A struct that [`object!`] gave its members.
pub(crate) trait Object: Sized {
    /// Reads the members of an object: declared ones into their fields, all others into the extra ones. Of two members of
    /// one name the last counts, as it does for `serde_json::Value`.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Takes an object's members. Whatever else comes is named by its type, and never quoted.
pub(crate) struct Members<T>(pub(crate) PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }

    refuse! { T: boolean number string null }
}

/// Writes a member that may be absent.
pub(crate) fn write_optional<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: Option<&T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, value))
}

/// `object! { Author, extra { id: "id" optional, name: "name" required } }`: what a generated struct can do. The fields are
/// written in the order of the table, then the undeclared properties.
macro_rules! object {
    ($type:ident, $extra:ident { $($field:ident: $name:literal $presence:ident),* $(,)? }) => {
        impl $crate::runtime::Object for $type {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                $(let mut $field = None;)*
                let mut $extra = $crate::runtime::Extra::default();
                while let Some(name) = map.next_key::<$crate::runtime::Key<'de>>()? {
                    match &*name {
                        $($name => $field = Some($crate::runtime::next(&mut map)?),)*
                        _ => $extra.read(name, &mut map)?,
                    }
                }
                Ok(Self { $($field: $crate::runtime::object!(@read $presence $field $name),)* $extra })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::runtime::Members(::std::marker::PhantomData))
            }
        }

        $crate::runtime::discreet!($type);

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $($crate::runtime::object!(@write $presence map $name self.$field);)*
                self.$extra.write(&mut map)?;
                map.end()
            }
        }

        impl $crate::runtime::Undeclared for $type {
            fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
                $($crate::runtime::below(at, $name, |at| self.$field.undeclared(at, found));)*
                self.$extra.undeclared(at, found);
            }
        }
    };
    (@read required $field:ident $name:literal) => {
        $field.ok_or_else(|| ::serde::de::Error::missing_field($name))?
    };
    (@read optional $field:ident $name:literal) => { $field };
    (@write required $map:ident $name:literal $value:expr) => { $map.serialize_entry($name, &$value)? };
    (@write optional $map:ident $name:literal $value:expr) => {
        $crate::runtime::write_optional(&mut $map, $name, $value.as_ref())?
    };
}

/// `transparent! { Note }`: what a generated struct can do that holds one value which is no object with properties.
macro_rules! transparent {
    ($type:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::Discreet::read(deserializer).map(Self)
            }
        }

        $crate::runtime::discreet!($type);

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl $crate::runtime::Undeclared for $type {
            fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
                self.0.undeclared(at, found);
            }
        }
    };
}

pub(crate) use {object, transparent};
