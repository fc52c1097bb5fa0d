//! The errors of decisions, one line each. `advice` has the next step and the explanation.

use thiserror::Error;

use super::error::DecisionPlace;

/// What is wrong with a decision.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The file is not TOML, or has unknown keys.
    #[error("{0}")]
    Syntax(String),
    /// A key has a value of the wrong kind.
    #[error("`{key}`: expected {expected}, found {found}")]
    Value {
        /// The key.
        key: String,
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// An unknown key.
    #[error("unknown key `{key}` in {within}; expected one of {known}")]
    UnknownKey {
        /// The key.
        key: String,
        /// The table that has the key.
        within: &'static str,
        /// The known keys.
        known: String,
    },
    /// A pattern that cannot be read.
    #[error("`{key}`: `{pattern}` is not a pattern: {message}")]
    Glob {
        /// The key.
        key: String,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        message: String,
    },
    /// A JSONPath that cannot be parsed, or is too costly.
    #[error("`at`: the JSONPath `{path}` cannot be used: {message}")]
    JsonPath {
        /// The expression.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// A JSONPath that selects too many places.
    #[error("`{path}` selects {found} places, expected at most {most}")]
    TooManyPlaces {
        /// The expression.
        path: String,
        /// How many places it selects.
        found: usize,
        /// The most places that are allowed.
        most: usize,
    },
    /// The id is used twice.
    #[error("the id `{id}` is used by the decision at {first}; ids are unique over all files")]
    DuplicateId {
        /// The id.
        id: String,
        /// Where it was used first.
        first: DecisionPlace,
    },
    /// No `answers`, although the verdict needs some.
    #[error("`answers` is missing; a decision with the verdict `{verdict}` names there the findings that it decides")]
    AnswersNothing {
        /// The verdict.
        verdict: &'static str,
    },
    /// A policy with `answers`, or another verdict with `place` or `at`.
    #[error(
        "a policy has `at` (or `place`) and no `answers`; every other verdict has `answers`, and neither `at` nor `place`"
    )]
    PolicyAnswers,
    /// A choice, although the verdict takes none.
    #[error("`take` resolves findings, but the verdict is `{verdict}`; expected `resolved`")]
    TakeVerdict {
        /// The verdict.
        verdict: &'static str,
    },
    /// The rule does not exist.
    #[error("no rule `{rule}`; `cargo codegen explain` lists all rules")]
    UnknownRule {
        /// The rule.
        rule: String,
    },
    /// The rule has no such choice.
    #[error("the rule `{rule}` has no choice `{take}`; expected one of {known}")]
    NoChoice {
        /// The rule.
        rule: String,
        /// The choice.
        take: String,
        /// The rule's choices.
        known: String,
    },
    /// The choice does not apply to this finding.
    #[error("`{take}` cannot resolve {finding}: {why}")]
    ChoiceFails {
        /// The choice.
        take: String,
        /// The finding.
        finding: String,
        /// The reason.
        why: String,
    },
    /// A single answer accepts all findings of a rule that reports errors or warnings.
    #[error(
        "accepts all findings of `{rule}`, which are not notes; the next one would be decided, too, although nobody has seen it"
    )]
    WholeRule {
        /// The rule.
        rule: String,
    },
    /// An empty reason.
    #[error("`reason` is empty; write it for a reader who was not there")]
    NoReason,
    /// The patch is not a JSON Patch.
    #[error("the patch is not a JSON Patch (RFC 6902): operation {operation}: {message}")]
    Patch {
        /// The operation, from 0.
        operation: usize,
        /// What is wrong with it.
        message: String,
    },
    /// The patch does not begin with `test`.
    #[error("the patch begins with `{found}`, expected `test` with the value that the page has now")]
    NoTest {
        /// Its first operation; `nothing` for an empty patch.
        found: &'static str,
    },
    /// An accepted finding with a patch that changes something.
    #[error(
        "`accepted` changes nothing, but operation {operation} of the patch is `{found}`; did you mean `resolved`?"
    )]
    AcceptedChanges {
        /// The operation, from 0.
        operation: usize,
        /// Its kind.
        found: &'static str,
    },
    /// A patch that changes nothing, although the verdict requires a change.
    #[error("`{verdict}` needs a patch that changes something; to leave the page as it is, write `accepted`")]
    ChangesNothing {
        /// The verdict.
        verdict: &'static str,
    },
    /// A place is replaced or removed without a `test` before.
    #[error("operation {operation} of the patch changes `{path}` without a `test` of it before")]
    Untested {
        /// The operation, from 0.
        operation: usize,
        /// The place that it changes.
        path: String,
    },
    /// A policy changes something outside its places.
    #[error("operation {operation} of the patch changes `{path}`, which is outside every `place` of the policy")]
    OutsidePlace {
        /// The operation, from 0.
        operation: usize,
        /// The place that it changes.
        path: String,
    },
    /// Two decisions answer the same finding.
    #[error(
        "{finding} is also answered by `{other}` at {other_place}{choices}; expected one decision for each finding"
    )]
    TwoDecisions {
        /// The finding.
        finding: String,
        /// The other decision.
        other: String,
        /// Where it is written.
        other_place: Box<DecisionPlace>,
        /// The choices of both, if they take any.
        choices: String,
    },
    /// The patch cannot be applied, although its tests pass.
    #[error("the patch fails at operation {operation} (`{path}`): {message}")]
    PatchFails {
        /// The operation, from 0.
        operation: usize,
        /// The place.
        path: String,
        /// The reason.
        message: String,
    },
    /// After the patch, the document of witnesses no longer has its structure.
    #[error("after the patch {0}")]
    Shape(String),
    /// The finding is still there after the patches.
    #[error("the verdict is `resolved`, but {finding} still fires after the patches: {message}")]
    StillFires {
        /// The finding.
        finding: String,
        /// The finding's message after the patches.
        message: String,
    },
    /// The patches caused a finding that the page does not have.
    #[error("the patches cause a finding that the page does not have, {finding}: {message}")]
    Caused {
        /// The finding.
        finding: String,
        /// The finding's message.
        message: String,
    },
}
