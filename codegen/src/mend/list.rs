//! Removes members and items from a list and adds others: commas, lines and margins keep the style of the list.

use jsonptr::Pointer;
use serde_json::Value;

use super::json::JsonWriter;
use super::lines;
use super::part::{Part, PartKind};
use super::render::string;
use super::splice::Splice;
use crate::page::Span;

/// An existing member or item.
pub(super) struct Entry<'a> {
    /// Beginning with its key, if it has one.
    pub(super) span: Span,
    pub(super) token: String,
    pub(super) value: &'a Value,
    pub(super) gone: bool,
}

/// A member or item to add.
pub(super) struct Added<'a> {
    /// After how many existing entries; any greater number is the end.
    pub(super) behind: usize,
    pub(super) key: Option<&'a str>,
    pub(super) value: &'a Value,
    pub(super) token: String,
}

/// A list that is not empty, and what it should become.
pub(super) struct List<'w, 'a> {
    pub(super) writer: &'w JsonWriter<'a>,
    /// Including its brackets.
    pub(super) span: Span,
    pub(super) base: &'w Pointer,
    pub(super) entries: Vec<Entry<'w>>,
    pub(super) added: Vec<Added<'w>>,
}

/// Neighbouring entries to remove.
struct Run {
    first: usize,
    last: usize,
}

/// The comma after the last entry, if there is one.
fn trailing(commas: &[Option<usize>]) -> Option<usize> {
    commas.last().copied().flatten()
}

impl List<'_, '_> {
    /// The changes of the list.
    pub(super) fn changes(&self) -> Vec<Part> {
        let commas = self.commas();
        if self.entries.iter().all(|entry| entry.gone) && !self.added.is_empty() {
            return vec![self.all_new(&commas)];
        }
        let mut parts = Vec::new();
        for run in self.runs() {
            parts.extend(self.removed(&run, &commas));
        }
        // Additions between the same two entries follow each other.
        let mut from = 0;
        while let Some(first) = self.added.get(from) {
            let anchor = self.anchor(first.behind);
            let same = self.added[from..].iter().take_while(|added| self.anchor(added.behind) == anchor).count();
            parts.extend(self.additions(anchor, &self.added[from..from + same], &commas));
            from += same;
        }
        parts
    }

    /// The comma after each entry.
    fn commas(&self) -> Vec<Option<usize>> {
        let ends = self.entries.iter().skip(1).map(|entry| entry.span.start).chain([self.span.end - 1]);
        self.entries.iter().zip(ends).map(|(entry, end)| self.comma(entry.span.end, end)).collect()
    }

    /// The first comma from a place on, outside comments.
    fn comma(&self, from: usize, to: usize) -> Option<usize> {
        let text = self.writer.text;
        let mut at = from;
        while at < to {
            let found = at + text[at..to].find([',', '/'])?;
            if text[found..].starts_with(',') {
                return Some(found);
            }
            let comment = self.writer.comments.iter().find(|comment| comment.start == found)?;
            at = comment.end;
        }
        None
    }

    /// Whether the last entry should have a comma after it.
    fn keeps_trailing(&self, commas: &[Option<usize>]) -> bool {
        trailing(commas).is_some_and(|comma| !self.writer.drops(comma))
    }

    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            match runs.last_mut() {
                _ if !entry.gone => {}
                Some(run) if run.last + 1 == at => run.last = at,
                _ => runs.push(Run { first: at, last: at }),
            }
        }
        runs
    }

    /// The last remaining entry among the first `behind`.
    fn anchor(&self, behind: usize) -> Option<usize> {
        self.entries.iter().take(behind).rposition(|entry| !entry.gone)
    }

    fn comes_last(&self, entry: usize) -> bool {
        self.entries[entry + 1..].iter().all(|entry| entry.gone)
    }

    /// The place after comments that follow in the line.
    fn tail(&self, at: usize) -> usize {
        let mut tail = at;
        loop {
            let next = lines::skip(self.writer.text, tail);
            match self.writer.comments.iter().find(|comment| comment.start == next) {
                Some(comment) => tail = comment.end,
                None => return tail,
            }
        }
    }

    /// Removes the entries of a run, with whole lines if nothing else is in them.
    ///
    /// Between two remaining entries, exactly one comma must remain; at the end of the list, the comma before the run goes,
    /// unless the list has trailing commas. Comments that belong to the entries go with their lines.
    fn removed(&self, run: &Run, commas: &[Option<usize>]) -> Vec<Part> {
        let text = self.writer.text;
        let (first, last) = (&self.entries[run.first], &self.entries[run.last]);
        let end = commas[run.last].map_or(last.span.end, |comma| comma + 1);
        let tail = self.tail(end);
        let is_end = run.last + 1 == self.entries.len();
        let adds_here = self.added.iter().any(|added| self.anchor(added.behind).is_some_and(|at| self.comes_last(at)));
        let before = run.first.checked_sub(1);
        let mut splices = Vec::new();
        if lines::is_first(text, first.span.start) && lines::is_last(text, tail) {
            splices.push(Splice::cut(lines::start(text, first.span.start), lines::next(text, tail)));
        } else if let Some(next) = self.entries.get(run.last + 1) {
            let on = lines::skip(text, end);
            if on == next.span.start {
                splices.push(Splice::cut(first.span.start, on));
            } else {
                splices.push(Splice::cut(lines::back(text, first.span.start), end));
            }
        } else {
            splices.push(Splice::cut(self.blanks_before(first.span.start), end));
        }
        if before.is_none() && is_end {
            let inside = Span::new(self.span.start + 1, self.span.end - 1);
            if !self.writer.comments.iter().any(|it| inside.start <= it.start && it.end <= inside.end) {
                splices = vec![Splice::cut(inside.start, inside.end)];
            }
        }
        if is_end
            && !adds_here
            && !self.keeps_trailing(commas)
            && let Some(comma) = before.and_then(|at| commas[at])
        {
            splices.push(Splice::cut(comma, comma + 1));
        }
        let drops: Vec<usize> = if is_end && !adds_here { self.dropped(commas) } else { Vec::new() };
        let mut parts: Vec<Part> = (run.first..=run.last)
            .map(|at| Part {
                place: self.base.with_trailing_token(self.entries[at].token.as_str()),
                kind: PartKind::Removed,
                old: Some(self.entries[at].value.clone()),
                new: None,
                drops: drops.clone(),
                splices: Vec::new(),
            })
            .collect();
        // Each part has all splices of the run, which together make one edit.
        for part in &mut parts {
            part.splices.clone_from(&splices);
        }
        parts
    }

    /// The comma after the last entry, if it should be removed.
    fn dropped(&self, commas: &[Option<usize>]) -> Vec<usize> {
        trailing(commas).filter(|comma| self.writer.drops(*comma)).into_iter().collect()
    }

    /// The place before blanks and line breaks, unless a comment ends there.
    fn blanks_before(&self, at: usize) -> usize {
        let start = self.writer.text[..at].trim_end_matches(crate::page::is_blank).len();
        if self.writer.comments.iter().any(|comment| comment.end == start) {
            lines::back(self.writer.text, at)
        } else {
            start
        }
    }

    /// Adds entries between a remaining entry and the next.
    fn additions(&self, anchor: Option<usize>, added: &[Added<'_>], commas: &[Option<usize>]) -> Vec<Part> {
        let text = self.writer.text;
        let Some(anchor) = anchor else { return self.at_front(added) };
        let entry = &self.entries[anchor];
        let is_last = self.comes_last(anchor);
        let in_lines = lines::is_first(text, entry.span.start) && self.spans_lines();
        let ending = lines::ending_at(text, entry.span.start);
        let margin = lines::margin(text, entry.span.start);
        let at = match commas[anchor] {
            Some(comma) => comma + 1,
            None => entry.span.end,
        };
        let mut parts = Vec::new();
        for (index, one) in added.iter().enumerate() {
            let mut splices = Vec::new();
            if index == 0 && commas[anchor].is_none() {
                splices.push(Splice::add(entry.span.end, ","));
            }
            let ends_list = is_last && index + 1 == added.len();
            let comma = if !ends_list || self.keeps_trailing(commas) { "," } else { "" };
            let value = self.entry(one, in_lines.then_some((margin, ending)));
            if in_lines {
                splices.push(Splice::add(self.tail(at), format!("{ending}{margin}{value}{comma}")));
            } else {
                splices.push(Splice::add(at, format!("{}{value}{comma}", self.writer.style.gap)));
            }
            let drops = if ends_list { self.dropped(commas) } else { Vec::new() };
            parts.push(self.part(one, splices, drops));
        }
        parts
    }

    /// Adds entries before the first remaining one.
    fn at_front(&self, added: &[Added<'_>]) -> Vec<Part> {
        let text = self.writer.text;
        let Some(first) = self.entries.iter().find(|entry| !entry.gone) else { return Vec::new() };
        let at = first.span.start;
        let in_lines = lines::is_first(text, at) && self.spans_lines();
        let (margin, ending) = (lines::margin(text, at), lines::ending_at(text, at));
        let behind = if in_lines { format!(",{ending}{margin}") } else { format!(",{}", self.writer.style.gap) };
        let one = |added: &Added<'_>| {
            let text = format!("{}{behind}", self.entry(added, in_lines.then_some((margin, ending))));
            self.part(added, vec![Splice::add(at, text)], Vec::new())
        };
        added.iter().map(one).collect()
    }

    /// Replaces all entries.
    fn all_new(&self, commas: &[Option<usize>]) -> Part {
        let text = self.writer.text;
        let (first, last) = (&self.entries[0], &self.entries[self.entries.len() - 1]);
        let end = trailing(commas).map_or(last.span.end, |comma| comma + 1);
        let in_lines = lines::is_first(text, first.span.start) && self.spans_lines();
        let (margin, ending) = (lines::margin(text, first.span.start), lines::ending_at(text, first.span.start));
        let between = if in_lines { format!(",{ending}{margin}") } else { format!(",{}", self.writer.style.gap) };
        let all: Vec<String> =
            self.added.iter().map(|added| self.entry(added, in_lines.then_some((margin, ending)))).collect();
        let comma = if self.keeps_trailing(commas) { "," } else { "" };
        let splice = Splice::put(Span::new(first.span.start, end), format!("{}{comma}", all.join(&between)));
        Part {
            place: self.base.to_buf(),
            kind: PartKind::Replaced,
            old: None,
            new: None,
            drops: self.dropped(commas),
            splices: vec![splice],
        }
    }

    fn spans_lines(&self) -> bool {
        self.writer.text[self.span.start..self.span.end].contains(['\n', '\r'])
    }

    /// An entry as it is written on a line of its own with this margin and line break, or within a line.
    fn entry(&self, added: &Added<'_>, line: Option<(&str, &str)>) -> String {
        let style = &self.writer.style;
        let value = match line {
            Some((margin, ending)) => style.value(added.value, margin, ending),
            None => style.in_line(added.value),
        };
        added.key.map_or_else(|| value.clone(), |key| format!("{}{}{value}", string(key), style.colon))
    }

    fn part(&self, added: &Added<'_>, splices: Vec<Splice>, drops: Vec<usize>) -> Part {
        Part {
            place: self.base.with_trailing_token(added.token.as_str()),
            kind: PartKind::Added,
            old: None,
            new: Some(added.value.clone()),
            drops,
            splices,
        }
    }
}
