//! Objects: the macro by which a generated struct reads and writes itself.
//!
//! The visitors are written by hand, because `serde(flatten)`, the derived way to keep undeclared properties, buffers every object.
//!
//! A property is *optional* or *required*. The value of an optional one that does not fit is kept among the undeclared properties
//! under its own name, and is written from there again unless the field was set in the meantime. If a required one is missing or does not
//! fit, the object does not fit. An optional one that may also be `null` is *nullable*: its field is `None` in both cases, and a `null`
//! is kept like a value that does not fit, but it is not a misfit. A property whose type is documented only under a condition is *conditional*:
//! if the condition is false, any value is allowed, so a value that does not fit is kept and is not a misfit.
//! If such a property is required, too, it is *`required_conditional`*: only its absence is a misfit.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;

use super::tree::{Member, Tree};
use super::{At, Extra, Fit, Misfits};

/// A struct whose members are listed by [`object!`].
pub(crate) trait Object: Sized {
    /// Reads the members of an object, the fast way: declared ones into their fields, all others into `extra`.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Visits an object's members.
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
}

impl Misfits {
    /// The members of an object; any other value does not fit.
    pub(crate) fn members<'a>(&mut self, at: At<'a>) -> Option<&'a [Member<'a>]> {
        match at.tree() {
            Tree::Object(members) => Some(members),
            _ => self.refuse(at, "an object"),
        }
    }

    /// The value of a declared property of the object `at`.
    pub(crate) fn required<T: Fit>(&mut self, at: At<'_>, member: &Member<'_>, _: &mut Extra) -> Option<T> {
        at.member(member, |at| {
            self.again(at, member);
            T::fit(at, self)
        })
    }

    /// Like [`required`](Self::required), but a value that does not fit is kept.
    pub(crate) fn optional<T: Fit>(&mut self, at: At<'_>, member: &Member<'_>, extra: &mut Extra) -> Option<T> {
        let found = self.required(at, member, extra);
        if found.is_none() {
            extra.insert(member.name.clone().into_owned(), member.value.tree.to_value());
        }
        found
    }

    /// Like [`optional`](Self::optional), for a property that may be `null`. A `null` is kept, so that it is written
    /// again.
    pub(crate) fn nullable<T: Fit>(&mut self, at: At<'_>, member: &Member<'_>, extra: &mut Extra) -> Option<T> {
        match member.value.tree {
            Tree::Null => {
                at.member(member, |at| self.again(at, member));
                extra.remember_null(&member.name);
                None
            }
            _ => self.optional(at, member, extra),
        }
    }

    /// Like [`optional`](Self::optional), for a property whose type is documented only under a condition.
    pub(crate) fn conditional<T: Fit>(&mut self, at: At<'_>, member: &Member<'_>, extra: &mut Extra) -> Option<T> {
        let found = at.member(member, |at| {
            self.again(at, member);
            self.attempt(at)
        });
        if found.is_none() {
            extra.insert(member.name.clone().into_owned(), member.value.tree.to_value());
        }
        found
    }

    /// The same for one that is required, too.
    pub(crate) fn required_conditional<T: Fit>(
        &mut self,
        at: At<'_>,
        member: &Member<'_>,
        extra: &mut Extra,
    ) -> Option<T> {
        self.conditional(at, member, extra)
    }

    /// The value of an undeclared property.
    pub(crate) fn undeclared(&mut self, at: At<'_>, member: &Member<'_>, extra: &mut Extra) {
        at.member(member, |at| {
            self.again(at, member);
            self.repeated(at);
        });
        extra.insert(member.name.clone().into_owned(), member.value.tree.to_value());
    }
}

/// Writes a member that may be absent.
pub(crate) fn write_optional<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: Option<&T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, value))
}

/// `object! { Author, extra { id: "id" optional, name: "name" required } }`: the implementations of a generated
/// struct. The fields are written in the order of the table, and the undeclared properties after them.
macro_rules! object {
    ($type:ident, $extra:ident { $($field:ident: $name:literal $presence:ident),* $(,)? }) => {
        impl $crate::runtime::Object for $type {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                $(let mut $field = None;)*
                let mut $extra = $crate::runtime::Extra::default();
                while let Some(name) = map.next_key::<$crate::runtime::Key<'de>>()? {
                    match &*name {
                        $($name => $crate::runtime::once(&mut $field, &mut map)?,)*
                        _ => $extra.read(name, &mut map)?,
                    }
                }
                Ok(Self { $($field: $crate::runtime::object!(@read $presence $field $name $extra),)* $extra })
            }
        }

        impl $crate::runtime::Fit for $type {
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map($crate::runtime::Members(::std::marker::PhantomData))
            }

            fn fit(at: $crate::runtime::At<'_>, misfits: &mut $crate::runtime::Misfits) -> Option<Self> {
                let members = misfits.members(at)?;
                $(let mut $field = None;)*
                let mut $extra = $crate::runtime::Extra::default();
                for member in members {
                    match &*member.name {
                        $($name => $field = Some(misfits.$presence(at, member, &mut $extra)),)*
                        _ => misfits.undeclared(at, member, &mut $extra),
                    }
                }
                // All missing properties are reported before the first of them ends the reading.
                $($crate::runtime::object!(@missing $presence $field $name at misfits);)*
                Some(Self { $($field: $crate::runtime::object!(@fit $presence $field),)* $extra })
            }
        }

        impl $type {
            /// Whether the field of this name will be written; none if no field has this name.
            fn is_set(&self, name: &str) -> Option<bool> {
                match name {
                    $($name => Some($crate::runtime::object!(@set $presence self.$field)),)*
                    _ => None,
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $($crate::runtime::object!(@write $presence map $name self.$field);)*
                self.$extra.write(&mut map, |name| self.is_set(name) == Some(true))?;
                map.end()
            }
        }

        /// Two are equal if they are written as the same JSON: values that a field replaces do not count.
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)*
                    self.$extra.says_the_same(&other.$extra, |name| self.is_set(name) == Some(true))
            }
        }

        impl Eq for $type {}

        /// Equal structs have equal hashes: values that a field replaces, and the order of undeclared properties, do
        /// not count.
        impl ::std::hash::Hash for $type {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                $(self.$field.hash(state);)*
                self.$extra.hash_visible(state, |name| self.is_set(name) == Some(true));
            }
        }

        impl $crate::runtime::Undeclared for $type {
            fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
                $($crate::runtime::below(at, $name, |at| self.$field.undeclared(at, found));)*
                self.$extra.undeclared(at, found, |name| self.is_set(name).is_some());
            }
        }
    };
    (@read required $field:ident $name:literal $extra:ident) => {
        $field.ok_or_else(|| ::serde::de::Error::missing_field($name))?
    };
    (@read optional $field:ident $name:literal $extra:ident) => { $field };
    (@read conditional $field:ident $name:literal $extra:ident) => { $field };
    (@read required_conditional $field:ident $name:literal $extra:ident) => {
        Some($field.ok_or_else(|| ::serde::de::Error::missing_field($name))?)
    };
    (@read nullable $field:ident $name:literal $extra:ident) => {
        match $field {
            Some(None) => {
                $extra.remember_null($name);
                None
            }
            Some(value) => value,
            None => None,
        }
    };
    (@missing required $field:ident $name:literal $at:ident $misfits:ident) => {
        if $field.is_none() {
            $misfits.missing($at, $name);
        }
    };
    (@missing required_conditional $field:ident $name:literal $at:ident $misfits:ident) => {
        if $field.is_none() {
            $misfits.missing($at, $name);
        }
    };
    (@missing optional $field:ident $name:literal $at:ident $misfits:ident) => {};
    (@missing conditional $field:ident $name:literal $at:ident $misfits:ident) => {};
    (@fit required $field:ident) => { $field.flatten()? };
    (@missing nullable $field:ident $name:literal $at:ident $misfits:ident) => {};
    (@fit optional $field:ident) => { $field.flatten() };
    (@fit conditional $field:ident) => { $field.flatten() };
    (@fit required_conditional $field:ident) => { $field? };
    (@fit nullable $field:ident) => { $field.flatten() };
    (@set required $value:expr) => { true };
    (@set optional $value:expr) => { $value.is_some() };
    (@set conditional $value:expr) => { $value.is_some() };
    (@set required_conditional $value:expr) => { $value.is_some() };
    (@set nullable $value:expr) => { $value.is_some() };
    (@write required $map:ident $name:literal $value:expr) => { $map.serialize_entry($name, &$value)? };
    (@write optional $map:ident $name:literal $value:expr) => {
        $crate::runtime::write_optional(&mut $map, $name, $value.as_ref())?
    };
    (@write conditional $map:ident $name:literal $value:expr) => {
        $crate::runtime::write_optional(&mut $map, $name, $value.as_ref())?
    };
    (@write required_conditional $map:ident $name:literal $value:expr) => {
        $crate::runtime::write_optional(&mut $map, $name, $value.as_ref())?
    };
    (@write nullable $map:ident $name:literal $value:expr) => {
        $crate::runtime::write_optional(&mut $map, $name, $value.as_ref())?
    };
}

/// `transparent! { Note }`: the implementations of a generated struct that has a single value that is not an object
/// with properties.
macro_rules! transparent {
    ($type:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }

        impl $crate::runtime::Fit for $type {
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::Fit::read(deserializer).map(Self)
            }

            fn fit(at: $crate::runtime::At<'_>, misfits: &mut $crate::runtime::Misfits) -> Option<Self> {
                $crate::runtime::Fit::fit(at, misfits).map(Self)
            }
        }

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
