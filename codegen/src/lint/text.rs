//! Words: how names, titles and descriptions are compared, and how values are shown in messages.

use serde_json::Value;

/// Values longer than this are cut in messages.
const SHOWN: usize = 60;
/// Longer lists are cut in messages.
const LISTED: usize = 8;

/// JSON in back-ticks, cut where it is long.
pub(super) fn abridged(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        format!("`{text}`")
    } else {
        format!("`{}…`", text.chars().take(SHOWN).collect::<String>())
    }
}

/// `` `a`, `b` and `c` ``; of many only the first.
pub(super) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        all if names.len() > LISTED => format!("{} and {} more", all.join(", "), names.len() - LISTED),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The words of a name or a title, in lower case: `productURL`, `product_url` and `Product URL` are
/// `product`, `url`.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A description without what is only its dress: white space folded, the first letter small, no full stop at the end.
pub(super) fn undressed(description: &str) -> String {
    let text = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches(['.', ' ']);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_the_same_words() {
        for name in ["productUrl", "product_url", "product-url", "Product URL", "productURL"] {
            assert_eq!(words(name), ["product", "url"], "{name}");
        }
        assert!(words("_/-").is_empty());
    }

    #[test]
    fn only_the_dress_is_taken_off() {
        assert_eq!(undressed(" The  user\nidentifier. "), undressed("the user identifier"));
        assert_ne!(undressed("the user"), undressed("the User"));
        assert_eq!(undressed(""), "");
    }
}
