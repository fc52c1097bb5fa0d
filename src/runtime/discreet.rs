//! Reading without quoting: what does not fit is named by its type.
//!
//! The types of the standard library let a deserializer say what it found (`invalid type: string "John Smith"`). A generated
//! struct may be read by any deserializer, so its fields are read by visitors of this crate: [`scalars`](super::scalars) and
//! [`containers`](super::containers).

use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess};
use serde_json::Value;

use super::{Confidential, EventTimestamp, Integer};

/// A type of which no error quotes a value, whatever the deserializer.
pub(crate) trait Discreet: Sized {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// The value that belongs to a name just read.
#[inline]
pub(crate) fn next<'de, A: MapAccess<'de>, T: Discreet>(map: &mut A) -> Result<T, A::Error> {
    map.next_value_seed(Seed(PhantomData))
}

/// Reads one value of the type.
pub(crate) struct Seed<T>(pub(crate) PhantomData<T>);

impl<'de, T: Discreet> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// `refuse! { T: boolean number }`: the methods of a visitor for `T` that name what does not fit. They are kept out of the way of
/// what does: built into each place that reads a value they cost it time.
macro_rules! refuse {
    ($value:ty: $($kind:ident)*) => { $($crate::runtime::refuse!(@$kind $value);)* };
    (@boolean $value:ty) => { $crate::runtime::refuse!(@as $value, visit_bool(bool) "a boolean"); };
    (@number $value:ty) => {
        $crate::runtime::refuse!(@as $value, visit_i64(i64) "a number");
        $crate::runtime::refuse!(@as $value, visit_u64(u64) "a number");
        $crate::runtime::refuse!(@as $value, visit_i128(i128) "a number");
        $crate::runtime::refuse!(@as $value, visit_u128(u128) "a number");
        $crate::runtime::refuse!(@as $value, visit_f64(f64) "a number");
    };
    (@string $value:ty) => { $crate::runtime::refuse!(@as $value, visit_str(&str) "a string"); };
    (@null $value:ty) => { $crate::runtime::refuse!(@as $value, visit_unit() "null"); };
    (@as $value:ty, $method:ident($($found:ty)?) $words:literal) => {
        #[cold]
        #[inline(never)]
        fn $method<E: ::serde::de::Error>(self $(, _: $found)?) -> Result<$value, E> {
            Err(E::invalid_type(::serde::de::Unexpected::Other($words), &self))
        }
    };
}

pub(crate) use refuse;

/// Types that quote nothing of themselves: those of this crate, and the one that takes any value.
macro_rules! discreet {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::runtime::Discreet for $type {
            #[inline]
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    )*};
}

pub(crate) use discreet;

discreet!(Value, Integer, EventTimestamp);

impl<T: for<'de> Deserialize<'de>> Discreet for Confidential<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}
