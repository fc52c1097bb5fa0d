//! Tuples: the macro by which a generated tuple struct reads the items of an array, each with its own type. Further
//! items are kept.

use super::tree::{Node, Tree};
use super::{At, Fit, Misfits};

/// The value was reported as a misfit.
pub(crate) struct DoesNotFit;

impl Misfits {
    /// The items of an array; any other value does not fit.
    pub(crate) fn items<'a>(&mut self, at: At<'a>) -> Option<&'a [Node<'a>]> {
        match at.tree() {
            Tree::Array(items) => Some(items),
            _ => self.refuse(at, "an array"),
        }
    }

    /// One item, if there is one.
    pub(crate) fn nth<T: Fit>(
        &mut self,
        at: At<'_>,
        items: &[Node<'_>],
        index: usize,
    ) -> Result<Option<T>, DoesNotFit> {
        let item = items.get(index).map(|item| at.item(index, item, |at| T::fit(at, self)).ok_or(DoesNotFit));
        item.transpose()
    }

    /// The remaining items. All of them are read, so that each misfit is listed.
    pub(crate) fn rest<T: Fit>(&mut self, at: At<'_>, items: &[Node<'_>], from: usize) -> Option<Vec<T>> {
        let rest = items.iter().enumerate().skip(from);
        let found: Vec<Option<T>> = rest.map(|(index, item)| at.item(index, item, |at| T::fit(at, self))).collect();
        found.into_iter().collect()
    }
}

/// `tuple! { Pair { 0: first required, 1: second optional } 2 }`: the implementations of a generated tuple; the last
/// number is the index of the remaining items.
macro_rules! tuple {
    ($type:ident { $($index:tt: $item:ident $presence:ident),* $(,)? } $last:tt) => {
        impl $crate::runtime::Fit for $type {
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::strict(deserializer)
            }

            fn fit(at: $crate::runtime::At<'_>, misfits: &mut $crate::runtime::Misfits) -> Option<Self> {
                let items = misfits.items(at)?;
                $(let $item = $crate::runtime::tuple!(@fit $presence $index items at misfits);)*
                let rest = misfits.rest(at, items, $last);
                Some(Self($($crate::runtime::tuple!(@read $presence $item),)* rest?))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeSeq as _;
                let mut items = serializer.serialize_seq(None)?;
                $($crate::runtime::tuple!(@write $presence items self.$index);)*
                for item in &self.$last {
                    items.serialize_element(item)?;
                }
                items.end()
            }
        }

        impl $crate::runtime::Undeclared for $type {
            fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
                $($crate::runtime::below(at, stringify!($index), |at| self.$index.undeclared(at, found));)*
                for (index, item) in self.$last.iter().enumerate() {
                    $crate::runtime::below(at, &(index + $last).to_string(), |at| item.undeclared(at, found));
                }
            }
        }
    };
    (@fit required $index:tt $items:ident $at:ident $misfits:ident) => {
        match $misfits.nth($at, $items, $index) {
            Ok(Some(item)) => Some(item),
            Err(_) => None,
            Ok(None) => $misfits.refuse_as($at, concat!("an array of more than ", $index, " items"), "a shorter one"),
        }
    };
    (@fit optional $index:tt $items:ident $at:ident $misfits:ident) => { $misfits.nth($at, $items, $index) };
    (@read required $item:ident) => { $item? };
    (@read optional $item:ident) => { $item.ok()? };
    (@write required $items:ident $item:expr) => { $items.serialize_element(&$item)? };
    (@write optional $items:ident $item:expr) => {
        if let Some(item) = &$item {
            $items.serialize_element(item)?;
        }
    };
}

pub(crate) use tuple;
