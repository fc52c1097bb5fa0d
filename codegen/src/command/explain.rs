//! `explain`: prints the explanation of a rule, a kind of change or an error of a decision.

use anyhow::{Result, bail};
use console_events_codegen::compare::EXPLANATION;
use console_events_codegen::decision;
use console_events_codegen::diff::ChangeKind;
use console_events_codegen::lint;
use console_events_codegen::put;
use console_events_codegen::text::{Json, Terminal, Text, sentence, words};

use super::PlainFormat;
use super::near::did_you_mean;
use super::output::print;

/// The name under which judgements are explained.
const JUDGEMENT: &str = "judgement";

pub(super) fn explain(rule: Option<&str>, output: PlainFormat) -> Result<bool> {
    let all = explanations();
    let texts: Vec<&(String, String)> = match rule {
        None => all.iter().collect(),
        Some(id) => all.iter().filter(|(known, _)| known == id).collect(),
    };
    if let (Some(id), []) = (rule, texts.as_slice()) {
        let near = did_you_mean(id, all.iter().map(|(known, _)| known.as_str()));
        bail!(
            "expected a rule, a kind of change or an error of a decision, found `{id}`;{near} `cargo codegen explain` lists all of them"
        );
    }
    let text = match (output, rule) {
        (PlainFormat::Json, _) => {
            let all: Vec<_> = texts.iter().map(|(id, text)| serde_json::json!({ "id": id, "text": text })).collect();
            Text::<Json>::pretty(&serde_json::json!({ "format": 1, "explanations": all })).finish()
        }
        (PlainFormat::Human, one) => {
            let mut all = Text::<Terminal>::new();
            for (id, text) in texts {
                if one.is_some() {
                    put!(all, Text::<Terminal>::lines(text.trim_end()), "\n");
                } else {
                    put!(all, words(&format!("{id:<30} {}", summary(text))), "\n");
                }
            }
            all.finish()
        }
    };
    print(&text)?;
    Ok(true)
}

fn explanations() -> Vec<(String, String)> {
    let rules = lint::rules().iter().map(|rule| (rule.id.to_owned(), rule.explanation()));
    let kinds = ChangeKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.explanation().to_owned()));
    let errors = decision::problem_ids().filter_map(|id| Some((id.to_owned(), decision::explain_problem(id)?)));
    let judgement = std::iter::once((JUDGEMENT.to_owned(), EXPLANATION.to_owned()));
    rules.chain(kinds).chain(judgement).chain(errors).collect()
}

/// The first sentence of the first paragraph that is not a heading. Line breaks do not end a sentence.
fn summary(text: &str) -> String {
    let lines = text.lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
    let paragraph = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    sentence::first_sentence(&paragraph).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_shows_whole_sentences() {
        assert_eq!(
            summary("# id\n\nA sentence\nof two lines, 1.5 long. Another.\n\nMore."),
            "A sentence of two lines, 1.5 long."
        );
        for (id, text) in explanations() {
            let first = summary(&text);
            assert!(first.ends_with(['.', ':', '`', ')', '?']), "{id}: {first}");
        }
    }
}
