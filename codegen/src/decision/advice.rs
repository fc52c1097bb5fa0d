//! What to do about each error of a decision, and the long text for `explain`.

use super::problem::Problem;

/// Each problem's id, the next step, and the explanation.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "decision-syntax",
        "correct the file; `schemas/decisions/README.md` explains every key",
        "The file is not TOML, or has an unknown key. None of its decisions is applied, because a decision that is only partly read \
         could decide something other than its author meant.",
    ),
    (
        "decision-value",
        "correct the value; `schemas/decisions/README.md` explains every key",
        "A key of a decision has a value of the wrong kind, or a table has an unknown key.",
    ),
    (
        "decision-pattern",
        "correct the pattern: `*` matches anything but `/`, `**` matches anything, `{a,b}` matches `a` or `b`, and `\\` escapes a character",
        "A pattern in `answers` cannot be read. `event`, `resource` and `pointer` there may be patterns.",
    ),
    (
        "decision-jsonpath",
        "correct the expression (RFC 9535), for example `$.*.schema.properties.payload.properties.email`",
        "The JSONPath in `at` cannot be read, or would take too long. It selects the places to which the patch of a \
         policy applies, and may have at most two `..`, no `$` within a filter, brackets nested 16 deep, and 1,000 \
         bytes.",
    ),
    (
        "decision-too-many-places",
        "narrow the JSONPath: name the witness and the properties that the policy is about",
        "The JSONPath of a policy selects more than 50,000 places. Nobody can have reviewed a policy for so many.",
    ),
    (
        "decision-duplicate-id",
        "give one of the two decisions another id",
        "Two decisions have the same id. Reports and commands name a decision by its id, so it must be unique.",
    ),
    (
        "decision-answers-nothing",
        "add `answers = { rule = \"…\", event = \"…\" }`, or make it a policy with `at`",
        "A decision that resolves or accepts has no `answers`, so it does not say which findings it decides.",
    ),
    (
        "decision-policy-answers",
        "delete `answers`, or delete `at` and `place`",
        "A policy has `answers`, or another decision has `at` or `place`. A policy states what the page does not \
         say, independently of findings. Every other decision answers findings.",
    ),
    (
        "decision-take-verdict",
        "write `verdict = \"resolved\"`, or delete `take`",
        "The decision has `take`, but its verdict is not `resolved`. A choice of a rule resolves a finding by a \
         patch that the rule derives.",
    ),
    (
        "decision-unknown-rule",
        "correct the id; `cargo codegen explain` lists all rules",
        "No rule has the id that `answers` names, so the decision could never answer anything.",
    ),
    (
        "decision-no-choice",
        "take one of the rule's choices; `cargo codegen explain RULE` describes them",
        "`take` names a choice that the rule does not have. Each rule declares its own choices.",
    ),
    (
        "decision-choice-fails",
        "take another choice, or write a patch for this finding and narrow the pattern so that it leaves it out",
        "The choice cannot resolve the finding, because no witness of the page says what is needed. A choice \
         derives its patch from what a witness says, and invents nothing.",
    ),
    (
        "decision-whole-rule",
        "name the `event`, `witness`, `resource` or `pointer` that is meant, or `take` a choice that resolves each finding",
        "The decision accepts all findings of a rule that reports errors or warnings. It would also hide the next \
         one, which nobody has seen. Notes may be accepted in this way.",
    ),
    (
        "decision-no-reason",
        "write the reason, for a reader who was not there",
        "The reason of the decision is empty. A reader of the decision in a year has only this text.",
    ),
    (
        "decision-patch",
        "correct the patch (RFC 6902): each operation has `op`, `path`, and `value` or `from`",
        "The patch of the decision cannot be read.",
    ),
    (
        "decision-no-test",
        "begin the patch with `{ op = \"test\", path = …, value = … }`, or add the `fingerprint` of the finding to `answers`",
        "The patch does not begin with `test`. A decision about a single place states what it expects there, so \
         that it becomes stale when the page changes.",
    ),
    (
        "decision-accepted-changes",
        "write `verdict = \"resolved\"`, or keep only the operations `test`",
        "The verdict is `accepted`, but the patch changes something. An accepted finding leaves the page as it is.",
    ),
    (
        "decision-changes-nothing",
        "add the operation that is missing, or delete the decision",
        "A policy, or a decision that resolves, has a patch that changes nothing. Both must change the effective \
         documents.",
    ),
    (
        "decision-untested",
        "put a `test` of the place before the operation",
        "The patch replaces or removes a value that it has not tested before. It may only overwrite the value that \
         its author saw.",
    ),
    (
        "decision-outside-place",
        "add the place to `place`, or make another decision of it",
        "The patch of a policy changes a place that the policy does not name.",
    ),
    (
        "decision-two-decisions",
        "narrow one of the two so that it leaves the finding out, or delete it",
        "Two decisions answer the same finding. They could disagree, and the order of files would decide which one \
         counts.",
    ),
    (
        "decision-patch-fails",
        "correct the patch, or narrow what it applies to",
        "The patch does not fit the document when it is applied: a place does not exist, or has another value than the patch expects, \
         on the page or after the decisions before it. None of the decision's operations is applied.",
    ),
    (
        "decision-shape",
        "keep the members that the document has: `prose`, `table`, `example`, `schema`, `resources`",
        "After the patch, the document of all witnesses no longer has the expected structure.",
    ),
    (
        "decision-still-fires",
        "correct the patch so that the rule no longer fires, or take another choice",
        "The verdict is `resolved`, but the rule still fires after the patches.",
    ),
    (
        "decision-caused",
        "extend the patch so that the witnesses agree, or answer the new finding, too",
        "The patches mended one finding and caused another: a rule fires after them that does not fire on the page.",
    ),
];

impl Problem {
    /// The id, for `explain`.
    pub fn id(&self) -> &'static str {
        TEXTS[self.at()].0
    }

    /// The next step.
    pub fn help(&self) -> &'static str {
        TEXTS[self.at()].1
    }

    fn at(&self) -> usize {
        match self {
            Self::Syntax(_) => 0,
            Self::Value { .. } | Self::UnknownKey { .. } => 1,
            Self::Glob { .. } => 2,
            Self::JsonPath { .. } => 3,
            Self::TooManyPlaces { .. } => 4,
            Self::DuplicateId { .. } => 5,
            Self::AnswersNothing { .. } => 6,
            Self::PolicyAnswers => 7,
            Self::TakeVerdict { .. } => 8,
            Self::UnknownRule { .. } => 9,
            Self::NoChoice { .. } => 10,
            Self::ChoiceFails { .. } => 11,
            Self::WholeRule { .. } => 12,
            Self::NoReason => 13,
            Self::Patch { .. } => 14,
            Self::NoTest { .. } => 15,
            Self::AcceptedChanges { .. } => 16,
            Self::ChangesNothing { .. } => 17,
            Self::Untested { .. } => 18,
            Self::OutsidePlace { .. } => 19,
            Self::TwoDecisions { .. } => 20,
            Self::PatchFails { .. } => 21,
            Self::Shape(_) => 22,
            Self::StillFires { .. } => 23,
            Self::Caused { .. } => 24,
        }
    }
}

/// The id for stale decisions.
const STALE: (&str, &str) = (
    "stale-decision",
    "## What it means\n\
     A decision states what it expects on the page, and the page has changed.\n\n\
     - `fixed upstream`: the page now says what the decision says, or no longer contradicts itself. \
     `cargo codegen decide --prune` deletes the decision.\n\
     - `changed`: the page now has a third value. `cargo codegen decide --rebase ID` shows both values and takes the page's into the \
     decision; or decide anew.\n\
     - `vanished`: the place no longer exists. Delete the decision, or answer the findings of its replacement.\n\n\
     A pattern or JSONPath that matches nothing is stale, too.\n\n\
     ## Why it matters\n\
     A decision about something that no longer exists decides nothing, and could silently decide whatever replaces it.",
);

/// The ids of all errors of decisions.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(id, ..)| *id).chain([STALE.0])
}

/// The explanation of an error of a decision, as Markdown.
pub fn explain(id: &str) -> Option<String> {
    if id == STALE.0 {
        return Some(format!("# {} (error of a decision)\n\n{}\n", STALE.0, STALE.1));
    }
    let (id, help, text) = TEXTS.iter().find(|(known, ..)| *known == id)?;
    let title = "(error of a decision)";
    let (first, rest) = help.split_at(help.chars().next().map_or(0, char::len_utf8));
    let first = first.to_uppercase();
    Some(format!("# {id} {title}\n\n## What it means\n{text}\n\n## What to do\n{first}{rest}.\n"))
}
