//! Values that must not reach a log.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::{At, Fit, Misfits, Undeclared};

/// A value that the documentation marks as confidential (`x-confidential`).
///
/// [`Debug`](fmt::Debug) shows no content, there is no `Display`, and no error of this crate quotes it.
/// [`expose`](Self::expose) returns the value. Writing the event as JSON writes the value, so that a whole event can
/// be passed on.
///
/// ```
/// # use console_events::Confidential;
/// let name = Confidential::new(String::from("John Smith"));
/// assert_eq!(format!("{name:?}"), "Confidential(..)");
/// assert_eq!(name.expose(), "John Smith");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidential<T>(T);

impl<T> Confidential<T> {
    /// Marks a value as confidential.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for code that may see it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value, for code that may change it.
    pub const fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// Takes the value out of its protection.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Confidential<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Confidential<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Confidential<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confidential(..)")
    }
}

impl<T: Serialize> Serialize for Confidential<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Deserializers like that of `serde_json` quote what does not fit (`invalid type: string "John Smith"`), so their errors
/// are replaced.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Confidential<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
            .map(Self)
            .map_err(|_| D::Error::custom("a confidential value does not have the documented type"))
    }
}

/// Names within a confidential value are confidential, too. So any misfits within it are reported as one misfit of the
/// whole value.
impl<T: Fit> Fit for Confidential<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        let mut within = Misfits::default();
        let value = T::fit(at, &mut within);
        misfits.lift(at, within);
        value.map(Self)
    }
}

impl<T: Undeclared> Undeclared for Confidential<T> {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
        self.0.undeclared(at, found);
    }
}
