//! What can be wrong with a decision, in one line each. `advice` has the next step, and what it means at length.

use thiserror::Error;

use super::error::DecisionPlace;

/// What is wrong with a decision.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The file is not TOML, or has keys that mean nothing.
    #[error("{0}")]
    Syntax(String),
    /// A key has a value of another kind than expected.
    #[error("`{key}`: expected {expected}, found {found}")]
    Value {
        /// The key.
        key: String,
        /// What belongs there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A key that means nothing.
    #[error("unknown key `{key}` in {within}; known: {known}")]
    UnknownKey {
        /// The key.
        key: String,
        /// Of what.
        within: &'static str,
        /// What would be understood.
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
    /// A JSONPath that cannot be read, or that is too costly.
    #[error("`at`: `{path}` is not a JSONPath that can be followed: {message}")]
    JsonPath {
        /// The expression.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// A JSONPath that selects nothing to which the patch can be applied any more.
    #[error("`{path}` selects {found} places, {most} are the most")]
    TooManyPlaces {
        /// The expression.
        path: String,
        /// How many.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// The id is used twice.
    #[error("the id `{id}` is taken by the decision at {first}; ids are unique over all files")]
    DuplicateId {
        /// The id.
        id: String,
        /// Where it was used first.
        first: DecisionPlace,
    },
    /// No `answers`, though the verdict needs one.
    #[error("answers nothing; a decision of verdict `{verdict}` names in `answers` the finding that it decides")]
    AnswersNothing {
        /// The verdict.
        verdict: &'static str,
    },
    /// A policy with `answers`, or anything else with `place` or `at`.
    #[error(
        "a policy answers no finding: it has `at` (or `place`) and no `answers`, any other verdict has `answers` and neither"
    )]
    PolicyAnswers,
    /// A choice, though the verdict takes none.
    #[error("`take` resolves findings, but the verdict is `{verdict}`; expected `resolved`")]
    TakeVerdict {
        /// The verdict.
        verdict: &'static str,
    },
    /// The rule does not exist.
    #[error("no rule `{rule}`; `cargo codegen explain` lists all")]
    UnknownRule {
        /// The rule.
        rule: String,
    },
    /// The rule has no such choice.
    #[error("the rule `{rule}` has no choice `{take}`; it has {known}")]
    NoChoice {
        /// The rule.
        rule: String,
        /// The choice.
        take: String,
        /// Those that it has.
        known: String,
    },
    /// The choice says nothing for this finding.
    #[error("`{take}` cannot resolve {finding}: {why}")]
    ChoiceFails {
        /// The choice.
        take: String,
        /// The finding.
        finding: String,
        /// Why not.
        why: String,
    },
    /// A whole rule of errors or warnings was answered at once.
    #[error(
        "answers all of `{rule}`, which are not notes, without a choice: the next finding, which nobody has seen, would be decided, too"
    )]
    WholeRule {
        /// The rule.
        rule: String,
    },
    /// An empty reason.
    #[error("`reason` is empty; say why, for somebody who was not there")]
    NoReason,
    /// The patch is no JSON Patch.
    #[error("the patch is not RFC 6902: operation {operation}: {message}")]
    Patch {
        /// The operation, from 0.
        operation: usize,
        /// What is wrong with it.
        message: String,
    },
    /// The patch does not begin with `test`.
    #[error("the patch begins with `{found}`, expected `test` with the value that the page has now")]
    NoTest {
        /// What it begins with; `nothing` for an empty one.
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
    /// A patch that changes nothing, though the verdict needs one that does.
    #[error("`{verdict}` needs a patch that changes something; to live with the finding, say `accepted`")]
    ChangesNothing {
        /// The verdict.
        verdict: &'static str,
    },
    /// A place is replaced or removed that no `test` pins.
    #[error("operation {operation} of the patch changes `{path}`, which no `test` before it pins")]
    Untested {
        /// The operation, from 0.
        operation: usize,
        /// The place that it changes.
        path: String,
    },
    /// A policy changes something outside of its places.
    #[error("operation {operation} of the patch changes `{path}`, which is at or below no `place` of the policy")]
    OutsidePlace {
        /// The operation, from 0.
        operation: usize,
        /// The place that it changes.
        path: String,
    },
    /// Two decisions answer one finding.
    #[error("{finding} is answered by `{other}` at {other_place}, too{choices}; a finding can have only one decision")]
    TwoDecisions {
        /// The finding.
        finding: String,
        /// The other decision.
        other: String,
        /// Where it stands.
        other_place: Box<DecisionPlace>,
        /// What each of them takes, where they are choices.
        choices: String,
    },
    /// The patch cannot be applied, though its tests hold.
    #[error("the patch fails at operation {operation} (`{path}`): {message}")]
    PatchFails {
        /// The operation, from 0.
        operation: usize,
        /// Where.
        path: String,
        /// Why.
        message: String,
    },
    /// After the patch, the document of witnesses has not its shape any more.
    #[error("after the patch {0}")]
    Shape(String),
    /// The finding is still there after the patches.
    #[error("resolved, but {finding} still fires after the patches: {message}")]
    StillFires {
        /// The finding.
        finding: String,
        /// What it says now.
        message: String,
    },
    /// The patches brought about a finding that the page does not have.
    #[error("after the patches {finding} fires, which does not on the page: {message}")]
    Caused {
        /// The finding.
        finding: String,
        /// What it says.
        message: String,
    },
}
