//! The macro calls that let a type read and write itself.

use std::fmt::Write as _;

use super::items::{literal, required};
use super::rust;
use crate::lower::{Dispatch, Field, Layout, TypeKind, TypePlan};

/// The names of the macros that a type needs.
pub(super) fn names(plan: &TypePlan) -> Vec<&'static str> {
    let formats = plan.format_methods().next().map(|_| "formats");
    forms(plan).into_iter().chain(formats).collect()
}

fn forms(plan: &TypePlan) -> Vec<&'static str> {
    match &plan.layout {
        Layout::Object { .. } if required(plan).is_some() => vec!["object", "required"],
        Layout::Object { .. } => vec!["object"],
        Layout::Strings(_) => vec!["string_enum"],
        Layout::Union(_) => vec!["union"],
        Layout::Tuple(..) => vec!["tuple"],
        Layout::Transparent(_) => vec!["transparent"],
    }
}

/// The macro calls of a type.
pub(super) fn of(plan: &TypePlan) -> String {
    let name = &plan.name;
    match &plan.layout {
        Layout::Object { fields, extra } => {
            let mut text = format!("object! {{\n    {name}, {extra} {{\n");
            for Field { json, ident, required, kind, conditional, .. } in fields {
                let presence = match (required, conditional, kind) {
                    (true, true, _) => "required_conditional",
                    (true, false, _) => "required",
                    (false, true, _) => "conditional",
                    (false, false, TypeKind::Nullable(_)) => "nullable",
                    (false, false, _) => "optional",
                };
                let _ = writeln!(text, "        {ident}: {} {presence},", literal(json));
            }
            text.push_str("    }\n}\n");
            if let Some(companion) = required(plan) {
                let idents = |wanted: &dyn Fn(&Field) -> bool| {
                    let fields = fields.iter().filter(|field| wanted(field));
                    fields.map(|field| field.ident.as_str()).collect::<Vec<_>>().join(", ")
                };
                let always = idents(&|field| field.required && !field.conditional);
                let typed = match idents(&|field| field.required && field.conditional) {
                    typed if typed.is_empty() => typed,
                    typed => format!("some {{ {typed} }} "),
                };
                let sometimes = idents(&|field| !field.required);
                let _ = writeln!(
                    text,
                    "required! {{ {name}, {companion} {{ {always} }} {typed}{{ {sometimes} }} {extra} }}"
                );
            }
            text + &formats(plan)
        }
        Layout::Strings(variants) => {
            let mut text = format!("string_enum! {{\n    {name} {{\n");
            for variant in variants {
                let _ = writeln!(text, "        {} = {},", variant.ident, literal(&variant.json));
            }
            text + "    }\n}\n"
        }
        Layout::Union(union) => {
            let by = match &union.dispatch {
                Dispatch::Tag(tag) => literal(tag),
                Dispatch::Type => "type".to_owned(),
            };
            let mut text = format!("union! {{\n    {name} by {by} {{\n");
            for variant in &union.variants {
                let by: Vec<String> = match &union.dispatch {
                    Dispatch::Tag(_) => variant.by.iter().map(|text| literal(text)).collect(),
                    Dispatch::Type => variant.by.clone(),
                };
                let _ = writeln!(text, "        {} = {},", variant.ident, by.join(" | "));
            }
            text + "    }\n}\n"
        }
        Layout::Tuple(items, _) => {
            let mut text = format!("tuple! {{\n    {name} {{\n");
            for (at, item) in items.iter().enumerate() {
                let presence = if item.required { "required" } else { "optional" };
                let _ = writeln!(text, "        {at}: item{at} {presence},");
            }
            let _ = writeln!(text, "    }} {}\n}}", items.len());
            text
        }
        Layout::Transparent(_) => format!("transparent! {{ {name} }}\n"),
    }
}

/// The macro call that defines the methods for texts with a format.
fn formats(plan: &TypePlan) -> String {
    let rows = plan.format_methods().map(|(field, format, methods)| {
        let presence = if field.always() && field.kind == TypeKind::String { "required" } else { "optional" };
        let methods: Vec<String> = methods.into_iter().map(|(method, _)| method).collect();
        format!("        {}: {} {presence} [{}],\n", field.ident, format.replace('-', "_"), methods.join(" "))
    });
    let rows = rows.collect::<Vec<_>>().concat();
    if rows.is_empty() { rows } else { format!("formats! {{\n    {} {{\n{rows}    }}\n}}\n", plan.name) }
}

impl TypePlan {
    /// The generated types that it mentions.
    pub(super) fn mentions(&self) -> Vec<&str> {
        self.kinds().into_iter().filter_map(rust::mention).collect()
    }
}
