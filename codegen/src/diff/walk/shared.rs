//! Definitions that several places refer to: compared once, and reported with all places.

use jsonptr::PointerBuf;

use super::super::place::{Conjunction, FoldedSchema};
use super::{Pair, Walk};

impl<'a> Walk<'a, '_> {
    /// Annotations that stand beside a reference.
    pub(super) fn beside(&mut self, old: &Conjunction<'a>, new: &Conjunction<'a>) {
        let alone = |conj: &Conjunction<'a>| {
            let mut folded = FoldedSchema::of(&Conjunction::all(Vec::new()));
            folded.met.clone_from(&conj.nodes);
            folded
        };
        let pair = Pair { old: old.clone(), new: new.clone(), folded_old: alone(old), folded_new: alone(new) };
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
}

/// The definition that both sides refer to under one name.
pub(super) fn reference(old: &Conjunction<'_>, new: &Conjunction<'_>) -> Option<String> {
    let name = |conj: &Conjunction<'_>| {
        let [node] = conj.nodes[..] else { return None };
        let reference = node.get("$ref")?.as_str()?;
        reference.rsplit('/').next().filter(|name| !name.is_empty() && *name != "#").map(str::to_owned)
    };
    name(new).filter(|new| name(old).as_ref() == Some(new))
}

/// What a reference without assertions beside it leads to.
pub(super) fn target<'a>(conj: &Conjunction<'a>) -> Option<Conjunction<'a>> {
    let [node] = conj.nodes[..] else { return None };
    if node.asserts_beside_reference() {
        return None;
    }
    node.referenced().flatten().map(Conjunction::of)
}
