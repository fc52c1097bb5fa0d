//! What kinds of mistakes a page has, in words for its owners: what is wrong, and who is misled by it.

use crate::catalog::Witness;
use crate::diagnostic::Diagnostic;

/// A kind of mistake.
pub(super) struct Mistake {
    /// The id of the rule.
    rule: &'static str,
    /// What is wrong, as a heading.
    pub(super) title: &'static str,
    /// Who is misled, and how.
    pub(super) misled: &'static str,
}

const KINDS: [Mistake; 28] = [
    Mistake {
        rule: "event-name-collision",
        title: "Two events claim the same name",
        misled: "Receivers tell events apart by their name alone. Whoever follows the page takes one of these events for the other.",
    },
    Mistake {
        rule: "example-event-name",
        title: "An example shows a name that its schema does not allow",
        misled: "Receivers tell events apart by their name alone. Whoever copies the example waits for a name that is not sent, and whoever validates it against the schema gets an error.",
    },
    Mistake {
        rule: "schema-unsatisfiable",
        title: "A schema that no document satisfies",
        misled: "Whoever validates deliveries against the schema refuses every one of them, the documented example included; whoever generates code from it gets a type without values.",
    },
    Mistake {
        rule: "schema-invalid",
        title: "A schema that is not JSON Schema",
        misled: "Whoever hands the schema to a validator or a code generator gets an error, or a check that does not check.",
    },
    Mistake {
        rule: "schema-ref-unresolved",
        title: "A reference in a schema that cannot be resolved",
        misled: "A validator or a code generator that reads the schema stops with an error.",
    },
    Mistake {
        rule: "json-syntax",
        title: "JSON that cannot be read",
        misled: "Whoever copies the block into a tool gets a syntax error.",
    },
    Mistake {
        rule: "required-undeclared",
        title: "A property is required that nothing declares",
        misled: "Whoever reads the schema learns that a property is always there, and not what it is.",
    },
    Mistake {
        rule: "example-violates-schema",
        title: "An example that its schema refuses",
        misled: "Whoever tests a receiver with the example, and validates by the schema, sees a refusal, and cannot know which of the two is sent.",
    },
    Mistake {
        rule: "example-undeclared-property",
        title: "An example shows a property that the schema does not declare",
        misled: "Whoever generates code from the schema has no field for it.",
    },
    Mistake {
        rule: "example-undocumented-property",
        title: "An example shows a property that neither the table nor the schema has",
        misled: "Whoever reads the table or the schema does not know that it is sent, nor what it is.",
    },
    Mistake {
        rule: "property-type-unstated",
        title: "A property whose schema says nothing about its value",
        misled: "Code that is generated from the schema has an untyped field, and a validator checks nothing.",
    },
    Mistake {
        rule: "table-undeclared-property",
        title: "A table lists a property that the schema does not declare",
        misled: "The table promises a property; whoever generates code from the schema has no field for it.",
    },
    Mistake {
        rule: "table-missing-property",
        title: "A schema declares a property that the table does not list",
        misled: "Whoever reads the table alone does not know that the property is there.",
    },
    Mistake {
        rule: "table-type-mismatch",
        title: "Table and schema give a property different types",
        misled: "Whoever writes code by the table fails on what the schema allows, or the other way round.",
    },
    Mistake {
        rule: "table-duplicate-row",
        title: "A table lists a property twice",
        misled: "Whoever reads the table cannot know which of the two rows holds.",
    },
    Mistake {
        rule: "table-missing",
        title: "An event without a property table",
        misled: "People who read the page find no description of what the event contains.",
    },
    Mistake {
        rule: "sibling-required-drift",
        title: "Events of one kind differ in what they require",
        misled: "Whoever handles these events by the same code expects the same properties in all of them.",
    },
    Mistake {
        rule: "sibling-openness-drift",
        title: "Events of one kind differ in whether other properties may stand in them",
        misled: "Whoever validates strictly refuses in one event what the others allow.",
    },
    Mistake {
        rule: "resource-drift",
        title: "One resource is described differently in several sections",
        misled: "Whoever reads one section, or generates one type for the resource, misses what only another section says.",
    },
    Mistake {
        rule: "json-placeholder",
        title: "`{...}` stands where nothing says what it is",
        misled: "Whoever copies the block gets a syntax error, and cannot look up what belongs there.",
    },
    Mistake {
        rule: "array-items-unspecified",
        title: "A list says nothing about its items",
        misled: "Whoever generates code from the schema gets a list of anything.",
    },
    Mistake {
        rule: "description-mismatch",
        title: "Table and schema describe a property in different words",
        misled: "Whoever compares both cannot know whether a difference is meant.",
    },
    Mistake {
        rule: "event-title-mismatch",
        title: "A title does not read as its event's name",
        misled: "Whoever looks for the event by its title writes another name into code.",
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
        title: "A schema has a word that JSON Schema does not know",
        misled: "Validators ignore the word, so whoever relies on it relies on nothing.",
    },
    Mistake {
        rule: "json-trailing-comma",
        title: "A comma stands behind a last value",
        misled: "JSON does not allow it: whoever copies the block into a tool gets a syntax error.",
    },
    Mistake {
        rule: "json-comment",
        title: "A comment stands in JSON",
        misled: "JSON does not allow it: whoever copies the block into a tool gets a syntax error.",
    },
];

/// For rules that have no words of their own.
const OTHER: [Mistake; 3] = [
    Mistake {
        rule: "",
        title: "A schema contradicts the rest of its section",
        misled: "Whoever generates code from the schema, or validates by it, gets something else than what is sent.",
    },
    Mistake {
        rule: "",
        title: "An example contradicts the rest of its section",
        misled: "Whoever copies the example tests a receiver with something that is not sent.",
    },
    Mistake {
        rule: "",
        title: "Words that contradict the rest of their section",
        misled: "Whoever reads the table or the text learns something else than what is sent.",
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
