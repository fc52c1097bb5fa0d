//! Reads decision files. Collects all errors, each with file, line and column.

use std::collections::HashMap;
use std::ops::Range;

use jsonptr::PointerBuf;
use serde::Deserialize;
use toml::{Spanned, Table, Value};

use super::answer::{Answer, Pattern};
use super::error::{DecisionError, DecisionPlace};
use super::problem::Problem;
use super::selector::Selector;
use super::toml_json::{json, kind};
use super::{Decision, Verdict, patch};
use crate::catalog::{Witness, too_long};
use crate::page::Lines;

/// The result of reading decision files.
#[derive(Clone, Debug, Default)]
pub struct ReadDecisions {
    /// The decisions, in the order of the file names and, within a file, as written.
    pub decisions: Vec<Decision>,
    /// The errors. A decision with an error is not among the decisions.
    pub errors: Vec<DecisionError>,
}

/// Reads decisions from files. Each file is its path (for messages, and for the order) and its text.
pub fn read(files: &[(String, String)]) -> ReadDecisions {
    let mut files: Vec<_> = files.iter().collect();
    files.sort();
    let mut all = ReadDecisions::default();
    for (path, text) in files {
        let source = DecisionSource { path, text, lines: Lines::new(text) };
        match toml::from_str::<DecisionFile>(text) {
            Ok(file) => {
                for stanza in file.decision {
                    match source.decision(stanza) {
                        Ok(decision) => all.decisions.push(decision),
                        Err(error) => all.errors.push(*error),
                    }
                }
            }
            Err(error) => {
                let message = error.message().trim().replace('\n', "; ");
                all.errors.push(source.error(error.span().unwrap_or_default(), None, Problem::Syntax(message)));
            }
        }
    }
    take_out_duplicates(&mut all);
    all
}

fn take_out_duplicates(all: &mut ReadDecisions) {
    let mut seen: HashMap<String, DecisionPlace> = HashMap::new();
    let errors = &mut all.errors;
    all.decisions.retain(|decision| {
        let Some(first) = seen.get(&decision.id) else {
            seen.insert(decision.id.clone(), decision.place.clone());
            return true;
        };
        let problem = Problem::DuplicateId { id: decision.id.clone(), first: first.clone() };
        errors.push(DecisionError {
            place: decision.place.clone(),
            decision: Some(decision.id.clone()),
            problem,
            follows: None,
        });
        false
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionFile {
    #[serde(default)]
    decision: Vec<DecisionStanza>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionStanza {
    id: Spanned<String>,
    answers: Option<Spanned<Value>>,
    place: Option<Spanned<Value>>,
    at: Option<Spanned<Value>>,
    take: Option<Spanned<String>>,
    verdict: Spanned<Verdict>,
    reason: Spanned<String>,
    #[serde(default)]
    evidence: Vec<String>,
    patch: Option<Spanned<Value>>,
    /// The patch as JSON text, for what TOML cannot express: `null`, and integers beyond 64 bits.
    patch_json: Option<Spanned<String>>,
}

struct DecisionSource<'f> {
    path: &'f str,
    text: &'f str,
    lines: Lines,
}

impl DecisionSource<'_> {
    fn place(&self, offset: usize) -> DecisionPlace {
        DecisionPlace::new(self.path, self.lines.position(self.text, offset))
    }

    fn error(&self, span: Range<usize>, decision: Option<&str>, problem: Problem) -> DecisionError {
        let place = self.place(span.start);
        DecisionError { place, decision: decision.map(Into::into), problem, follows: None }
    }

    /// Checks one table and makes a decision of it. The order is that in which a person would correct the errors: first the
    /// id and the reason, then the keys of the verdict, then the patterns, and last the patch, which depends on all of them.
    fn decision(&self, stanza: DecisionStanza) -> Result<Decision, Box<DecisionError>> {
        let id_span = stanza.id.span();
        let keys = keys_fit(&stanza);
        let place = self.place(id_span.start);
        let id = stanza.id.into_inner();
        let fail = |span: Range<usize>, problem: Problem| Box::new(self.error(span, Some(&id), problem));
        let verdict = *stanza.verdict.as_ref();
        if id.trim().is_empty() {
            return Err(fail(id_span, value_problem("id", "a name", "an empty string")));
        }
        if let Some(length) = too_long(&id) {
            let found = format!("one of {length} characters");
            return Err(Box::new(self.error(
                id_span,
                None,
                value_problem("id", "a name of at most 2048 characters", found),
            )));
        }
        if stanza.reason.as_ref().trim().is_empty() {
            return Err(fail(stanza.reason.span(), Problem::NoReason));
        }
        keys.map_err(|(span, problem)| fail(span, problem))?;
        let answers = read_one_or_many(stanza.answers, answer).map_err(|(span, problem)| fail(span, problem))?;
        let places = read_one_or_many(stanza.place, |value| match value {
            Value::String(text) => pointer("place", text),
            other => Err(value_problem("place", "a JSON Pointer", kind(&other))),
        })
        .map_err(|(span, problem)| fail(span, problem))?;
        let at = read_one_or_many(stanza.at, |value| match value {
            Value::String(text) => Selector::new(&text).map_err(|message| Problem::JsonPath { path: text, message }),
            other => Err(value_problem("at", "a JSONPath", kind(&other))),
        })
        .map_err(|(span, problem)| fail(span, problem))?;
        if verdict == Verdict::Policy && at.is_empty() && places.is_empty() {
            return Err(fail(id_span, value_problem("at", "the places of the policy", "nothing")));
        }
        if verdict != Verdict::Policy && answers.is_empty() {
            return Err(fail(id_span, Problem::AnswersNothing { verdict: verdict.name() }));
        }
        let (patch_span, operations) = match (stanza.patch, stanza.patch_json) {
            (Some(_), Some(text)) => {
                let problem = value_problem("patch_json", "either `patch` or `patch_json`", "both");
                return Err(fail(text.span(), problem));
            }
            (Some(patch), None) => (patch.span(), json(patch.into_inner())),
            (None, Some(text)) => (text.span(), serde_json::from_str(text.as_ref()).map_err(|error| error.to_string())),
            (None, None) => (id_span, Ok(serde_json::Value::Array(Vec::new()))),
        };
        let operations =
            operations.map_err(|message| fail(patch_span.clone(), Problem::Patch { operation: 0, message }))?;
        let patch = patch::parse(operations).map_err(|problem| fail(patch_span.clone(), problem))?;
        let reason = stanza.reason.into_inner().trim().to_owned();
        let take = stanza.take.map(Spanned::into_inner);
        let decision = Decision {
            id: id.clone(),
            answers,
            verdict,
            take,
            places,
            at,
            reason,
            evidence: stanza.evidence,
            patch,
            place,
        };
        patch::check(&decision).map_err(|problem| fail(patch_span, problem))?;
        Ok(decision)
    }
}

/// Checks that the verdict has the keys that it needs, and no others.
fn keys_fit(stanza: &DecisionStanza) -> Result<(), (Range<usize>, Problem)> {
    let verdict = *stanza.verdict.as_ref();
    let place = stanza.place.as_ref().or(stanza.at.as_ref());
    match (verdict, &stanza.answers, place) {
        (Verdict::Policy, Some(other), _) | (Verdict::Resolved | Verdict::Accepted, _, Some(other)) => {
            return Err((other.span(), Problem::PolicyAnswers));
        }
        (Verdict::Policy, None, None) => {
            return Err((stanza.verdict.span(), value_problem("at", "the places of the policy", "nothing")));
        }
        (Verdict::Resolved | Verdict::Accepted, None, None) => {
            return Err((stanza.id.span(), Problem::AnswersNothing { verdict: verdict.name() }));
        }
        (Verdict::Policy, None, Some(_)) | (Verdict::Resolved | Verdict::Accepted, Some(_), None) => {}
    }
    if let (Some(_), Some(at)) = (&stanza.place, &stanza.at) {
        return Err((at.span(), value_problem("at", "either `place` or `at`", "both")));
    }
    let patch = stanza.patch.is_some() || stanza.patch_json.is_some();
    match &stanza.take {
        Some(take) if verdict != Verdict::Resolved => {
            Err((take.span(), Problem::TakeVerdict { verdict: verdict.name() }))
        }
        Some(take) if patch => Err((take.span(), value_problem("take", "either `take` or a patch", "both"))),
        _ => Ok(()),
    }
}

fn value_problem(key: &str, expected: &'static str, found: impl Into<String>) -> Problem {
    Problem::Value { key: key.into(), expected, found: found.into() }
}

fn read_one_or_many<T>(
    value: Option<Spanned<Value>>,
    read: impl Fn(Value) -> Result<T, Problem>,
) -> Result<Vec<T>, (Range<usize>, Problem)> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let span = value.span();
    let values = match value.into_inner() {
        Value::Array(values) => values,
        one => vec![one],
    };
    values.into_iter().map(read).collect::<Result<_, _>>().map_err(|problem| (span, problem))
}

const ANSWER_KEYS: [&str; 6] = ["rule", "event", "witness", "resource", "pointer", "fingerprint"];

fn answer(value: Value) -> Result<Answer, Problem> {
    let Value::Table(mut table) = value else {
        return Err(value_problem("answers", "a table with `rule`, `event`, `witness`, `pointer`", kind(&value)));
    };
    if let Some(key) = table.keys().find(|key| !ANSWER_KEYS.contains(&key.as_str())) {
        let known = ANSWER_KEYS.join(", ");
        return Err(Problem::UnknownKey { key: key.clone(), within: "`answers`", known });
    }
    let rule =
        string(&mut table, "rule")?.ok_or_else(|| value_problem("answers.rule", "the id of a rule", "nothing"))?;
    let event = pattern(&mut table, "event")?;
    let resource = pattern(&mut table, "resource")?;
    let pointer = pattern(&mut table, "pointer")?;
    if let Some(text) =
        pointer.as_ref().map(Pattern::text).filter(|text| !text.is_empty() && !text.starts_with(['/', '*', '{']))
    {
        return Err(value_problem("answers.pointer", "a JSON Pointer (RFC 6901), or a pattern of JSON Pointers", text));
    }
    let fingerprint = string(&mut table, "fingerprint")?;
    let witness = match string(&mut table, "witness")? {
        None => None,
        Some(name) => Some(witness_of(&name).ok_or_else(|| {
            value_problem("answers.witness", "prose, table, example, schema, resource-schema or resource-example", name)
        })?),
    };
    Ok(Answer { rule, event, witness, resource, pointer, fingerprint })
}

fn pattern(table: &mut Table, key: &str) -> Result<Option<Pattern>, Problem> {
    let Some(text) = string(table, key)? else { return Ok(None) };
    let read = Pattern::new(&text);
    read.map(Some).map_err(|message| Problem::Glob { key: format!("answers.{key}"), pattern: text, message })
}

fn string(table: &mut Table, key: &str) -> Result<Option<String>, Problem> {
    match table.remove(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(value_problem(&format!("answers.{key}"), "a string", kind(&other))),
    }
}

fn witness_of(name: &str) -> Option<Witness> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}

fn pointer(key: &str, text: String) -> Result<PointerBuf, Problem> {
    PointerBuf::parse(text.clone()).map_err(|_| value_problem(key, "a JSON Pointer (RFC 6901)", text))
}
