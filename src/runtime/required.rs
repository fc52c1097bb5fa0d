//! How a struct with required properties is built: from a struct of exactly these, by name.
//!
//! Not by a function over them: two arguments of one type change places when the page moves a row, and nothing says so. Not by a builder
//! that is checked while it runs. A struct literal names what it sets, and stops compiling when a property becomes required.

/// `required! { Author, AuthorRequired { id } some { value } { name } extra }`: the struct, the struct of what it requires (behind
/// `some`, if there are any, the properties whose type is documented under a condition), and its other fields.
macro_rules! required {
    ($type:ident, $required:ident { $($always:ident),* } $(some { $($typed:ident),* })? { $($sometimes:ident),* } $extra:ident) => {
        impl $type {
            /// One with what is always there; all else is absent and can be set in the fields.
            pub fn new(required: $required) -> Self {
                let $required { $($always,)* $($($typed,)*)? } = required;
                Self { $($always,)* $($($typed: Some($typed),)*)? $($sometimes: None,)* $extra: $crate::runtime::Extra::default() }
            }
        }

        impl From<$required> for $type {
            fn from(required: $required) -> Self {
                Self::new(required)
            }
        }
    };
}

pub(crate) use required;
