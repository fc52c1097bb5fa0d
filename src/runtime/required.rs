//! How a struct with required properties is made: from a struct that has exactly these, by name.
//!
//! A function with an argument for each would let two arguments of one type change places, unnoticed, when the page
//! moves a row. A builder would check only at run time. A struct literal names what it sets, and stops compiling when
//! another property becomes required.

/// `required! { Author, AuthorRequired { id } some { value } { name } extra }`: the struct, the struct of its required
/// properties, and its other fields. Behind `some`, which may be absent, stand the required properties whose type is
/// documented under a condition.
macro_rules! required {
    ($type:ident, $required:ident { $($always:ident),* } $(some { $($typed:ident),* })? { $($sometimes:ident),* } $extra:ident) => {
        impl $type {
            /// Makes one from the required properties. All other fields are absent, and can be set afterwards.
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
