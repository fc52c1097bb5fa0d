//! Maps in which the documentation types some values, by patterns of their names, and leaves the others open.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{At, Extra, Fit, Misfits, Undeclared, below};

/// A map in which the documentation gives some names a type and leaves all others open.
///
/// It dereferences to a [`BTreeMap`] of the values that have the documented type. All other values are in
/// [`extra`](Self::extra), as they were sent, and are written again unless the map has a value of the same name.
///
/// ```
/// # use console_events::OpenMap;
/// let labels: OpenMap<String> = serde_json::from_str(r#"{"x-team": "green", "weight": 3}"#)?;
/// assert_eq!(labels["x-team"], "green");
/// assert_eq!(labels.extra["weight"], 3);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct OpenMap<T> {
    /// The values that have the documented type, by name.
    pub typed: BTreeMap<String, T>,
    /// All other values.
    pub extra: Extra,
}

impl<T> Default for OpenMap<T> {
    fn default() -> Self {
        Self { typed: BTreeMap::new(), extra: Extra::default() }
    }
}

impl<T> Deref for OpenMap<T> {
    type Target = BTreeMap<String, T>;

    fn deref(&self) -> &Self::Target {
        &self.typed
    }
}

impl<T> DerefMut for OpenMap<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.typed
    }
}

impl<T> From<BTreeMap<String, T>> for OpenMap<T> {
    fn from(typed: BTreeMap<String, T>) -> Self {
        Self { typed, extra: Extra::default() }
    }
}

impl<T> FromIterator<(String, T)> for OpenMap<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(values: I) -> Self {
        BTreeMap::from_iter(values).into()
    }
}

/// Two are equal if they are written as the same JSON: an untyped value that a typed one replaces does not count.
impl<T: PartialEq> PartialEq for OpenMap<T> {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed && self.extra.says_the_same(&other.extra, |name| self.typed.contains_key(name))
    }
}

impl<T: Eq> Eq for OpenMap<T> {}

impl<T: Hash> Hash for OpenMap<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.typed.hash(state);
        self.extra.hash_visible(state, |name| self.typed.contains_key(name));
    }
}

impl<T: Fit> Fit for OpenMap<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::read(deserializer).map(Self::from)
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        let mut found = Self::default();
        for member in misfits.members(at)? {
            if let Some(value) = misfits.conditional(at, member, &mut found.extra) {
                found.typed.insert(member.name.clone().into_owned(), value);
            }
        }
        Some(found)
    }
}

impl<'de, T: Fit> Deserialize<'de> for OpenMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

impl<T: Serialize> Serialize for OpenMap<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.typed.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        self.extra.write(&mut map, |name| self.typed.contains_key(name))?;
        map.end()
    }
}

impl<T: Undeclared> Undeclared for OpenMap<T> {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
        for (name, value) in &self.typed {
            below(at, name, |at| value.undeclared(at, found));
        }
    }
}
