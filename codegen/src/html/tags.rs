//! Finds the tags of an HTML source without parsing it, in linear time, and what would make parsing it take too long.

use thiserror::Error;

/// A tag, a comment or a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SourceTag<'a> {
    /// Empty for a comment and a declaration.
    pub(super) name: &'a str,
    /// Whether it is an end tag.
    pub(super) closes: bool,
    /// How many attributes it has.
    attributes: usize,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends, in bytes. The content of an element such as `<script>`, in which tags are text, belongs to it.
    pub(super) end: usize,
}

/// Elements whose content has no tags.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// All tags, in order.
pub(super) fn tags(source: &str) -> impl Iterator<Item = SourceTag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + source.get(at..)?.find('<')?;
            at = start + 1;
            if let Some(tag) = tag(source, start) {
                at = tag.end;
                return Some(tag);
            }
        }
    })
}

/// The tag at `start`; `None` if the `<` there is text.
fn tag(source: &str, start: usize) -> Option<SourceTag<'_>> {
    let rest = &source[start..];
    let other = |end: usize| Some(SourceTag { name: "", closes: false, attributes: 0, start, end });
    if let Some(comment) = rest.strip_prefix("<!--") {
        return other(comment.find("-->").map_or(source.len(), |end| start + 4 + end + 3));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return other(rest.find('>').map_or(source.len(), |end| start + end + 1));
    }
    let closes = rest.starts_with("</");
    let name = &rest[if closes { 2 } else { 1 }..];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = &name[..name.find(|c: char| c.is_whitespace() || c == '/' || c == '>').unwrap_or(name.len())];
    let (length, attributes) = extent(rest, name.len() + if closes { 2 } else { 1 });
    let mut end = start + length;
    if !closes && RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
        end = closing(source, end, name);
    }
    Some(SourceTag { name, closes, attributes, start, end })
}

/// The length of the tag at the beginning, and its number of attributes. A `>` within a quoted value does not end it.
fn extent(tag: &str, name_end: usize) -> (usize, usize) {
    let (mut quote, mut before, mut apart, mut attributes) = (None, ' ', true, 0);
    for (at, c) in tag[name_end..].char_indices() {
        match quote {
            Some(open) if c == open => (quote, apart) = (None, true),
            Some(_) => {}
            None if c == '>' => return (name_end + at + 1, attributes),
            None if matches!(c, '"' | '\'') && before == '=' => quote = Some(c),
            None if c.is_whitespace() || c == '/' => apart = true,
            None => {
                // `a = b` is one attribute.
                attributes += usize::from(apart && c != '=' && before != '=');
                apart = false;
            }
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    (tag.len(), attributes)
}

/// Where the end tag of that name begins, at `from` or behind it.
fn closing(source: &str, from: usize, name: &str) -> usize {
    let ends = source[from..].match_indices("</").map(|(at, _)| from + at);
    let mut own = ends.filter(|at| {
        let found = source.as_bytes().get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    });
    own.next().unwrap_or(source.len())
}

/// Elements that continue in each following paragraph until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements without content, and elements that the next one of their kind closes: they do not nest by themselves.
const FLAT: [&str; 32] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "rt", "rp",
    "html", "head", "body",
];
/// The most formatting elements that may be open. The parser creates each again in every following paragraph.
const MOST_OPEN: usize = 256;
/// The most elements that may nest. For some tags the parser looks through all elements around them. (Browsers nest no deeper.)
const DEEPEST: usize = 512;
/// The most attributes of a tag. The parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 1000;

/// Why parsing an HTML document would take too long.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HtmlExcess {
    /// Formatting elements that are not closed.
    #[error("leaves {open} elements such as `<b>` open, so that they continue in every later paragraph")]
    LeftOpen {
        /// How many.
        open: usize,
    },
    /// Elements within elements.
    #[error("nests more than {DEEPEST} elements")]
    TooDeep,
    /// Attributes of one tag.
    #[error("has a tag with {attributes} attributes, more than {MOST_ATTRIBUTES}")]
    TooManyAttributes {
        /// How many.
        attributes: usize,
    },
}

/// What would make parsing the source take too long.
pub(crate) fn excess(source: &str) -> Option<HtmlExcess> {
    let mut formatting = [0_usize; FORMATTING.len()];
    let mut nested: Vec<&str> = Vec::new();
    for tag in tags(source) {
        if tag.attributes > MOST_ATTRIBUTES {
            return Some(HtmlExcess::TooManyAttributes { attributes: tag.attributes });
        }
        let is = |name: &&str| tag.name.eq_ignore_ascii_case(name);
        if let Some(open) = FORMATTING.iter().position(&is).map(|known| &mut formatting[known]) {
            *open = if tag.closes { open.saturating_sub(1) } else { *open + 1 };
        } else if !tag.closes && !tag.name.is_empty() && !FLAT.iter().any(&is) {
            nested.push(tag.name);
            if nested.len() > DEEPEST {
                return Some(HtmlExcess::TooDeep);
            }
        } else if let Some(known) = nested.iter().rposition(is).filter(|_| tag.closes) {
            nested.truncate(known);
        }
    }
    let open = formatting.iter().sum();
    (open > MOST_OPEN).then_some(HtmlExcess::LeftOpen { open })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_beside_text_comments_and_scripts() {
        let source = "<!doctype html><p title='a>b' c = d>1 < 2</p><!-- <b> --><SCRIPT>if (a<b) '<i>'</Script><br/><x";
        let found: Vec<_> = tags(source).map(|tag| (tag.name, tag.closes, tag.attributes)).collect();
        let expected = [
            ("", false, 0),
            ("p", false, 2),
            ("p", true, 0),
            ("", false, 0),
            ("SCRIPT", false, 0),
            ("Script", true, 0),
            ("br", false, 0),
            ("x", false, 0),
        ];
        assert_eq!(found, expected);
        for broken in ["<", "<!--", "<script>", "a<b", "<script", "<a href='", "</", "<!", "<?", ""] {
            assert!(tags(broken).count() <= 1, "{broken}");
        }
    }

    #[test]
    fn what_the_parser_would_take_too_long_for_is_named() {
        let repeated = |unit: &str, count: usize| excess(&unit.repeat(count));
        assert_eq!(repeated("<b>", 257), Some(HtmlExcess::LeftOpen { open: 257 }));
        assert_eq!(repeated("<div>", 513), Some(HtmlExcess::TooDeep));
        assert_eq!(repeated("<ul><li>", 513), Some(HtmlExcess::TooDeep));
        assert_eq!(repeated("<div></x>", 513), Some(HtmlExcess::TooDeep));
        let attributes = excess(&format!("<p {}>", "a ".repeat(1001)));
        assert_eq!(attributes, Some(HtmlExcess::TooManyAttributes { attributes: 1001 }));
        for fine in ["<b>x</b>", "<div><span></div>", "<p>", "<li>", "<br>", "<script>a<b</script>", "<!-- <div> -->"] {
            assert_eq!(repeated(fine, 2000), None, "{fine}");
        }
        assert_eq!(repeated("<div>", 512), None);
    }
}
