//! A consumer that uses all there is: each field by its type, each variant, each method. If it compiles against another version,
//! that version breaks nothing; if the other's consumer does not compile against this one, the other has more.

use std::collections::BTreeMap;

use quote::{format_ident, quote};
use syn::{Fields, ImplItem, Item, ReturnType, Visibility};

/// The consumer's text for the files of a generated crate.
pub(crate) fn of(files: &BTreeMap<String, String>) -> String {
    let mut uses = Vec::new();
    let items = files
        .iter()
        .filter(|(path, _)| path.starts_with("payload/") || path.starts_with("resource/"))
        .flat_map(|(_, text)| syn::parse_file(text).unwrap().items);
    for (index, item) in items.enumerate() {
        let function = format_ident!("use_{index}");
        match item {
            Item::Struct(item) if public(&item.vis) => {
                let name = &item.ident;
                let fields = item.fields.iter().filter(|field| public(&field.vis)).map(|field| {
                    let (field, of) = (field.ident.as_ref().unwrap(), &field.ty);
                    quote!(let _: &#of = &value.#field;)
                });
                uses.push(quote!(pub fn #function(value: &#name) { #(#fields)* }));
            }
            Item::Enum(item) if public(&item.vis) => {
                let name = &item.ident;
                let arms = item.variants.iter().map(|variant| {
                    let ident = &variant.ident;
                    match &variant.fields {
                        Fields::Unnamed(fields) => {
                            let of = &fields.unnamed[0].ty;
                            quote!(#name::#ident(inner) => { let _: &#of = inner; })
                        }
                        Fields::Unit | Fields::Named(_) => quote!(#name::#ident { .. } => {}),
                    }
                });
                uses.push(quote!(pub fn #function(value: &#name) { match value { #(#arms)* _ => {} } }));
            }
            Item::Type(item) if public(&item.vis) => {
                let (name, of) = (&item.ident, &item.ty);
                uses.push(quote!(pub fn #function(value: &#name) { let _: &#of = value; }));
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let of = &item.self_ty;
                let calls = item.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(method) if public(&method.vis) && method.sig.inputs.len() == 1 => {
                        method.sig.receiver()?;
                        let name = &method.sig.ident;
                        Some(match &method.sig.output {
                            ReturnType::Type(_, out) => quote!(let _: #out = value.#name();),
                            ReturnType::Default => quote!(value.#name();),
                        })
                    }
                    _ => None,
                });
                uses.push(quote!(pub fn #function(value: &#of) { #(#calls)* }));
            }
            _ => {}
        }
    }
    let text = quote!(#(#uses)*).to_string().replace("crate ::", "console_events ::");
    format!("#![allow(unused, unreachable_patterns)]\nuse console_events::*;\n{text}\n")
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
