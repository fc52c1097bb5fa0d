//! Finds the parts of an event that the documentation does not declare.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Number, Value};

use super::{EventTimestamp, Integer};

/// Finds undeclared values. `at` is the JSON Pointer of the value itself.
pub(crate) trait Undeclared {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>);
}

/// Goes one level down and back up.
pub(crate) fn below(at: &mut String, token: &str, descend: impl FnOnce(&mut String)) {
    let length = at.len();
    at.push('/');
    push_token(at, token);
    descend(at);
    at.truncate(length);
}

/// Appends a name as JSON Pointer writes it (RFC 6901).
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

impl<T: Undeclared> Undeclared for Option<T> {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
        if let Some(value) = self {
            value.undeclared(at, found);
        }
    }
}

impl<T: Undeclared + ?Sized> Undeclared for Box<T> {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
        (**self).undeclared(at, found);
    }
}

impl<T: Undeclared> Undeclared for Vec<T> {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
        for (index, item) in self.iter().enumerate() {
            let length = at.len();
            // Writing to a `String` does not fail.
            let _ = write!(at, "/{index}");
            item.undeclared(at, found);
            at.truncate(length);
        }
    }
}

impl<T: Undeclared> Undeclared for BTreeMap<String, T> {
    fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
        for (name, value) in self {
            below(at, name, |at| value.undeclared(at, found));
        }
    }
}

/// Values without undeclared parts: scalars, and values that the documentation leaves open.
macro_rules! whole {
    ($($type:ty),* $(,)?) => {$(
        impl Undeclared for $type {
            fn undeclared(&self, _: &mut String, _: &mut Vec<String>) {}
        }
    )*};
}

whole!((), bool, String, Number, Integer, EventTimestamp, Value);
