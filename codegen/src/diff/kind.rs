//! The kinds of change, under the names that scripts and `explain` know.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What happened at a place.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind { $($(#[$doc])* $variant,)* }

        impl ChangeKind {
            /// All kinds, in the order in which `explain` lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The explanation: what it is, what it means for reader and API, an example, and what a careful consumer does.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $name, ".md")),)* }
            }
        }
    };
}

kinds! {
    /// An event is new.
    EventAdded = "event-added",
    /// An event is no longer sent.
    EventRemoved = "event-removed",
    /// The same event under another name.
    EventRenamed = "event-renamed",
    /// A further name for an event.
    AliasAdded = "alias-added",
    /// An event has lost one of its names.
    AliasRemoved = "alias-removed",
    /// A property is newly declared.
    PropertyAdded = "property-added",
    /// A property is no longer declared.
    PropertyRemoved = "property-removed",
    /// An optional property becomes required.
    PropertyRequired = "property-required",
    /// A required property becomes optional.
    PropertyOptional = "property-optional",
    /// One type replaces another.
    TypeChanged = "type-changed",
    /// Further types.
    TypeWidened = "type-widened",
    /// Fewer types.
    TypeNarrowed = "type-narrowed",
    /// A further value in an enumeration.
    EnumValueAdded = "enum-value-added",
    /// An enumeration has lost a value.
    EnumValueRemoved = "enum-value-removed",
    /// Another constant.
    ConstChanged = "const-changed",
    /// An object that was closed allows undeclared properties.
    ObjectOpened = "object-opened",
    /// An object that was open forbids undeclared properties.
    ObjectClosed = "object-closed",
    /// A bound, pattern or the like allows less.
    ConstraintTightened = "constraint-tightened",
    /// A bound, pattern or the like allows more, or something else.
    ConstraintLoosened = "constraint-loosened",
    /// Another format.
    FormatChanged = "format-changed",
    /// Array items are described in another form.
    ItemsChanged = "items-changed",
    /// Alternatives, negations or conditions changed.
    CombinatorChanged = "combinator-changed",
    /// Another default.
    DefaultChanged = "default-changed",
    /// Another description.
    DescriptionChanged = "description-changed",
    /// Another annotation, `x-confidential` among them.
    AnnotationChanged = "annotation-changed",
    /// Another example.
    ExampleChanged = "example-changed",
    /// A Rust item changed, although the schema at its place did not.
    ApiChanged = "api-changed",
}

impl ChangeKind {
    /// Whether it concerns the names of events rather than their schemas.
    pub(crate) fn of_names(self) -> bool {
        matches!(
            self,
            Self::EventAdded | Self::EventRemoved | Self::EventRenamed | Self::AliasAdded | Self::AliasRemoved
        )
    }

    /// Whether it only concerns documentation.
    pub(super) fn documents(self) -> bool {
        matches!(self, Self::DefaultChanged | Self::DescriptionChanged | Self::ExampleChanged)
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for ChangeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
