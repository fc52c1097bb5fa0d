//! Two values side by side: cut so that what differs is among what is shown.

use serde_json::Value;

use crate::text::cut;

/// How much common text is shown before the difference.
const BEFORE: usize = 24;

/// A value on one line, cut where it is long.
pub(super) fn short(value: &Value, limit: usize) -> String {
    cut(&value.to_string(), limit).into_owned()
}

/// Two texts, each of at most about `limit` characters: where both are long, what they begin with alike is left out.
pub(super) fn pair(old: &str, new: &str, limit: usize) -> (String, String) {
    let alike = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let long = old.chars().count().max(new.chars().count()) > limit;
    // The difference shows where there is room for some of it.
    if !long || alike + BEFORE < limit {
        return (cut(old, limit).into_owned(), cut(new, limit).into_owned());
    }
    let from = alike - BEFORE;
    let window = |text: &str| {
        let rest: String = text.chars().skip(from).collect();
        format!("…{}", cut(&rest, limit))
    };
    (window(old), window(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown() {
        let long = |end: &str| format!("{}{end}{}", "é same ".repeat(60), " tail".repeat(60));
        for limit in [30, 60, 100, 400, 1_000] {
            let (old, new) = pair(&long("one"), &long("two"), limit);
            assert_ne!(old, new, "{limit}");
            assert!(old.chars().count() <= limit + 2, "{limit}: {old}");
        }
        assert_eq!(pair("a", "b", 10), ("a".into(), "b".into()));
        // One is the start of the other.
        let (old, new) = pair(&"x".repeat(200), &"x".repeat(300), 100);
        assert_ne!(old, new);
    }
}
