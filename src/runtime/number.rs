//! Numbers, in the forms in which `serde_json` passes them on.
//!
//! If a build turns on the feature `arbitrary_precision` of `serde_json`, it passes a number on as an object with one
//! member, whose name is the private name [`NUMBER`]. A delivery may contain an object with the same name. They differ
//! in how serde passes them: a number lends its private name and passes its digits as an owned text, while text lends
//! or copies both, and a `Value` passes both as owned texts or lends both.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::Number;

use super::Key;
use super::tree::Tree;

/// The private name.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// Whether the feature is on. This crate cannot ask Cargo, because another crate may have turned it on.
pub(crate) fn arbitrary_precision() -> bool {
    "1e999".parse::<Number>().is_ok()
}

/// The number of a float. JSON has only finite ones.
pub(crate) fn finite<E: Error>(float: f64) -> Result<Number, E> {
    Number::from_f64(float)
        .ok_or_else(|| E::invalid_value(Unexpected::Other("a number without end"), &"a number that JSON can hold"))
}

/// A number of more than 64 bits: exact if `serde_json` can represent it, else the nearest double. The `Value` of
/// `serde_json` passes such numbers on under `arbitrary_precision`, and other formats have them.
#[allow(clippy::cast_precision_loss, reason = "the nearest double, as for text")]
pub(crate) fn large<E: Error>(number: i128) -> Result<Number, E> {
    Number::from_i128(number).map_or_else(|| finite(number as f64), Ok)
}

/// Like [`large`], without a sign.
#[allow(clippy::cast_precision_loss, reason = "the nearest double, as for text")]
pub(crate) fn large_unsigned<E: Error>(number: u128) -> Result<Number, E> {
    Number::from_u128(number).map_or_else(|| finite(number as f64), Ok)
}

/// The number that has these digits.
pub(crate) fn of(digits: &Tree<'_>) -> Option<Number> {
    match digits {
        Tree::String(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// Reads a number that arrives as an object, the fast way. An object of the delivery with this key is an error here;
/// the tolerant way reads it.
pub(crate) fn handed_over<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Number, A::Error> {
    match map.next_key::<Key<'de>>()? {
        Some(Key(Cow::Borrowed(NUMBER))) => digits(map),
        Some(_) | None => Err(A::Error::custom("expected a number, found an object")),
    }
}

/// Like [`handed_over`], after the private name was read.
pub(crate) fn digits<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Number, A::Error> {
    map.next_value_seed(Digits)?.parse().map_err(|_| A::Error::custom("expected a number, found other digits"))
}

/// Accepts only a string that serde passes as owned.
struct Digits;

impl<'de> DeserializeSeed<'de> for Digits {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Digits {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("digits")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<String, E> {
        Err(E::invalid_type(Unexpected::Other("a string"), &self))
    }

    fn visit_string<E: Error>(self, digits: String) -> Result<String, E> {
        Ok(digits)
    }
}
