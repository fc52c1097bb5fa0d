//! The kinds of mistakes on a page, described for its owners: what is wrong, and whom it misleads.

use crate::catalog::Witness;
use crate::diagnostic::Diagnostic;

/// A kind of mistake.
pub(super) struct Mistake {
    /// The id of the rule.
    rule: &'static str,
    /// What is wrong, as a heading.
    pub(super) title: &'static str,
    /// Whom it misleads, and how.
    pub(super) misled: &'static str,
}

const KINDS: [Mistake; 28] = [
    Mistake {
        rule: "event-name-collision",
        title: "Two events claim the same name",
        misled: "Receivers distinguish events only by their name. A reader of the page confuses these two events.",
    },
    Mistake {
        rule: "example-event-name",
        title: "An example has a name that its schema does not allow",
        misled: "Receivers distinguish events only by their name. A receiver made from the example expects a name that is never sent, and a validator refuses the example.",
    },
    Mistake {
        rule: "schema-unsatisfiable",
        title: "A schema that no document can satisfy",
        misled: "A validator with this schema refuses every delivery, even the documented example, and code generated from it has a type without values.",
    },
    Mistake {
        rule: "schema-invalid",
        title: "A schema that is not JSON Schema",
        misled: "A validator or code generator stops with an error, or ignores the faulty part.",
    },
    Mistake {
        rule: "schema-ref-unresolved",
        title: "A reference in a schema that cannot be resolved",
        misled: "A validator or a code generator that reads the schema stops with an error.",
    },
    Mistake {
        rule: "json-syntax",
        title: "JSON that cannot be read",
        misled: "Tools report a syntax error for the block.",
    },
    Mistake {
        rule: "required-undeclared",
        title: "A required property is not declared",
        misled: "The schema says that the property is always there, but not what it is.",
    },
    Mistake {
        rule: "example-violates-schema",
        title: "An example that does not match its schema",
        misled: "A receiver that validates by the schema refuses the example, and its author cannot know which of the two is right.",
    },
    Mistake {
        rule: "example-undeclared-property",
        title: "An example shows a property that the schema does not declare",
        misled: "Code generated from the schema has no field for it.",
    },
    Mistake {
        rule: "example-undocumented-property",
        title: "An example shows a property that is in neither the table nor the schema",
        misled: "Readers of the table or the schema do not learn that it is sent, or what it is.",
    },
    Mistake {
        rule: "property-type-unstated",
        title: "A property whose schema says nothing about its value",
        misled: "Code generated from the schema has an untyped field, and a validator does not check the value.",
    },
    Mistake {
        rule: "table-undeclared-property",
        title: "A table lists a property that the schema does not declare",
        misled: "The table promises a property for which code generated from the schema has no field.",
    },
    Mistake {
        rule: "table-missing-property",
        title: "A schema declares a property that the table does not list",
        misled: "Readers of the table do not learn that the property exists.",
    },
    Mistake {
        rule: "table-type-mismatch",
        title: "Table and schema give a property different types",
        misled: "Code written from the table fails on values that the schema allows, or the other way round.",
    },
    Mistake {
        rule: "table-duplicate-row",
        title: "A table lists a property twice",
        misled: "Readers of the table cannot know which of the two rows is right.",
    },
    Mistake {
        rule: "table-missing",
        title: "An event without a property table",
        misled: "Readers of the page find no description of the event's content.",
    },
    Mistake {
        rule: "sibling-required-drift",
        title: "Events of one kind differ in what they require",
        misled: "Code that handles these events together expects the same properties in all of them.",
    },
    Mistake {
        rule: "sibling-openness-drift",
        title: "Events of one kind differ in whether they allow other properties",
        misled: "A strict validator refuses in one event what it accepts in the others.",
    },
    Mistake {
        rule: "resource-drift",
        title: "One resource is described differently in several sections",
        misled: "A type made from one section lacks what only another section describes.",
    },
    Mistake {
        rule: "json-placeholder",
        title: "`{...}` without an explanation",
        misled: "Tools report a syntax error for the block, and readers cannot look up what belongs there.",
    },
    Mistake {
        rule: "array-items-unspecified",
        title: "A list says nothing about its items",
        misled: "Code generated from the schema has a list of untyped items.",
    },
    Mistake {
        rule: "description-mismatch",
        title: "Table and schema describe a property in different words",
        misled: "Readers who compare both cannot know whether the difference is intended.",
    },
    Mistake {
        rule: "event-title-mismatch",
        title: "A title differs from its event's name",
        misled: "A developer who goes by the title uses a wrong name in code.",
    },
    Mistake {
        rule: "keyword-nullable",
        title: "`nullable` in a JSON Schema",
        misled: "JSON Schema does not have this keyword, so a validator refuses the `null` that the author meant to allow.",
    },
    Mistake {
        rule: "schema-dialect",
        title: "A schema of another draft than the others",
        misled: "Some keywords mean something else in another draft, so a tool may read the schema differently from its author.",
    },
    Mistake {
        rule: "schema-keyword-unknown",
        title: "A schema has a keyword that JSON Schema does not define",
        misled: "Validators ignore the keyword, so it has no effect.",
    },
    Mistake {
        rule: "json-trailing-comma",
        title: "A comma after a last value",
        misled: "JSON does not allow it, so tools report a syntax error for the block.",
    },
    Mistake {
        rule: "json-comment",
        title: "A comment in JSON",
        misled: "JSON does not allow it, so tools report a syntax error for the block.",
    },
];

/// For rules without a kind of their own.
const OTHER: [Mistake; 3] = [
    Mistake {
        rule: "",
        title: "A schema contradicts the rest of its section",
        misled: "Code generated from the schema does not fit what is sent, and a validator refuses it.",
    },
    Mistake {
        rule: "",
        title: "An example contradicts the rest of its section",
        misled: "A receiver is tested with something that is never sent.",
    },
    Mistake {
        rule: "",
        title: "Words that contradict the rest of their section",
        misled: "Readers of the table or the text expect something other than what is sent.",
    },
];

/// The kind of mistake that a finding is.
pub(super) fn kind(finding: &Diagnostic) -> &'static Mistake {
    let known = KINDS.iter().find(|kind| kind.rule == finding.rule);
    known.unwrap_or_else(|| match finding.witness {
        Witness::Schema | Witness::ResourceSchema => &OTHER[0],
        Witness::Example | Witness::ResourceExample => &OTHER[1],
        Witness::Prose | Witness::Table => &OTHER[2],
    })
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn every_rule_that_can_be_mended_has_words_and_every_word_has_a_rule() {
        let rules = crate::lint::rules();
        for rule in rules.iter().filter(|rule| !rule.choices.is_empty()) {
            assert!(KINDS.iter().any(|kind| kind.rule == rule.id), "`{}` has no words for the page's owners", rule.id);
        }
        for kind in &KINDS {
            assert!(rules.iter().any(|rule| rule.id == kind.rule), "there is no rule `{}`", kind.rule);
        }
    }
}
