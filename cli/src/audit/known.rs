//! What one worker knows of the deliveries of one event: counts, and the differences whose finding it has already made.
//! A line with nothing but these needs no second look.

use super::compare::{Comparison, Difference};
use super::places::{Node, escaped};
use super::scan::Type;
use super::tally::{Count, Key, Kind, Tally};

/// How many differences are remembered for one place. A line with others is read by the crate each time.
const REMEMBERED: usize = 32;
/// The longest name that is remembered.
pub(super) const LONGEST: usize = 128;

/// The state of one event.
#[derive(Default)]
pub(super) struct Known {
    pub(super) deliveries: u64,
    /// Which places were met, by their numbers.
    pub(super) seen: Vec<bool>,
    by_node: Vec<Vec<Repeated>>,
    /// The findings about the timestamp, by what was found.
    timestamps: Vec<(&'static str, Key, u64)>,
}

/// A difference that was met before.
struct Repeated {
    /// Of an undeclared property; empty for a misfit.
    name: Option<Box<str>>,
    found: Type,
    key: Key,
    times: u64,
}

impl Known {
    pub(super) fn new(nodes: usize) -> Self {
        let by_node = (0..nodes).map(|_| Vec::new()).collect();
        Self { seen: vec![false; nodes], by_node, ..Self::default() }
    }

    /// Counts the differences of a line, if each is known; else counts nothing.
    pub(super) fn count(&mut self, line: &str, comparison: &Comparison) -> bool {
        if !comparison.differences.iter().all(|difference| self.find(line, difference).is_some()) {
            return false;
        }
        for difference in &comparison.differences {
            if let Some(repeated) = self.find(line, difference) {
                repeated.times += 1;
            }
        }
        true
    }

    fn find(&mut self, line: &str, difference: &Difference) -> Option<&mut Repeated> {
        let (node, name, found) = parts(line, difference)?;
        let known = self.by_node.get_mut(node)?;
        known.iter_mut().find(|repeated| repeated.found == found && repeated.name.as_deref() == name)
    }

    /// Remembers the differences of a line, whose findings have been made. `misfit` says what was expected where a
    /// value of that type is a misfit.
    pub(super) fn remember(
        &mut self,
        line: &str,
        comparison: &Comparison,
        (event, root): (&str, &Node),
        misfit: impl Fn(&str, Type) -> Option<String>,
    ) {
        for difference in &comparison.differences {
            if self.find(line, difference).is_some() {
                continue;
            }
            let Some((node, name, found)) = parts(line, difference) else { continue };
            let Some(pointer) = root.by_id(node).map(|node| &*node.pointer) else { continue };
            let key = match name {
                Some(name) => {
                    let pointer = format!("{pointer}/{}", escaped(name));
                    Some(Key::new(Kind::Undeclared, event, &pointer, "nothing", found.name()))
                }
                None => misfit(pointer, found)
                    .map(|expected| Key::new(Kind::Misfit, event, pointer, &expected, found.name())),
            };
            if let (Some(key), Some(known)) = (key, self.by_node.get_mut(node))
                && known.len() < REMEMBERED
                && name.is_none_or(|name| name.len() <= LONGEST)
            {
                known.push(Repeated { name: name.map(Into::into), found, key, times: 0 });
            }
        }
    }

    /// Whether the finding about such a timestamp has been made.
    pub(super) fn knows_timestamp(&self, found: &str) -> bool {
        self.timestamps.iter().any(|known| known.0 == found)
    }

    pub(super) fn count_timestamp(&mut self, found: &str) {
        if let Some(known) = self.timestamps.iter_mut().find(|known| known.0 == found) {
            known.2 += 1;
        }
    }

    pub(super) fn remember_timestamp(&mut self, found: &'static str, key: Key) {
        if !self.knows_timestamp(found) {
            self.timestamps.push((found, key, 0));
        }
    }

    /// Adds the counts of known differences to the findings.
    pub(super) fn finish(self, tally: &mut Tally) {
        let repeated = self.by_node.into_iter().flatten().map(|repeated| (repeated.key, repeated.times));
        let timestamps = self.timestamps.into_iter().map(|(_, key, times)| (key, times));
        for (key, times) in repeated.chain(timestamps).filter(|(_, times)| *times > 0) {
            tally.add_finding(key, Count { times, ..Count::default() });
        }
    }
}

fn parts<'l>(line: &'l str, difference: &Difference) -> Option<(usize, Option<&'l str>, Type)> {
    match difference {
        Difference::Undeclared { node, name, found } => Some((*node, Some(line.get(name.clone())?), *found)),
        Difference::Misfit { node, found } => Some((*node, None, *found)),
    }
}
