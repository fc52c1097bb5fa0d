//! Properties that the documentation does not declare.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{Error, MapAccess, Unexpected};
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::Key;

/// The properties of an object that its documentation does not declare, kept as they came.
///
/// It is a [`Map`] to all who use it. [`Debug`](fmt::Debug) shows the names alone: what nobody has documented, nobody has
/// marked as confidential either.
///
/// ```
/// # use console_events::Extra;
/// let mut extra = Extra::default();
/// extra.insert("nickname".into(), "Johnny".into());
/// assert_eq!(format!("{extra:?}"), r#"Extra {"nickname", ..}"#);
/// assert_eq!(extra["nickname"], "Johnny");
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Map<String, Value>);

impl Extra {
    /// Reads the value that belongs to an undeclared name.
    #[cold]
    pub(crate) fn read<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        if is_number(&name) {
            return Err(A::Error::invalid_type(Unexpected::Other("a number"), &"an object"));
        }
        let value = map.next_value()?;
        self.0.insert(name.0.into_owned(), value);
        Ok(())
    }

    /// Writes all of them into an object that is being written.
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
    }

    /// Takes the map out.
    pub fn into_inner(self) -> Map<String, Value> {
        self.0
    }
}

/// The name under which `serde_json` hands on numbers as if they were objects, where a build turns on its feature
/// `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether what begins with that name is no object but a number.
pub(crate) fn is_number(name: &str) -> bool {
    name == NUMBER && arbitrary_precision()
}

/// Whether a build does so: this crate cannot ask Cargo what another turned on.
fn arbitrary_precision() -> bool {
    serde_json::from_str::<serde_json::Number>("1e999").is_ok()
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
