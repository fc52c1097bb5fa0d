//! A consumer of one version of a generated crate, made from its files: it reads each field by its type, matches each variant, builds
//! what can be built (structs, tuples, variants), calls each accessor and each method of a format, and prints all of it. A module an event, so that what does not compile has a name.

use std::collections::{BTreeMap, BTreeSet};

use quote::{ToTokens, format_ident, quote};
use syn::{Fields, Item, Visibility};

/// The consumer's files by path; `modules` are those that are compiled.
pub(crate) fn of(files: &BTreeMap<String, String>, modules: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut consumer = BTreeMap::from([("src/main.rs".to_owned(), main(modules))]);
    let accessors = accessors(&files["payload/mod.rs"]);
    for module in modules {
        let Some(text) = files.get(&format!("payload/{module}.rs")) else { continue };
        consumer.insert(format!("src/{module}.rs"), event(text, &accessors));
    }
    consumer
}

/// The events of a crate, by module.
pub(crate) fn modules(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let stems = files.keys().filter_map(|path| path.strip_prefix("payload/")?.strip_suffix(".rs"));
    stems.filter(|stem| *stem != "mod").map(str::to_owned).collect()
}

const MAIN: &str = r#"
use std::collections::BTreeMap;
use console_events::*;

pub type Said = BTreeMap<String, String>;

pub trait Read { fn read(&self, place: &str, said: &mut Said); }

macro_rules! plain { ($($of:ty),*) => { $(impl Read for $of {
    fn read(&self, place: &str, said: &mut Said) { said.insert(place.into(), serde_json::to_string(self).unwrap()); }
})* } }
plain!(String, bool, (), serde_json::Number, Integer, serde_json::Value);
impl<T: Read> Read for Option<T> {
    fn read(&self, place: &str, said: &mut Said) {
        match self { Some(value) => value.read(place, said), None => { said.insert(place.into(), "None".into()); } }
    }
}
impl<T: Read> Read for Vec<T> {
    fn read(&self, place: &str, said: &mut Said) {
        for (at, value) in self.iter().enumerate() { value.read(&format!("{place}[{at}]"), said); }
    }
}
impl<T: Read> Read for BTreeMap<String, T> {
    fn read(&self, place: &str, said: &mut Said) {
        for (name, value) in self { value.read(&format!("{place}[{name}]"), said); }
    }
}
impl<T: Read> Read for OpenMap<T> {
    // Under a name that was left open until now a value may be of the type from now on, as a property may be declared.
    fn read(&self, place: &str, said: &mut Said) { self.typed.read(place, said); let _: &Extra = &self.extra; }
}
impl<T: Read> Read for Box<T> { fn read(&self, place: &str, said: &mut Said) { (**self).read(place, said); } }
impl<T: Read> Read for Confidential<T> { fn read(&self, place: &str, said: &mut Said) { self.expose().read(place, said); } }
impl Read for Extra {
    // What is declared from now on is no longer among them.
    fn read(&self, _: &str, _: &mut Said) { let _: usize = self.len(); }
}

fn main() {
    let bodies: BTreeMap<String, Vec<serde_json::Value>> =
        serde_json::from_str(&std::fs::read_to_string(std::env::var_os("BODIES").unwrap()).unwrap()).unwrap();
    let mut all: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    CALLS
    println!("{}", serde_json::to_string(&all).unwrap());
}
"#;

const CALL: &str = r#"
    for body in bodies.get("MODULE").into_iter().flatten() {
        let mut said = Said::new();
        MODULE::run(&body.to_string(), &mut said);
        all.entry("MODULE".into()).or_default().push(said);
    }
"#;

fn main(modules: &BTreeSet<String>) -> String {
    let mut declared = String::from("#![allow(unused, unreachable_patterns, clippy::all)]\n");
    let mut calls = String::new();
    for module in modules {
        declared.extend(["mod ", module, ";\n"]);
        calls.push_str(&CALL.replace("MODULE", module));
    }
    declared + &MAIN.replace("CALLS", &calls)
}

/// The accessors, each with the text of its body.
fn accessors(payload: &str) -> Vec<(String, String)> {
    let items = syn::parse_file(payload).unwrap().items;
    let methods = items.into_iter().filter_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() && item.self_ty.to_token_stream().to_string() == "Payload" => {
            Some(item.items)
        }
        _ => None,
    });
    methods
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(method) => {
                Some((method.sig.ident.to_string(), method.block.to_token_stream().to_string()))
            }
            _ => None,
        })
        .collect()
}

/// The consumer of one event: its payload is the first type of the module.
fn event(text: &str, accessors: &[(String, String)]) -> String {
    let items = syn::parse_file(text).unwrap().items;
    let required: BTreeMap<String, Fields> = items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => {
                let of = item.ident.to_string().strip_suffix("Required")?.to_owned();
                Some((of, item.fields.clone()))
            }
            _ => None,
        })
        .collect();
    let methods: BTreeMap<String, Vec<syn::Ident>> = items.iter().filter_map(formats).collect();
    let mut readers = Vec::new();
    let mut payload = None;
    for item in &items {
        match item {
            Item::Struct(item) if public(&item.vis) && !item.ident.to_string().ends_with("Required") => {
                payload.get_or_insert_with(|| item.ident.clone());
                let asked = required.get(&item.ident.to_string());
                readers.push(structure(item, asked, methods.get(&item.ident.to_string())));
            }
            Item::Enum(item) if public(&item.vis) => readers.push(choice(item)),
            _ => {}
        }
    }
    let payload = payload.unwrap();
    let calls = accessors.iter().filter(|(_, body)| body.contains(&format!("Self :: {payload} ("))).map(|(name, _)| {
        let (ident, place) = (format_ident!("{name}"), format!("{name}()"));
        quote!(said.insert(#place.into(), format!("{:?}", event.payload.#ident()));)
    });
    let run = quote! {
        pub fn run(body: &str, said: &mut Said) {
            let event = ConsoleEvent::from_str(body).unwrap();
            said.insert("kind".into(), EventKind::#payload.to_string());
            #(#calls)*
            match &event.payload {
                Payload::#payload(value) => value.read("payload", said),
                _ => { said.insert("payload".into(), "another event".into()); }
            }
            said.insert("written".into(), serde_json::to_string(&event).unwrap());
        }
    };
    let text = quote!(#(#readers)* #run)
        .to_string()
        .replace("crate :: runtime ::", "console_events ::")
        .replace("crate ::", "console_events ::");
    format!("use console_events::*;\nuse super::{{Read, Said}};\n{text}\n")
}

/// The methods of a type that read a text as a `Uuid`: the crate is built with that feature.
fn formats(item: &Item) -> Option<(String, Vec<syn::Ident>)> {
    let Item::Macro(item) = item else { return None };
    if !item.mac.path.is_ident("formats") {
        return None;
    }
    let name = item.mac.tokens.clone().into_iter().next()?.to_string();
    let text = item.mac.tokens.to_string();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.ends_with("_uuid"));
    Some((name, words.map(|word| format_ident!("{word}")).collect()))
}

fn structure(
    item: &syn::ItemStruct,
    asked: Option<&Fields>,
    methods: Option<&Vec<syn::Ident>>,
) -> proc_macro2::TokenStream {
    let name = &item.ident;
    let fields = item.fields.iter().enumerate().filter(|(_, field)| public(&field.vis)).map(|(at, field)| {
        let (of, at) = (&field.ty, syn::Index::from(at));
        let (access, place) = match &field.ident {
            Some(ident) => (quote!(self.#ident), format!("{{place}}.{ident}")),
            None => (quote!(self.#at), format!("{{place}}.{}", at.index)),
        };
        quote!({ let value: &#of = &#access; value.read(&format!(#place), said); })
    });
    let built = asked.map(|asked| {
        let arguments = format_ident!("{name}Required");
        let asked = asked.iter().map(|field| {
            let (ident, of) = (&field.ident, field.ty.to_token_stream().to_string());
            let same = item.fields.iter().any(|own| own.ident == *ident && own.ty.to_token_stream().to_string() == of);
            // What is documented under a condition alone may not be of its type.
            if same { quote!(#ident: self.#ident.clone()) } else { quote!(#ident: self.#ident.clone()?) }
        });
        quote! {
            if let Some(built) = (|| Some(#name::new(#arguments { #(#asked),* })))() {
                said.insert(format!("{place} built"), serde_json::to_string(&built).unwrap());
            }
        }
    });
    let tuple = matches!(item.fields, Fields::Unnamed(_)).then(|| {
        let parts: Vec<_> = (0..item.fields.len()).map(|at| format_ident!("item{at}")).collect();
        quote! {
            let #name(#(#parts),*) = self;
            said.insert(format!("{place} built"), serde_json::to_string(&#name(#(#parts.clone()),*)).unwrap());
        }
    });
    let methods = methods.into_iter().flatten().map(|method| {
        let place = format!("{{place}}.{method}()");
        quote!(said.insert(format!(#place), format!("{:?}", self.#method()));)
    });
    let derives = |attribute: &syn::Attribute| attribute.to_token_stream().to_string().contains("Default");
    let default =
        item.attrs.iter().any(derives).then(
            || quote!(said.insert(format!("{place} default"), serde_json::to_string(&#name::default()).unwrap());),
        );
    quote! {
        impl Read for #name {
            fn read(&self, place: &str, said: &mut Said) { #(#fields)* #built #tuple #(#methods)* #default }
        }
    }
}

fn choice(item: &syn::ItemEnum) -> proc_macro2::TokenStream {
    let name = &item.ident;
    let arms = item.variants.iter().filter(|variant| variant.ident != "Other").map(|variant| {
        let (ident, text) = (&variant.ident, variant.ident.to_string());
        match &variant.fields {
            Fields::Unnamed(fields) => {
                let of = &fields.unnamed[0].ty;
                quote!(#name::#ident(inner) => {
                    let inner: &#of = inner;
                    inner.read(&format!("{place}:{}", #text), said);
                    let built = #name::#ident(inner.clone());
                    said.insert(format!("{place} built"), serde_json::to_string(&built).unwrap());
                })
            }
            Fields::Unit | Fields::Named(_) => {
                quote!(#name::#ident { .. } => { said.insert(place.into(), #text.into()); })
            }
        }
    });
    quote! {
        impl Read for #name {
            fn read(&self, place: &str, said: &mut Said) {
                match self { #(#arms)* _ => { said.insert(place.into(), "another".into()); } }
            }
        }
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
