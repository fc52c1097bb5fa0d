//! Report: what of the page is shown around a finding. Each excerpt is small, however long the lines are and however far apart the
//! places, so that a thousand findings on one line cost no more than a thousand on lines of their own.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::Report;
use crate::page::Span;
use crate::text::visible;

/// Places that lie no further apart, in bytes, are shown in one excerpt.
const NEAR: usize = 2048;
/// No more bytes of one place are underlined, and no more are shown of its line before and behind it.
const LONGEST: usize = 240;
/// No more related places of one finding are shown.
const MOST: usize = 12;

/// What is shown of the page for one finding.
pub(super) struct Excerpts<'a> {
    /// The place itself, with the related places near to it.
    pub(super) near: Vec<Element<'a>>,
    /// Each related place that lies further away.
    pub(super) far: Vec<Group<'a>>,
}

/// The lines of the page with the place of a finding, and with the places that are related to it.
pub(super) fn excerpts<'a>(report: Report<'a>, span: Span, related: &[(Span, String)]) -> Excerpts<'a> {
    let text = report.page.text();
    let primary = shown(text, span);
    let (start, is_cut) = line_start(text, primary.start);
    let path = visible::one_line(&report.path()).into_owned();
    let mut places = vec![(AnnotationKind::Primary, primary, None)];
    let (mut named, mut far) = (Vec::new(), Vec::new());
    for (span, what) in related.iter().take(MOST) {
        let (span, what) = (shown(text, *span), visible::one_line(what).into_owned());
        let near = if is_cut {
            (start..primary.end + LONGEST).contains(&span.start)
        } else {
            span.start.abs_diff(primary.start) <= NEAR
        };
        // The lines of a page that was made of HTML are not those of the HTML: other lines are named, not numbered.
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

/// What is marked in an excerpt, and with which words.
type Marked = (AnnotationKind, Span, Option<String>);

/// The lines from the first of these places to the last; the first that is given is the one whose line and column are named.
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
    // The renderer would count the column from where the line is cut.
    let place = report.page.position(named.start);
    vec![Origin::path(path.to_owned()).line(place.line).char_column(place.column).into(), snippet.into()]
}

/// What of a span is underlined: no more than its first line, and what is there of the page.
fn shown(text: &str, span: Span) -> Span {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end.max(start).min(start.saturating_add(LONGEST)));
    let all = &text[start..end.max(start)];
    let first = all.find('\n').unwrap_or(all.len());
    Span::new(start, start + all[..first].trim_end().len())
}

/// Where the line of a place begins, or where it is cut, and whether it is.
fn line_start(text: &str, at: usize) -> (usize, bool) {
    let from = boundary(text, at.saturating_sub(LONGEST));
    match text[from..at].rfind('\n') {
        Some(end) => (from + end + 1, false),
        None => (from, from > 0 && !text[..from].ends_with('\n')),
    }
}

/// Where the line of a place ends, or where it is cut.
fn line_end(text: &str, at: usize) -> usize {
    let to = boundary(text, at.saturating_add(LONGEST));
    text[at..to].find('\n').map_or(to, |end| at + end)
}

/// The last place up to `at` where a character begins; the end where the text is shorter.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
