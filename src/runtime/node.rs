//! A document opened value by value, each with its place: what [`reread`](super::reread) stands on.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::CowStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::confidential::CONFIDENTIAL;
use super::misfit::Misfit;
use super::undeclared::push_token;
use super::{ErrorKind, Key};

/// As deep as `serde_json` goes.
pub(crate) const DEEPEST: usize = 127;

/// A value not yet read.
#[derive(Clone, Copy)]
pub(crate) enum Source<'de> {
    Text(&'de RawValue),
    Value(&'de Value),
}

/// A value opened by one level.
pub(crate) enum Opened<'de> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'de, str>),
    Array(Vec<Source<'de>>),
    Object(Vec<(Cow<'de, str>, Source<'de>)>),
}

impl<'de> Source<'de> {
    pub(crate) fn open(self, depth: usize) -> Result<Opened<'de>, Misfit> {
        let opened = match self {
            Self::Text(raw) => Opened::from_text(raw.get()).map_err(|error| Misfit::syntax(raw.get(), &error))?,
            Self::Value(value) => Opened::from_value(value),
        };
        match opened {
            Opened::Array(_) | Opened::Object(_) if depth >= DEEPEST => Err(Misfit::too_deep(DEEPEST)),
            opened => Ok(opened),
        }
    }
}

impl<'de> Opened<'de> {
    fn from_text(text: &'de str) -> serde_json::Result<Self> {
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::String(serde_json::from_str::<Key<'de>>(text)?.0),
            Some(b'[') => {
                Self::Array(serde_json::from_str::<Vec<&RawValue>>(text)?.into_iter().map(Source::Text).collect())
            }
            Some(b'{') => Self::Object(serde_json::Deserializer::from_str(text).deserialize_map(Collect)?),
            Some(_) | None => Self::Number(serde_json::from_str(text)?),
        })
    }

    fn from_value(value: &'de Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::String(Cow::Borrowed(text)),
            Value::Array(items) => Self::Array(items.iter().map(Source::Value).collect()),
            Value::Object(map) => Self::Object(
                map.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Source::Value(value))).collect(),
            ),
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Collects the members of an object, none of them read.
struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = Vec<(Cow<'de, str>, Source<'de>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
            members.push((name.0, Source::Text(value)));
        }
        Ok(members)
    }
}

/// The way to a value.
pub(crate) enum Place<'p> {
    Root,
    Name(&'p Place<'p>, &'p str),
    Item(&'p Place<'p>, usize),
}

impl Place<'_> {
    pub(crate) fn pointer(&self) -> String {
        let (mut pointer, token) = match self {
            Self::Root => return String::new(),
            Self::Name(parent, name) => (parent.pointer(), Cow::Borrowed(*name)),
            Self::Item(parent, index) => (parent.pointer(), Cow::Owned(index.to_string())),
        };
        pointer.push('/');
        push_token(&mut pointer, &token);
        pointer
    }
}

/// A value and its place.
#[derive(Clone, Copy)]
pub(crate) struct Node<'p, 'de> {
    pub(crate) source: Source<'de>,
    pub(crate) place: &'p Place<'p>,
    pub(crate) depth: usize,
    pub(crate) document: &'p str,
}

impl<'de> Node<'_, 'de> {
    pub(crate) fn open(&self) -> Result<Opened<'de>, Misfit> {
        self.source.open(self.depth).map_err(|misfit| misfit.at(self))
    }

    /// Where the value starts in the document.
    pub(crate) fn offset(&self) -> Option<usize> {
        match self.source {
            Source::Text(raw) => (raw.get().as_ptr() as usize).checked_sub(self.document.as_ptr() as usize),
            Source::Value(_) => None,
        }
    }
}

impl<'de> Deserializer<'de> for Node<'_, 'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let opened = self.open()?;
        let kind = opened.kind();
        let expected = Misfit::expected(&visitor);
        let read = match opened {
            Opened::Null => visitor.visit_unit(),
            Opened::Bool(flag) => visitor.visit_bool(flag),
            // The number's own deserializer: it alone knows how `serde_json` hands on numbers of any size.
            Opened::Number(number) => number.deserialize_any(visitor).map_err(|_| Misfit::type_of(&expected, kind)),
            Opened::String(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Opened::String(Cow::Owned(text)) => visitor.visit_string(text),
            Opened::Array(items) => visitor.visit_seq(Items { of: self, items: items.into_iter().enumerate() }),
            Opened::Object(members) => {
                visitor.visit_map(Entries { of: self, members: members.into_iter(), next: None })
            }
        };
        read.map_err(|misfit| misfit.at(&self))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.open()? {
            Opened::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// No number comes in here, even where `serde_json` hands on numbers as objects.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.open()? {
            Opened::Number(_) => Err(Misfit::type_of(Misfit::expected(&visitor), "a number").at(&self)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        if name == CONFIDENTIAL {
            // Names within a confidential value are confidential, too: the error stays at the value itself.
            return visitor.visit_some(self).map_err(|misfit| misfit.lifted_to(&self));
        }
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct struct enum identifier ignored_any
    }
}

struct Items<'p, 'de> {
    of: Node<'p, 'de>,
    items: std::iter::Enumerate<std::vec::IntoIter<Source<'de>>>,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some((index, source)) = self.items.next() else { return Ok(None) };
        let place = Place::Item(self.of.place, index);
        seed.deserialize(Node { source, place: &place, depth: self.of.depth + 1, document: self.of.document }).map(Some)
    }
}

struct Entries<'p, 'de> {
    of: Node<'p, 'de>,
    members: std::vec::IntoIter<(Cow<'de, str>, Source<'de>)>,
    next: Option<(Cow<'de, str>, Source<'de>)>,
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        self.next = self.members.next();
        let Some((name, _)) = &self.next else { return Ok(None) };
        seed.deserialize(CowStrDeserializer::new(name.clone())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        let Some((name, source)) = self.next.take() else {
            return Err(Misfit::new(ErrorKind::Type, "a name before its value", "a value"));
        };
        let place = Place::Name(self.of.place, &name);
        seed.deserialize(Node { source, place: &place, depth: self.of.depth + 1, document: self.of.document })
    }
}
