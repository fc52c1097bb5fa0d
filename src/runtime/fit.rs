//! The contract of every type that a property can have: how a value of the type is read from a delivery.
//!
//! Both ways must agree: `read` fails if and only if `fit` reports a misfit, and otherwise both return the same value.
//! A type made of other types calls theirs. It may call `fit` once for each part of the value, so that the time to
//! read is linear in the size of the document: a union looks at the value first ([`At::kind`], names of members) and
//! then calls the type that it has chosen.
//!
//! ```text
//! impl Fit for Celsius {
//!     fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
//!         Number::read(deserializer).map(Self)
//!     }
//!     fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
//!         Number::fit(at, misfits).map(Self)
//!     }
//! }
//! ```
//!
//! A type that must see the whole value before it can choose builds the tree in the fast way, too: its `read` is
//! [`strict`].

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Unexpected};

use super::{At, Misfits, tree};

/// A type of a value in a delivery.
pub(crate) trait Fit: Sized {
    /// The fast way, directly from the text. An error means that there is a misfit, here or further down; the caller
    /// then reads the event again, tolerantly.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// The tolerant way. Reports every misfit at this place and below it. `None` means that the value as a whole does
    /// not fit; then at least one misfit was reported, and the caller keeps the value as it was sent.
    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self>;
}

/// Reads one value of the type, the fast way.
pub(crate) struct Seed<T>(pub(crate) PhantomData<T>);

impl<'de, T: Fit> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// The value of the name that was just read, the fast way.
#[inline]
pub(crate) fn next<'de, A: MapAccess<'de>, T: Fit>(map: &mut A) -> Result<T, A::Error> {
    map.next_value_seed(Seed(PhantomData))
}

/// Like [`next`], for a field that must not have a value yet.
#[inline]
pub(crate) fn once<'de, A: MapAccess<'de>, T: Fit>(field: &mut Option<T>, map: &mut A) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::custom("a name twice"));
    }
    *field = Some(next(map)?);
    Ok(())
}

/// The `Deserialize` of every type: tolerant, for every deserializer, and without content in the error. A value that
/// does not fit is kept if the type can keep it; if the value as a whole does not fit, the error is its first misfit.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: Fit>(deserializer: D) -> Result<T, D::Error> {
    let root = tree::grow(deserializer)?;
    let mut misfits = Misfits::default();
    T::fit(At::root(&root), &mut misfits).ok_or_else(|| refusal(misfits))
}

/// Like [`deserialize`], but any misfit is an error: the fast way of a type that must see the whole value first.
pub(crate) fn strict<'de, D: Deserializer<'de>, T: Fit>(deserializer: D) -> Result<T, D::Error> {
    let root = tree::grow(deserializer)?;
    let mut misfits = Misfits::default();
    match T::fit(At::root(&root), &mut misfits) {
        Some(value) if misfits.is_empty() => Ok(value),
        Some(_) | None => Err(refusal(misfits)),
    }
}

/// The first misfit as an error of the deserializer.
fn refusal<E: serde::de::Error>(misfits: Misfits) -> E {
    match misfits.finish(None).first() {
        Some(misfit) if misfit.pointer().is_empty() => {
            E::invalid_type(Unexpected::Other(misfit.found()), &misfit.expected())
        }
        Some(misfit) => E::custom(misfit),
        None => E::custom("a value that is not as documented"),
    }
}
