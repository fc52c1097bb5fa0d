//! What each decision covers: findings and places. Comparing two lists shows what a decision newly covers.

use jsonptr::{Pointer, PointerBuf};

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::diagnostic::Diagnostic;
use crate::document::{RESOURCES, describe};

/// What a decision covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Its id.
    pub decision: String,
    /// What it covers, in the order of the page.
    pub items: Vec<CoveredItem>,
}

/// A finding or place that a decision covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CoveredItem {
    /// The event; none for the page as a whole.
    pub event: Option<String>,
    /// A description of the finding or place that does not change when lines move.
    pub what: String,
}

pub(super) fn covered(
    catalog: &Catalog,
    decisions: &[Decision],
    findings: &[Vec<&Diagnostic>],
    selected: &[(usize, Vec<PointerBuf>)],
) -> Vec<Covered> {
    let mut all: Vec<Covered> = decisions
        .iter()
        .zip(findings)
        .map(|(decision, findings)| Covered {
            decision: decision.id.clone(),
            items: findings.iter().map(|finding| of_finding(finding)).collect(),
        })
        .collect();
    for (at, places) in selected {
        all[*at].items.extend(places.iter().flat_map(|place| of_place(catalog, place)));
    }
    all
}

fn of_finding(finding: &Diagnostic) -> CoveredItem {
    let resource = finding.resource.as_ref().map(|name| format!(" (`{name}`)")).unwrap_or_default();
    CoveredItem {
        event: finding.event.clone(),
        what: format!("`{}` at `{}` of the {}{resource}", finding.rule, finding.place(), finding.witness),
    }
}

/// A place of an event, or of a resource in each event that carries it.
fn of_place(catalog: &Catalog, place: &Pointer) -> Vec<CoveredItem> {
    let mut tokens = place.tokens().map(|token| token.decoded().into_owned());
    let first = tokens.next().unwrap_or_default();
    let what = describe(place);
    if first == RESOURCES {
        let name = tokens.next().unwrap_or_default();
        let carrying = catalog.events.iter().filter(|event| event.resource(&name).is_some());
        return carrying.map(|event| CoveredItem { event: Some(event.key.clone()), what: what.clone() }).collect();
    }
    let event = catalog.events.iter().find(|event| event.key == first);
    vec![CoveredItem { event: event.map(|event| event.key.clone()), what }]
}
