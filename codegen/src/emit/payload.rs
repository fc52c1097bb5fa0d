//! `Payload`, with one variant for each event, and the module of each event.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::items::{self, HEADER, docs, literal};
use super::{EmitError, resource, sample};
use crate::lower::{Accessor, AccessorStep, AccessorWays, EventPlan, SchemaSet, code};

/// The module of the payloads, with one file for each event, and the events' schemas and examples.
pub(super) fn files(set: &SchemaSet) -> Result<BTreeMap<String, String>, EmitError> {
    let mut files = BTreeMap::from([("payload/mod.rs".to_owned(), index(set)?)]);
    let shared = resource::shared(set);
    for event in &set.events {
        let module = &event.module;
        let schema = serde_json::to_string_pretty(&event.schema)?;
        files.insert(format!("schemas/{module}.schema.json"), schema + "\n");
        let example = serde_json::to_string_pretty(&sample::of(set, event))?;
        files.insert(format!("schemas/{module}.example.json"), example + "\n");
        let about = format!("The event {}.", code(&event.name));
        files.insert(format!("payload/{module}.rs"), items::module(&about, &event.types, &shared)?);
    }
    Ok(files)
}

fn index(set: &SchemaSet) -> Result<String, EmitError> {
    let mut text = format!("{HEADER}\n//! The payloads, in the order of the documentation.\n\n");
    for event in &set.events {
        let _ = writeln!(text, "mod {};", event.module);
    }
    text.push('\n');
    for event in &set.events {
        let _ = writeln!(text, "pub use {}::{};", event.module, items::import(&items::exported(&event.types)));
    }
    text.push_str("use crate::Unknown;\nuse crate::runtime::{events, payload};\n\n");
    let about = |event: &EventPlan| event.types.first().map(|plan| docs(summary(&plan.doc))).unwrap_or_default();
    let variants = set.events.iter().map(|event| {
        let (docs, name) = (about(event), format_ident!("{}", event.variant));
        quote!(#(#docs)* #name(#name))
    });
    let kinds = set.events.iter().map(|event| {
        let (docs, name) = (about(event), format_ident!("{}", event.variant));
        quote!(#(#docs)* #name)
    });
    let accessors: TokenStream = set.accessors.iter().map(accessor).collect();
    let accessors = if accessors.is_empty() { quote!() } else { quote!(impl Payload { #accessors }) };
    text.push_str(&items::format(quote! {
        /// The payload of an event: one variant for each documented event.
        ///
        /// Later versions of the Console send further events, so a `match` needs an arm for the rest.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Payload {
            #(#variants,)*
            /// An event that was not documented when this type was generated, or whose payload does not fit its documented type.
            Unknown(Unknown),
        }
        /// The kind of an event: one variant for each documented event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventKind { #(#kinds,)* }
        #accessors
    })?);
    text.push_str("\npayload! {\n");
    for event in &set.events {
        let _ = writeln!(text, "    {}: {},", event.variant, names(event));
    }
    text.push_str("}\n\nevents! {\n");
    for event in &set.events {
        let since = event.since.as_deref().map_or("None".to_owned(), |since| format!("Some({})", literal(since)));
        let module = &event.module;
        let _ = writeln!(
            text,
            "    {}: {}\n        since({since})\n        schema(include_str!(\"../schemas/{module}.schema.json\"))\n        \
             example(include_str!(\"../schemas/{module}.example.json\")),",
            event.variant,
            names(event)
        );
    }
    text.push_str("}\n");
    Ok(text)
}

/// All names of an event, in the form that the macros read.
fn names(event: &EventPlan) -> String {
    let aliases: Vec<String> = event.aliases.iter().map(|alias| literal(alias)).collect();
    format!("{} [{}]", literal(&event.name), aliases.join(", "))
}

/// The first paragraph.
fn summary(doc: &str) -> &str {
    doc.split("\n\n").next().unwrap_or_default()
}

fn accessor(accessor: &Accessor) -> TokenStream {
    let name = format_ident!("{}", accessor.name);
    let arms = accessor.variants.iter().map(|AccessorWays { variant, ways }| {
        let variant = format_ident!("{variant}");
        let ways = ways.iter().enumerate().map(|(index, way)| {
            let value = walk(way);
            if index == 0 { value } else { quote!(.or(#value)) }
        });
        quote!(Self::#variant(payload) => #(#ways)*)
    });
    let docs = docs(&about(accessor));
    quote! {
        #(#docs)*
        pub fn #name(&self) -> Option<&str> {
            match self {
                #(#arms,)*
                #[allow(unreachable_patterns, reason = "on some pages every event has it")]
                _ => None,
            }
        }
    }
}

/// What an accessor returns, and the places in the payloads where it looks.
fn about(accessor: &Accessor) -> String {
    let mut places: Vec<String> = Vec::new();
    for way in accessor.variants.iter().flat_map(|variant| &variant.ways) {
        let names: Vec<&str> = way.iter().map(|step| step.json.as_str()).collect();
        let place = code(&names.join("."));
        if !places.contains(&place) {
            places.push(place);
        }
    }
    format!(
        "The {} of the event, which the payload holds in {}.\n\n`None` if the payload does not hold it, or if the event is not documented.",
        code(&accessor.name),
        listed(&places)
    )
}

/// The places as a list in a sentence.
fn listed(places: &[String]) -> String {
    match places {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        _ => places.concat(),
    }
}

/// From `payload` through the fields to an `Option<&str>`.
fn walk(way: &[AccessorStep]) -> TokenStream {
    let mut value = quote!(payload);
    let mut certain = true;
    for (index, AccessorStep { ident, json: _, required }) in way.iter().enumerate() {
        let field = format_ident!("{ident}");
        let last = index + 1 == way.len();
        let (reference, step) = match (required, last) {
            (true, true) => (quote!(), quote!(.as_str())),
            (false, true) => (quote!(), quote!(.as_deref())),
            (true, false) => (quote!(&), quote!()),
            (false, false) => (quote!(), quote!(.as_ref())),
        };
        value = match (certain, required) {
            (true, _) => quote!(#value.#field #step),
            (false, true) => quote!(#value.map(|part| #reference part.#field #step)),
            (false, false) => quote!(#value.and_then(|part| part.#field #step)),
        };
        certain &= *required;
    }
    if certain { quote!(Some(#value)) } else { value }
}
