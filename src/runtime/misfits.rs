//! Collects the misfits while a document is read.

use std::borrow::Cow;

use super::tree::Member;
use super::undeclared::push_token;
use super::{At, ErrorKind, Fit, Misfit, locate};

/// The most bytes that the JSON Pointers of all listed misfits may have together; further misfits are not listed.
/// Honest deliveries stay far below. The limit bounds time and memory for a document that repeats a long name in each
/// misfit.
const LISTED: usize = 1 << 20;

/// The misfits, in the order in which they were found.
#[derive(Default)]
pub(crate) struct Misfits {
    found: Vec<Found>,
    listed: usize,
    /// How many attempts are in progress; see [`attempt`](Self::attempt).
    attempts: usize,
}

struct Found {
    /// Orders the misfit in the document: the ordinal of the last value that was read before it was found.
    known: usize,
    /// The ordinal of the value itself.
    ordinal: usize,
    misfit: Misfit,
}

impl Misfits {
    /// Reports a value of a wrong type. Returns `None`, which the caller's `fit` returns as well.
    pub(crate) fn refuse<T>(&mut self, at: At<'_>, expected: impl Into<Cow<'static, str>>) -> Option<T> {
        self.refuse_as(at, expected, at.kind())
    }

    /// Like [`refuse`](Self::refuse), with a description of what was found.
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

    /// Reports a missing required property.
    pub(crate) fn missing(&mut self, at: At<'_>, property: &str) {
        let (expected, found) = ("a required property".into(), "none".into());
        self.push(at, at.last_ordinal(), ErrorKind::Missing, Some(property), expected, found);
    }

    /// Reports the member if an earlier one has the same name.
    pub(crate) fn again(&mut self, at: At<'_>, member: &Member<'_>) {
        if member.again {
            let (expected, found) = ("the property once".into(), "it again".into());
            self.push(at, at.ordinal(), ErrorKind::Duplicate, None, expected, found);
        }
    }

    /// Takes over the misfits within a confidential value, as one misfit of the value itself. A name that occurs twice
    /// does not prevent a value from fitting, so it counts only if there is nothing else.
    pub(crate) fn lift(&mut self, at: At<'_>, within: Self) {
        if let Some(first) = within.found.into_iter().min_by_key(|found| found.misfit.kind == ErrorKind::Duplicate) {
            let Misfit { kind, expected, found, pointer: _, position: _ } = first.misfit;
            self.push(at, at.ordinal(), kind, None, expected, found);
        }
    }

    /// Reads a value whose type is documented only under a condition, or only for some names. A value of another type
    /// is not a misfit, nor is anything within it. A name that occurs twice is a misfit everywhere.
    pub(crate) fn attempt<T: Fit>(&mut self, at: At<'_>) -> Option<T> {
        self.attempts += 1;
        let found = T::fit(at, self);
        self.attempts -= 1;
        found
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Adds a misfit of this value, or of a property that it lacks.
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
        // Beyond the limit the pointer is not even built.
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

    /// All misfits in the order of the document, with lines and columns if there is text. Missing properties of an
    /// object come after its members.
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
