//! Values that contain others. If an item does not fit, the whole container does not fit.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::tree::Tree;
use super::{At, Fit, Key, Misfits, Seed, next};

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Fit> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

/// A value that may be `null`.
impl<T: Fit> Fit for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        match at.tree() {
            Tree::Null => Some(None),
            _ => T::fit(at, misfits).map(Some),
        }
    }
}

struct VecVisitor<T>(PhantomData<T>);

impl<'de, T: Fit> Visitor<'de> for VecVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(Seed(PhantomData))? {
            found.push(item);
        }
        Ok(found)
    }
}

impl<T: Fit> Fit for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(VecVisitor(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        let Tree::Array(items) = at.tree() else { return misfits.refuse(at, "an array") };
        // All items are read, so that each misfit is reported.
        let mut found = Some(Vec::with_capacity(items.len()));
        for (index, item) in items.iter().enumerate() {
            let item = at.item(index, item, |at| T::fit(at, misfits));
            found = found.zip(item).map(|(mut found, item)| {
                found.push(item);
                found
            });
        }
        found
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Fit> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<BTreeMap<String, T>, A::Error> {
        let mut found = BTreeMap::new();
        while let Some(name) = map.next_key::<Key<'de>>()? {
            if found.insert(name.0.into_owned(), next(&mut map)?).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(found)
    }
}

impl<T: Fit> Fit for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        let members = misfits.members(at)?;
        let mut found = Some(BTreeMap::new());
        for member in members {
            let value = at.member(member, |at| {
                misfits.again(at, member);
                T::fit(at, misfits)
            });
            found = found.zip(value).map(|(mut found, value)| {
                found.insert(member.name.clone().into_owned(), value);
                found
            });
        }
        found
    }
}

impl<T: Fit> Fit for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        T::fit(at, misfits).map(Self::new)
    }
}
