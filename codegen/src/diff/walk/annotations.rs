//! Keywords that document a value without restricting it.

use indexmap::IndexMap;
use serde_json::Value;

use super::super::kind::ChangeKind;
use super::super::place::FoldedSchema;
use super::record::Observed;
use super::{Pair, Walk};
use crate::schema::{is_annotation, knows};

/// The annotation that makes a value's Rust type hide its content.
const CONFIDENTIAL: &str = "x-confidential";

impl<'a> Walk<'a, '_> {
    pub(super) fn annotations(&mut self, pair: &Pair<'a>) {
        let (old, new) = (annotations(&pair.folded_old), annotations(&pair.folded_new));
        let mut names: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (before, after) = (old.get(name).copied(), new.get(name).copied());
            if same(name, before, after) {
                continue;
            }
            let verb = match (before, after) {
                (None, _) => "is new",
                (Some(_), None) => "is gone",
                (Some(_), Some(_)) => "changed",
            };
            let mut finding = Observed::new(classify(name), format!("`{name}` {verb}"));
            finding.annotation = true;
            finding.keyword = Some(name.to_owned());
            finding.old = before.cloned().unwrap_or_default();
            finding.new = after.cloned().unwrap_or_default();
            self.record(pair, finding);
        }
    }
}

fn classify(name: &str) -> ChangeKind {
    match name {
        "description" => ChangeKind::DescriptionChanged,
        "default" => ChangeKind::DefaultChanged,
        "example" | "examples" => ChangeKind::ExampleChanged,
        _ => ChangeKind::AnnotationChanged,
    }
}

fn same(name: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    match (name, old, new) {
        (CONFIDENTIAL, old, new) => (old == Some(&Value::Bool(true))) == (new == Some(&Value::Bool(true))),
        (_, Some(Value::Object(old)), Some(Value::Object(new))) => old == new,
        (_, old, new) => old == new,
    }
}

/// The annotations of a place: the outermost counts.
fn annotations<'a>(folded: &FoldedSchema<'a>) -> IndexMap<&'a str, &'a Value> {
    let mut found = IndexMap::new();
    for node in &folded.met {
        let draft = node.draft();
        for (name, value) in
            node.schema.as_object().into_iter().flatten().filter(|(name, _)| is_annotation(name) || !knows(draft, name))
        {
            found.entry(name.as_str()).or_insert(value);
        }
    }
    found
}
