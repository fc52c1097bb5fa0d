//! A decision to paste, which accepts a finding as documented. The finding's fingerprint limits it to the current
//! evidence.

use crate::decision::{Answer, DECISIONS, Decision};
use crate::diagnostic::{Diagnostic, list_of_names};
use crate::reconcile::stem;
use crate::text::cut;
use crate::text::toml::string as text;

/// The most characters of a finding's message that the reason quotes.
const LONGEST_REASON: usize = 1000;

/// A decision as TOML, and the file into which it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stanza {
    /// Path of the file from the root of the repository.
    pub file: String,
    /// A complete `[[decision]]` table.
    pub toml: String,
}

/// The decision that accepts a finding as documented, and the existing file into which it belongs.
pub fn stanza(diagnostic: &Diagnostic, decisions: &[Decision]) -> Stanza {
    let event = diagnostic.event.as_deref();
    let mut toml = String::from("[[decision]]\n");
    let id = format!("{}-{}-{}", event.unwrap_or("page"), diagnostic.rule, diagnostic.fingerprint());
    line(&mut toml, "id", &text(&id));
    line(&mut toml, "answers", &answers(diagnostic));
    line(&mut toml, "verdict", &text("accepted"));
    let reason = format!("Accepted as documented: {}.", cut(diagnostic.message.trim_end_matches('.'), LONGEST_REASON));
    line(&mut toml, "reason", &text(&reason));
    Stanza { file: right_file(decisions, diagnostic), toml }
}

/// The file with most of the decisions on the finding's resource, else on its event; else a file with the name of the
/// event.
pub fn right_file(decisions: &[Decision], finding: &Diagnostic) -> String {
    let mut files: Vec<(&str, usize)> = Vec::new();
    for decision in decisions {
        let points = decision.answers.iter().map(|answer| points(answer, finding)).max().unwrap_or(0);
        let file = decision.place.file.as_str();
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, all)) => *all += points,
            None => files.push((file, points)),
        }
    }
    // Of several such files, the first by name.
    let best =
        files.into_iter().filter(|(_, points)| *points > 0).min_by_key(|(file, points)| (usize::MAX - points, *file));
    best.map_or_else(|| file_for(finding.event.as_deref()), |(file, _)| file.to_owned())
}

/// How similar the subject of an answer is to the finding's.
fn points(answer: &Answer, finding: &Diagnostic) -> usize {
    const RESOURCE: usize = 100;
    let of_resource = match (&answer.resource, &finding.resource) {
        (Some(pattern), Some(name)) => pattern.matches(name),
        _ => false,
    };
    let of_event = match (&answer.event, &finding.event) {
        (Some(pattern), Some(name)) => pattern.matches(name),
        _ => false,
    };
    RESOURCE * usize::from(of_resource) + usize::from(of_event)
}

/// The file for decisions on this event, or on the page.
pub fn file_for(event: Option<&str>) -> String {
    format!("{DECISIONS}/{}.toml", event.map_or_else(|| "page".into(), stem))
}

fn line(toml: &mut String, key: &str, value: &str) {
    toml.push_str(key);
    toml.push_str(" = ");
    toml.push_str(value);
    toml.push('\n');
}

/// An answer that matches this finding on its current evidence only, as inline TOML.
pub fn answers(diagnostic: &Diagnostic) -> String {
    let fingerprint = diagnostic.fingerprint();
    let event = diagnostic.event.as_deref().map(literal);
    let resource = diagnostic.resource.as_deref().map(literal);
    // For a name in `required`, the fingerprint identifies the name, because its index has no meaning.
    let pointer = match list_of_names(diagnostic.witness, &diagnostic.pointer) {
        Some(list) => format!("{}/*", pattern(list.as_str())),
        None => literal(diagnostic.pointer.as_str()),
    };
    let members = [
        ("rule", Some(diagnostic.rule)),
        ("event", event.as_deref()),
        ("witness", Some(diagnostic.witness.name())),
        ("resource", resource.as_deref()),
        ("pointer", Some(&*pointer)),
        ("fingerprint", Some(&fingerprint)),
    ];
    let members = members.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", text(value?))));
    format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
}

/// A pattern that matches only this text. A pattern always matches itself, so escapes are needed only if it would
/// match more.
fn literal(text: &str) -> String {
    if text.contains(['*', '?', '[', '{']) { pattern(text) } else { text.into() }
}

/// The text as part of a longer pattern.
fn pattern(text: &str) -> String {
    const LONGEST: usize = 400;
    if text.len() > LONGEST {
        return text.into();
    }
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
