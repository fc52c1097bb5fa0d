//! Where a change comes from: the page, a decision, or the page catching up with a decision.

use super::change::{Change, Diff, Origin, Semver, Wire};

/// What a correction means for those who consume the crate.
const NOTHING: &str = "nothing changes for consumers; delete the decision";

/// Tells the changes apart. `page` compares the page before its decisions, old with new; `remaining` compares NEW's page before
/// and after its decisions. Corrections are added to what changed in effect.
pub(super) fn classify(effective: &mut Vec<Change>, page: &Diff, remaining: &Diff) {
    for change in effective.iter_mut() {
        let documented =
            page.changes.iter().any(|other| same_place(change, other) || (within(change, other) && structural(other)));
        change.origin = if documented { Origin::Documentation } else { Origin::Decision };
    }
    let corrections: Vec<Change> = page
        .changes
        .iter()
        .filter(|change| !effective.iter().any(|other| same_place(change, other)))
        .filter(|change| !remaining.changes.iter().any(|other| same_place(change, other)))
        .map(|change| Change {
            wire: Wire::None,
            semver: Semver::None,
            origin: Origin::Correction,
            message: format!("the page catches up with a decision ({}): {NOTHING}", change.message),
            witness: None,
            ..change.clone()
        })
        .collect();
    effective.extend(corrections);
}

fn same_place(a: &Change, b: &Change) -> bool {
    a.pointer == b.pointer && a.events().iter().any(|event| b.events().contains(event)) && group(a) == group(b)
        || a.event.is_none() && b.event.is_none() && a.pointer == b.pointer && group(a) == group(b)
}

/// Whether the change lies in a part that came or went as a whole.
fn within(a: &Change, b: &Change) -> bool {
    a.event == b.event && (a.pointer.starts_with(&b.pointer))
}

fn structural(change: &Change) -> bool {
    use super::kind::Kind;
    matches!(
        change.kind,
        Kind::EventAdded
            | Kind::EventRemoved
            | Kind::EventRenamed
            | Kind::PropertyAdded
            | Kind::PropertyRemoved
            | Kind::TypeChanged
    )
}

/// Documentation and meaning of one place are different matters.
fn group(change: &Change) -> u8 {
    use super::kind::Kind;
    match change.kind {
        Kind::DescriptionChanged => 1,
        Kind::AnnotationChanged | Kind::DefaultChanged => 2,
        Kind::ExampleChanged => 3,
        Kind::EventAdded | Kind::EventRemoved | Kind::EventRenamed | Kind::AliasAdded | Kind::AliasRemoved => 4,
        Kind::PropertyAdded
        | Kind::PropertyRemoved
        | Kind::PropertyRequired
        | Kind::PropertyOptional
        | Kind::TypeChanged
        | Kind::TypeWidened
        | Kind::TypeNarrowed
        | Kind::EnumValueAdded
        | Kind::EnumValueRemoved
        | Kind::ConstChanged
        | Kind::ObjectOpened
        | Kind::ObjectClosed
        | Kind::ConstraintTightened
        | Kind::ConstraintLoosened
        | Kind::FormatChanged
        | Kind::ItemsChanged
        | Kind::CombinatorChanged
        | Kind::ApiChanged => 0,
    }
}
