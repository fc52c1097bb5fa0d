//! Where a change comes from: the page, a decision, or the page catching up with a decision.

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
    for change in effective.iter_mut() {
        change.origin = origin(change, pages);
    }
    let corrections: Vec<Change> = pages
        .page
        .iter()
        .filter(|change| !effective.iter().any(|other| same_matter(change, other)))
        .filter(|change| !pages.new.iter().any(|other| same_matter(change, other)))
        .map(|change| change.clone().corrected())
        .collect();
    effective.extend(corrections);
}

/// The page, if the page changed there and no decision wrote the value that is there now; a decision that already overruled OLD
/// did not bring the change about.
fn origin(change: &Change, pages: &Pages<'_>) -> ChangeOrigin {
    let exact = pages.page.iter().find(|other| same_matter(change, other));
    // No single place shows a change of the whole, so all places of its event count.
    let whole = change.kind == ChangeKind::CombinatorChanged && change.pointer.is_root();
    let around = pages.page.iter().any(|other| {
        (within(change, other) && structural(other))
            || (whole && other.event == change.event && other.part == change.part && !other.kind.documents())
    });
    if exact.is_none() && !around {
        return ChangeOrigin::Decision;
    }
    // The page counts.
    if exact.is_some_and(|page| page.new == change.new) {
        return ChangeOrigin::Documentation;
    }
    let overrules = |side: &[Change]| {
        side.iter().any(|other| same_matter(change, other) || (within(change, other) && structural(other)))
    };
    if overrules(pages.new) && !overrules(pages.old) { ChangeOrigin::Decision } else { ChangeOrigin::Documentation }
}

/// Whether two changes are about the same matter of the same place.
pub(crate) fn same_matter(a: &Change, b: &Change) -> bool {
    let shared = a.all_places().any(|place| b.all_places().any(|other| place == other));
    shared && a.part == b.part && matter(a) == matter(b)
}

/// Whether the change is within a part that was added or removed as a whole.
fn within(a: &Change, b: &Change) -> bool {
    a.all_places()
        .any(|(event, pointer)| b.all_places().any(|(other, around)| event == other && pointer.starts_with(around)))
}

fn structural(change: &Change) -> bool {
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
fn matter(change: &Change) -> (u8, &str) {
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
