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
        "`event`, `resource` and `pointer` in `answers` may be patterns. This one cannot be read.",
    ),
    (
        "decision-jsonpath",
        "correct the expression (RFC 9535), for example `$.*.schema.properties.payload.properties.email`",
        "`at` selects by JSONPath the places to which the patch of a policy applies. This expression cannot be read, or would take too \
         long: at most two `..`, no `$` within a filter, brackets nested 16 deep, 1,000 bytes.",
    ),
    (
        "decision-too-many-places",
        "narrow the JSONPath: name the witness and the properties that the policy is about",
        "Nobody can have reviewed a policy for tens of thousands of places.",
    ),
    (
        "decision-duplicate-id",
        "give one of the two decisions another id",
        "Reports and commands name a decision by its id.",
    ),
    (
        "decision-answers-nothing",
        "add `answers = { rule = \"…\", event = \"…\" }`, or make it a policy with `at`",
        "A decision that resolves or accepts says which findings it decides.",
    ),
    (
        "decision-policy-answers",
        "delete `answers`, or delete `at` and `place`",
        "A policy states what the page does not say, independently of findings. Every other decision answers findings.",
    ),
    (
        "decision-take-verdict",
        "write `verdict = \"resolved\"`, or delete `take`",
        "A choice of a rule resolves a finding by a patch that the rule derives. `accepted` and `policy` take none.",
    ),
    (
        "decision-unknown-rule",
        "correct the id; `cargo codegen explain` lists all rules",
        "No rule has this id, so the decision could never answer anything.",
    ),
    (
        "decision-no-choice",
        "take one of the rule's choices; `cargo codegen explain RULE` describes them",
        "`take` names a choice of the rule, and each rule declares its choices.",
    ),
    (
        "decision-choice-fails",
        "take another choice, or write a patch for this finding and narrow the pattern so that it leaves it out",
        "A choice derives its patch from what a witness of the page says. Here no witness says what is needed, and a choice \
         invents nothing.",
    ),
    (
        "decision-whole-rule",
        "name the `event`, `witness`, `resource` or `pointer` that is meant, or `take` a choice that resolves each finding",
        "A decision that accepts every error or warning of a rule hides the next one from everybody. Notes may be answered so.",
    ),
    (
        "decision-no-reason",
        "write the reason, for a reader who was not there",
        "A reader of the decision in a year has only this text.",
    ),
    (
        "decision-patch",
        "correct the patch (RFC 6902): each operation has `op`, `path`, and `value` or `from`",
        "The patch cannot be read.",
    ),
    (
        "decision-no-test",
        "begin the patch with `{ op = \"test\", path = …, value = … }`, or add the `fingerprint` of the finding to `answers`",
        "A decision about a single place states what it expects there, so that it becomes stale when the page changes.",
    ),
    (
        "decision-accepted-changes",
        "write `verdict = \"resolved\"`, or keep only the operations `test`",
        "An accepted finding changes nothing.",
    ),
    (
        "decision-changes-nothing",
        "add the operation that is missing, or delete the decision",
        "A policy, and a decision that resolves, must change the effective documents. This decision changes nothing.",
    ),
    (
        "decision-untested",
        "put a `test` of the place before the operation",
        "A patch may replace or remove only the value that its author saw.",
    ),
    (
        "decision-outside-place",
        "add the place to `place`, or make another decision of it",
        "A policy may change only the places that it names.",
    ),
    (
        "decision-two-decisions",
        "narrow one of the two so that it leaves the finding out, or delete it",
        "Two decisions could disagree about one finding, and the order of files would decide which one counts.",
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
        "A finding is resolved when its rule no longer fires. This one still does.",
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
     A decision carries what it expects to find on the page, and the page has changed.\n\n\
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
    Some(format!("# {id} {title}\n\n## What it means\n{text}\n\n## What to do\nIn short: {help}.\n"))
}
