//! What a page says beside its events: the table of the properties that all events share, the sections of resources, and events of
//! which no types can be made.

use serde_json::{Value, json};

use crate::catalog::{Catalog, DocumentedResource, PageText, Table};
use crate::diff::{Change, ChangeKind, ChangedPart, Diff, Semver, Wire};
use crate::workspace::Reading;

pub(super) fn compare(diff: &mut Diff, old: &Reading, new: &Reading) {
    left_out(diff, new);
    let mut found = Vec::new();
    let (before, after) = (&old.catalog, &new.catalog);
    tables(&mut found, None, before.envelope.as_ref(), after.envelope.as_ref());
    let names = after.resources.iter().map(|resource| &resource.name);
    let gone = before.resources.iter().map(|resource| &resource.name).filter(|name| after.resource(name).is_none());
    for name in names.chain(gone) {
        resource(&mut found, name, before, after);
    }
    diff.changes.extend(found);
}

/// An event that is still on the page is not one that is no longer sent.
fn left_out(diff: &mut Diff, new: &Reading) {
    for change in diff.changes.iter_mut().filter(|change| change.kind == ChangeKind::EventRemoved) {
        let named = |left: &&crate::reconcile::LeftOut| {
            left.resource.is_none() && Some(left.event.as_str()) == change.event.as_deref()
        };
        if let Some(left) = new.outcome.left_out.iter().find(named) {
            change.message = format!(
                "`{}` is on NEW's page, but is left out: {}; it may still be sent, as OLD reads it or not",
                left.event, left.why
            );
            change.wire = Wire::Unclassified;
        }
    }
}

fn resource(found: &mut Vec<Change>, name: &str, old: &Catalog, new: &Catalog) {
    let (before, after) = (old.resource(name), new.resource(name));
    let section =
        |resource: Option<&std::sync::Arc<DocumentedResource>>| resource.and_then(|resource| resource.section.clone());
    let (Some(was), Some(is)) = (section(before), section(after)) else {
        let title = |resource: Option<&std::sync::Arc<DocumentedResource>>| {
            section(resource).map_or(Value::Null, |section| json!(section.title.text))
        };
        let verb = if after.is_some() { "is new" } else { "is gone" };
        push(
            found,
            Some(name),
            ChangedPart::Title,
            format!("the section of the resource `{name}` {verb}"),
            (title(before), title(after)),
        );
        return;
    };
    let words = |texts: &[PageText]| match texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n\n")
    {
        all if all.is_empty() => Value::Null,
        all => json!(all),
    };
    let since = |since: &Option<PageText>| since.as_ref().map_or(Value::Null, |since| json!(since.text));
    for (part, what, was, is) in [
        (ChangedPart::Title, "the title", json!(was.title.text), json!(is.title.text)),
        (ChangedPart::Since, "the version since which there is", since(&was.since), since(&is.since)),
        (ChangedPart::Description, "the description of", words(&was.description), words(&is.description)),
    ] {
        if was != is {
            push(found, Some(name), part, format!("{what} the resource `{name}` changed"), (was, is));
        }
    }
    tables(found, Some(name), was.table.as_ref(), is.table.as_ref());
}

fn tables(found: &mut Vec<Change>, resource: Option<&str>, old: Option<&Table>, new: Option<&Table>) {
    let what = resource.map_or_else(|| "that all events share".to_owned(), |name| format!("of the resource `{name}`"));
    let names = |table: &Table| json!(table.rows.iter().map(|row| &row.name.text).collect::<Vec<_>>());
    let (old, new) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) => (old, new),
        (old, new) => {
            let verb = if new.is_some() { "is new" } else { "is gone" };
            let values = (old.map_or(Value::Null, names), new.map_or(Value::Null, names));
            return push(
                found,
                resource,
                ChangedPart::Table,
                format!("the table of the properties {what} {verb}"),
                values,
            );
        }
    };
    let row = |table: &Table, name: &str| table.rows.iter().find(|row| row.name.text == name).cloned();
    let mut all: Vec<&str> = new.rows.iter().map(|row| row.name.text.as_str()).collect();
    all.extend(old.rows.iter().map(|row| row.name.text.as_str()).filter(|name| row(new, name).is_none()));
    all.dedup();
    for name in all {
        let told = |table: &Table| {
            row(table, name)
                .map_or(Value::Null, |row| json!({"type": row.kind.text, "description": row.description.text}))
        };
        let (was, is) = (told(old), told(new));
        if was == is {
            continue;
        }
        let verb = match (&was, &is) {
            (Value::Null, _) => "is new",
            (_, Value::Null) => "is gone",
            _ => "changed",
        };
        push(
            found,
            resource,
            ChangedPart::Table,
            format!("the row `{name}` in the table of the properties {what} {verb}"),
            (was, is),
        );
        if let Some((change, row)) = found.last_mut().zip(row(new, name).or_else(|| row(old, name))) {
            change.pointer = row.pointer();
        }
    }
}

fn push(found: &mut Vec<Change>, resource: Option<&str>, part: ChangedPart, message: String, values: (Value, Value)) {
    let mut change = Change::of_page(ChangeKind::DescriptionChanged, Wire::None, Semver::Patch);
    change.resource = resource.map(str::to_owned);
    change.part = part;
    change.message = message;
    (change.old, change.new) = values;
    found.push(change);
}
