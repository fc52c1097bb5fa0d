//! Describes a change of the page as a sentence for its owners.

use serde_json::Value;

use super::{Changed, Does};
use crate::document::RESOURCES;
use crate::text::{Markdown, Text, code, cut};

/// The most characters of a value that are shown.
const LONGEST: usize = 120;

/// The sentence, without a full stop.
pub(super) fn sentence(change: &Changed) -> Text<Markdown> {
    let tokens: Vec<String> = change.place.tokens().map(|token| token.decoded().into_owned()).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (witness, rest) = match &tokens[..] {
        [RESOURCES, _, witness, rest @ ..] | [_, "resources", _, witness, rest @ ..] | [_, witness, rest @ ..] => {
            (*witness, rest)
        }
        _ => ("", &tokens[..]),
    };
    match (&change.does, witness) {
        (Does::DropsComma, _) => of("a comma after a last value is removed"),
        (Does::DropsComment, _) => of("a comment is removed"),
        (_, "table") => table(rest, &change.does),
        (_, "prose") => prose(rest, &change.does),
        (_, "example") => example(rest, &change.does),
        _ => schema(rest, &change.does),
    }
}

fn of(words: &'static str) -> Text<Markdown> {
    let mut text = Text::new();
    text.push(words);
    text
}

/// A value as it is written, cut if long.
fn value(value: &Value) -> Text<Markdown> {
    Text::code(&cut(&value.to_string(), LONGEST))
}

fn words_of(value: &Value) -> Text<Markdown> {
    Text::code(&cut(value.as_str().unwrap_or_default(), LONGEST))
}

/// The name, with the old and the new value.
fn becomes(name: Text<Markdown>, old: Option<&Value>, new: Option<&Value>) -> Text<Markdown> {
    let mut text = name;
    match (old, new) {
        (Some(old), Some(new)) => text.push(" becomes ").push(value(new)).push(" instead of ").push(value(old)),
        _ => text.push(" is written again"),
    };
    text
}

fn table(rest: &[&str], does: &Does) -> Text<Markdown> {
    let mut text = Text::new();
    match (rest, does) {
        ([row, cell], Does::Replaces(Some(old), Some(new))) => {
            let cell = if *cell == "type" { "type" } else { "description" };
            text.push("in the table, the ")
                .push(cell)
                .push(" of ")
                .push(code(row))
                .push(" becomes ")
                .push(words_of(new));
            text.push(" instead of ").push(words_of(old));
        }
        ([row, ..], Does::Adds(new)) => {
            text.push("the table gets a row for ").push(code(row));
            if new.get("description").is_some_and(|words| words == "") {
                text.push(" (its description is left to you)");
            }
        }
        ([row, ..], Does::Removes(_)) => {
            text.push("the table's row for ").push(code(row)).push(" is removed");
        }
        _ => {
            text.push("the table is written again");
        }
    }
    text
}

fn prose(rest: &[&str], does: &Does) -> Text<Markdown> {
    let name = match rest.first() {
        Some(&"title") => "the title",
        Some(&"since") => "the first version that sends it",
        _ => "a paragraph",
    };
    let mut text = of(name);
    match does {
        Does::Replaces(Some(old), Some(new)) => {
            text.push(" becomes ").push(words_of(new)).push(" instead of ").push(words_of(old));
        }
        Does::Adds(new) => {
            text.push(" is added: ").push(words_of(new));
        }
        _ => {
            text.push(" goes");
        }
    }
    text
}

fn example(rest: &[&str], does: &Does) -> Text<Markdown> {
    let name = || if rest.is_empty() { of("the example") } else { Text::code(&rest.join(".")) };
    let mut text = Text::new();
    match does {
        Does::Replaces(old, new) => {
            text.push("in the example, ").push(becomes(name(), old.as_ref(), new.as_ref()));
        }
        Does::Adds(new) => {
            text.push("the example shows ").push(name()).push(": ").push(value(new));
        }
        _ => {
            text.push("the example no longer shows ").push(name());
        }
    }
    text
}

/// A change of a schema. Declared properties and `required` have sentences of their own; for other keywords, the sentence
/// names the keyword and the property.
fn schema(rest: &[&str], does: &Does) -> Text<Markdown> {
    let (name, keyword) = property(rest);
    let holder = |text: &mut Text<Markdown>| {
        if !name.is_empty() {
            text.push(" of ").push(code(&name));
        }
    };
    let mut text = Text::new();
    match (&keyword[..], does) {
        ([], Does::Adds(_)) => {
            text.push("the schema declares ").push(code(&name));
        }
        ([], Does::Removes(_)) => {
            text.push("the schema no longer declares ").push(code(&name));
        }
        (["required", _], Does::Adds(new)) => {
            text.push("the schema requires ").push(words_of(new));
            if !name.is_empty() {
                text.push(" in ").push(code(&name));
            }
        }
        (["required", _], Does::Removes(old)) => {
            text.push("the schema no longer requires ").push(words_of(old));
            if !name.is_empty() {
                text.push(" in ").push(code(&name));
            }
        }
        ([keyword @ .., _], Does::Adds(new)) if text_list(does) => {
            text.push("in the schema, ").push(code(&keyword.join(".")));
            holder(&mut text);
            text.push(" gets ").push(value(new));
        }
        (keyword, Does::Adds(new)) => {
            text.push("in the schema, ").push(code(&keyword.join(".")));
            holder(&mut text);
            text.push(" is added: ").push(value(new));
        }
        (keyword, Does::Removes(old)) => {
            text.push("in the schema, ").push(code(&keyword.join(".")));
            holder(&mut text);
            text.push(" is removed (it was ").push(value(old)).push(")");
        }
        (keyword, Does::Replaces(old, new)) => {
            let mut what = if keyword.is_empty() { of("the schema itself") } else { Text::code(&keyword.join(".")) };
            holder(&mut what);
            text.push("in the schema, ").push(becomes(what, old.as_ref(), new.as_ref()));
        }
        (_, Does::DropsComma | Does::DropsComment) => {}
    }
    text
}

/// Whether an item is added to a list of a keyword.
fn text_list(does: &Does) -> bool {
    matches!(does, Does::Adds(Value::String(_)))
}

/// The dotted property that a place of a schema belongs to, and the keyword in it.
fn property<'t>(rest: &[&'t str]) -> (String, Vec<&'t str>) {
    let mut name = String::new();
    let mut at = 0;
    loop {
        match rest[at..] {
            ["properties", key, ..] => {
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(key);
                at += 2;
            }
            ["items", _, ..] if !name.is_empty() => {
                name.push_str("[]");
                at += 1;
            }
            _ => return (name, rest[at..].to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(place: &str, does: Does) -> String {
        let place = jsonptr::PointerBuf::parse(place.to_owned()).unwrap();
        sentence(&Changed { place, does, findings: Vec::new() }).to_string()
    }

    #[test]
    fn each_change_is_a_sentence() {
        let adds = |value| Does::Adds(value);
        let removes = |value| Does::Removes(value);
        let put = |old, new| Does::Replaces(Some(old), Some(new));
        for (place, does, expected) in [
            ("/e/schema/properties/payload/properties/a", adds(json!({})), "the schema declares `payload.a`"),
            (
                "/e/schema/properties/payload/required/0",
                removes(json!("a")),
                "the schema no longer requires `a` in `payload`",
            ),
            ("/e/schema/required/-", adds(json!("a")), "the schema requires `a`"),
            (
                "/e/schema/properties/a/const",
                removes(json!("b")),
                "in the schema, `const` of `a` is removed (it was `\"b\"`)",
            ),
            (
                "/e/resources/R/schema/properties/l/items/type",
                put(json!("a"), json!("b")),
                "in the schema, `type` of `l[]` becomes `\"b\"` instead of `\"a\"`",
            ),
            (
                "/e/example/payload/a",
                put(json!(1), json!("b")),
                "in the example, `payload.a` becomes `\"b\"` instead of `1`",
            ),
            (
                "/(resources)/R/table/a/type",
                put(json!("x"), json!("y")),
                "in the table, the type of `a` becomes `y` instead of `x`",
            ),
            (
                "/e/table/a.b",
                adds(json!({"type": "string", "description": ""})),
                "the table gets a row for `a.b` (its description is left to you)",
            ),
            ("/e/prose/title", put(json!("x"), json!("y")), "the title becomes `y` instead of `x`"),
            ("/e/example/payload", Does::DropsComma, "a comma after a last value is removed"),
        ] {
            assert_eq!(said(place, does), expected, "{place}");
        }
    }
}
