//! ## What it does
//! Reports a union (`oneOf`, `anyOf`) whose branches nothing tells apart: a branch that states no type, or several
//! branches that are objects without a property that has other texts (`const`, `enum`) in each of them.
//!
//! ## Why it matters
//! A reader that tries one shape after another takes a value for the wrong one without a word. So the generated type of
//! such a union is an untyped value, whatever its branches say.
//!
//! ## Example
//! ```json
//! {"oneOf": [{"type": "object", "properties": {"email": {"type": "string"}}}, {"type": "object", "properties": {"group": {"type": "string"}}}]}
//! ```
//!
//! ## What to do
//! Find out how a receiver knows which branch it is, and patch the schema: a property with a `const` in each branch, or
//! the `type` of the branch that lacks one. If there is no way to know, accept it.

use std::collections::{BTreeSet, HashSet};

use crate::schema::is_annotation;

use super::{Context, Finding, KnownTypes, Rule, SchemaNode, Severity, Types};

pub(super) const RULE: Rule = Rule {
    id: "union-untyped",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("union_untyped.rs"),
    check,
};

/// No more branches are looked at, nor schemas that speak of the same value; with more branches a union has no type either.
const MOST: usize = 256;
/// A union within unions is not opened if more schemas than this apply to its value.
const MOST_AROUND: usize = 64;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas().into_iter().filter(|place| !place.in_place && !place.negated) {
            let node = SchemaNode { pointer: place.pointer, value: place.schema, ..root.clone() };
            // The target of a reference is reported at its own place.
            let around = if node.target().is_some() { Vec::new() } else { said(&node) };
            let Some(union) = union(&around) else { continue };
            let mut branches = Vec::new();
            let reason = if expand(&union, &around, &mut branches, &mut KnownTypes::new()) {
                reason(&branches, around.iter().any(declares))
            } else {
                Some(format!("it has more than {MOST} branches"))
            };
            if let Some(reason) = reason {
                let keyword = union.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
                findings.push(
                    Finding::on_key(&union.sheet, &union.pointer)
                        .message(format!("the branches of `{keyword}` cannot be told apart: {reason}"))
                        .help("give each branch a property with a different `const`, by a patch, or accept an untyped value"),
                );
            }
        }
    }
}

/// All schemas that always hold for the value: itself, what it refers to, and `allOf`.
fn said<'a>(node: &SchemaNode<'a>) -> Vec<SchemaNode<'a>> {
    let (mut found, mut seen, mut at) = (vec![node.clone()], HashSet::from([node.place()]), 0);
    while let Some(node) = found.get(at).filter(|_| at < MOST).cloned() {
        at += 1;
        let all = node.child(["allOf"]).map(|list| list.children()).unwrap_or_default();
        found.extend(node.target().into_iter().chain(all).filter(|next| seen.insert(next.place())));
    }
    found
}

/// The branches that are read: those of `oneOf` say more where there is `anyOf`, too.
fn union<'a>(said: &[SchemaNode<'a>]) -> Option<SchemaNode<'a>> {
    let first =
        |keyword: &str| said.iter().find_map(|node| node.child([keyword])).filter(|list| !list.children().is_empty());
    first("oneOf").or_else(|| first("anyOf"))
}

/// A branch with all schemas that apply to a value of it.
struct TypedBranch<'a> {
    types: Types,
    said: Vec<SchemaNode<'a>>,
}

/// Opens unions within unions; false where there are too many branches.
fn expand<'a>(
    list: &SchemaNode<'a>,
    around: &[SchemaNode<'a>],
    found: &mut Vec<TypedBranch<'a>>,
    known: &mut KnownTypes,
) -> bool {
    list.children().into_iter().all(|branch| {
        let own = said(&branch);
        if let Some(nested) = union(&own).filter(|_| around.len() < MOST_AROUND) {
            return expand(&nested, &[around, &own].concat(), found, known);
        }
        let said = [around, &own].concat();
        let types = said.iter().fold(Types::ALL, |types, node| types & node.types_beside(known));
        found.push(TypedBranch { types: types - Types::NULL, said });
        found.len() <= MOST
    })
}

fn declares(node: &SchemaNode<'_>) -> bool {
    let some = |keyword: &str| {
        node.child([keyword]).is_some_and(|value| {
            value.value.as_object().is_some_and(|all| !all.is_empty())
                || value.value.as_array().is_some_and(|all| !all.is_empty())
        })
    };
    some("properties") || some("required")
}

/// Why the branches cannot be told apart. `None` if they can.
fn reason(branches: &[TypedBranch<'_>], declared: bool) -> Option<String> {
    let anything = Types::ALL - Types::NULL;
    if let Some(at) = branches.iter().position(|branch| branch.types == anything) {
        return Some(format!("branch {} states no type", at + 1));
    }
    let mut seen = HashSet::new();
    let objects = branches.iter().filter(|branch| branch.types.meets(Types::OBJECT) && seen.insert(says(branch)));
    let objects: Vec<&TypedBranch<'_>> = objects.collect();
    // What is declared around the union is read in any case, and so is what its branches add.
    if objects.len() < 2 || declared {
        return None;
    }
    let mut near = None;
    let first = objects[0].said.iter().filter_map(|node| node.value.get("properties")?.as_object());
    for name in first.flat_map(|properties| properties.keys()) {
        let texts: Option<Vec<Vec<&str>>> = objects.iter().map(|branch| texts(branch, name)).collect();
        let Some(texts) = texts else { continue };
        let mut seen = HashSet::new();
        match texts.iter().flatten().find(|text| !seen.insert(**text)) {
            None => return None,
            Some(text) => {
                near = near.or(Some(format!("`{name}` is `{text}` in more than one of the {} objects", objects.len())));
            }
        }
    }
    near.or_else(|| Some(format!("no property has different texts in each of the {} objects", objects.len())))
}

/// What a branch says of the value: equal for two branches that are the same but for their words and the place where they stand.
fn says(branch: &TypedBranch<'_>) -> BTreeSet<String> {
    let keywords = branch.said.iter().filter_map(|node| node.value.as_object()).flatten();
    let said = keywords.filter(|(keyword, _)| {
        !matches!(keyword.as_str(), "$ref" | "allOf" | "anyOf" | "oneOf") && !is_annotation(keyword)
    });
    said.map(|(keyword, value)| format!("{keyword}: {value}")).collect()
}

/// The texts that a branch allows at a property, where it lists them.
fn texts<'a>(branch: &TypedBranch<'a>, name: &str) -> Option<Vec<&'a str>> {
    let properties = branch.said.iter().filter_map(|node| node.child(["properties", name]));
    let listed = properties
        .flat_map(|property| said(&property))
        .find_map(|said| said.child(["enum"]).or_else(|| said.child(["const"])))?;
    let texts = listed.names();
    let all = listed.value.as_array().map_or(1, Vec::len);
    (!texts.is_empty() && texts.len() == all).then_some(texts)
}
