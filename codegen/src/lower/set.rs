//! The model of what is generated: every public type, with its fields or variants and the JSON names that they read and write.
//!
//! [`emit`](mod@crate::emit) turns it into Rust, and [`mod@crate::diff`] compares two of them: [`SchemaSet::items`] lists the public items that
//! a consumer can name, each with what it means in JSON, so that a name which now reads another property is seen.

use serde_json::Value;

use super::Accessor;

/// The model that [`emit`](crate::emit::emit) turns into a crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaSet {
    /// The events, in the order of the page.
    pub events: Vec<EventPlan>,
    /// The resources and definitions that events share, in the order of their first use.
    pub resources: Vec<ResourcePlan>,
    /// Methods that read the same content of different events.
    pub accessors: Vec<Accessor>,
}

/// One event: a module with the payload's type and those within it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPlan {
    /// The event's name.
    pub name: String,
    /// Other names under which it is sent.
    pub aliases: Vec<String>,
    /// The name of the module and of its file.
    pub module: String,
    /// The variant and the payload's type; that is the first of `types`.
    pub variant: String,
    /// The payload's type, then those within it.
    pub types: Vec<TypePlan>,
    /// The event's JSON Schema, self-contained.
    pub schema: Value,
    /// The documented example, corrected.
    pub example: Option<Value>,
    /// The first version that sends it: `12.3.0`.
    pub since: Option<String>,
}

/// One resource, or a definition that the schemas of events share: a module with its type and those within it.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourcePlan {
    /// The module, which is the file's stem, too.
    pub module: String,
    /// Its own type, then those within it.
    pub types: Vec<TypePlan>,
}

/// One type that is generated.
#[derive(Clone, Debug, PartialEq)]
pub struct TypePlan {
    /// Its name, unique in the crate.
    pub name: String,
    /// Its documentation, Markdown that rustdoc accepts.
    pub doc: String,
    /// What it is made of.
    pub layout: Layout,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Layout {
    /// A struct: the properties, and the name of the field that holds the undeclared ones.
    Object {
        /// The declared properties, in the order of the schema.
        fields: Vec<Field>,
        /// The field for the others.
        extra: String,
    },
    /// An enum of strings.
    Strings(Vec<Variant>),
    /// An enum whose variants are distinguished by a property or by their JSON type.
    Union(Union),
    /// A tuple: its items, and the type of all further items.
    Tuple(Vec<TupleItem>, TypeKind),
    /// A struct around one value.
    Transparent(TypeKind),
}

/// One property.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in JSON.
    pub json: String,
    /// Its name in Rust.
    pub ident: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Its type, without regard to `required` and `conditional`.
    pub kind: TypeKind,
    /// Its documentation.
    pub doc: String,
    /// The accessor that the schema asks for (`x-accessor`).
    pub accessor: Option<String>,
    /// The schema's `format`.
    pub format: Option<String>,
    /// Whether the type is documented under a condition alone (`if`, `dependentSchemas`, some branches of a union): where the condition
    /// does not hold, any value may stand there.
    pub conditional: bool,
}

impl Field {
    /// Whether a value of its type is always there.
    #[must_use]
    pub fn always(&self) -> bool {
        self.required && !self.conditional
    }
}

/// What decides which variant a value of a union is.
#[derive(Clone, Debug, PartialEq)]
pub enum Dispatch {
    /// The text of this property.
    Tag(String),
    /// Its JSON type.
    Type,
}

/// An enum of values of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// What decides which variant a value is.
    pub dispatch: Dispatch,
    /// The documented variants.
    pub variants: Vec<UnionVariant>,
}

/// One documented type of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// The variant's name.
    pub ident: String,
    /// The texts of the tag, or the JSON types.
    pub by: Vec<String>,
    /// Its title in the schema.
    pub doc: Option<String>,
    /// Its value.
    pub kind: TypeKind,
}

/// One item of a tuple.
#[derive(Clone, Debug, PartialEq)]
pub struct TupleItem {
    /// Its type, without regard to `required`.
    pub kind: TypeKind,
    /// Whether it is always there.
    pub required: bool,
}

/// One documented text of an enum of strings.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The text in JSON.
    pub json: String,
    /// The variant's name.
    pub ident: String,
    /// Its words in the schema.
    pub doc: Option<String>,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// Always `null`.
    Null,
    /// A number, kept unchanged.
    Number,
    /// A whole number, kept unchanged.
    Integer,
    /// Any value.
    Value,
    /// An object without declared properties.
    Object,
    /// An object whose values are of one type.
    Map(Box<TypeKind>),
    /// An object whose values are of one type under some names, and may be anything under other names.
    OpenMap(Box<TypeKind>),
    /// An array whose items are of one type.
    Array(Box<TypeKind>),
    /// A type of the set.
    Named(String),
    /// A type of the set, boxed.
    Boxed(String),
    /// A value of a type, or `null`.
    Nullable(Box<TypeKind>),
    /// A value that `Debug` does not show.
    Confidential(Box<TypeKind>),
}

impl SchemaSet {
    /// All types: those of the resources, then those of the events.
    pub fn types(&self) -> impl Iterator<Item = &TypePlan> {
        let resources = self.resources.iter().flat_map(|resource| &resource.types);
        resources.chain(self.events.iter().flat_map(|event| &event.types))
    }

    /// The type of that name.
    pub fn type_named(&self, name: &str) -> Option<&TypePlan> {
        self.types().find(|plan| plan.name == name)
    }
}
