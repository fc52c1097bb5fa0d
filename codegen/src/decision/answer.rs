//! Which findings a decision answers: a pattern, which may be as narrow as a single finding.

use std::fmt;

use globset::{GlobBuilder, GlobMatcher};
use jsonptr::PointerBuf;

use crate::catalog::Witness;
use crate::diagnostic::{Diagnostic, Severity};

/// A pattern of findings. Every part that it names must match; parts that it does not name may be anything.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The rule.
    pub rule: String,
    /// The event.
    pub event: Option<Pattern>,
    /// The witness.
    pub witness: Option<Witness>,
    /// The resource, if the witness belongs to one.
    pub resource: Option<Pattern>,
    /// The place in the witness's JSON.
    pub pointer: Option<Pattern>,
    /// The evidence on which the finding rests.
    pub fingerprint: Option<String>,
}

/// A text, or a glob: `*` matches anything but `/`, `**` matches anything, `{a,b}` matches `a` or `b`.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    glob: Option<GlobMatcher>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// If the glob is malformed.
    /// What is wrong with the glob.
    pub fn new(text: &str) -> Result<Self, String> {
        const LONGEST: usize = 1000;
        let glob = if text.contains(['*', '?', '[', '{']) && text.len() <= LONGEST {
            let glob = GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build();
            Some(glob.map_err(|error| error.kind().to_string())?.compile_matcher())
        } else {
            None
        };
        Ok(Self { text: text.into(), glob })
    }

    /// The pattern as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The only text that the pattern matches; none for a glob.
    pub fn literal(&self) -> Option<&str> {
        self.glob.is_none().then_some(self.text.as_str())
    }

    /// Whether it matches. A text equal to the pattern always matches, even if it contains characters of a glob.
    pub fn matches(&self, text: &str) -> bool {
        self.text == text || self.glob.as_ref().is_some_and(|glob| glob.is_match(text))
    }

    fn is_anything(&self) -> bool {
        !self.text.is_empty() && self.text.chars().all(|c| c == '*' || c == '/')
    }
}

/// What identifies a finding: everything but its message and its position on the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingKey {
    /// The rule.
    pub rule: String,
    /// The event; none for the page as a whole.
    pub event: Option<String>,
    /// The witness.
    pub witness: Witness,
    /// The resource, if the witness belongs to one.
    pub resource: Option<String>,
    /// The place in the witness's JSON.
    pub pointer: PointerBuf,
}

impl FindingKey {
    /// The key of a diagnostic.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        Self {
            rule: diagnostic.rule.into(),
            event: diagnostic.event.clone(),
            witness: diagnostic.witness,
            resource: diagnostic.resource.clone(),
            pointer: diagnostic.pointer.clone(),
        }
    }
}

impl fmt::Display for FindingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at `{}` of the {}", self.rule, self.pointer, self.witness)?;
        if let Some(resource) = &self.resource {
            write!(f, " (`{resource}`)")?;
        }
        match &self.event {
            Some(event) => write!(f, " of `{event}`"),
            None => f.write_str(" of the page"),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.rule)?;
        if let Some(pointer) = &self.pointer {
            write!(f, " at `{}`", pointer.text)?;
        }
        if let Some(witness) = self.witness {
            write!(f, " of the {witness}")?;
        }
        if let Some(resource) = &self.resource {
            write!(f, " (`{}`)", resource.text)?;
        }
        match &self.event {
            Some(event) => write!(f, " of `{}`", event.text),
            None => Ok(()),
        }
    }
}

impl Answer {
    /// Whether it names a rule and nothing that would distinguish its findings.
    pub fn is_whole_rule(&self) -> bool {
        let open = |pattern: &Option<Pattern>| pattern.as_ref().is_none_or(Pattern::is_anything);
        self.witness.is_none()
            && self.fingerprint.is_none()
            && open(&self.event)
            && open(&self.resource)
            && open(&self.pointer)
    }

    /// Whether it names a single finding.
    pub fn is_particular(&self) -> bool {
        let one = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|pattern| pattern.glob.is_none());
        self.witness.is_some() && one(&self.pointer) && (self.event.is_none() || one(&self.event))
    }

    /// Whether it matches the diagnostic, on any evidence.
    pub fn names(&self, diagnostic: &Diagnostic) -> bool {
        let agrees = |pattern: &Option<Pattern>, text: Option<&str>| {
            pattern.as_ref().is_none_or(|pattern| text.is_some_and(|text| pattern.matches(text)))
        };
        self.rule == diagnostic.rule
            && self.witness.is_none_or(|witness| witness == diagnostic.witness)
            && agrees(&self.event, diagnostic.event.as_deref())
            && agrees(&self.resource, diagnostic.resource.as_deref())
            && agrees(&self.pointer, Some(diagnostic.pointer.as_str()))
    }

    /// The same answer for a name in `required` at any index, because the order there has no meaning; none for other
    /// places.
    pub fn in_any_order(&self) -> Option<Self> {
        let (list, index) = self.pointer.as_ref()?.literal()?.rsplit_once('/')?;
        let of_list =
            list.ends_with("/required") && index.parse::<usize>().is_ok() && !list.contains(['*', '?', '[', '{', '\\']);
        let pointer = Pattern::new(&format!("{list}/*")).ok().filter(|_| of_list)?;
        Some(Self { pointer: Some(pointer), ..self.clone() })
    }

    /// Whether it is limited to the evidence of this diagnostic.
    pub fn rests_on(&self, diagnostic: &Diagnostic) -> bool {
        self.fingerprint.as_ref().is_some_and(|fingerprint| *fingerprint == diagnostic.fingerprint())
    }

    /// Whether it answers this diagnostic, which it [names](Self::names). An answer to a whole rule covers only its
    /// notes, unless a choice resolves each finding: a warning of the rule needs a decision of its own.
    pub fn answers(&self, diagnostic: &Diagnostic, takes: bool) -> bool {
        (self.fingerprint.is_none() || self.rests_on(diagnostic))
            && (takes || diagnostic.severity == Severity::Note || !self.is_whole_rule())
    }

    /// Whether it answered this diagnostic, which it names, when the diagnostic rested on other evidence.
    pub fn answered_once(&self, diagnostic: &Diagnostic) -> bool {
        self.fingerprint.is_some() && !self.rests_on(diagnostic)
    }
}
