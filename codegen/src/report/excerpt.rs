//! Selects the lines of the page that are shown around a finding. Each excerpt is small, however long the lines are
//! and however far apart the places, so that a thousand findings on one line cost no more than a thousand on separate
//! lines.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::Report;
use crate::page::Span;
use crate::text::visible;

/// Places at most this many bytes apart are shown in one excerpt.
const NEAR: usize = 2048;
/// The most bytes of a place that are underlined, and the most that are shown of its line before and after it.
const LONGEST: usize = 240;
/// The most related places that are shown for one finding.
const MOST: usize = 12;

/// The excerpts for one finding.
pub(super) struct Excerpts<'a> {
    /// The place itself, and the related places near it.
    pub(super) near: Vec<Element<'a>>,
    /// Each related place further away.
    pub(super) far: Vec<Group<'a>>,
}

/// The lines of the page with a finding's place and its related places.
pub(super) fn excerpts<'a>(report: Report<'a>, span: Span, related: &[(Span, String)]) -> Excerpts<'a> {
    let text = report.page.text();
    let primary = underlined(text, span);
    let (start, is_cut) = line_start(text, primary.start);
    let path = visible::one_line(&report.path()).into_owned();
    let mut places = vec![(AnnotationKind::Primary, primary, None)];
    let (mut named, mut far) = (Vec::new(), Vec::new());
    for (span, what) in related.iter().take(MOST) {
        let (span, what) = (underlined(text, *span), visible::one_line(what).into_owned());
        let near = if is_cut {
            (start..primary.end + LONGEST).contains(&span.start)
        } else {
            span.start.abs_diff(primary.start) <= NEAR
        };
        // The lines of MDX made from HTML are not those of the HTML, so other lines are named by their position in the
        // HTML.
        let same_line = || !text[span.start.min(primary.start)..span.start.max(primary.start)].contains('\n');
        if report.page.is_converted() && !(near && same_line()) {
            let place = format!("{what}: {path}:{}", report.page.position(span.start));
            named.push(Level::NOTE.message(place).into());
        } else if near {
            places.push((AnnotationKind::Context, span, Some(what)));
        } else {
            let place = (AnnotationKind::Primary, span, None);
            far.push(Level::NOTE.secondary_title(what).elements(excerpt(report, &path, vec![place])));
        }
    }
    let mut near = excerpt(report, &path, places);
    near.append(&mut named);
    if let Some(more) = related.len().checked_sub(MOST).filter(|more| *more > 0) {
        near.push(Level::NOTE.message(format!("and {more} more places")).into());
    }
    Excerpts { near, far }
}

/// What an excerpt marks, and the label.
type Marked = (AnnotationKind, Span, Option<String>);

/// The lines from the first place to the last. Line and column are those of the first place in `places`.
fn excerpt<'a>(report: Report<'a>, path: &str, places: Vec<Marked>) -> Vec<Element<'a>> {
    let text = report.page.text();
    let Some((_, named, _)) = places.first() else { return Vec::new() };
    let named = *named;
    let all = places.iter().fold(named, |all, (_, span, _)| all.to(*span));
    let (start, is_cut) = line_start(text, all.start);
    let marks =
        places.into_iter().map(|(kind, span, what)| kind.span(span.start - start..span.end - start).label(what));
    let snippet = Snippet::source(&text[start..line_end(text, all.end)])
        .line_start(report.page.position(start).line)
        .annotations(marks);
    if !is_cut {
        return vec![snippet.path(path.to_owned()).into()];
    }
    // The renderer would count the column from the cut.
    let place = report.page.position(named.start);
    vec![Origin::path(path.to_owned()).line(place.line).char_column(place.column).into(), snippet.into()]
}

/// The part of a span to underline: at most its first line, and only what exists on the page.
fn underlined(text: &str, span: Span) -> Span {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end.max(start).min(start.saturating_add(LONGEST)));
    let all = &text[start..end.max(start)];
    let first = all.find('\n').unwrap_or(all.len());
    Span::new(start, start + all[..first].trim_end().len())
}

/// The start of a place's line, or where the line is cut; and whether it is cut.
fn line_start(text: &str, at: usize) -> (usize, bool) {
    let from = boundary(text, at.saturating_sub(LONGEST));
    match text[from..at].rfind('\n') {
        Some(end) => (from + end + 1, false),
        None => (from, from > 0 && !text[..from].ends_with('\n')),
    }
}

/// The end of a place's line, or where the line is cut.
fn line_end(text: &str, at: usize) -> usize {
    let to = boundary(text, at.saturating_add(LONGEST));
    text[at..to].find('\n').map_or(to, |end| at + end)
}

/// The last character boundary at or before `at`, or the end of a shorter text.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
