//! Where a change comes from: the page, a decision, or the page catching up with a decision.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};

use super::change::{Change, ChangedPart};
use super::kind::ChangeKind;
use super::verdict::ChangeOrigin;

/// What is known of the pages: what changed between them, and what the decisions of each side overrule.
pub(super) struct Pages<'c> {
    /// The page before its decisions, OLD with NEW.
    pub(super) page: &'c [Change],
    /// OLD's page before and after its decisions.
    pub(super) old: &'c [Change],
    /// NEW's page before and after its decisions.
    pub(super) new: &'c [Change],
}

/// Finds the origin of each change, and adds the corrections of the page.
pub(super) fn classify(effective: &mut Vec<Change>, pages: &Pages<'_>) {
    let [page, old, new] = [pages.page, pages.old, pages.new].map(ChangeIndex::new);
    for change in effective.iter_mut() {
        change.origin = origin(change, &page, &old, &new);
    }
    let known = ChangeIndex::new(effective);
    let open = pages.page.iter().filter(|change| known.same_matter(change).or(new.same_matter(change)).is_none());
    let corrections: Vec<Change> = open.map(|change| change.clone().corrected()).collect();
    effective.extend(corrections);
}

/// The page, if the page changed there and no decision wrote the value that is there now; a decision that already overruled OLD
/// did not bring the change about.
fn origin(change: &Change, page: &ChangeIndex<'_>, old: &ChangeIndex<'_>, new: &ChangeIndex<'_>) -> ChangeOrigin {
    let exact = page.same_matter(change);
    // No single place shows a change of the whole, so all places of its event count.
    let whole = change.kind == ChangeKind::CombinatorChanged && change.pointer.is_root();
    if exact.is_none() && !page.surrounds(change) && !(whole && page.concerns(change)) {
        return ChangeOrigin::Decision;
    }
    // The page counts.
    if exact.is_some_and(|page| page.new == change.new) {
        return ChangeOrigin::Documentation;
    }
    let overruled = |side: &ChangeIndex<'_>| side.same_matter(change).is_some() || side.surrounds(change);
    if overruled(new) && !overruled(old) { ChangeOrigin::Decision } else { ChangeOrigin::Documentation }
}

/// Changes by their places. Comparing each change with each other one would take too long on a page with thousands of changes.
pub(crate) struct ChangeIndex<'c> {
    changes: &'c [Change],
    /// The first change of each matter of a place.
    matters: HashMap<(ChangePlace<'c>, ChangedPart, Matter<'c>), usize>,
    /// The places of parts that were added or removed as a whole.
    structural: HashSet<ChangePlace<'c>>,
    /// The largest number of steps in a structural place.
    deepest: usize,
    /// The events, and their parts, of which more than documentation changed.
    events: HashSet<(Option<&'c str>, ChangedPart)>,
}

/// Event and pointer.
type ChangePlace<'c> = (Option<&'c str>, &'c str);

/// The aspect of a place that a change is about, and the keyword if there are several.
type Matter<'c> = (u8, &'c str);

impl<'c> ChangeIndex<'c> {
    pub(crate) fn new(changes: &'c [Change]) -> Self {
        let (mut matters, mut structural, mut deepest) = (HashMap::new(), HashSet::new(), 0);
        for (at, change) in changes.iter().enumerate() {
            for (event, pointer) in change.all_places() {
                let place = (event, pointer.as_str());
                matters.entry((place, change.part, matter(change))).or_insert(at);
                if is_structural(change) {
                    structural.insert(place);
                    deepest = deepest.max(pointer.count());
                }
            }
        }
        let more = changes.iter().filter(|change| !change.kind.documents());
        let events = more.map(|change| (change.event.as_deref(), change.part)).collect();
        Self { changes, matters, structural, deepest, events }
    }

    /// The first change that is about the same matter of the same place.
    pub(crate) fn same_matter(&self, change: &Change) -> Option<&'c Change> {
        let key = |(event, pointer): (_, &'_ PointerBuf)| {
            self.matters.get(&((event, pointer.as_str()), change.part, matter(change))).copied()
        };
        self.changes.get(change.all_places().filter_map(key).min()?)
    }

    /// Whether the change is within a part that was added or removed as a whole.
    fn surrounds(&self, change: &Change) -> bool {
        change.all_places().any(|(event, pointer)| {
            outwards(pointer, self.deepest).any(|around| self.structural.contains(&(event, around)))
        })
    }

    /// Whether more than documentation changed in the same part of the event.
    fn concerns(&self, change: &Change) -> bool {
        self.events.contains(&(change.event.as_deref(), change.part))
    }
}

/// The places from the root to this one, as far as they have at most `deepest` steps.
pub(super) fn outwards(pointer: &Pointer, deepest: usize) -> impl Iterator<Item = &str> {
    let all = pointer.as_str();
    let ends = all.match_indices('/').map(|(end, _)| end).chain([all.len()]);
    ends.take(deepest + 1).map(|end| &all[..end])
}

fn is_structural(change: &Change) -> bool {
    matches!(
        change.kind,
        ChangeKind::EventAdded
            | ChangeKind::EventRemoved
            | ChangeKind::EventRenamed
            | ChangeKind::PropertyAdded
            | ChangeKind::PropertyRemoved
            | ChangeKind::TypeChanged
    )
}

/// The aspect of a place that a change is about: its type and its description are different matters.
fn matter(change: &Change) -> Matter<'_> {
    let keyword = change.keyword.as_deref().unwrap_or_default();
    match change.kind {
        ChangeKind::PropertyAdded | ChangeKind::PropertyRemoved => (0, ""),
        ChangeKind::PropertyRequired | ChangeKind::PropertyOptional => (1, ""),
        ChangeKind::TypeChanged | ChangeKind::TypeWidened | ChangeKind::TypeNarrowed => (2, ""),
        ChangeKind::EnumValueAdded | ChangeKind::EnumValueRemoved | ChangeKind::ConstChanged => (3, ""),
        ChangeKind::ObjectOpened | ChangeKind::ObjectClosed => (4, ""),
        ChangeKind::ConstraintTightened | ChangeKind::ConstraintLoosened => (5, keyword),
        ChangeKind::FormatChanged => (6, ""),
        ChangeKind::ItemsChanged => (7, ""),
        ChangeKind::CombinatorChanged => (8, ""),
        ChangeKind::ApiChanged => (9, ""),
        ChangeKind::DescriptionChanged if change.part == ChangedPart::Schema => (10, ""),
        ChangeKind::DescriptionChanged => (11, ""),
        ChangeKind::AnnotationChanged | ChangeKind::DefaultChanged => (12, keyword),
        ChangeKind::ExampleChanged => (13, keyword),
        ChangeKind::EventAdded | ChangeKind::EventRemoved | ChangeKind::EventRenamed => (14, ""),
        ChangeKind::AliasAdded | ChangeKind::AliasRemoved => (15, ""),
    }
}
