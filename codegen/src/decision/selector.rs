//! JSONPath (RFC 9535): selects the places of the document to which a policy applies.

use jsonptr::PointerBuf;
use serde_json::Value;
use serde_json_path::JsonPath;

/// The longest accepted expression, in bytes: the parser recurses.
const LONGEST: usize = 1000;
/// The deepest accepted nesting of brackets.
const DEEPEST: usize = 16;
/// The most `..` in an expression: each of them searches everything below what was selected before.
const MOST_DESCENTS: usize = 2;
/// The most places that a policy may select.
pub const MOST_PLACES: usize = 50_000;

/// A parsed JSONPath.
#[derive(Clone, Debug)]
pub struct Selector {
    text: String,
    path: JsonPath,
}

impl Selector {
    /// Reads a JSONPath.
    ///
    /// If it is malformed or too costly.
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("it is empty".into());
        }
        bounded(text)?;
        let path = JsonPath::parse(text).map_err(|error| error.to_string().replace('\n', "; "))?;
        Ok(Self { text: text.into(), path })
    }

    /// The expression as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The selected places, each once, in the order of the document. `Err` is the number of places, if it is too
    /// large.
    ///
    /// # Errors
    /// If there are more than [`MOST_PLACES`].
    pub fn select(&self, document: &Value) -> Result<Vec<PointerBuf>, usize> {
        let nodes = self.path.query_located(document);
        if nodes.len() > MOST_PLACES {
            return Err(nodes.len());
        }
        let mut seen = std::collections::HashSet::new();
        let pointers = nodes.locations().filter_map(|place| PointerBuf::parse(place.to_json_pointer()).ok());
        Ok(pointers.filter(|pointer| seen.insert(pointer.clone())).collect())
    }
}

/// Refuses expressions that are too long, too deep or too slow.
fn bounded(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!("it has {} bytes, expected at most {LONGEST}", text.len()));
    }
    let (mut depth, mut descents, mut filters) = (0_usize, 0, 0_usize);
    let mut quote = None;
    let mut before = ' ';
    let mut escaped = false;
    for c in text.chars() {
        if let Some(open) = quote {
            if !escaped && c == open {
                quote = None;
            }
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '\'' | '"' => quote = Some(c),
            '[' | '(' | '!' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            '?' => filters += 1,
            '$' if filters > 0 => {
                return Err("`$` within a filter would look through the whole page for each value".into());
            }
            '.' if before == '.' => descents += 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(format!("its brackets are nested more than {DEEPEST} levels deep"));
        }
        before = c;
    }
    if descents > MOST_DESCENTS {
        return Err(format!("it has `..` {descents} times, expected at most {MOST_DESCENTS}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_selected_once_and_in_order() {
        let document = serde_json::json!({"a": {"x": 1, "b": {"x": 2}}, "c": [{"x": 3}]});
        let selected = Selector::new("$..x").unwrap().select(&document).unwrap();
        let mut names: Vec<_> = selected.iter().map(ToString::to_string).collect();
        names.sort();
        assert_eq!(names, ["/a/b/x", "/a/x", "/c/0/x"]);
        let strange = serde_json::json!({"a/b": {"~": 1}});
        let selected = Selector::new("$['a/b']['~']").unwrap().select(&strange).unwrap();
        assert_eq!(selected[0].as_str(), "/a~1b/~0");
    }

    #[test]
    fn a_hundred_thousand_places_are_too_many() {
        let many: serde_json::Map<String, Value> = (0..100_000).map(|at| (at.to_string(), Value::Null)).collect();
        assert_eq!(Selector::new("$.*").unwrap().select(&many.into()), Err(100_000));
    }

    #[test]
    fn what_is_malformed_empty_deep_or_slow_is_refused_with_words() {
        let deep = format!("$[?{}@.a{}]", "(".repeat(400), ")".repeat(400));
        let nots = format!("$[?{}@.a]", "!".repeat(400));
        let long = format!("$.{}", "a".repeat(2000));
        for text in ["", "  ", "payload", "$.", "$[", "$..a..b..c", "$..[?$..a]", "$[?@.a == ]", &deep, &nots, &long] {
            assert!(Selector::new(text).is_err(), "{text}");
        }
        assert!(Selector::new("$['..']['..']['..']['$'][?@['$'] == '((((((((((((((((((((']").is_ok());
    }
}
