//! Tuples: the table by which a generated tuple struct reads the items of an array, each of its own type. Items that follow are kept.

/// `tuple! { Pair { 0: first required, 1: second optional } 2 }`: what a generated tuple can do; the last number is that of the rest.
macro_rules! tuple {
    ($type:ident { $($index:tt: $item:ident $presence:ident),* $(,)? } $last:tt) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let items: Vec<::serde_json::Value> = $crate::runtime::Discreet::read(deserializer)?;
                let refused = |error: ::serde_json::Error| <D::Error as ::serde::de::Error>::custom(error);
                let mut items = items.into_iter();
                $(let $item = $crate::runtime::tuple!(@read $presence items refused);)*
                let rest: Result<Vec<_>, _> = items.map($crate::runtime::Discreet::read).collect();
                Ok(Self($($item,)* rest.map_err(refused)?))
            }
        }

        $crate::runtime::discreet!($type);

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
    (@read required $items:ident $refused:ident) => {
        match $items.next() {
            Some(item) => $crate::runtime::Discreet::read(item).map_err($refused)?,
            None => return Err(<D::Error as ::serde::de::Error>::custom("expected an item more, found the end of the array")),
        }
    };
    (@read optional $items:ident $refused:ident) => {
        $items.next().map($crate::runtime::Discreet::read).transpose().map_err($refused)?
    };
    (@write required $items:ident $item:expr) => { $items.serialize_element(&$item)? };
    (@write optional $items:ident $item:expr) => {
        if let Some(item) = &$item {
            $items.serialize_element(item)?;
        }
    };
}

pub(crate) use tuple;
