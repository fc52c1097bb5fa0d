//! Texts of the lengths, formats and patterns that matter.

use std::collections::BTreeSet;

use super::super::place::{FoldedSchema, Types};

/// Texts longer than this are not built.
const LONGEST: u64 = 5_000;

const COMMON: &[&str] = &[
    "a",
    "",
    "A",
    "0",
    "ab",
    "abc",
    "a1",
    "123",
    "x-1",
    "v1.2.3",
    "1.2.3",
    "a b",
    "é",
    "-",
    "_",
    "true",
    "2020-01-02",
    "2020-01-02T03:04:05Z",
    "a@b.example",
    "b.example",
    "https://b.example/c",
    "127.0.0.1",
    "::1",
    "0123456789abcdef",
    "00000000-0000-4000-8000-000000000000",
    "/a",
    "\n",
];

/// Texts for a description, and around the edges of another.
pub(super) fn texts(folded: &FoldedSchema<'_>, hints: Option<&FoldedSchema<'_>>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let sides = || std::iter::once(folded).chain(hints);
    for pattern in sides().flat_map(|folded| &folded.patterns) {
        texts.extend(matching(pattern));
    }
    texts.extend(COMMON.iter().map(|&text| text.to_owned()));
    let mut lengths = BTreeSet::from([folded.length.min, folded.length.max.unwrap_or(folded.length.min)]);
    if let Some(hints) = hints {
        let max = hints.length.max.map(|max| max.saturating_add(1));
        lengths.extend([hints.length.min.saturating_sub(1), hints.length.min].into_iter().chain(max));
        let values = hints.values.iter().flatten().filter_map(|value| value.as_str());
        texts.extend(values.map(|value| format!("{value}x")));
    }
    for length in lengths.into_iter().filter(|&length| length <= LONGEST) {
        texts.extend(["a", "0"].map(|unit| unit.repeat(usize::try_from(length).unwrap_or(0))));
    }
    debug_assert!(folded.types.has(Types::STRING));
    texts
}

/// Some texts that a simple pattern may match: one of each repetition, the first of each class and alternative. Whether they
/// do is checked by those who use them.
pub(super) fn matching(pattern: &str) -> Vec<String> {
    [1, 2, 4]
        .into_iter()
        .filter_map(|times| Builder { rest: pattern.chars().collect(), at: 0, times, depth: 0 }.alternatives())
        .collect()
}

struct Builder {
    rest: Vec<char>,
    at: usize,
    /// How often a repetition without an upper bound is repeated.
    times: usize,
    depth: usize,
}

impl Builder {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += 1;
        next
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn alternatives(&mut self) -> Option<String> {
        self.depth += 1;
        if self.depth > 20 {
            return None;
        }
        let first = self.sequence()?;
        while self.take('|') {
            self.sequence()?;
        }
        self.depth -= 1;
        Some(first)
    }

    fn sequence(&mut self) -> Option<String> {
        let mut text = String::new();
        while let Some(next) = self.peek() {
            if next == '|' || next == ')' {
                break;
            }
            let unit = self.unit()?;
            text.push_str(&unit.repeat(self.repetitions()?));
        }
        Some(text)
    }

    fn unit(&mut self) -> Option<String> {
        Some(match self.next()? {
            '^' | '$' => String::new(),
            '(' => {
                if self.take('?') && !self.take(':') {
                    return None;
                }
                let inner = self.alternatives()?;
                if !self.take(')') {
                    return None;
                }
                inner
            }
            '[' => self.class()?.to_string(),
            '\\' => escaped(self.next()?)?.to_string(),
            '.' => "a".to_owned(),
            other => other.to_string(),
        })
    }

    fn class(&mut self) -> Option<char> {
        if self.take('^') {
            while self.next()? != ']' {}
            return Some('~');
        }
        let first = match self.next()? {
            '\\' => escaped(self.next()?)?,
            other => other,
        };
        while self.next()? != ']' {}
        Some(first)
    }

    fn repetitions(&mut self) -> Option<usize> {
        let times = match self.peek() {
            Some('*' | '+') => self.times,
            Some('?') => 1,
            Some('{') => {
                let end = self.rest[self.at..].iter().position(|&c| c == '}')?;
                let body: String = self.rest[self.at + 1..self.at + end].iter().collect();
                self.at += end;
                let least: usize = body.split(',').next()?.parse().ok()?;
                least.min(64)
            }
            _ => return Some(1),
        };
        self.at += 1;
        self.take('?');
        Some(times)
    }
}

fn escaped(letter: char) -> Option<char> {
    Some(match letter {
        'd' => '0',
        'w' | 'D' | 'S' => 'a',
        's' | 'W' => ' ',
        'b' | 'B' | 'p' | 'P' | 'k' => return None,
        'n' => '\n',
        't' => '\t',
        other => other,
    })
}
