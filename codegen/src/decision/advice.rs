//! What to do about what is wrong with a decision, and what it means at length for `explain`.

use super::problem::Problem;

/// Each problem's id, the next step, and what is at stake.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "decision-syntax",
        "correct the file; `schemas/decisions/README.md` explains every key",
        "The file is not TOML, or has a key that nobody reads. Nothing of it is followed, for a decision that is half read could \
         decide something else than what its author meant.",
    ),
    (
        "decision-value",
        "correct the value; `schemas/decisions/README.md` explains every key",
        "A key of a decision has a value of another kind than expected, or a key that means nothing stands in a table.",
    ),
    (
        "decision-pattern",
        "correct the pattern: `*` is anything but `/`, `**` anything, `{a,b}` one of both, `\\` takes a character as it is",
        "`event`, `resource` and `pointer` in `answers` may be patterns. This one cannot be read.",
    ),
    (
        "decision-jsonpath",
        "correct the expression (RFC 9535), for example `$.*.schema.properties.payload.properties.email`",
        "`at` selects by JSONPath the places to which the patch of a policy applies. This one cannot be read, or would take too \
         long: at most two `..`, no `$` within a filter, brackets nested 16 deep, 1,000 bytes.",
    ),
    (
        "decision-too-many-places",
        "narrow the JSONPath: name the witness and the properties that the policy is about",
        "A policy that is about tens of thousands of places is one that nobody has looked at.",
    ),
    ("decision-duplicate-id", "give one of the two another id", "Reports and commands name a decision by its id."),
    (
        "decision-answers-nothing",
        "add `answers = { rule = \"…\", event = \"…\" }`, or make it a policy with `at`",
        "A decision that resolves or accepts says which findings it decides.",
    ),
    (
        "decision-policy-answers",
        "delete `answers`, or delete `at` and `place`",
        "A policy states what the page cannot say, whatever is found there; any other decision answers findings.",
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
        "`take` names a way to resolve the finding, and each rule declares which it knows.",
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
        "write why, for somebody who was not there",
        "Whoever meets the decision in a year has nothing else.",
    ),
    (
        "decision-patch",
        "correct the patch (RFC 6902): each operation has `op`, `path`, and `value` or `from`",
        "The patch cannot be read.",
    ),
    (
        "decision-no-test",
        "begin the patch with `{ op = \"test\", path = …, value = … }`, or hold the decision to its evidence by `fingerprint`",
        "A decision about one place says what it expects to find there, so that it notices by itself when the page changes.",
    ),
    (
        "decision-accepted-changes",
        "write `verdict = \"resolved\"`, or keep only the operations `test`",
        "To accept a finding is to live with it.",
    ),
    (
        "decision-changes-nothing",
        "add the operation that is missing, or delete the decision",
        "A decision that resolves, and a policy, change what counts. After this one everything is as before.",
    ),
    (
        "decision-untested",
        "put a `test` of the place before the operation",
        "What a patch replaces or removes must be what its author saw.",
    ),
    (
        "decision-outside-place",
        "add the place to `place`, or make another decision of it",
        "A policy changes nothing but what it is about.",
    ),
    (
        "decision-two-decisions",
        "narrow one of the two so that it leaves the finding out, or delete it",
        "Two decisions could disagree about one finding, and the order of files would decide which of them holds.",
    ),
    (
        "decision-patch-fails",
        "correct the patch, or narrow what it applies to",
        "The patch does not fit the document as it is when its turn comes: a place is not there, or is not what the patch expects, \
         on the page or after the decisions before it. None of the decision's operations is applied.",
    ),
    (
        "decision-shape",
        "keep the members that the document has: `prose`, `table`, `example`, `schema`, `resources`",
        "After the patch, the document of all witnesses cannot be read back.",
    ),
    (
        "decision-still-fires",
        "correct the patch so that the rule is quiet, or take another choice",
        "A finding is resolved when its rule no longer fires. This one still does.",
    ),
    (
        "decision-caused",
        "extend the patch so that the witnesses agree, or answer what it leaves open",
        "The patches mended one thing and broke another: a rule fires after them that is quiet on the page.",
    ),
];

impl Problem {
    /// Its name, for `explain`.
    pub fn id(&self) -> &'static str {
        TEXTS[self.at()].0
    }

    /// What to do next.
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

/// The id under which a stale decision is reported.
const STALE: (&str, &str) = (
    "stale-decision",
    "## What it means\n\
     A decision carries what it expects to find on the page, and the page has changed.\n\n\
     - `fixed upstream`: the page says by now what the decision says, or no longer disagrees with itself. \
     `cargo codegen decide --prune` deletes the decision.\n\
     - `changed`: the page says something third. `cargo codegen decide --rebase ID` shows both values and takes the page's into the \
     decision; or decide anew.\n\
     - `vanished`: the place is gone. Delete the decision, or answer what stands in its place.\n\n\
     A pattern or JSONPath that matches nothing is stale, too.\n\n\
     ## Why it matters\n\
     A decision about something that is no longer there decides nothing, and would decide in silence what comes in its place.",
);

/// The ids of all errors of decisions, each with what it means at length.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(id, ..)| *id).chain([STALE.0])
}

/// What an error of a decision means, as Markdown.
pub fn explain(id: &str) -> Option<String> {
    if id == STALE.0 {
        return Some(format!("# {} (error of a decision)\n\n{}\n", STALE.0, STALE.1));
    }
    let (id, help, text) = TEXTS.iter().find(|(known, ..)| *known == id)?;
    let title = "(error of a decision)";
    Some(format!("# {id} {title}\n\n## What it means\n{text}\n\n## What to do\nIn short: {help}.\n"))
}
