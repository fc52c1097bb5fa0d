//! Types in Rust's syntax.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::lower::{Field, TupleItem, TypeKind};

/// The type of a value.
pub(super) fn of(kind: &TypeKind) -> TokenStream {
    match kind {
        TypeKind::String => quote!(String),
        TypeKind::Boolean => quote!(bool),
        TypeKind::Null => quote!(()),
        TypeKind::Number => quote!(serde_json::Number),
        TypeKind::Integer => quote!(crate::Integer),
        TypeKind::Value => quote!(serde_json::Value),
        // Not `serde_json::Map`, which reads `null` as an empty one.
        TypeKind::Object => quote!(std::collections::BTreeMap<String, serde_json::Value>),
        TypeKind::Map(values) => {
            let values = of(values);
            quote!(std::collections::BTreeMap<String, #values>)
        }
        TypeKind::OpenMap(values) => {
            let values = of(values);
            quote!(crate::OpenMap<#values>)
        }
        TypeKind::Array(items) => {
            let items = of(items);
            quote!(Vec<#items>)
        }
        TypeKind::Named(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        TypeKind::Boxed(name) => {
            let name = format_ident!("{name}");
            quote!(Box<#name>)
        }
        TypeKind::Nullable(inner) => {
            let inner = of(inner);
            quote!(Option<#inner>)
        }
        TypeKind::Confidential(inner) => {
            let inner = of(inner);
            quote!(crate::Confidential<#inner>)
        }
    }
}

/// The type of a field. A property that may be absent or `null` is one `Option`; the struct remembers a `null`.
pub(super) fn of_field(field: &Field) -> TokenStream {
    let of = of(&field.kind);
    if field.always() || matches!(field.kind, TypeKind::Nullable(_)) { of } else { quote!(Option<#of>) }
}

/// The type of an item of a tuple.
pub(super) fn of_item(item: &TupleItem) -> TokenStream {
    let of = of(&item.kind);
    if item.required { of } else { quote!(Option<#of>) }
}

/// The generated type that a value mentions.
pub(super) fn mention(kind: &TypeKind) -> Option<&str> {
    match kind {
        TypeKind::Named(name) | TypeKind::Boxed(name) => Some(name),
        TypeKind::Map(inner)
        | TypeKind::OpenMap(inner)
        | TypeKind::Array(inner)
        | TypeKind::Nullable(inner)
        | TypeKind::Confidential(inner) => mention(inner),
        TypeKind::String
        | TypeKind::Boolean
        | TypeKind::Null
        | TypeKind::Number
        | TypeKind::Integer
        | TypeKind::Value
        | TypeKind::Object => None,
    }
}
