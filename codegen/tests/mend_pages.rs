//! Small pages like those of the past: a resource with a section of its own, prose that a patch decides, and findings that are not mended.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot set itself up fails")]

mod mending;

use console_events_codegen::mend::{Left, Selection};
use console_events_codegen::page::PageFormat;
use mending::{Desk, mended, prove};

const PAGE: &str = r#"---
title: Bowls
---

## Event types

### Cat fed

_Available from v1.2.0_

A cat was feed.

It was hungry, or so [it said](./cats.mdx).

| Property | Value    | Description        |
|:---------|:---------|:-------------------|
| `cat`    | `string` | The **cat** itself |
| `bowl`   | `object` | [The Bowl](#bowl)  |

```json
{
	"eventName": "cat_fed", "eventTimestamp": 1,
	"payload": {"cat": "tom", "bowl": {...}} // filled below
}
```

```json
{"type": "object", "required": ["eventName", "eventTimestamp", "payload"], "properties": {"eventName": {"const": "cat_fed", "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": {"type": "object", "properties": {"cat": {"type": "string"}, "bowl": {...}}}}}
```

## Entities

### Bowl

| Property | Type     | Description   |
|----------|----------|---------------|
| `size`   | `number` | How much fits |

```json
{
  "size": 3,
  "colour": "blau-grün",
}
```

```json
{
  "type": "object",
  "properties": {
    "size": {
      "type": "number"
    }
  }
}
```
"#;

const DECISIONS: &str = r#"
[[decision]]
id = "read-over"
answers = [{ rule = "json-comment" }, { rule = "json-trailing-comma" }, { rule = "json-placeholder" }]
verdict = "accepted"
reason = "It says nothing."

[[decision]]
id = "shown"
answers = { rule = "example-undeclared-property" }
verdict = "resolved"
take = "example"
reason = "It is sent."
"#;

#[test]
fn a_resource_with_a_section_of_its_own_is_mended_there_and_its_table_follows() {
    let (_, result) = prove(&Desk::of(DECISIONS), PAGE, PageFormat::Mdx, &Selection::default());
    assert_eq!(result.mended.len(), 3, "{:?}", result.left);
    let expected = PAGE
        .replace(" // filled below", "")
        .replace("\"blau-grün\",\n", "\"blau-grün\"\n")
        .replace(
            "      \"type\": \"number\"\n    }\n",
            "      \"type\": \"number\"\n    },\n    \"colour\": {\n      \"type\": \"string\"\n    }\n",
        )
        .replace(
            "| `size`   | `number` | How much fits |\n",
            "| `size`   | `number` | How much fits |\n| `colour` | `string` |  |\n",
        );
    assert_eq!(result.text, expected);
}

#[test]
fn undecided_findings_are_listed_and_not_mended() {
    let reading = Desk::of("").read(PAGE, PageFormat::Mdx);
    let result = mended(&reading, &Selection::default());
    assert_eq!(result.text, PAGE);
    assert_eq!(result.left.len(), reading.outcome.findings.len());
    assert!(result.left.iter().all(|(_, left)| *left == Left::Undecided));
}

#[test]
fn every_line_break_stays_even_if_they_are_mixed() {
    let mixed: String = PAGE
        .split_inclusive('\n')
        .enumerate()
        .map(|(at, line)| if at % 2 == 0 { line.replace('\n', "\r\n") } else { line.to_owned() })
        .collect();
    for text in [mixed, PAGE.replace('\n', "\r\n"), format!("\u{feff}{PAGE}"), PAGE.trim_end().to_owned()] {
        let (_, result) = prove(&Desk::of(DECISIONS), &text, PageFormat::Mdx, &Selection::default());
        assert_eq!(result.mended.len(), 3, "{:?}", result.left);
        let kept = result.text.lines().filter(|line| text.lines().any(|old| old == *line)).count();
        assert!(kept + 3 >= text.lines().count(), "at most three lines go");
    }
}

#[test]
fn a_comment_that_says_what_a_property_is_moves_to_its_description() {
    let page = PAGE
        .replace("    \"size\": {\n", "    // How much fits in\n    \"size\": {\n")
        .replace("  \"size\": 3,\n", "  \"size\": 3, /* in spoons */\n");
    let decisions = DECISIONS.replace("{ rule = \"json-comment\" }", "{ rule = \"json-comment\", event = \"cat_*\" }")
        + r#"
[[decision]]
id = "moved"
answers = { rule = "json-comment", resource = "Bowl", witness = "resource-schema" }
verdict = "resolved"
take = "description"
reason = "It says what the property is."
"#;
    let (_, result) = prove(&Desk::of(&decisions), &page, PageFormat::Mdx, &Selection::default());
    let moved = "    \"size\": {\n      \"type\": \"number\",\n      \"description\": \"How much fits in\"\n    },\n";
    assert!(result.text.contains(moved), "{}", result.text);
    assert!(result.text.contains("\"size\": 3, /* in spoons */\n"), "nobody has decided that one");
}
