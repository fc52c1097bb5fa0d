//! Edits a decision file in place: comments, order and all other decisions stay as they are.

use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

/// Adds a stanza at the end.
pub(super) fn append(text: &mut String, stanza: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.trim().is_empty() {
        text.push('\n');
    }
    text.push_str(stanza);
}

fn parsed(text: &str) -> Result<DocumentMut, String> {
    text.parse::<DocumentMut>().map_err(|error| error.message().to_owned())
}

fn decisions(document: &mut DocumentMut) -> Result<&mut ArrayOfTables, String> {
    document.get_mut("decision").and_then(Item::as_array_of_tables_mut).ok_or_else(|| "it has no `[[decision]]`".into())
}

fn of_id<'d>(document: &'d mut DocumentMut, id: &str) -> Result<&'d mut Table, String> {
    let found = decisions(document)?.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(id));
    found.ok_or_else(|| format!("it has no decision `{id}`"))
}

/// Deletes the decision. A comment above it is deleted, too, unless it heads the file.
pub(super) fn delete(text: &str, id: &str) -> Result<String, String> {
    let mut document = parsed(text)?;
    let all = decisions(&mut document)?;
    let at = all.iter().position(|table| table.get("id").and_then(Item::as_str) == Some(id));
    let at = at.ok_or_else(|| format!("it has no decision `{id}`"))?;
    let head = all.get(at).and_then(|table| table.decor().prefix()?.as_str()).unwrap_or_default().to_owned();
    all.remove(at);
    if at == 0 && !head.trim().is_empty() {
        match all.get_mut(0) {
            Some(next) => {
                let rest = next
                    .decor()
                    .prefix()
                    .and_then(|prefix| prefix.as_str())
                    .unwrap_or_default()
                    .trim_start_matches('\n');
                let prefix = format!("{head}{rest}");
                next.decor_mut().set_prefix(prefix);
            }
            None => document.set_trailing(head),
        }
    }
    Ok(document.to_string())
}

/// Adds an answer to the decision.
pub(super) fn add_answer(text: &str, id: &str, answer: &str) -> Result<String, String> {
    let mut document = parsed(text)?;
    let table = of_id(&mut document, id)?;
    let answer: Value = answer.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let answers = table.get_mut("answers").and_then(Item::as_value_mut).ok_or("the decision has no `answers`")?;
    match answers {
        Value::Array(all) => all.push(answer),
        one => {
            let mut all = Array::new();
            let mut first = one.clone();
            first.decor_mut().clear();
            all.push(first);
            all.push(answer);
            *one = Value::Array(all);
        }
    }
    Ok(document.to_string())
}

/// Gives the answer at this place of the list another pattern of events.
pub(super) fn widen(text: &str, id: &str, at: usize, event: &str) -> Result<String, String> {
    let mut document = parsed(text)?;
    let answer = answer_at(of_id(&mut document, id)?, at)?;
    let known = answer.get_mut("event").ok_or("its answer names no event")?;
    let decor = known.decor().clone();
    *known = event.into();
    *known.decor_mut() = decor;
    Ok(document.to_string())
}

fn answer_at(table: &mut Table, at: usize) -> Result<&mut toml_edit::InlineTable, String> {
    let answers = table.get_mut("answers").and_then(Item::as_value_mut).ok_or("it has no `answers`")?;
    let one = match answers {
        Value::Array(all) => all.get_mut(at),
        one => Some(one),
    };
    Ok(one.and_then(Value::as_inline_table_mut).ok_or("its answers are not tables")?)
}

/// Deletes the answers at these places of the list.
pub(super) fn drop_answers(text: &str, id: &str, quiet: &[usize]) -> Result<String, String> {
    let mut document = parsed(text)?;
    let table = of_id(&mut document, id)?;
    let all = table.get_mut("answers").and_then(Item::as_array_mut).ok_or("the decision has one answer")?;
    for at in quiet.iter().rev() {
        all.remove(*at);
    }
    Ok(document.to_string())
}

/// Replaces the values in the tests of the patch, and the fingerprints of the answers, by their places.
pub(super) fn renew(
    text: &str,
    id: &str,
    values: &[(usize, Json)],
    prints: &[(usize, String)],
) -> Result<String, String> {
    let mut document = parsed(text)?;
    let table = of_id(&mut document, id)?;
    if let (Some(json), false) = (table.get("patch_json").and_then(Item::as_str), values.is_empty()) {
        let mut patch: Json = serde_json::from_str(json).map_err(|error| error.to_string())?;
        for (at, value) in values {
            if let Some(place) = patch.get_mut(*at).and_then(|operation| operation.get_mut("value")) {
                place.clone_from(value);
            }
        }
        table["patch_json"] = toml_edit::value(patch.to_string());
    } else {
        for (at, value) in values {
            let operation = table.get_mut("patch").and_then(Item::as_array_mut).and_then(|patch| patch.get_mut(*at));
            let operation = operation.and_then(Value::as_inline_table_mut).ok_or("its `patch` is not a list")?;
            let new = toml(value).ok_or("TOML cannot express the page's value; write the patch as `patch_json`")?;
            operation.insert("value", new);
        }
    }
    for (at, print) in prints {
        answer_at(table, *at)?.insert("fingerprint", print.as_str().into());
    }
    Ok(document.to_string())
}

/// JSON as TOML; none for `null` and numbers that TOML cannot express.
fn toml(value: &Json) -> Option<Value> {
    Some(match value {
        Json::Null => return None,
        Json::Bool(truth) => (*truth).into(),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => integer.into(),
            (None, Some(float)) if number.is_f64() => float.into(),
            _ => return None,
        },
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::Array(items.iter().map(toml).collect::<Option<Array>>()?),
        Json::Object(members) => {
            let mut table = toml_edit::InlineTable::new();
            for (name, value) in members {
                table.insert(name, toml(value)?);
            }
            Value::InlineTable(table)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Head.\n[[decision]]\nid = \"a\" # the first\nanswers = { rule = \"r\", event = \"e\" }\nverdict = \"accepted\"\nreason = \"x\"\n\n# On b.\n[[decision]]\nid = \"b\"\nanswers = [{ rule = \"r\" }, { rule = \"s\", fingerprint = \"0\" }]\nverdict = \"accepted\"\nreason = \"y\"\npatch = [\n  { op = \"test\", path = \"/e\", value = 1 }, # one\n]\n";

    #[test]
    fn what_is_not_concerned_stays() {
        let without_b = &FILE[..FILE.find("\n# On b.").unwrap()];
        assert_eq!(delete(FILE, "b").unwrap(), without_b);
        let without_a = delete(FILE, "a").unwrap();
        assert!(
            without_a.starts_with("# Head.\n") && without_a.contains("# On b.\n[[decision]]\nid = \"b\""),
            "{without_a}"
        );
        let renewed = renew(FILE, "b", &[(0, serde_json::json!({"a": [true]}))], &[(1, "9".into())]).unwrap();
        assert_eq!(renewed, FILE.replace("value = 1", "value = { a = [true] }").replace("\"0\"", "\"9\""));
        assert_eq!(
            drop_answers(FILE, "b", &[0]).unwrap(),
            FILE.replace("{ rule = \"r\" }, { rule = \"s\"", " { rule = \"s\"")
        );
        let added = add_answer(FILE, "a", "{ rule = \"t\" }").unwrap();
        assert!(added.contains("answers = [{ rule = \"r\", event = \"e\" }, { rule = \"t\" }]\n"), "{added}");
        assert_eq!(widen(FILE, "a", 0, "e*").unwrap(), FILE.replace("\"e\"", "\"e*\""));
        assert!(widen(FILE, "b", 0, "e*").unwrap_err().contains("no event"));
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert!(delete(FILE, "c").unwrap_err().contains("no decision `c`"));
        assert!(renew(FILE, "b", &[(0, Json::Null)], &[]).unwrap_err().contains("TOML"));
        assert!(delete("[[decision", "a").is_err());
    }
}
