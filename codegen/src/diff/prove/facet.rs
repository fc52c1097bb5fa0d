//! The facets of a description: what can be proved, and reported, apart from the rest.

use super::super::schema::{Conj, Facts};
use super::{At, Prover};

/// One thing that a description says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff) enum Facet<'a> {
    Types,
    Values,
    /// The lower bound of numbers.
    Lower,
    Upper,
    Multiples,
    Length,
    Patterns,
    Formats,
    ItemCount,
    Items,
    Unique,
    Contains,
    PropertyCount,
    Required,
    /// This property is there.
    Require(&'a str),
    /// The values of all properties.
    Properties,
    /// The value of this property.
    Property(&'a str),
    /// The values of all properties that neither side names.
    Rest,
    Names,
    Dependencies,
    Choices,
    Negated,
    Conditions,
    Opaque,
}

impl Facet<'_> {
    /// All of them: together they are the whole description. What is cheap to refuse comes first.
    pub(super) const ALL: &'static [Facet<'static>] = &[
        Facet::Opaque,
        Facet::Types,
        Facet::Values,
        Facet::Lower,
        Facet::Upper,
        Facet::Multiples,
        Facet::Length,
        Facet::Patterns,
        Facet::Formats,
        Facet::ItemCount,
        Facet::Unique,
        Facet::Required,
        Facet::PropertyCount,
        Facet::Properties,
        Facet::Items,
        Facet::Names,
        Facet::Contains,
        Facet::Dependencies,
        Facet::Choices,
        Facet::Negated,
        Facet::Conditions,
    ];
}

impl<'a> Prover<'a> {
    pub(super) fn facet(
        &self,
        given: &Conj<'a>,
        known: &Facts<'a>,
        wants: &Facts<'a>,
        facet: Facet<'a>,
        at: At,
    ) -> bool {
        match facet {
            Facet::Opaque => wants.opaque.is_empty(),
            Facet::Types => wants.types.has(known.types),
            Facet::Values => self.values(given, known, wants),
            Facet::Lower => Self::lower(known, wants),
            Facet::Upper => Self::upper(known, wants),
            Facet::Multiples => Self::multiples(known, wants),
            Facet::Length => Self::length(known, wants),
            Facet::Patterns => Self::patterns(known, wants),
            Facet::Formats => Self::formats(known, wants),
            Facet::ItemCount => self.item_count(known, wants, at),
            Facet::Items => self.items(known, wants, at),
            Facet::Unique => self.unique(known, wants, at),
            Facet::Contains => self.contains(known, wants, at),
            Facet::PropertyCount => self.property_count(known, wants, at),
            Facet::Required => wants.required.iter().all(|name| Self::require(known, name)),
            Facet::Require(name) => !wants.required.contains(name) || Self::require(known, name),
            Facet::Properties => self.properties(known, wants, at),
            Facet::Property(name) => self.property(known, wants, name, at),
            Facet::Rest => self.rest(known, wants, at),
            Facet::Names => self.names(known, wants, at),
            Facet::Dependencies => self.dependencies(given, known, wants, at),
            Facet::Choices => wants.choices.iter().all(|choice| self.choice(given, choice, at)),
            Facet::Negated => wants.negated.iter().all(|&node| self.vacuous(&given.and(node), at.deeper())),
            Facet::Conditions => wants.conditions.iter().all(|&condition| self.condition(given, condition, at)),
        }
    }
}
