//! The smallest set of constraints for which a schema accepts nothing.

use jsonptr::{Pointer, PointerBuf};

use super::{ConflictPart, ContradictionSearch, MOST_LEVELS};
use crate::schema::canonical::Meanings;
use crate::schema::constraint::{Constraint, within};

/// Whether one schema accepts nothing without some of its constraints.
pub(super) struct Question<'s, 'd, 'a> {
    search: &'s ContradictionSearch<'d, 'a>,
    /// The schema that is asked about.
    schema: PointerBuf,
    /// The schema that the library gets: this schema, if it has no references; otherwise the whole document.
    base: PointerBuf,
}

impl<'s, 'd, 'a> Question<'s, 'd, 'a> {
    pub(super) fn new(search: &'s ContradictionSearch<'d, 'a>, schema: &Pointer) -> Self {
        let alone = !search.document.refers_below(schema);
        Self { search, schema: schema.to_buf(), base: if alone { schema.to_buf() } else { PointerBuf::root() } }
    }

    fn is_empty(&self, without: &[Constraint], more: &[Constraint]) -> bool {
        let asked = self.search.weakening.without(&self.base, without.iter().chain(more));
        let place = self.schema.strip_prefix(&self.base).map(|place| asked.place(place)).unwrap_or_default();
        let meanings = Meanings::new(&asked.schema, self.search.document.draft());
        meanings.at(place.as_str()).is_ok_and(|accepted| accepted.is_empty())
    }

    /// Takes back the constraints that are not needed: many at a time, the last ones first.
    pub(super) fn shrink(&self, kept: &mut Vec<Constraint>, dropped: &mut Vec<Constraint>) {
        let mut size = kept.len().div_ceil(2);
        while size > 0 {
            let mut end = kept.len();
            while end > 0 && !self.search.late() {
                let start = end.saturating_sub(size);
                if self.is_empty(dropped, &kept[start..end]) {
                    dropped.extend(kept.drain(start..end));
                }
                end = start;
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// A constraint with the constraints within it that take part.
    pub(super) fn taken_apart(
        &self,
        constraint: &Constraint,
        dropped: &mut Vec<Constraint>,
        level: usize,
    ) -> ConflictPart {
        let pointer = constraint.pointer.clone();
        let mut kept = within(self.search.document, constraint);
        if level == MOST_LEVELS || kept.is_empty() || self.search.late() {
            return ConflictPart { pointer, within: Vec::new() };
        }
        self.shrink(&mut kept, dropped);
        let within = kept.iter().map(|constraint| self.taken_apart(constraint, dropped, level + 1)).collect();
        ConflictPart { pointer, within }
    }
}
