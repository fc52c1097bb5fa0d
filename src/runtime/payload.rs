//! Dispatch: the macro by which the generated `Payload` finds the struct for a name. It never tries one struct after
//! another.

/// A documented event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownEvent {
    /// The event's name.
    pub name: &'static str,
    /// Other names on the wire for the same event.
    pub aliases: &'static [&'static str],
}

impl KnownEvent {
    pub(crate) const fn new(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases }
    }

    /// Whether this is one of the event's names.
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// `payload! { RobotBuilt: "robot_built" ["alias", …], … }`: the implementations of the generated `Payload`.
macro_rules! payload {
    ($($variant:ident: $name:literal [$($alias:literal),*]),* $(,)?) => {
        impl Payload {
            /// The documented events, in the order of the documentation.
            pub const KNOWN: &'static [$crate::KnownEvent] = &[$($crate::KnownEvent::new($name, &[$($alias),*])),*];

            /// The event's name. If the event has several names, the documented one.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    Self::Unknown(unknown) => unknown.name(),
                }
            }

            /// Reads the payload of the event with this name, the fast way.
            pub(crate) fn read<'de, D: ::serde::Deserializer<'de>>(name: &str, payload: D) -> Result<Self, D::Error> {
                use $crate::runtime::Fit as _;
                #[allow(unreachable_patterns, reason = "two events may claim one name; the first has it")]
                match name {
                    $($name $(| $alias)* => $variant::read(payload).map(Self::$variant),)*
                    _ => ::serde_json::Value::read(payload).map(|payload| $crate::Unknown::new(name, payload).into()),
                }
            }

            /// Like [`read`](Self::read), tolerantly; none if the payload as a whole does not fit.
            pub(crate) fn fit(
                name: &str,
                at: $crate::runtime::At<'_>,
                misfits: &mut $crate::runtime::Misfits,
            ) -> Option<Self> {
                use $crate::runtime::Fit as _;
                #[allow(unreachable_patterns, reason = "two events may claim one name; the first has it")]
                match name {
                    $($name $(| $alias)* => $variant::fit(at, misfits).map(Self::$variant),)*
                    _ => ::serde_json::Value::fit(at, misfits).map(|payload| $crate::Unknown::new(name, payload).into()),
                }
            }

            /// The name as a static text, if it is a documented alias of an event.
            pub(crate) fn alias(name: &str) -> Option<&'static str> {
                #[allow(unreachable_patterns, reason = "two events may claim one name; the first has it")]
                match name {
                    $($($alias => Some($alias),)*)*
                    _ => None,
                }
            }
        }

        impl ::serde::Serialize for Payload {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(payload) => payload.serialize(serializer),)*
                    Self::Unknown(unknown) => unknown.payload().serialize(serializer),
                }
            }
        }

        impl $crate::runtime::Undeclared for Payload {
            fn undeclared(&self, at: &mut String, found: &mut Vec<String>) {
                match self {
                    $(Self::$variant(payload) => payload.undeclared(at, found),)*
                    Self::Unknown(unknown) if Self::KNOWN.iter().any(|event| event.is_named(unknown.name())) => {}
                    Self::Unknown(_) => found.push(at.clone()),
                }
            }
        }

        impl From<$crate::Unknown> for Payload {
            fn from(unknown: $crate::Unknown) -> Self {
                Self::Unknown(unknown)
            }
        }

        $(
            impl From<$variant> for Payload {
                fn from(payload: $variant) -> Self {
                    Self::$variant(payload)
                }
            }
        )*
    };
}

pub(crate) use payload;
