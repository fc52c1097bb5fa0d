//! Values whose type the documentation leaves open. No name in them is interpreted.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::number::{self, NUMBER, arbitrary_precision};
use super::tree::Tree;
use super::{At, Fit, Key, Misfits, Seed, next};

impl Fit for Value {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Untyped)
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        misfits.repeated(at);
        Some(at.to_value())
    }
}

struct Untyped;

impl<'de> Visitor<'de> for Untyped {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Value, E> {
        number::large(number).map(Value::Number)
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Value, E> {
        number::large_unsigned(number).map(Value::Number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        number::finite(number).map(Value::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(Seed(std::marker::PhantomData))? {
            found.push(item);
        }
        Ok(Value::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some(name) = map.next_key::<Key<'de>>()? {
            if &*name == NUMBER && found.is_empty() && arbitrary_precision() {
                return number::digits(&mut map).map(Value::Number);
            }
            if found.insert(name.0.into_owned(), next(&mut map)?).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(Value::Object(found))
    }
}

impl Misfits {
    /// Reports each name within this value that occurs twice in one object.
    pub(crate) fn repeated(&mut self, at: At<'_>) {
        match at.tree() {
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.item(index, item, |at| self.repeated(at));
                }
            }
            Tree::Object(members) => {
                for member in members {
                    at.member(member, |at| {
                        self.again(at, member);
                        self.repeated(at);
                    });
                }
            }
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
        }
    }
}
