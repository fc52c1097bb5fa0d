//! A document as a tree of its values, which the tolerant way reads. If two members have one name, the last is kept.
//!
//! No name is interpreted, except if `serde_json` itself passes a number on (see [`number`](super::number)).

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::number::{NUMBER, arbitrary_precision};
use super::{Key, number};

/// The most levels of arrays and objects in a document: the limit of `serde_json`.
pub(crate) const DEEPEST: usize = 127;

/// A value, and the number of values before it in the document.
pub(crate) struct Node<'de> {
    pub(crate) ordinal: usize,
    pub(crate) tree: Tree<'de>,
}

/// A value.
pub(crate) enum Tree<'de> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'de, str>),
    Array(Vec<Node<'de>>),
    Object(Vec<Member<'de>>),
}

/// A member of an object.
pub(crate) struct Member<'de> {
    pub(crate) name: Cow<'de, str>,
    pub(crate) value: Node<'de>,
    /// Whether an earlier member had the same name. That member was dropped: the last one counts, as for
    /// `serde_json::Value`.
    pub(crate) again: bool,
}

impl Tree<'_> {
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

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(text) => Value::String(text.clone().into_owned()),
            Self::Array(items) => items.iter().map(|item| item.tree.to_value()).collect(),
            Self::Object(members) => {
                let members = members.iter().map(|member| (member.name.to_string(), member.value.tree.to_value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// Reads a document of any format into a tree.
pub(crate) fn grow<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Node<'de>, D::Error> {
    let growth = Growth { values: Cell::new(0), handed_over: Cell::new(false) };
    Grow { growth: &growth, depth: 0 }.deserialize(deserializer)
}

/// The state that all values of a document share while they are read.
struct Growth {
    /// How many values have begun.
    values: Cell<usize>,
    /// Whether serde passed the last string as an owned one.
    handed_over: Cell<bool>,
}

#[derive(Clone, Copy)]
struct Grow<'g> {
    growth: &'g Growth,
    depth: usize,
}

impl Grow<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth < DEEPEST {
            Ok(Self { depth: self.depth + 1, ..self })
        } else {
            Err(E::custom(format_args!("arrays and objects nested more than {DEEPEST} deep")))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Grow<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        let ordinal = self.growth.values.replace(self.growth.values.get() + 1);
        Ok(Node { ordinal, tree: deserializer.deserialize_any(self)? })
    }
}

impl<'de> Visitor<'de> for Grow<'_> {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Tree<'de>, E> {
        number::large(number).map(Tree::Number)
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Tree<'de>, E> {
        number::large_unsigned(number).map(Tree::Number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree<'de>, E> {
        number::finite(number).map(Tree::Number)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Tree<'de>, E> {
        self.growth.handed_over.set(false);
        Ok(Tree::String(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree<'de>, E> {
        self.growth.handed_over.set(false);
        Ok(Tree::String(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Tree<'de>, E> {
        self.growth.handed_over.set(true);
        Ok(Tree::String(Cow::Owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree<'de>, A::Error> {
        let within = self.deeper()?;
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(within)? {
            found.push(item);
        }
        Ok(Tree::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree<'de>, A::Error> {
        let within = self.deeper()?;
        let mut found = Vec::new();
        while let Some(Key(name)) = map.next_key::<Key<'de>>()? {
            let maybe_number = found.is_empty() && matches!(&name, Cow::Borrowed(name) if *name == NUMBER);
            let value = map.next_value_seed(within)?;
            if maybe_number
                && self.growth.handed_over.get()
                && arbitrary_precision()
                && let Some(number) = number::of(&value.tree)
            {
                self.growth.values.set(value.ordinal);
                return Ok(Tree::Number(number));
            }
            found.push(Member { name, value, again: false });
        }
        Ok(Tree::Object(last_of_each(found)))
    }
}

/// Keeps the last of the members of each name. In a small object, comparing all pairs is faster than a table.
fn last_of_each(mut members: Vec<Member<'_>>) -> Vec<Member<'_>> {
    const SMALL: usize = 24;
    let twice = if members.len() <= SMALL {
        members.iter().enumerate().any(|(at, member)| members.iter().take(at).any(|other| other.name == member.name))
    } else {
        let mut names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
    };
    if !twice {
        return members;
    }
    let mut left: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for member in &members {
        *left.entry(member.name.clone()).or_default() += 1;
    }
    let times = left.clone();
    members.retain_mut(|member| {
        member.again = times.get(&member.name).is_some_and(|times| *times > 1);
        left.get_mut(&member.name).is_some_and(|left| {
            *left -= 1;
            *left == 0
        })
    });
    members
}
