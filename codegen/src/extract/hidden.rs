//! Recognises a text that has only one tab of each group, because it was copied from a browser.

use indexmap::IndexSet;

use crate::catalog::{HiddenTabs, PageText};
use crate::extract::layout::names_part;
use crate::extract::piece::Piece;

/// The missing tabs, if each group of tabs has content for at most one of them. A group of labels counts as tabs,
/// rather than as a list, if more than half of its labels name parts of an event.
pub(super) fn hidden(pieces: &[Piece]) -> Option<HiddenTabs> {
    let mut groups = 0;
    let mut first = None;
    let mut labels: IndexSet<&str> = IndexSet::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Labels(group) = piece else { continue };
        let label = |label: &&PageText| label.text.starts_with(char::is_uppercase) && names_part(&label.text);
        if group.len() < 2 || group.iter().filter(label).count() * 2 <= group.len() {
            continue;
        }
        let behind =
            pieces[at + 1..].iter().take_while(|piece| !matches!(piece, Piece::Labels(_) | Piece::Heading(..)));
        if behind.filter(|piece| matches!(piece, Piece::Table(_) | Piece::Json(_))).take(2).count() > 1 {
            return None;
        }
        groups += 1;
        first = first.or_else(|| Some(group.first()?.span.to(group.last()?.span)));
        labels.extend(group.iter().map(|label| label.text.as_str()));
    }
    Some(HiddenTabs { span: first?, groups, labels: labels.into_iter().map(str::to_owned).collect() })
}
