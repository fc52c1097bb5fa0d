//! Edits of tables in every notation.

use jsonptr::Pointer;

use super::super::part::Parts;
use super::super::splice::{Splice, followed, sort};
use super::super::table::changes;
use crate::catalog::{PageText, Row, Table};
use crate::extract::extract;
use crate::page::{Page, PageFormat, Span};

const EXAMPLE: &str = "{\"eventName\": \"a_b\", \"eventTimestamp\": 1, \"payload\": {}}";

fn page(table: &str, format: PageFormat) -> (String, usize) {
    let (before, behind) = match format {
        PageFormat::Rendered => ("A b\n- Event Payload\n- Example\n".to_owned(), format!("\n{EXAMPLE}\n")),
        PageFormat::Mdx | PageFormat::Html => ("### A b\n\n".to_owned(), format!("\n\n```json\n{EXAMPLE}\n```\n")),
    };
    (format!("{before}{table}{behind}"), before.len())
}

fn read(text: &str, format: PageFormat) -> (Page, Table) {
    let page = Page::new("page", text.as_bytes().to_vec(), Some(format)).unwrap();
    let table = extract(&page).unwrap().events[0].table.clone().unwrap();
    (page, table)
}

fn said(table: &Table) -> Vec<[String; 3]> {
    table.rows.iter().map(|row| [&row.name.text, &row.kind.text, &row.description.text].map(Clone::clone)).collect()
}

/// The table as it is written when its rows are as `change` makes them.
fn edited(table: &str, format: PageFormat, change: impl Fn(&mut Table)) -> Result<String, String> {
    let (text, start) = page(table, format);
    let (page, old) = read(&text, format);
    let mut new = old.clone();
    change(&mut new);
    let mut parts = Parts::default();
    changes(&page, Pointer::root(), &old, &new, &mut parts);
    if let Some(refusal) = parts.refused.first() {
        return Err(refusal.why.clone());
    }
    let mut splices: Vec<&Splice> = parts.parts.iter().flat_map(|part| &part.splices).collect();
    sort(&mut splices);
    let result = followed(&text, Span::new(0, text.len()), &splices);
    assert_eq!(said(&read(&result, format).1), said(&new), "{result}");
    let end = result.len() - (text.len() - start - table.len());
    Ok(result[start..end].to_owned())
}

fn row(name: &str, kind: &str, description: &str) -> Row {
    let text = |text: &str| PageText { text: text.into(), span: Span::default() };
    Row { span: Span::default(), name: text(name), kind: text(kind), description: text(description) }
}

const PADDED: &str = "\
| Property | Type     | Description                        |
|:---------|:--------:|------------------------------------|
| `a`      | string   | The [first](./first.md) of **all** |
| `b.c[]`  | `number` | x \\| y                             |";

#[test]
fn cells_keep_their_width_their_marks_and_their_bars() {
    let mdx = PageFormat::Mdx;
    let new = edited(PADDED, mdx, |table| {
        table.rows[0].kind.text = "object".into();
        table.rows[0].description.text = "The first of none".into();
        table.rows[1].kind.text = "string | null".into();
        table.rows[1].description.text = "x | {z}".into();
    });
    let expected = "\
| Property | Type     | Description                        |
|:---------|:--------:|------------------------------------|
| `a`      | object   | The [first](./first.md) of **none** |
| `b.c[]`  | `string \\| null` | x \\| \\{z\\}                         |";
    // The marks of the emphasis stand around the word that changes.
    assert_eq!(new.unwrap(), expected);
    let lost = edited(PADDED, mdx, |table| table.rows[0].description.text = "Quite another".into());
    assert!(lost.unwrap_err().contains("marks"));
}

#[test]
fn rows_come_as_the_last_is_written_and_go_with_their_lines() {
    let mdx = PageFormat::Mdx;
    let lines: Vec<&str> = PADDED.lines().collect();
    let new = edited(PADDED, mdx, |table| table.rows.push(row("d", "string", "A <new> one"))).unwrap();
    assert_eq!(new, format!("{PADDED}\n| `d`      | `string` | A \\<new> one                       |"));
    let new = edited(PADDED, mdx, |table| drop(table.rows.remove(0))).unwrap();
    assert_eq!(new, [lines[0], lines[1], lines[3]].join("\n"));
    let new = edited(PADDED, mdx, |table| drop(table.rows.remove(1))).unwrap();
    assert_eq!(new.trim_end(), [lines[0], lines[1], lines[2]].join("\n"));
    let narrow = "Description | Name\n---|---\nwords | a";
    let new = edited(narrow, mdx, |table| table.rows.push(row("b", "", "more"))).unwrap();
    assert_eq!(new, format!("{narrow}\nmore | b"));
    let refused = edited(narrow, mdx, |table| table.rows.push(row("b", "string", "more")));
    assert_eq!(refused.unwrap_err(), "the table has no column for it");
    let wide = "| Name | Required | Type | Description |\n|---|---|---|---|\n| a | yes | string | words |";
    let new = edited(wide, mdx, |table| table.rows.push(row("b", "number", "more"))).unwrap();
    assert_eq!(new, format!("{wide}\n| b |  | number | more |"));
}

#[test]
fn rendered_tables_have_bars_or_tabs() {
    let bars = "Property | Value | Description |\n---|---|---|\na | string | words |\nb | string | x \\| y |";
    let new = edited(bars, PageFormat::Rendered, |table| {
        table.rows[0].description.text = "other {words}".into();
        table.rows[1].kind.text = "number".into();
        table.rows.push(row("c", "string | null", ""));
    });
    let expected = "Property | Value | Description |\n---|---|---|\na | string | other {words} |\nb | number | x \\| y |\nc | string \\| null |  |";
    assert_eq!(new.unwrap(), expected);
    let tabs = "Property\tValue\tDescription\na\tstring\twords";
    let new = edited(tabs, PageFormat::Rendered, |table| {
        table.rows[0].kind.text = "number".into();
        table.rows.push(row("b", "string", "more | than that"));
    });
    assert_eq!(new.unwrap(), "Property\tValue\tDescription\na\tnumber\twords\nb\tstring\tmore | than that");
    let split = "Property | Value | Description\n---|---|---\na | string | null | words";
    let new = edited(split, PageFormat::Rendered, |table| table.rows[0].description.text = "other".into());
    assert_eq!(new.unwrap(), "Property | Value | Description\n---|---|---\na | string | null | other");
}
