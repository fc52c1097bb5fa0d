//! Types as Rust writes them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::lower::{Field, Item, Kind};

/// The type of a value.
pub(super) fn of(kind: &Kind) -> TokenStream {
    match kind {
        Kind::String => quote!(String),
        Kind::Boolean => quote!(bool),
        Kind::Null => quote!(()),
        Kind::Number => quote!(serde_json::Number),
        Kind::Integer => quote!(crate::Integer),
        Kind::Value => quote!(serde_json::Value),
        // Not `serde_json::Map`, which reads `null` as an empty one.
        Kind::Object => quote!(std::collections::BTreeMap<String, serde_json::Value>),
        Kind::Map(values) => {
            let values = of(values);
            quote!(std::collections::BTreeMap<String, #values>)
        }
        Kind::OpenMap(values) => {
            let values = of(values);
            quote!(crate::OpenMap<#values>)
        }
        Kind::Array(items) => {
            let items = of(items);
            quote!(Vec<#items>)
        }
        Kind::Named(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        Kind::Boxed(name) => {
            let name = format_ident!("{name}");
            quote!(Box<#name>)
        }
        Kind::Nullable(inner) => {
            let inner = of(inner);
            quote!(Option<#inner>)
        }
        Kind::Confidential(inner) => {
            let inner = of(inner);
            quote!(crate::Confidential<#inner>)
        }
    }
}

/// The type of a field. What need not be there, or may be `null`, is one `Option`; a `null` is remembered beside it.
pub(super) fn of_field(field: &Field) -> TokenStream {
    let of = of(&field.kind);
    if field.always() || matches!(field.kind, Kind::Nullable(_)) { of } else { quote!(Option<#of>) }
}

/// The type of an item of a tuple.
pub(super) fn of_item(item: &Item) -> TokenStream {
    let of = of(&item.kind);
    if item.required { of } else { quote!(Option<#of>) }
}

/// The type of the crate that a value mentions.
pub(super) fn mention(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Named(name) | Kind::Boxed(name) => Some(name),
        Kind::Map(inner)
        | Kind::OpenMap(inner)
        | Kind::Array(inner)
        | Kind::Nullable(inner)
        | Kind::Confidential(inner) => mention(inner),
        Kind::String | Kind::Boolean | Kind::Null | Kind::Number | Kind::Integer | Kind::Value | Kind::Object => None,
    }
}
