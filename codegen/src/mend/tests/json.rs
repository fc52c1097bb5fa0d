//! Edits of JSON blocks in every notation.

use std::collections::HashSet;

use jsonptr::Pointer;
use serde_json::{Value, json};

use super::super::json::{BlockChange, changes};
use super::super::part::Parts;
use super::super::splice::{Splice, followed, sort};
use crate::extract::extract;
use crate::page::{Page, PageFormat, Span};

const BEFORE: &str = "### A b\n\n```json\n{\n  \"eventName\": \"a_b\",\n  \"eventTimestamp\": 1,\n  \"payload\": ";
const BEHIND: &str = "\n}\n```\n";

/// The payload with the edits that give it the value `new`; with `drops`, also without trailing commas and comments.
fn edited(payload: &str, new: &Value, drops: bool) -> Result<String, String> {
    let text = format!("{BEFORE}{payload}{BEHIND}");
    let page = Page::new("page.mdx", text.clone().into_bytes(), Some(PageFormat::Mdx)).unwrap();
    let catalog = extract(&page).unwrap();
    let block = catalog.events[0].example.as_ref().unwrap();
    let json = block.json.as_ref().unwrap();
    let whole = json!({"eventName": "a_b", "eventTimestamp": 1, "payload": new});
    let all = json.comments.iter().chain(&json.trailing_commas).map(|span| span.start);
    let drops: HashSet<usize> = if drops { all.collect() } else { HashSet::new() };
    let mut parts = Parts::default();
    changes(&BlockChange { text: &text, block, place: Pointer::root(), new: &whole, drops: &drops }, &mut parts);
    if let Some(refusal) = parts.refused.first() {
        return Err(refusal.why.clone());
    }
    let mut splices: Vec<&Splice> = parts.parts.iter().flat_map(|part| &part.splices).collect();
    sort(&mut splices);
    let text = followed(&text, Span::new(0, text.len()), &splices);
    let again = Page::new("page.mdx", text.clone().into_bytes(), Some(PageFormat::Mdx)).unwrap();
    let said = extract(&again).unwrap().events[0].example.as_ref().unwrap().value().cloned();
    assert_eq!(said, Some(whole), "{text}");
    Ok(text.strip_prefix(BEFORE).unwrap().strip_suffix(BEHIND).unwrap().to_owned())
}

fn check(payload: &str, new: &Value, expected: &str) {
    assert_eq!(edited(payload, new, false).unwrap(), expected);
}

fn cleaned(payload: &str, new: &Value, expected: &str) {
    assert_eq!(edited(payload, new, true).unwrap(), expected);
}

#[test]
fn what_says_the_same_stays_byte_for_byte() {
    for payload in ["{\"a\":1}", "{ \"a\" : 1 , }", "{\n\t\"a\": 1 // one\n}", "{\"a\": 1.0e0, \"b\": \"\\u00e9\"}"] {
        let value: Value = match payload {
            "{\"a\": 1.0e0, \"b\": \"\\u00e9\"}" => json!({"a": 1.0, "b": "é"}),
            _ => json!({"a": 1}),
        };
        check(payload, &value, payload);
    }
}

#[test]
fn members_come_in_the_lines_and_margins_of_their_neighbours() {
    let new = json!({"a": 1, "b": {"c": [1, 2], "d": {}}});
    check(
        "{\n    \"a\": 1\n  }",
        &new,
        "{\n    \"a\": 1,\n    \"b\": {\n      \"c\": [1, 2],\n      \"d\": {}\n    }\n  }",
    );
    check("{\n\t\"a\": 1,\n}", &json!({"a": 1, "b": 2}), "{\n\t\"a\": 1,\n\t\"b\": 2,\n}");
    cleaned("{\n\t\"a\": 1,\n}", &json!({"a": 1, "b": 2}), "{\n\t\"a\": 1,\n\t\"b\": 2\n}");
    check("{\n  \"a\": 1 // one\n}", &json!({"a": 1, "b": 2}), "{\n  \"a\": 1, // one\n  \"b\": 2\n}");
    check("{\r\n  \"a\": 1\r\n}", &json!({"a": 1, "b": 2}), "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}");
    check("{\n  \"a\": 1,\n  // the end\n}", &json!({"a": 1, "b": 2}), "{\n  \"a\": 1,\n  \"b\": 2,\n  // the end\n}");
}

#[test]
fn members_come_into_one_line_with_its_blanks() {
    check("{\"a\":1,\"b\":2}", &json!({"a": 1, "b": 2, "c": "ü"}), "{\"a\":1,\"b\":2,\"c\": \"ü\"}");
    check("{ \"a\": 1 }", &json!({"a": 1, "b": [true]}), "{ \"a\": 1, \"b\": [true] }");
    check("{\"a\": 1,}", &json!({"a": 1, "b": null}), "{\"a\": 1, \"b\": null,}");
}

#[test]
fn members_go_with_their_lines_and_commas() {
    let three = "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": 1\n  }, // b\n  \"c\": 3\n}";
    check(three, &json!({"b": {"x": 1}, "c": 3}), "{\n  \"b\": {\n    \"x\": 1\n  }, // b\n  \"c\": 3\n}");
    check(three, &json!({"a": 1, "c": 3}), "{\n  \"a\": 1,\n  \"c\": 3\n}");
    check(three, &json!({"a": 1, "b": {"x": 1}}), "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": 1\n  } // b\n}");
    check(three, &json!({"a": 1}), "{\n  \"a\": 1\n}");
    check(three, &json!({}), "{\n}");
    check("{\"a\": 1, \"b\": 2, \"c\": 3}", &json!({"a": 1, "c": 3}), "{\"a\": 1, \"c\": 3}");
    check("{\"a\": 1, \"b\": 2, \"c\": 3}", &json!({"a": 1}), "{\"a\": 1}");
    check("{\"a\": 1, \"b\": 2, \"c\": 3}", &json!({"b": 2}), "{\"b\": 2}");
    check("{\"a\": 1, \"b\": 2,}", &json!({"a": 1}), "{\"a\": 1,}");
    cleaned("{\"a\": 1, \"b\": 2,}", &json!({"a": 1}), "{\"a\": 1}");
    check("{\n  \"a\": 1\n, \"b\": 2\n}", &json!({"a": 1}), "{\n  \"a\": 1\n\n}");
}

#[test]
fn members_go_and_come_in_one_list() {
    check("{\n  \"a\": 1,\n  \"b\": 2\n}", &json!({"a": 1, "c": 3}), "{\n  \"a\": 1,\n  \"c\": 3\n}");
    check("{\n  \"a\": 1,\n  \"b\": 2\n}", &json!({"b": 2, "c": 3}), "{\n  \"b\": 2,\n  \"c\": 3\n}");
    check("{\"a\": 1}", &json!({"b": 2, "c": 3}), "{\"b\": 2, \"c\": 3}");
    check("{\n  \"a\": 1,\n}", &json!({"b": 2}), "{\n  \"b\": 2,\n}");
}

#[test]
fn items_are_told_apart_by_what_they_are() {
    let list = |items: &[&str]| json!({"l": items});
    check("{\"l\": [\"a\", \"b\", \"c\"]}", &list(&["b", "c"]), "{\"l\": [\"b\", \"c\"]}");
    check("{\"l\": [\"a\", \"b\", \"c\"]}", &list(&["a", "c", "d"]), "{\"l\": [\"a\", \"c\", \"d\"]}");
    check("{\"l\": [\"b\"]}", &list(&["a", "b"]), "{\"l\": [\"a\", \"b\"]}");
    check("{\"l\": [\"a\", \"c\"]}", &list(&["a", "b", "c"]), "{\"l\": [\"a\", \"b\", \"c\"]}");
    check("{\"l\": [\n\"a\",\n\"b\"\n]}", &list(&["b", "c"]), "{\"l\": [\n\"b\",\n\"c\"\n]}");
    check("{\"l\": [\n  \"a\",\n  \"c\"\n]}", &list(&["a", "b", "c"]), "{\"l\": [\n  \"a\",\n  \"b\",\n  \"c\"\n]}");
    check("{\"l\": []}", &list(&["a"]), "{\"l\": [\"a\"]}");
    check(
        "{\"l\": [{\"x\": 1}, {\"y\": 1}]}",
        &json!({"l": [{"x": 2}, {"y": 1}]}),
        "{\"l\": [{\"x\": 2}, {\"y\": 1}]}",
    );
}

#[test]
fn values_are_replaced_alone() {
    check(
        "{\n  \"a\": \"x\", // why\n  \"b\": 2\n}",
        &json!({"a": "y \"z\"", "b": 2}),
        "{\n  \"a\": \"y \\\"z\\\"\", // why\n  \"b\": 2\n}",
    );
    check("{\"a\": {...}}", &json!({"a": {"b": 1}}), "{\"a\": {\n    \"b\": 1\n  }}");
    check("{\"a\": 1}", &json!({"a": "\u{a0}\u{200b}"}), "{\"a\": \"\\u00a0\\u200b\"}");
    let lost = edited("{\"a\": {/* it\n is */}}", &json!({"a": {"b": 1}}), false);
    assert_eq!(lost.unwrap_err(), "the value contains a comment, which would be lost");
}

#[test]
fn commas_and_comments_go_and_nothing_else() {
    let new = json!({"a": [1, 2], "b": {"c": "// no comment, } "}});
    cleaned(
        "{ // first\n  /* of its own */\n  \"a\": [1, /* two */ 2, ],\n  \"b\": {\"c\": \"// no comment, } \",}, // last\n  // end\n}",
        &new,
        "{\n  \"a\": [1, 2 ],\n  \"b\": {\"c\": \"// no comment, } \"}\n}",
    );
    cleaned("{\"a\": 1 /* one */}", &json!({"a": 1}), "{\"a\": 1}");
}

#[test]
fn what_is_not_clear_is_refused() {
    let twice = "{\"a\": 1, \"a\": 2, \"b\": 3}";
    assert!(edited(twice, &json!({"a": 2}), false).unwrap_err().contains("a key twice"));
    check(twice, &json!({"a": 4, "b": 3}), "{\"a\": 1, \"a\": 4, \"b\": 3}");
}
