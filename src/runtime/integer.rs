//! JSON Schema's `integer`: a number without a fraction, of any size, however it is written.

use std::error::Error as StdError;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

use super::tree::Tree;
use super::{At, Fit, Misfits};

/// A whole number. It keeps the JSON number that was sent: `1`, `1.0` and `18446744073709551615` are written again
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Integer(Number);

/// The error for a number with a fraction, which is not an [`Integer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnInteger;

impl Integer {
    /// The value, if it fits into 64 bits with a sign.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64().or_else(|| exact(self.0.as_f64()?))
    }

    /// The value, if it fits into 64 bits without a sign.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64().or_else(|| exact::<i64>(self.0.as_f64()?)?.try_into().ok())
    }

    /// The JSON number.
    pub fn as_number(&self) -> &Number {
        &self.0
    }
}

/// A float that is a whole number up to 2^53, as that number. Beyond 2^53, floats cannot distinguish neighbouring
/// whole numbers.
fn exact<T: TryFrom<i64>>(float: f64) -> Option<T> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "a whole number of at most 53 bits")]
    let whole = (float.fract() == 0.0 && float.abs() <= LIMIT).then_some(float as i64)?;
    T::try_from(whole).ok()
}

impl Default for Integer {
    fn default() -> Self {
        Self(0.into())
    }
}

impl From<i64> for Integer {
    fn from(value: i64) -> Self {
        Self(value.into())
    }
}

impl From<u64> for Integer {
    fn from(value: u64) -> Self {
        Self(value.into())
    }
}

impl TryFrom<Number> for Integer {
    type Error = NotAnInteger;

    fn try_from(number: Number) -> Result<Self, NotAnInteger> {
        let whole = number.is_i64() || number.is_u64() || number.as_f64().is_none_or(|float| float.fract() == 0.0);
        if whole { Ok(Self(number)) } else { Err(NotAnInteger) }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NotAnInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an integer, found a number with a fraction")
    }
}

impl StdError for NotAnInteger {}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

impl Fit for Integer {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Number::read(deserializer)?).map_err(D::Error::custom)
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        let Tree::Number(number) = at.tree() else { return misfits.refuse(at, "an integer") };
        match Self::try_from(number.clone()) {
            Ok(integer) => Some(integer),
            Err(NotAnInteger) => misfits.refuse_as(at, "an integer", "a number with a fraction"),
        }
    }
}
