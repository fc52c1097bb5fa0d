//! The list of what does not fit, while a document is read.

use std::borrow::Cow;

use super::tree::Member;
use super::undeclared::push_token;
use super::{At, ErrorKind, Fit, Misfit, locate};

/// Once the JSON Pointers have this many bytes together, no more misfits are listed. No honest delivery comes near; it bounds time and
/// memory for a document that repeats a long name in each of its misfits.
const LISTED: usize = 1 << 20;

/// What does not fit, in the order in which it was found.
#[derive(Default)]
pub(crate) struct Misfits {
    found: Vec<Found>,
    listed: usize,
    /// How many attempts are being made at the moment; see [`attempt`](Self::attempt).
    attempts: usize,
}

struct Found {
    /// The last value that is read before it is known.
    known: usize,
    /// The value where it stands.
    ordinal: usize,
    misfit: Misfit,
}

impl Misfits {
    /// The value is of another type than the documented one. Gives nothing, which is what `fit` gives then.
    pub(crate) fn refuse<T>(&mut self, at: At<'_>, expected: impl Into<Cow<'static, str>>) -> Option<T> {
        self.refuse_as(at, expected, at.kind())
    }

    /// The same, with more words for what was found than its type.
    pub(crate) fn refuse_as<T>(
        &mut self,
        at: At<'_>,
        expected: impl Into<Cow<'static, str>>,
        found: &'static str,
    ) -> Option<T> {
        self.push(at, at.ordinal(), ErrorKind::Type, None, expected.into(), found.into());
        self.repeated(at);
        None
    }

    /// The object lacks a required property.
    pub(crate) fn missing(&mut self, at: At<'_>, property: &str) {
        let (expected, found) = ("a required property".into(), "none".into());
        self.push(at, at.last_ordinal(), ErrorKind::Missing, Some(property), expected, found);
    }

    /// The member, where an earlier one has the same name.
    pub(crate) fn again(&mut self, at: At<'_>, member: &Member<'_>) {
        if member.again {
            let (expected, found) = ("the property once".into(), "it again".into());
            self.push(at, at.ordinal(), ErrorKind::Duplicate, None, expected, found);
        }
    }

    /// Takes over what was found within a confidential value: one of it, as a misfit of the value itself. A name that stands twice is no
    /// reason why a value does not fit, so it is taken only where there is nothing else.
    pub(crate) fn lift(&mut self, at: At<'_>, within: Self) {
        if let Some(first) = within.found.into_iter().min_by_key(|found| found.misfit.kind == ErrorKind::Duplicate) {
            let Misfit { kind, expected, found, pointer: _, position: _ } = first.misfit;
            self.push(at, at.ordinal(), kind, None, expected, found);
        }
    }

    /// Reads a value whose type is documented only under a condition, or only for some names: another value is not a misfit, nor is
    /// anything within it. A name that comes twice is one everywhere.
    pub(crate) fn attempt<T: Fit>(&mut self, at: At<'_>) -> Option<T> {
        self.attempts += 1;
        let found = T::fit(at, self);
        self.attempts -= 1;
        found
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Adds a misfit of that value, or of a property that it lacks.
    fn push(
        &mut self,
        at: At<'_>,
        known: usize,
        kind: ErrorKind,
        lacks: Option<&str>,
        expected: Cow<'static, str>,
        found: Cow<'static, str>,
    ) {
        let attempted = self.attempts > 0 && !matches!(kind, ErrorKind::Duplicate);
        // Beyond the bound the pointer is not even made.
        if attempted || self.listed >= LISTED {
            return;
        }
        let mut pointer = at.pointer();
        if let Some(property) = lacks {
            pointer.push('/');
            push_token(&mut pointer, property);
        }
        // The pointer to the document as a whole is empty.
        self.listed += pointer.len().max(1);
        self.found.push(Found {
            known,
            ordinal: at.ordinal(),
            misfit: Misfit { kind, pointer, position: None, expected, found },
        });
    }

    /// All of them in the order of the document, with lines and columns if there is text. What an object lacks comes after what it has.
    pub(crate) fn finish(mut self, text: Option<&str>) -> Vec<Misfit> {
        if let Some(text) = text.filter(|_| !self.found.is_empty()) {
            self.found.sort_by_key(|found| found.ordinal);
            let ordinals: Vec<usize> = self.found.iter().map(|found| found.ordinal).collect();
            for (found, position) in self.found.iter_mut().zip(locate::values(text, &ordinals)) {
                found.misfit.position = Some(position);
            }
        }
        self.found.sort_by_key(|found| (found.known, found.misfit.kind == ErrorKind::Missing));
        self.found.into_iter().map(|found| found.misfit).collect()
    }
}
