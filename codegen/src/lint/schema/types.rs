//! Sets of JSON types. An integer is a number; a number need not be one.

use std::fmt;

use serde_json::Value;

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Types(u8);

impl Types {
    pub(in crate::lint) const NONE: Self = Self(0);
    pub(in crate::lint) const NULL: Self = Self(1);
    pub(in crate::lint) const BOOLEAN: Self = Self(2);
    pub(in crate::lint) const STRING: Self = Self(4);
    pub(in crate::lint) const INTEGER: Self = Self(8);
    /// Integers, and numbers that are none.
    pub(in crate::lint) const NUMBER: Self = Self(8 | 16);
    pub(in crate::lint) const ARRAY: Self = Self(32);
    pub(in crate::lint) const OBJECT: Self = Self(64);
    pub(in crate::lint) const ANY: Self = Self(127);

    /// The type of that name in JSON Schema.
    pub(in crate::lint) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "string" => Self::STRING,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// What the value of a keyword `type` allows; one that is not understood allows everything.
    pub(in crate::lint) fn of_keyword(value: &Value) -> Self {
        let of_name = |name: &Value| name.as_str().and_then(Self::named).unwrap_or(Self::ANY);
        match value {
            Value::Array(names) => names.iter().fold(Self::NONE, |types, name| types.or(of_name(name))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => of_name(value),
        }
    }

    /// The type of a value.
    pub(in crate::lint) fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::String(_) => Self::STRING,
            Value::Number(number) if number.as_f64().is_none_or(|number| number.fract() == 0.0) => Self::INTEGER,
            Value::Number(_) => Self::NUMBER,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(in crate::lint) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(in crate::lint) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(in crate::lint) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(in crate::lint) fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Whether all of `other` is in it.
    pub(in crate::lint) fn holds(self, other: Self) -> bool {
        self.and(other) == other
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = ["null", "boolean", "string", "number", "integer", "array", "object"];
        let mut rest = *self;
        let mut first = true;
        for name in names {
            let types = Self::named(name).unwrap_or(Self::NONE);
            if !rest.and(types).is_none() && rest.holds(types) {
                f.write_str(if first { "" } else { " or " })?;
                f.write_str(name)?;
                rest = rest.without(types);
                first = false;
            }
        }
        if first { f.write_str("nothing") } else { Ok(()) }
    }
}
