//! The answers that the walk offers for a finding. Each is tried first, so that its effect can be shown.

use console_events_codegen::choice::Choice;
use console_events_codegen::decide::{self, DecideError, Effect, EffectPart, Extension, Proposal, Ruling};
use console_events_codegen::diagnostic::Diagnostic;
use console_events_codegen::document::document;
use console_events_codegen::put;
use console_events_codegen::text::{Terminal, Text, words};
use console_events_codegen::workspace::Reading;

/// An answer to a finding.
#[derive(Clone)]
pub(super) enum Reply {
    Take(&'static Choice),
    Extend(Extension),
    Accept,
}

/// An answer with its key, and its effect or the reason why it cannot be given.
pub(super) struct Offer {
    pub(super) key: char,
    pub(super) answer: Reply,
    tried: Result<Tried, String>,
}

struct Tried {
    effect: Effect,
    /// How many other findings it decides.
    beside: usize,
    /// The verdict or choice of the decision that is extended.
    extends: Option<String>,
}

/// A placeholder for the reason while an answer is tried.
const TRIED: &str = "…";

impl Reply {
    /// The change of the decision files.
    pub(super) fn proposal(
        &self,
        reading: &Reading,
        findings: &[&Diagnostic],
        reason: &str,
    ) -> Result<Proposal, DecideError> {
        match (self, findings) {
            (Self::Take(choice), _) => decide::decided(reading, findings, Ruling::Take(choice.id), reason),
            (Self::Extend(extension), [finding, ..]) => decide::extended(reading, finding, extension),
            (Self::Extend(_), []) => Err(DecideError::NothingNamed),
            (Self::Accept, _) => decide::decided(reading, findings, Ruling::Accept, reason),
        }
    }

    /// Whether the walk asks for a reason. A decision that is extended has one already.
    pub(super) fn wants_reason(&self) -> bool {
        !matches!(self, Self::Extend(_))
    }
}

/// The answers for these findings of one rule, tried in parallel.
pub(super) fn offers(reading: &Reading, findings: &[&Diagnostic]) -> Vec<Offer> {
    let Some(first) = findings.first() else { return Vec::new() };
    let document = document(&reading.outcome.patched);
    let choices = decide::choices(&reading.catalog, &document, first);
    let mut all: Vec<(char, Reply)> = ('1'..='9').zip(choices.into_iter().map(Reply::Take)).collect();
    if findings.len() == 1 {
        all.extend(('e'..='g').zip(decide::near(reading, first).into_iter().map(Reply::Extend)));
    }
    if decide::may_be_accepted(first.rule) {
        all.push(('a', Reply::Accept));
    }
    std::thread::scope(|scope| {
        let tried: Vec<_> = all
            .into_iter()
            .map(|(key, answer)| {
                let of_answer = answer.clone();
                (key, answer, scope.spawn(move || tried(reading, findings, &of_answer)))
            })
            .collect();
        let gone = || Err("the attempt failed".to_owned());
        tried
            .into_iter()
            .map(|(key, answer, tried)| Offer { key, answer, tried: tried.join().unwrap_or_else(|_| gone()) })
            .collect()
    })
}

fn tried(reading: &Reading, findings: &[&Diagnostic], answer: &Reply) -> Result<Tried, String> {
    let proposal = answer.proposal(reading, findings, TRIED).map_err(|error| match error {
        DecideError::Fails(why) => why,
        other => other.to_string(),
    })?;
    let beside = proposal.decides(&reading.outcome).saturating_sub(findings.len());
    let extends = match answer {
        Reply::Extend(Extension { decision, .. }) => {
            let all = &reading.decisions.decisions;
            all.iter()
                .find(|known| known.id == *decision)
                .map(|known| known.take.clone().unwrap_or_else(|| known.verdict.name().into()))
        }
        Reply::Take(_) | Reply::Accept => None,
    };
    Ok(Tried { effect: decide::effect(&reading.outcome, &proposal.outcome), beside, extends })
}

impl Offer {
    /// Whether it can be chosen.
    pub(super) fn holds(&self) -> bool {
        self.tried.is_ok()
    }

    /// Writes the offer. An extension that does not apply is left out.
    pub(super) fn write(&self, all: &mut Text<Terminal>) {
        let tried = match (&self.tried, &self.answer) {
            (Ok(tried), _) => tried,
            (Err(_), Reply::Extend(_)) => return,
            (Err(why), Reply::Take(choice)) => {
                put!(*all, "  -  ", words(choice.id), " does not apply here: ", words(why), "\n");
                return;
            }
            (Err(why), Reply::Accept) => {
                put!(*all, "  -  accepting it does not work: ", words(why), "\n");
                return;
            }
        };
        put!(*all, "  ", words(&self.key.to_string()), "  ");
        match &self.answer {
            Reply::Take(choice) => put!(*all, words(choice.id), ": ", words(choice.does), "\n"),
            Reply::Extend(Extension { decision, widened }) => {
                let takes = tried.extends.as_deref().unwrap_or_default();
                put!(*all, "extend `", words(decision), "` (", words(takes), ")");
                if let Some((_, events)) = widened {
                    put!(*all, " to all events `", words(events), "`, including future ones\n");
                } else {
                    all.push(" to this finding\n");
                }
            }
            Reply::Accept => put!(*all, "accept the finding; the page stays as it is\n"),
        }
        tried.effect(all);
    }
}

impl Tried {
    fn effect(&self, all: &mut Text<Terminal>) {
        let Effect { documents, rust } = &self.effect;
        if documents.is_empty() {
            all.push("       nothing changes\n");
        }
        for part in documents.iter().chain(rust.iter().flatten()) {
            write_part(part, all);
        }
        match rust {
            None => {
                all.push("       no Rust types can be generated until the other findings are decided\n");
            }
            Some(items) if items.is_empty() && !documents.is_empty() => {
                all.push("       only the documentation of the Rust items changes\n");
            }
            Some(_) => {}
        }
        match self.beside {
            0 => {}
            1 => {
                all.push("       it also decides 1 other finding\n");
            }
            more => put!(*all, "       it also decides ", more, " other findings\n"),
        }
    }
}

fn write_part(part: &EffectPart, all: &mut Text<Terminal>) {
    const LONGEST: usize = 150;
    put!(*all, "       ", words(&part.name), "\n");
    for line in &part.lines {
        let cut: String = line.chars().take(LONGEST).collect();
        put!(*all, "         ", words(&cut), if cut.len() < line.len() { "…\n" } else { "\n" });
    }
    if part.more > 0 {
        put!(*all, "         … and ", part.more, " more lines\n");
    }
}
