//! Enums of strings: the table by which a generated one reads and writes itself.

use std::fmt;

use serde::de::{Error, Visitor};

use super::refuse;

/// Finds the variant of a text. Its error says which texts there are and never which one came.
pub(crate) struct Text<T: 'static> {
    pub(crate) texts: &'static [&'static str],
    pub(crate) variants: &'static [T],
}

impl<T: Copy> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of")?;
        for (at, text) in self.texts.iter().enumerate() {
            write!(f, "{} `{text}`", if at == 0 { "" } else { "," })?;
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let found = self.texts.iter().zip(self.variants).find(|(candidate, _)| **candidate == text);
        found
            .map(|(_, variant)| *variant)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Other("another string"), &self))
    }

    refuse! { T: boolean number null }
}

/// `string_enum! { Kind { Variant = "text", … } }`: what a generated enum of strings can do.
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// All documented values, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value as JSON has it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::runtime::Text { texts: &[$($text),*], variants: Self::ALL })
            }
        }

        $crate::runtime::discreet!($name);

        impl $crate::runtime::Undeclared for $name {
            fn undeclared(&self, _: &mut String, _: &mut Vec<String>) {}
        }
    };
}

pub(crate) use string_enum;
