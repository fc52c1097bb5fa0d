//! Properties that the documentation does not declare.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::de::{Error, MapAccess};
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::{Key, below, next};

/// The properties of an object that its documentation does not declare, kept as they were sent.
///
/// A declared property whose value does not fit its documented type is kept here, too, under its own name (see
/// [`ConsoleEvent::misfits`](crate::ConsoleEvent::misfits)), and is written again from here. Once its field is set,
/// the field is written instead.
///
/// It dereferences to a [`Map`]. [`Debug`](fmt::Debug) shows the names only, because the values are not documented and
/// may be confidential.
///
/// ```
/// # use console_events::Extra;
/// let mut extra = Extra::default();
/// extra.insert("nickname".into(), "Johnny".into());
/// assert_eq!(format!("{extra:?}"), r#"Extra {"nickname", ..}"#);
/// assert_eq!(extra["nickname"], "Johnny");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Extra(Map<String, Value>);

impl Extra {
    /// Reads the value of an undeclared name, the fast way.
    #[cold]
    pub(crate) fn read<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        let value = next(map)?;
        match self.0.insert(name.0.into_owned(), value) {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("a name twice")),
        }
    }

    /// Writes them into the object that is being written, except those that a field replaces.
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M, hidden: impl Fn(&str) -> bool) -> Result<(), M::Error> {
        self.seen(&hidden).try_for_each(|(name, value)| map.serialize_entry(name, value))
    }

    /// Whether both have the same properties, except those that a field replaces.
    pub(crate) fn says_the_same(&self, other: &Self, hidden: impl Fn(&str) -> bool) -> bool {
        self.seen(&hidden).all(|(name, value)| other.get(name) == Some(value))
            && other.seen(&hidden).all(|(name, _)| self.contains_key(name))
    }

    /// Adds to a hash what [`says_the_same`](Self::says_the_same) compares.
    pub(crate) fn hash_visible(&self, state: &mut impl Hasher, hidden: impl Fn(&str) -> bool) {
        let mut visible: Vec<_> = self.seen(&hidden).collect();
        visible.sort_unstable_by_key(|(name, _)| *name);
        visible.hash(state);
    }

    /// The JSON Pointers of the undeclared properties. The other properties are here because they do not fit their
    /// declaration.
    pub(crate) fn undeclared(&self, at: &mut String, found: &mut Vec<String>, declared: impl Fn(&str) -> bool) {
        for (name, _) in self.seen(&declared) {
            below(at, name, |at| found.push(at.clone()));
        }
    }

    fn seen<'a>(&'a self, hidden: &'a impl Fn(&str) -> bool) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.0.iter().filter(move |(name, _)| !hidden(name))
    }

    /// Keeps the `null` of a property that may be `null`.
    #[cold]
    pub(crate) fn remember_null(&mut self, name: &str) {
        self.0.insert(name.to_owned(), Value::Null);
    }

    /// Takes the map out.
    pub fn into_inner(self) -> Map<String, Value> {
        self.0
    }
}

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(properties: I) -> Self {
        Self(properties.into_iter().collect())
    }
}

impl Extend<(String, Value)> for Extra {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, properties: I) {
        self.0.extend(properties);
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = serde_json::map::Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extra {")?;
        for name in self.0.keys() {
            write!(f, "{name:?}, ")?;
        }
        f.write_str(if self.0.is_empty() { "}" } else { "..}" })
    }
}
