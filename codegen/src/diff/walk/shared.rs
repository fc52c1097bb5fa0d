//! Definitions that several places refer to: compared once, told with all places, and what a reference means for the Rust type.

use jsonptr::PointerBuf;

use super::super::api::Shape;
use super::super::change::Semver;
use super::super::kind::Kind;
use super::super::schema::{Conj, Facts, Role};
use super::record::Finding;
use super::{Pair, Walk};

impl<'a> Walk<'a, '_> {
    /// Annotations that stand beside a reference.
    pub(super) fn beside(&mut self, old: &Conj<'a>, new: &Conj<'a>) {
        let alone = |conj: &Conj<'a>| {
            let mut facts = Facts::of(&Conj::all(Vec::new()), Role::Exact, &|_| false);
            facts.met.clone_from(&conj.nodes);
            facts
        };
        let pair = Pair { old: old.clone(), new: new.clone(), facts_old: alone(old), facts_new: alone(new) };
        self.annotations(&pair);
    }

    /// The changes of a shared definition show here, too.
    pub(super) fn again(&mut self, changes: std::ops::Range<usize>, base: &PointerBuf) {
        for change in &mut self.changes[changes] {
            let inner = change.pointer.as_str().strip_prefix(base.as_str()).unwrap_or_default();
            let place = format!("{}{inner}", self.pointer);
            if let Ok(pointer) = PointerBuf::parse(place) {
                change.places.push((self.event.clone(), pointer));
            }
        }
    }

    /// A type takes its name from the shared resource, or from its place where it is described there.
    pub(super) fn renamed_type(&mut self, old: &Conj<'a>, new: &Conj<'a>) {
        let (before, after) = (resource(old), resource(new));
        if before == after {
            return;
        }
        let facts = |conj: &Conj<'a>| Facts::of(conj, Role::Exact, &|_| false);
        let (facts_old, facts_new) = (facts(old), facts(new));
        let shape = Shape::of(&facts_old);
        if shape != Shape::of(&facts_new) || !matches!(shape, Shape::Struct | Shape::Enumeration) {
            return;
        }
        let spoken = |name: Option<&str>| name.map_or("here".to_owned(), |name| format!("by the shared `{name}`"));
        let words =
            format!("was described {}, is described {}: its Rust type has another name", spoken(before), spoken(after));
        let mut finding = Finding::new(Kind::AnnotationChanged, Semver::Major, words);
        finding.annotation = true;
        finding.old = before.into();
        finding.new = after.into();
        let pair = Pair { old: old.clone(), new: new.clone(), facts_old, facts_new };
        self.record(&pair, finding);
    }
}

/// The resource to which a reference alone leads, beyond the own document.
fn resource<'a>(conj: &Conj<'a>) -> Option<&'a str> {
    let [node] = conj.nodes[..] else { return None };
    let target = node.referenced().flatten()?;
    let beyond = !std::ptr::eq(target.scope.document, node.scope.document);
    node.get("$ref")?.as_str()?.rsplit('/').next().filter(|_| beyond)
}

/// The definition that both sides refer to under one name.
pub(super) fn reference(old: &Conj<'_>, new: &Conj<'_>) -> Option<String> {
    let name = |conj: &Conj<'_>| {
        let [node] = conj.nodes[..] else { return None };
        let reference = node.get("$ref")?.as_str()?;
        reference.rsplit('/').next().filter(|name| !name.is_empty() && *name != "#").map(str::to_owned)
    };
    name(new).filter(|new| name(old).as_ref() == Some(new))
}

/// What a reference without assertions beside it leads to.
pub(super) fn target<'a>(conj: &Conj<'a>) -> Option<Conj<'a>> {
    let [node] = conj.nodes[..] else { return None };
    if node.asserts_beside_reference() {
        return None;
    }
    node.referenced().flatten().map(Conj::of)
}
