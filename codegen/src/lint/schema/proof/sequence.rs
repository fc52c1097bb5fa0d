//! Strings and arrays: lengths that contradict, items that cannot be.

use super::Search;
use super::reason::Reason;
use crate::lint::schema::Node;

/// No more items of a tuple are looked at.
const MOST_ITEMS: u64 = 20;

/// A least count over the greatest: of characters, items or properties.
pub(super) fn lengths<'a>(all: &[Node<'a>], least: &str, most: &str) -> Vec<Reason<'a>> {
    match (counted(all, least).max_by_key(|(_, count)| *count), counted(all, most).min_by_key(|(_, count)| *count)) {
        (Some((lower, low)), Some((upper, high))) if low > high => {
            vec![Reason::new([lower, upper], format!("`{least}` {low} is over `{most}` {high}"))]
        }
        _ => Vec::new(),
    }
}

/// The values of a keyword that counts.
pub(super) fn counted<'a>(all: &[Node<'a>], keyword: &str) -> impl Iterator<Item = (Node<'a>, u64)> {
    all.iter().filter_map(move |node| {
        let keyword = node.child([keyword])?;
        let count = keyword.value.as_u64()?;
        Some((keyword, count))
    })
}

/// Why there is no such array.
pub(super) fn array<'a>(search: &mut Search, all: &[Node<'a>], depth: usize) -> Vec<Reason<'a>> {
    let mut reasons = lengths(all, "minItems", "maxItems");
    reasons.extend(contained(search, all, depth));
    if let Some((keyword, least)) = counted(all, "minItems").max_by_key(|(_, count)| *count) {
        reasons.extend((0..least.min(MOST_ITEMS)).find_map(|index| {
            let refuted = refuted(search, &items_at(all, index), depth)?;
            let why = format!("`minItems` {least} wants an item {index}, but there can be none: {}", refuted.why);
            Some(Reason::new([keyword.clone()].into_iter().chain(refuted.keywords), why))
        }));
    }
    reasons
}

/// `contains` of what cannot be, or in an array that must be empty.
fn contained<'a>(search: &mut Search, all: &[Node<'a>], depth: usize) -> Option<Reason<'a>> {
    let wanted = |node: &Node<'a>| {
        let any = node.value.get("minContains").is_some_and(|least| least == 0);
        node.child(["contains"]).filter(|_| !any)
    };
    let contains = all.iter().find_map(wanted)?;
    if let Some((most, _)) = counted(all, "maxItems").find(|(_, count)| *count == 0) {
        return Some(Reason::new([contains, most], "`contains` wants an item, `maxItems` 0 allows none"));
    }
    let uniform =
        all.iter().filter(|node| node.value.get("prefixItems").is_none()).filter_map(|node| node.child(["items"]));
    let uniform = uniform.filter(|items| !items.value.is_array());
    let schemas: Vec<_> = [contains.clone()].into_iter().chain(uniform).collect();
    let refuted = refuted(search, &schemas, depth)?;
    Some(Reason::new(
        [contains].into_iter().chain(refuted.keywords),
        format!("`contains` cannot be met: {}", refuted.why),
    ))
}

/// The schemas of the item at an index.
fn items_at<'a>(all: &[Node<'a>], index: u64) -> Vec<Node<'a>> {
    let index = index.to_string();
    let at = |node: &Node<'a>| {
        let items = node.child(["items"]);
        let tuple = items.as_ref().is_some_and(|items| items.value.is_array());
        let (first, rest) = if tuple { ("items", node.child(["additionalItems"])) } else { ("prefixItems", items) };
        node.child([first, index.as_str()]).or(rest)
    };
    all.iter().filter_map(at).collect()
}

/// Why no value satisfies the schemas, unless that is the matter of one of them alone.
pub(super) fn refuted<'a>(search: &mut Search, schemas: &[Node<'a>], depth: usize) -> Option<super::Contradiction<'a>> {
    if let Some(never) = schemas.iter().find(|schema| schema.value == false) {
        return Some(super::Contradiction { keywords: vec![never.clone()], why: "`false` accepts nothing".into() });
    }
    match schemas {
        [] => None,
        [_] if !search.deep => None,
        _ if search.deep => search.refute(schemas, depth + 1).into_iter().next(),
        _ => {
            let alone = schemas.iter().any(|schema| !search.refute(std::slice::from_ref(schema), depth + 1).is_empty());
            if alone { None } else { search.refute(schemas, depth + 1).into_iter().next() }
        }
    }
}
