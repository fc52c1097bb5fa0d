//! Texts, booleans, numbers and `null`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Number;

use super::tree::Tree;
use super::{At, Fit, Misfits, number};

/// A visitor that accepts one kind of value. For any other kind, the deserializer reports the error.
struct Only<T>(PhantomData<T>);

impl Visitor<'_> for Only<String> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

impl Fit for String {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Only::<Self>(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        match at.tree() {
            Tree::String(text) => Some(text.clone().into_owned()),
            _ => misfits.refuse(at, "a string"),
        }
    }
}

impl Visitor<'_> for Only<bool> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<bool, E> {
        Ok(flag)
    }
}

impl Fit for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bool(Only::<Self>(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        match at.tree() {
            Tree::Bool(flag) => Some(*flag),
            _ => misfits.refuse(at, "a boolean"),
        }
    }
}

impl Visitor<'_> for Only<()> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

impl Fit for () {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_unit(Only::<Self>(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        match at.tree() {
            Tree::Null => Some(()),
            _ => misfits.refuse(at, "null"),
        }
    }
}

impl<'de> Visitor<'de> for Only<Number> {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Number, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
        Ok(number.into())
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Number, E> {
        number::large(number)
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Number, E> {
        number::large_unsigned(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
        number::finite(number)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        number::handed_over(&mut map)
    }
}

impl Fit for Number {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Only::<Self>(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        match at.tree() {
            Tree::Number(number) => Some(number.clone()),
            _ => misfits.refuse(at, "a number"),
        }
    }
}
