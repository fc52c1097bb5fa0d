//! ## What it does
//! Compares events of one family (names that differ in the last word alone): a property that several of them declare at
//! the same place, in the envelope, the payload or deeper, and that some require and others do not. The rule reports
//! each property once, at the smaller group of events (at the later one if both are equally large). A payload without
//! any `required` is left to `payload-required-unstated`.
//!
//! ## Why it matters
//! The same part of the Console sends these events. If one requires the property and another does not, it is usually a
//! mistake, and the generated types differ for no reason.
//!
//! ## Example
//! `order_edited` and `order_removed` require `couponId`, `order_placed` does not.
//!
//! ## What to do
//! Find out whether the property is always sent. Patch `required`, or accept the difference and say why.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::{
    Choice, ChoiceContext, Context, Derived, DocumentedEvent, Finding, Rule, SchemaNode, Severity, envelope, listed,
};

pub(super) const RULE: Rule = Rule {
    id: "sibling-required-drift",
    severity: Severity::Warning,
    choices: &[Choice {
        id: "siblings",
        does: "it is a mistake: the minority of the events is changed to what their siblings say",
        derive: as_siblings,
    }],
    source: include_str!("sibling_required_drift.rs"),
    check,
};

/// No more objects of one event are compared.
const MOST_OBJECTS: usize = 500;

/// A property, as one of the siblings declares it.
struct SiblingProperty<'a> {
    event: &'a DocumentedEvent,
    object: SchemaNode<'a>,
    required: bool,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut families: BTreeMap<&str, Vec<&DocumentedEvent>> = BTreeMap::new();
    for event in context.events() {
        if let Some((subject, _)) = event.schema_name().unwrap_or(&event.key).rsplit_once('_') {
            families.entry(subject).or_default().push(event);
        }
    }
    for family in families.values().filter(|family| family.len() > 1) {
        let mut properties: BTreeMap<PointerBuf, Vec<SiblingProperty<'_>>> = BTreeMap::new();
        for event in family {
            for (place, object) in objects(context, event) {
                let required = required(&object);
                if place == envelope::payload_pointer() && object.keyword("required").is_none() {
                    continue;
                }
                for (name, _) in object.properties() {
                    let declared =
                        SiblingProperty { event, object: object.clone(), required: required.contains(&name) };
                    properties.entry(place.with_trailing_token(name)).or_default().push(declared);
                }
            }
        }
        findings.extend(properties.into_iter().filter_map(|(place, declared)| drift(&place, declared)));
    }
}

/// The object schemas of an event, by the place of the object in the event.
fn objects<'a>(context: &Context<'a>, event: &'a DocumentedEvent) -> Vec<(PointerBuf, SchemaNode<'a>)> {
    let root = context.root(event);
    let mut found: Vec<_> = root.into_iter().map(|root| (PointerBuf::root(), root)).collect();
    let mut at = 0;
    while at < found.len() {
        let (place, object) = found[at].clone();
        at += 1;
        for (name, property) in object.properties() {
            if found.len() < MOST_OBJECTS && !property.properties().is_empty() {
                found.push((place.with_trailing_token(name), property));
            }
        }
    }
    found
}

fn required<'a>(object: &SchemaNode<'a>) -> Vec<&'a str> {
    let lists = object.applicable().into_iter().filter_map(|node| node.value.get("required")?.as_array());
    lists.flatten().filter_map(Value::as_str).collect()
}

fn drift(place: &PointerBuf, declared: Vec<SiblingProperty<'_>>) -> Option<Finding> {
    let last = declared.last()?.required;
    let (requiring, others): (Vec<_>, Vec<_>) = declared.into_iter().partition(|declared| declared.required);
    if requiring.is_empty() || others.is_empty() {
        return None;
    }
    let fewer_require = requiring.len() < others.len() || (requiring.len() == others.len() && last);
    let (few, many) = if fewer_require { (&requiring, &others) } else { (&others, &requiring) };
    let name = place.back()?.decoded().into_owned();
    let keys = |declared: &[SiblingProperty<'_>]| {
        declared.iter().map(|declared| declared.event.key.clone()).collect::<Vec<_>>()
    };
    // The order of the page must not decide.
    let sorted = |declared: &[SiblingProperty<'_>]| {
        let mut keys = keys(declared);
        keys.sort();
        keys
    };
    let (does, do_not) = if fewer_require { ("requires", "do not") } else { ("does not require", "do") };
    let mut finding = Finding::on_schema(&stated(few.first()?, &name))
        .evidence(json!({ "property": place.as_str(), "requiring": sorted(&requiring), "not": sorted(&others) }))
        .message(format!("{} {does} `{}`, its siblings {} {do_not}", listed(&keys(few)), place, listed(&keys(many))))
        .help("find out whether it is always sent; patch `required`, or accept that the events differ");
    let objects: Vec<String> = few.iter().map(|declared| declared.object.in_document().to_string()).collect();
    finding = finding.facts(json!({ "name": name, "objects": objects, "require": !fewer_require }));
    for other in few[1..].iter().chain(many) {
        let verb = if other.required { "requires" } else { "does not require" };
        finding = finding.related(stated(other, &name).span(), format!("`{}` {verb} it", other.event.key));
    }
    Some(finding)
}

/// The name in `required`; where it is not there, the list; without a list, the object.
fn stated<'a>(declared: &SiblingProperty<'a>, name: &str) -> SchemaNode<'a> {
    let lists: Vec<SchemaNode<'a>> =
        declared.object.applicable().iter().filter_map(|node| node.child(["required"])).collect();
    let item = lists.iter().flat_map(SchemaNode::children).find(|item| item.value == name);
    item.or_else(|| lists.first().cloned()).unwrap_or_else(|| declared.object.clone())
}

fn as_siblings(asked: &ChoiceContext<'_>) -> Derived {
    let name = asked.fact("name").ok_or("the finding names no property")?;
    let require = asked.finding.facts.get("require") == Some(&Value::Bool(true));
    let objects = asked.finding.facts.get("objects").and_then(Value::as_array).into_iter().flatten();
    let mut operations = Vec::new();
    for object in objects.filter_map(|object| PointerBuf::parse(object.as_str()?).ok()) {
        let list = object.with_trailing_token("required");
        if require {
            let mut names = asked.at(&list).and_then(Value::as_array).cloned().unwrap_or_default();
            if !names.iter().any(|known| known == name) {
                names.push(name.into());
            }
            operations.extend(asked.set(list, names.into())?);
        } else {
            operations.extend(crate::choice::drop_from_list(asked, &list, name)?);
        }
    }
    Ok(operations)
}
