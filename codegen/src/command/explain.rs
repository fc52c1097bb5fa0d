//! `explain`: rules and kinds of change in words.

use anyhow::{Context as _, Result};
use console_events_codegen::compare::EXPLANATION;
use console_events_codegen::decision;
use console_events_codegen::diff::Kind;
use console_events_codegen::lint;
use console_events_codegen::text::{Json, Terminal, Text, words};

use super::Plain;
use super::output::print;

/// The name under which judgements are explained.
const JUDGEMENT: &str = "judgement";

pub(super) fn explain(rule: Option<&str>, output: Plain) -> Result<bool> {
    let texts: Vec<(String, String)> = if let Some(id) = rule {
        let text = lint::explain(id).or_else(|| Kind::from_name(id).map(|kind| kind.explanation().to_owned()));
        let text = text.or_else(|| decision::explain_problem(id));
        let text = text.or_else(|| (id == JUDGEMENT).then(|| EXPLANATION.to_owned())).with_context(|| {
            format!("there is no rule, no kind of change and no error of a decision `{id}`; `cargo codegen explain` lists all")
        })?;
        vec![(id.to_owned(), text)]
    } else {
        let rules = lint::rules().iter().map(|rule| (rule.id.to_owned(), rule.explanation()));
        let kinds = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.explanation().to_owned()));
        let errors = decision::problem_ids().filter_map(|id| Some((id.to_owned(), decision::explain_problem(id)?)));
        let judgement = std::iter::once((JUDGEMENT.to_owned(), EXPLANATION.to_owned()));
        rules.chain(kinds).chain(judgement).chain(errors).collect()
    };
    let text = match (output, rule) {
        (Plain::Json, _) => {
            let all: Vec<_> = texts.iter().map(|(id, text)| serde_json::json!({ "id": id, "text": text })).collect();
            Text::<Json>::pretty(&serde_json::json!({ "format": 1, "explanations": all })).finish()
        }
        (Plain::Human, one) => {
            let mut all = Text::<Terminal>::new();
            for (id, text) in &texts {
                let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
                match one {
                    Some(_) => all.push(Text::<Terminal>::lines(text.trim_end())),
                    None => all.push(words(&format!("{id:<30} {}", first.unwrap_or_default()))),
                };
                all.push("\n");
            }
            all.finish()
        }
    };
    print(&text)?;
    Ok(true)
}
