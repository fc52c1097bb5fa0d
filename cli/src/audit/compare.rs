//! Compares one line with the places of an event, in one pass and without building values.
//!
//! It gives up on what it cannot judge: a missing property, an item of the wrong type, a string that is not allowed.
//! Otherwise it lists the [`Difference`]s that the crate would find in the same line.

use std::ops::Range;

use super::places::{Kind, Node, Property};
use super::scan::{Scanner, Type};

/// One way in which a line and the documentation differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// A property that the object at this node does not declare, by the place of its name in the line.
    Undeclared { node: usize, name: Range<usize>, found: Type },
    /// The value at this node, an optional property, is of another type.
    Misfit { node: usize, found: Type },
}

/// The result of comparing a line; reused from line to line.
#[derive(Default)]
pub(super) struct Comparison {
    pub(super) differences: Vec<Difference>,
    /// The declared properties that the line has.
    pub(super) seen: Vec<usize>,
    pub(super) millis: i64,
}

impl Comparison {
    /// Compares a line with the tree of its event. `None` where only the crate can.
    pub(super) fn compare(&mut self, line: &str, root: &Node) -> Option<()> {
        self.differences.clear();
        self.seen.clear();
        let mut pass = Pass { scanner: Scanner::new(line), result: self };
        let fit = pass.value(root, 0)?;
        (fit == Fit::Fits && pass.scanner.at_end()).then_some(())
    }
}

/// Whether a value is of its documented type.
#[derive(PartialEq, Eq)]
enum Fit {
    Fits,
    /// A scalar of another type.
    Misfit(Type),
}

struct Pass<'a, 'r> {
    scanner: Scanner<'a>,
    result: &'r mut Comparison,
}

impl Pass<'_, '_> {
    /// Compares the value that begins here.
    fn value(&mut self, node: &Node, depth: usize) -> Option<Fit> {
        let found = self.scanner.next_type()?;
        match (node.kind, found) {
            (Kind::Object, Type::Object) if node.has_properties() => self.object(node, depth)?,
            (Kind::Any, _) | (Kind::Object, Type::Object) => drop(self.scanner.skip(depth)?),
            (Kind::String, Type::String) => {
                let (text, escaped) = self.scanner.string()?;
                if let Some(texts) = &node.texts {
                    let text = std::str::from_utf8(text).ok()?;
                    (!escaped && texts.contains(text)).then_some(())?;
                }
            }
            (Kind::Boolean, Type::Boolean) => self.scanner.literal()?,
            (Kind::Number, Type::Number) => drop(self.scanner.number()?),
            (Kind::Integer, Type::Number) => {
                let (_, whole) = self.scanner.number()?;
                whole.then_some(())?;
            }
            (Kind::Array, Type::Array) => self.array(node, depth)?,
            (_, Type::Null) if node.nullable => self.scanner.literal()?,
            // Within one of these there may be more to report.
            (_, Type::Array | Type::Object) => return None,
            (_, scalar) => {
                self.scanner.skip(depth)?;
                return Some(Fit::Misfit(scalar));
            }
        }
        Some(Fit::Fits)
    }

    fn array(&mut self, node: &Node, depth: usize) -> Option<()> {
        let mut more = self.scanner.open(b']', depth)?;
        while more {
            match &node.items {
                // An item that does not fit makes the whole array not fit.
                Some(items) => (self.value(items, depth + 1)? == Fit::Fits).then_some(())?,
                None => drop(self.scanner.skip(depth + 1)?),
            }
            more = self.scanner.next(b']')?;
        }
        Some(())
    }

    fn object(&mut self, node: &Node, depth: usize) -> Option<()> {
        let undeclared = self.scanner.remembered();
        let (mut met, mut next) = (0_u64, 0);
        let mut more = self.scanner.open(b'}', depth)?;
        while more {
            let name = self.scanner.name()?;
            let start = self.scanner.name_start();
            if let Some(at) = node.find(name, next) {
                let property = node.properties.get(at)?;
                let bit = 1_u64.checked_shl(u32::try_from(at).ok()?)?;
                (met & bit == 0).then_some(())?;
                met |= bit;
                next = at + 1;
                self.property(property, depth)?;
            } else {
                self.scanner.remember(name, undeclared)?;
                let found = self.scanner.skip(depth + 1)?;
                let name = start..start + name.len();
                self.result.differences.push(Difference::Undeclared { node: node.id, name, found });
            }
            more = self.scanner.next(b'}')?;
        }
        self.scanner.forget(undeclared);
        (met & node.mask == node.mask).then_some(())
    }

    fn property(&mut self, property: &Property, depth: usize) -> Option<()> {
        let node = &property.node;
        self.result.seen.push(node.id);
        if depth == 0 && property.name == "eventTimestamp" {
            return self.timestamp();
        }
        if let Fit::Misfit(found) = self.value(node, depth + 1)? {
            // Where a required property does not fit, its object does not fit either.
            (!property.required).then_some(())?;
            self.result.differences.push(Difference::Misfit { node: node.id, found });
        }
        Some(())
    }

    fn timestamp(&mut self) -> Option<()> {
        if self.scanner.next_type()? != Type::Number {
            return None;
        }
        let (digits, whole) = self.scanner.number()?;
        let digits = std::str::from_utf8(digits).ok().filter(|_| whole)?;
        self.result.millis = digits.parse().ok()?;
        Some(())
    }
}
